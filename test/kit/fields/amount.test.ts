import fc from 'fast-check';
import { readAmount } from '../../../src/kit/fields/amount.ts';

test.each([
  ['1024', 1024],
  ['1,024', 1024],
  ['1,024,000', 1_024_000],
  ['64.125', 64.125],
  ['1.024', 1.024],
  ['.5', 0.5],
  ['1,024.5', 1024.5],
  ['1.024,5', 1024.5],
  ['1.000,00', 1000],
  ['1.000.000,25', 1_000_000.25],
  ['007', 7],
  ['+5', 5],
  ['-5', -5],
  ['−5', -5],
  [' 64\u200b ', 64],
])('%j is %d', (text, number) => {
  expect(readAmount(text)).toBe(number);
});

test.each([
  '',
  'n/a',
  'N/A',
  'many',
  'Denied',
  'null',
  'NaN',
  'Infinity',
  '1e3',
  '1e999',
  '0x10',
  '1,5',
  '0,500',
  '1,0245',
  '12,34.5',
  '1.02,5',
  '1,024,5',
  '1.024.000',
  '1,024.5.6',
  '1,024.000,5',
  '1 024',
  "1'024",
  '64 GiB',
  '60%',
  '$5',
  '5 or 6',
  '5-6',
  '--5',
  '5-',
  '1/2',
  '½',
  '٣',
  '64 64',
  '.',
  ',',
  '-',
  '9'.repeat(400),
])('%j is no number without doubt', (text) => {
  expect(readAmount(text)).toBeNull();
});

test.each([
  ['256 GiB', 'GiB', 256],
  ['256GiB', 'GiB', 256],
  ['1,024 gib per node', 'GiB', 1024],
  ['60 %', '%', 60],
  ['60%', '%', 60],
  ['82.5 percent', '%', 82.5],
  ['$2,000', 'USD', 2000],
  ['US$ 2,000.50', 'USD', 2000.5],
  ['2000 USD', 'USD', 2000],
  ['-$5', 'USD', -5],
  ['3 nodes', 'nodes', 3],
  ['36 hours', 'hours', 36],
  ['7 d', 'days', 7],
  ['90 min', 'minutes', 90],
] as const)('%j counts %s', (text, unit, number) => {
  expect(readAmount(text, unit)).toBe(number);
});

test.each([
  ['256 GB', 'GiB'],
  ['256 %', 'GiB'],
  ['€2,000', 'USD'],
  ['2,000 EUR', 'USD'],
  ['$60', '%'],
  ['2 days', 'hours'],
  ['5 m', 'minutes'],
  ['$', 'USD'],
  ['GiB', 'GiB'],
] as const)('%j does not count %s', (text, unit) => {
  expect(readAmount(text, unit)).toBeNull();
});

test('a number is read however it was written by rule', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 10 ** 12 }),
      fc.integer({ min: 0, max: 999 }),
      (whole, part) => {
        const number = Number(`${whole}.${String(part).padStart(3, '0')}`);
        expect(readAmount(number.toLocaleString('en-US', { minimumFractionDigits: 3 }))).toBe(
          number,
        );
        // One dot with three digits behind it is decimal, so German needs its comma to be understood.
        const german = number.toLocaleString('de-DE', { minimumFractionDigits: 3 });
        expect(readAmount(german)).toBe(whole < 1000 ? germanSmall(german) : number);
        expect(readAmount(String(whole), 'GiB')).toBe(whole);
      },
    ),
  );
});

/** “12,500” are twelve thousand five hundred, whoever meant it; “0,500” is nothing. */
const germanSmall = (text: string) => (text.startsWith('0') ? null : Number(text.replace(',', '')));
