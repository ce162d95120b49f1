import { bandOf } from '../../src/monitoring/bands.ts';

test.each([
  [80, 80, 80],
  [84.9, 80, 80],
  [85, 80, 85],
  [92, 80, 90],
  [99, 80, 95],
  [86, 85, 85],
  [91, 88, 90],
  [97, 96, 96],
  [40, 80, 80],
])('%f percent over a limit of %f is band %f', (percent, limit, band) => {
  expect(bandOf(percent, limit)).toBe(band);
});
