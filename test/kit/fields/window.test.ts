import fc from 'fast-check';
import { readWindow } from '../../../src/kit/fields/window.ts';

/** A Monday, 10:30 in Berlin. */
const NOW = new Date('2026-03-02T09:30:00Z');

const read = (text: string, zone = 'UTC') => {
  const window = readWindow(text, NOW, zone);
  return window && [window.from.toISOString().slice(0, 16), window.to.toISOString().slice(0, 16)];
};
const END = '2026-03-02T09:30';

test.each([
  ['24 hours', '2026-03-01T09:30', END],
  ['last 7 days', '2026-02-23T09:30', END],
  ['Last 7 Days', '2026-02-23T09:30', END],
  ['the past week', '2026-02-23T09:30', END],
  ['in the last 90 minutes', '2026-03-02T08:00', END],
  ['last hour', '2026-03-02T08:30', END],
  ['an hour', '2026-03-02T08:30', END],
  ['24h', '2026-03-01T09:30', END],
  ['7d', '2026-02-23T09:30', END],
  ['last 3 months', '2025-12-02T09:30', END],
  ['1 year', '2025-03-02T09:30', END],
  ['past quarter', '2025-12-02T09:30', END],
  ['today', '2026-03-02T00:00', END],
  ['Yesterday ', '2026-03-01T00:00', '2026-03-02T00:00'],
  ['“yesterday”', '2026-03-01T00:00', '2026-03-02T00:00'],
  ['the day before yesterday', '2026-02-28T00:00', '2026-03-01T00:00'],
  ['this week', '2026-03-02T00:00', END],
  ['last week', '2026-02-23T00:00', '2026-03-02T00:00'],
  ['this month', '2026-03-01T00:00', END],
  ['last month', '2026-02-01T00:00', '2026-03-01T00:00'],
  ['previous month', '2026-02-01T00:00', '2026-03-01T00:00'],
  ['last year', '2025-01-01T00:00', '2026-01-01T00:00'],
  ['2026-11-01 to 2026-11-08', '2026-11-01T00:00', '2026-11-09T00:00'],
  ['from 2026-02-01 until yesterday', '2026-02-01T00:00', '2026-03-02T00:00'],
  ['between 2026-02-01 and 2026-02-03', '2026-02-01T00:00', '2026-02-04T00:00'],
  ['2026-02-01 – 2026-02-03', '2026-02-01T00:00', '2026-02-04T00:00'],
  ['2026-02-01/2026-02-03', '2026-02-01T00:00', '2026-02-04T00:00'],
  ['2026-02-01 08:00 to 2026-02-01 20:15', '2026-02-01T08:00', '2026-02-01T20:15'],
  ['2026-02-01T08:00:00+02:00 to now', '2026-02-01T06:00', END],
  ['since 2026-02-27', '2026-02-27T00:00', END],
  ['2026-02-28', '2026-02-28T00:00', '2026-03-01T00:00'],
  ['2026-02', '2026-02-01T00:00', '2026-03-01T00:00'],
  ['2025', '2025-01-01T00:00', '2026-01-01T00:00'],
  ['November 2025', '2025-11-01T00:00', '2025-12-01T00:00'],
  ['Nov 8, 2025', '2025-11-08T00:00', '2025-11-09T00:00'],
  ['8th November 2025', '2025-11-08T00:00', '2025-11-09T00:00'],
  ['Nov 1, 2025 to Nov 8, 2025', '2025-11-01T00:00', '2025-11-09T00:00'],
])('%s', (text, from, to) => {
  expect(read(text)).toEqual([from, to]);
});

test.each([
  ['last 1 day', '2026-03-01T09:30', END],
  ['2 weeks', '2026-02-16T09:30', END],
  ['this year', '2026-01-01T00:00', END],
  ['the past year', '2025-03-02T09:30', END],
  ['last quarter', '2025-12-02T09:30', END],
  ['now', END, END],
  ['from yesterday', '2026-03-01T00:00', END],
  ['December 2025', '2025-12-01T00:00', '2026-01-01T00:00'],
  ['May 2025', '2025-05-01T00:00', '2025-06-01T00:00'],
  ['2025-12', '2025-12-01T00:00', '2026-01-01T00:00'],
  ['2025-01-31', '2025-01-31T00:00', '2025-02-01T00:00'],
  ['2024-02-29', '2024-02-29T00:00', '2024-03-01T00:00'],
  ['1970', '1970-01-01T00:00', '1971-01-01T00:00'],
  ['2026-02-01..2026-02-03', '2026-02-01T00:00', '2026-02-04T00:00'],
  ['100 years', '1926-03-02T09:30', END],
])('%s is from %s to %s', (text, from, to) => {
  expect(read(text)).toEqual([from, to]);
});

