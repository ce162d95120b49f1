import fc from 'fast-check';
import { readIsoTime } from '../../../src/kit/fields/time.ts';

test.each([
  ['2026-03-02T09:00:00Z', '2026-03-02T09:00:00.000Z'],
  ['2026-03-02T10:00:00+01:00', '2026-03-02T09:00:00.000Z'],
  ['2026-03-02T10:00:00+0100', '2026-03-02T09:00:00.000Z'],
  ['2026-03-02T10:00+01', '2026-03-02T09:00:00.000Z'],
  ['2026-03-02 09:00:00.123456 UTC', '2026-03-02T09:00:00.123Z'],
  ['2026-03-02 09:00', '2026-03-02T09:00:00.000Z'],
  ['2026-03-02', '2026-03-02T00:00:00.000Z'],
  [' 2024-02-29\u200b', '2024-02-29T00:00:00.000Z'],
])('%j is %s', (text, iso) => {
  expect(readIsoTime(text)).toBe(iso);
});

test.each([
  '',
  'n/a',
  'N/A',
  'someday',
  'tomorrow',
  '03/02/2026',
  '2.3.2026',
  'March 2, 2026',
  '1772442000',
  '2026',
  '2026-03',
  '2026-02-30',
  '2026-13-01',
  '2026-03-02T25:00Z',
  '2026-03-02T09:60Z',
  '2026-03-02T09:00+25:00',
  '12 2026-03-02',
])('%j is no time without doubt', (text) => {
  expect(readIsoTime(text)).toBeNull();
});

test('every time that is written in the usual form is read back', () => {
  const years = { min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true };
  fc.assert(
    fc.property(fc.date(years), (date) => {
      expect(readIsoTime(date.toISOString())).toBe(date.toISOString());
    }),
  );
});
