/** What the bench prints: `ratio` is the median of the pairs' ratios, not the ratio of the medians. */
export type Measure = { name: string; value: number; floor: number; ratio: number; unit: string };

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[sorted.length % 2 ? middle : middle - 1], sorted[middle]];
  if (low === undefined || high === undefined) throw new Error('There is no median of nothing');
  return (low + high) / 2;
}

const round = (value: number) => Math.round(value * 1000) / 1000;

export function measure(
  name: string,
  unit: string,
  pairs: [value: number, floor: number][],
): Measure {
  return {
    name,
    value: round(median(pairs.map(([value]) => value))),
    floor: round(median(pairs.map(([, floor]) => floor))),
    ratio: round(median(pairs.map(([value, floor]) => value / floor))),
    unit,
  };
}

/**
 * Takes both measures in turn, so that whatever else the machine does meets both, and changes which
 * comes first.
 */
export async function interleave(
  count: number,
  ours: () => Promise<number>,
  floor: () => Promise<number>,
): Promise<[value: number, floor: number][]> {
  const pairs: [number, number][] = [];
  for (let index = 0; index < count; index += 1) {
    if (index % 2 === 0) {
      const value = await ours();
      pairs.push([value, await floor()]);
    } else {
      const least = await floor();
      pairs.push([await ours(), least]);
    }
  }
  return pairs;
}