test.each([
  ['2026-03-01T10:30:00Z', '2026-02-23T00:00'],
  ['2026-03-02T00:00:00Z', '2026-03-02T00:00'],
  ['2026-03-04T10:30:00Z', '2026-03-02T00:00'],
  ['2026-03-08T23:59:00Z', '2026-03-02T00:00'],
])('at %s the week began on Monday, %s', (now, from) => {
  const window = readWindow('this week', new Date(now), 'UTC');
  expect(window?.from.toISOString().slice(0, 16)).toBe(from);
});

test('so many months ago is the same day, or the last of a month that is too short', () => {
  const back = (text: string, now: string) =>
    readWindow(text, new Date(now), 'Europe/Berlin')?.from.toISOString();
  expect(back('1 month', '2026-03-31T10:00:00Z')).toBe('2026-02-28T11:00:00.000Z');
  expect(back('2 months', '2026-03-31T10:00:00Z')).toBe('2026-01-31T11:00:00.000Z');
  expect(back('3 months', '2026-01-15T10:00:00Z')).toBe('2025-10-15T09:00:00.000Z');
});

test.each([
  ['Europe/Berlin', 'yesterday', '2026-02-28T23:00', '2026-03-01T23:00'],
  ['Asia/Kathmandu', 'today', '2026-03-01T18:15', END],
  // Already Tuesday there.
  ['Pacific/Kiritimati', 'this week', '2026-03-01T10:00', END],
  ['America/Los_Angeles', '2026-03-08', '2026-03-08T08:00', '2026-03-09T07:00'],
  ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00', '2026-03-29T22:00'],
  ['Europe/Berlin', '2026-02-01 08:00 to 2026-02-01 09:00', '2026-02-01T07:00', '2026-02-01T08:00'],
  // Midnight is skipped when the clocks change there.
  ['America/Santiago', '2026-09-06', '2026-09-06T04:00', '2026-09-07T03:00'],
  ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00', '2026-04-24T21:00'],
])('by the days of %s: %s', (zone, text, from, to) => {
  expect(read(text, zone)).toEqual([from, to]);
});

test.each([
  'n/a',
  '',
  'week',
  'fortnight',
  '0 days',
  '5 m',
  'last',
  '90 days ago',
  '2026-02-30',
  '2026-13',
  'Foo 2026',
  '8 Foo 2026',
  'Ma 2026',
  '2026/11/08',
  '1/2/2026 to 1/3/2026',
  '2026-02-01 to',
  '2026-02-01 to 2026-02-02 to 2026-02-03',
  '999999 days',
  '101 years',
  '1969',
  '9999',
  '2026-00',
  '2026-02-00',
  '32 January 2026',
  'since week',
  'to 2026-02-01',
  'week to 2026-02-01',
  '2026-02-01 to week',
  '999999 months',
  'constructor',
  'last constructor',
])('%j is no window', (text) => {
  expect(read(text)).toBeNull();
});

test('no text makes a window that is none', () => {
  const word = fc.constantFrom(
    ...'last past previous 7 31 days week month to - 2026-02-30 2026-11 today since from h May'.split(
      ' ',
    ),
  );
  const texts = fc.oneof(
    fc.string(),
    fc.array(word, { maxLength: 6 }).map((some) => some.join(' ')),
  );
  fc.assert(
    fc.property(
      texts,
      fc.constantFrom('UTC', 'Asia/Kathmandu', 'America/Santiago'),
      (text, zone) => {
        const window = readWindow(text, NOW, zone);
        return window === null || (window.from.getTime() > 0 && window.to.getTime() > 0);
      },
    ),
  );
});
