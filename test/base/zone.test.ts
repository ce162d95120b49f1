import { isZone, zoneClock } from '../../src/base/zone.ts';

const wall = (text: string) => {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = text.split(/\D/).map(Number);
  return { year, month, day, hour, minute };
};

test.each([
  ['UTC', '2026-03-02T09:05:00Z', '2026-03-02 09:05'],
  ['Europe/Berlin', '2026-03-01T23:30:00Z', '2026-03-02 00:30'],
  ['Asia/Kathmandu', '2026-12-31T18:15:00Z', '2027-01-01 00:00'],
  ['Pacific/Kiritimati', '2026-03-01T10:00:00Z', '2026-03-02 00:00'],
  ['America/Los_Angeles', '2026-03-08T10:00:00Z', '2026-03-08 03:00'],
])('clocks of %s show %s as %s, and back', (zone, at, shown) => {
  const clock = zoneClock(zone);
  expect(clock.wall(Date.parse(at))).toEqual(wall(shown));
  expect(clock.at(wall(shown))).toBe(Date.parse(at));
});

test('what clocks skip in spring they never show', () => {
  const clock = zoneClock('Europe/Berlin');
  expect(clock.at(wall('2026-03-29 02:30'))).toBeNull();
  expect(clock.at(wall('2026-03-29 03:00'))).toBe(Date.parse('2026-03-29T01:00:00Z'));
  expect(clock.at(wall('2026-03-29 01:59'))).toBe(Date.parse('2026-03-29T00:59:00Z'));
});

test('what is a zone', () => {
  expect(['Europe/Berlin', 'utc', 'Mars/Base', ''].map(isZone)).toEqual([true, true, false, false]);
});
