/**
 * What a picture is drawn from: plain data, so that it can come from anywhere. This part of the app knows
 * no Zap and no cluster. It is loaded when something is drawn, and only then.
 */
import { isZone } from '../base/zone.ts';

/** A time in milliseconds since 1970, and a value; null where none is known, which breaks the line. */
export type Point = readonly [at: number, value: number | null];

export type Series = { name: string; points: readonly Point[] };

/** What all pictures have. */
type Picture = {
  title: string;
  /** A second line under the title, in a quieter color. */
  subtitle?: string;
  /** Stands behind values: `%`, `GiB`; blank for plain numbers. */
  unit: string;
  /** A line across the picture, such as the limit of an alert. */
  limit?: number | null;
  theme: 'light' | 'dark';
  /** `small` for a phone and a chat (800 pixels wide), `large` for a report (1,200). */
  size: 'small' | 'large';
};

/** Lines over time. Points may come in any order. */
export type LineChart = Picture & {
  kind: 'lines';
  series: readonly Series[];
  /** Name of a time zone, such as `Europe/Berlin`. */
  zone: string;
  /** The window; as far as the points reach where it is left out. */
  from?: number;
  to?: number;
  /** Points further apart than this are not joined; told from the points where it is left out. */
  gapMs?: number;
};

/** One bar for each name, in the order given; null is “no data”, and no bar. */
export type BarChart = Picture & {
  kind: 'bars';
  bars: readonly { name: string; value: number | null }[];
};

export type Chart = LineChart | BarChart;

/** Everything is bounded, so that no input can cost a step its memory or its time. */
export const MOST = {
  series: 9,
  bars: 30,
  points: 200_000,
  titleLetters: 300,
  unitLetters: 12,
  /** Of a value, up or down. */
  value: 1e15,
} as const;

/** The years that a picture can show: 1970 to 9999. */
const LAST_TIME = 253_402_300_799_999;

/** Why a chart cannot be drawn, as part of a sentence; null if it can. */
export function whyInvalid(chart: Chart): string | null {
  if ([...chart.title].length > MOST.titleLetters) {
    return `the title is longer than ${MOST.titleLetters} characters`;
  }
  if ([...chart.unit].length > MOST.unitLetters) {
    return `the unit is longer than ${MOST.unitLetters} characters`;
  }
  if (!drawable(chart.limit ?? null)) return tooLarge(chart.limit);
  return chart.kind === 'bars' ? whyInvalidBars(chart) : whyInvalidLines(chart);
}

function whyInvalidBars({ bars }: BarChart): string | null {
  if (bars.length === 0) return 'there is nothing to draw';
  const wrong = bars.find(({ value }) => !drawable(value));
  return wrong ? tooLarge(wrong.value) : null;
}

function whyInvalidLines({ series, zone, from, to }: LineChart): string | null {
  const count = series.reduce((sum, { points }) => sum + points.length, 0);
  if (count > MOST.points)
    return `there are more than ${MOST.points.toLocaleString('en-US')} points`;
  if (!isZone(zone)) return `“${zone.slice(0, 40)}” is not a time zone such as Europe/Berlin`;
  if (
    ![from, to].every((at) => at === undefined || isTime(at)) ||
    (from ?? 0) > (to ?? LAST_TIME)
  ) {
    return 'the time window does not begin before it ends';
  }
  let known = 0;
  for (const { points } of series) {
    for (const [at, value] of points) {
      if (!isTime(at)) return 'a point has no time between the years 1970 and 9999';
      if (!drawable(value)) return tooLarge(value);
      if (value !== null && at >= (from ?? 0) && at <= (to ?? LAST_TIME)) known += 1;
    }
  }
  return known === 0 ? 'there is no value in this time' : null;
}

const isTime = (at: number) => Number.isFinite(at) && at >= 0 && at <= LAST_TIME;

function drawable(value: number | null): boolean {
  return value === null || (Number.isFinite(value) && Math.abs(value) <= MOST.value);
}

const tooLarge = (value: unknown) => `the value ${String(value).slice(0, 30)} is too large to draw`;
