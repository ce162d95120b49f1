import { interleave, measure, median, perFurtherThing } from '../../../tools/bench/pairs.ts';

test.each([
  [[3], 3],
  [[9, 1, 5], 5],
  [[4, 1, 2, 9], 3],
])('the median of %j is %d', (values, middle) => {
  expect(median(values)).toBe(middle);
});

test('nothing has no median', () => {
  expect(() => median([])).toThrow();
});

test('the ratio is that of the pairs, not that of the medians', () => {
  expect(
    measure('load', 'ms', [
      [10, 10],
      [20, 5],
      [30, 20],
    ]),
  ).toEqual({
    name: 'load',
    value: 20,
    floor: 10,
    ratio: 1.5,
    unit: 'ms',
    spread: [1.25, 2.75],
  });
});

test('the spread is that of what the aim is about', () => {
  const pairs: [number, number][] = [
    [10, 10],
    [20, 5],
    [30, 20],
  ];
  expect(measure('load', 'ms', pairs, { of: 'value', most: 25 }).spread).toEqual([15, 25]);
  expect(measure('load', 'ms', pairs.slice(0, 1))).not.toHaveProperty('spread');
});

test('both measures are taken in turn, each first every other time', async () => {
  const order: string[] = [];
  const take = (name: string, value: number) => async () => {
    order.push(name);
    return value;
  };
  const pairs = await interleave(3, take('ours', 2), take('floor', 1));
  expect(order).toEqual(['ours', 'floor', 'floor', 'ours', 'ours', 'floor']);
  expect(pairs).toEqual([
    [2, 1],
    [2, 1],
    [2, 1],
  ]);
});

test.each([
  [{ of: 'ratio', most: 1.5 } as const, 'ratio <= 1.5', false],
  [{ of: 'value', most: 160 } as const, 'value <= 160', true],
])('an aim is told, and whether it holds: %j', (wanted, aim, holds) => {
  expect(measure('load', 'MiB', [[150, 75]], wanted)).toMatchObject({ aim, holds });
});

test('growth is what each further thing adds', () => {
  expect(perFurtherThing([100, 12], [1_000, 1_812])).toBe(2);
});
