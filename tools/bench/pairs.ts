/** What the bench prints: `ratio` is the median of the pairs' ratios, not the ratio of the medians. */
export type Measure = {
  name: string;
  value: number;
  floor: number;
  ratio: number;
  unit: string;
  /** Of several pairs: the quartiles of what the aim is about, or else of the ratio. */
  spread?: [low: number, high: number];
  /** What is wanted, such as `ratio <= 1.5`, and whether it is so. Nothing where no aim is set. */
  aim?: string;
  holds?: boolean;
};

/** The most that the value, or its ratio to the floor, shall be. */
export type Aim = { of: 'value' | 'ratio'; most: number };

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Between two values, what lies in proportion between them. */
function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = part * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  if (low === undefined || high === undefined) throw new Error('There is no median of nothing');
  return low + (high - low) * (place % 1);
}

const round = (value: number) => Math.round(value * 1000) / 1000;

export function measure(
  name: string,
  unit: string,
  pairs: [value: number, floor: number][],
  aim?: Aim,
): Measure {
  // Nothing beside nothing is as much.
  const ratios = pairs.map(([value, floor]) => (value === floor ? 1 : value / floor));
  const values = pairs.map(([value]) => value);
  const spreading = aim?.of === 'value' ? values : ratios;
  const measured: Measure = {
    name,
    value: round(median(values)),
    floor: round(median(pairs.map(([, floor]) => floor))),
    ratio: round(median(ratios)),
    unit,
    ...(pairs.length < 2
      ? {}
      : { spread: [round(quantile(spreading, 0.25)), round(quantile(spreading, 0.75))] }),
  };
  if (!aim) return measured;
  const { of, most } = aim;
  return { ...measured, aim: `${of} <= ${most}`, holds: measured[of] <= most };
}

/** What each further thing adds, between two points of how many there are and what they cost. */
export function perFurtherThing(
  [few, costOfFew]: readonly [number, number],
  [many, costOfMany]: readonly [number, number],
): number {
  return (costOfMany - costOfFew) / (many - few);
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
