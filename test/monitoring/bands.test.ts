import { DEFAULT_WATERMARKS } from '../../src/clients/sql/watermarks.ts';
import { bandOf, startsOf } from '../../src/monitoring/bands.ts';

const GIB = 1024 ** 3;

test.each([
  [80, 80, 'limit'],
  [84.9, 80, 'limit'],
  [85, 80, 'low'],
  [92, 80, 'high'],
  [99, 80, 'flood_stage'],
  [86, 85, 'limit'],
  [91, 88, 'high'],
  [97, 96, 'limit'],
  [40, 80, 'limit'],
] as const)('%f percent over a limit of %f is the band %s', (percent, limit, band) => {
  expect(bandOf(percent, startsOf(limit, DEFAULT_WATERMARKS, 64 * GIB))).toBe(band);
});

test('a watermark that is set as what must be left is a percentage of the disk', () => {
  const marks = { ...DEFAULT_WATERMARKS, high: { freeBytes: 5 * GIB } };
  const starts = startsOf(80, marks, 100 * GIB);
  expect(starts).toEqual({ limit: 80, low: 85, high: 95, flood_stage: 95 });
  expect(bandOf(94.9, starts)).toBe('low');
  expect(bandOf(95, starts)).toBe('flood_stage');
});
