import { firstOfEach, identity, monthOf, periodOf, windowStart } from '../../src/kit/identity.ts';

test('a thing that a reply holds twice is given once, as it came first', () => {
  const items = [
    { id: 'a', at: 1 },
    { id: 'b', at: 2 },
    { id: 'a', at: 3 },
  ];
  expect(firstOfEach(items)).toEqual([
    { id: 'a', at: 1 },
    { id: 'b', at: 2 },
  ]);
});

test('things without an id are all kept', () => {
  expect(firstOfEach([{ key: 1 }, { key: 1 }])).toHaveLength(2);
});

test('things are told apart by another key where they have one', () => {
  const items = [{ day: 1 }, { day: 2 }, { day: 1 }];
  expect(firstOfEach(items, 'day')).toEqual([{ day: 1 }, { day: 2 }]);
});

test('identities are of the calendar, in UTC', () => {
  const at = new Date('2026-03-02T23:59:59.999Z');
  expect(periodOf(at, 'day')).toBe('2026-03-02');
  expect(periodOf(at, 'hour')).toBe('2026-03-02T23');
  expect(monthOf('2026-03-31T23:59:59Z')).toBe('2026-03');
  expect(monthOf(null)).toBe('undated');
  expect(identity('a', 0, false, null)).toBe('a:0:false:none');
});

test('events are read back over seven days, or as many as are wanted', () => {
  const now = new Date('2026-03-12T09:00:00Z');
  expect(windowStart(now).toISOString()).toBe('2026-03-05T09:00:00.000Z');
  expect(windowStart(now, 1).toISOString()).toBe('2026-03-11T09:00:00.000Z');
});
