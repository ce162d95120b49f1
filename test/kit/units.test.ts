import fc from 'fast-check';
import {
  GIB,
  gibFor,
  maxOf,
  percentOf,
  round,
  secondsBetween,
  sumOf,
  toGib,
} from '../../src/kit/units.ts';

test('bytes in GiB', () => {
  expect(toGib(34359738368)).toBe(32);
  expect(toGib(1)).toBe(0);
  expect(toGib(null)).toBeNull();
});

test('whole GiB always hold the bytes, and no GiB too many', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9_000 * GIB }), (bytes) => {
      expect(gibFor(bytes) * GIB).toBeGreaterThanOrEqual(bytes);
      expect((gibFor(bytes) - 1) * GIB).toBeLessThan(bytes);
    }),
  );
});

test('unknown parts stay unknown', () => {
  expect(percentOf(1, null)).toBeNull();
  expect(percentOf(1, 0)).toBeNull();
  expect(percentOf(1, 3)).toBe(33.3);
  expect(sumOf([1, null, 2])).toBeNull();
  expect(sumOf([1, 2])).toBe(3);
  expect(maxOf([null, 2, 1])).toBe(2);
  expect(maxOf([null])).toBeNull();
  expect(secondsBetween('2026-03-02T09:00:00Z', '2026-03-02T09:01:30Z')).toBe(90);
  expect(secondsBetween(null, '2026-03-02T09:01:30Z')).toBeNull();
});

test('the edges of what is counted', () => {
  expect(percentOf(null, 3)).toBeNull();
  expect(percentOf(1, -1)).toBeNull();
  expect(percentOf(0, 3)).toBe(0);
  expect(percentOf(0.5, 0.5)).toBe(100);
  expect(toGib(GIB * 1.006)).toBe(1.01);
  expect(round(2.345, 2)).toBe(2.35);
  expect([sumOf([]), maxOf([])]).toEqual([0, null]);
  expect(secondsBetween('2026-03-02T09:00:00.000Z', '2026-03-02T09:00:00.500Z')).toBe(1);
  expect(secondsBetween('2026-03-02T09:00:01Z', '2026-03-02T09:00:00Z')).toBe(0);
  expect(secondsBetween('2026-03-02T09:00:01Z', null)).toBeNull();
});
