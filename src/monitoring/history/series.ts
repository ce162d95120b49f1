/** Points over time, whatever their source, and what is said of them. */
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../base/time.ts';
import { maxOf, round } from '../../kit/units.ts';

/** `value` is null where a node did not answer. */
export type HistoryPoint = { at: number; node: string; value: number | null };

export type Window = { from: Date; to: Date };

/** Below this, a trend per day would be a guess. */
const LEAST_SPAN_MS = 6 * HOUR_MS;

/** Slots that divide days and hours, and that recorded slots (5, 15 and 60 minutes) divide or are divided by. */
const SLOT_MINUTES = [5, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080, 43_200];

/** The shortest slot of which no more than so many lie in the window, in milliseconds. */
export function slotFor({ from, to }: Window, points: number): number {
  const span = to.getTime() - from.getTime();
  const fits = SLOT_MINUTES.find((minutes) => span / (minutes * MINUTE_MS) <= points);
  return (fits ?? Math.ceil(span / points / DAY_MS) * 1440) * MINUTE_MS;
}

/** One point for each node and slot: the highest value in it, so that no peak is lost. */
export function thin(points: readonly HistoryPoint[], slotMs: number): HistoryPoint[] {
  const slots = new Map<string, HistoryPoint>();
  for (const point of points) {
    const at = Math.floor(point.at / slotMs) * slotMs;
    const key = `${at} ${point.node}`;
    const before = slots.get(key);
    slots.set(key, { ...point, at, value: maxOf([before?.value ?? null, point.value]) });
  }
  return [...slots.values()].sort((a, b) => a.at - b.at || (a.node < b.node ? -1 : 1));
}

/** At each time the highest of all nodes; times of which nothing is known are left out. */
function highestOfEach(points: readonly HistoryPoint[]): [at: number, value: number][] {
  const highest = new Map<number, number>();
  for (const { at, value } of points) {
    if (value !== null) highest.set(at, Math.max(value, highest.get(at) ?? value));
  }
  return [...highest].sort(([a], [b]) => a - b);
}

export type Facts = {
  first: number | null;
  last: number | null;
  last_at: string | null;
  /** By how much it grows in a day, by the straight line that fits best; null under six hours. */
  trend_per_day: number | null;
};

/** First, last and trend of the node that is highest at each time. */
export function factsOf(points: readonly HistoryPoint[]): Facts {
  const line = highestOfEach(points);
  const [first, last] = [line[0], line.at(-1)];
  const trend = slopeOf(line);
  return {
    first: first?.[1] ?? null,
    last: last?.[1] ?? null,
    last_at: last ? new Date(last[0]).toISOString() : null,
    trend_per_day: trend === null ? null : round(trend * DAY_MS, 3),
  };
}

/** Of the line with the least squares, per millisecond. */
function slopeOf(line: readonly (readonly [at: number, value: number])[]): number | null {
  const [first, last] = [line[0], line.at(-1)];
  if (!first || !last || last[0] - first[0] < LEAST_SPAN_MS) return null;
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const [at, value] = [mean(line.map(([x]) => x)), mean(line.map(([, y]) => y))];
  const over = line.reduce((sum, [x, y]) => sum + (x - at) * (y - value), 0);
  const under = line.reduce((sum, [x]) => sum + (x - at) ** 2, 0);
  return over / under;
}
