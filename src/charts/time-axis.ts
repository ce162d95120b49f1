/** Where a time axis has its marks, and what they say. */
import { DAY_MS, MINUTE_MS } from '../base/time.ts';
import type { Wall } from '../base/zone.ts';
import { type Clock, dayOf, monthOf, timeOf } from './clock.ts';

export type Tick = {
  at: number;
  label: string;
  /** A second line: the date where a day begins on an axis of hours, the year where one does. */
  below: string | null;
};

type Unit = 'minute' | 'day' | 'month';
type Step = { unit: Unit; every: number; ms: number };

const step = (unit: Unit, every: number): Step => ({
  unit,
  every,
  ms: every * { minute: MINUTE_MS, day: DAY_MS, month: 30 * DAY_MS }[unit],
});

const STEPS: readonly Step[] = [
  ...[1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720].map((every) => step('minute', every)),
  ...[1, 2, 3, 7, 14].map((every) => step('day', every)),
  ...[1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 12_000].map((every) => step('month', every)),
];

/** Between two labels, in units of the layout. */
const GAP = 14;

const NARROWEST: Record<Unit, string> = { minute: '11:11', day: '1 Jul', month: 'Jul' };

/** The finest marks between two times whose labels do not touch. `xOf` gives their places. */
export function timeTicks(
  clock: Clock,
  [from, to]: readonly [number, number],
  xOf: (at: number) => number,
  widthOf: (label: string) => number,
): Tick[] {
  const room = xOf(to) - xOf(from);
  for (const each of STEPS) {
    // Years of minutes are not worth counting: even the narrowest labels would touch.
    const least = widthOf(NARROWEST[each.unit]) + GAP;
    if (((to - from) / each.ms - 1) * least > room) continue;
    const ticks = ticksOf(clock, from, to, each);
    if (fits(ticks, xOf, widthOf)) return ticks;
  }
  return [];
}

function fits(ticks: Tick[], xOf: (at: number) => number, widthOf: (label: string) => number) {
  const half = ticks.map(({ label, below }) => Math.max(widthOf(label), widthOf(below ?? '')) / 2);
  return ticks.every(({ at }, index) => {
    const next = ticks[index + 1];
    return !next || xOf(next.at) - xOf(at) >= (half[index] ?? 0) + (half[index + 1] ?? 0) + GAP;
  });
}

function ticksOf(clock: Clock, from: number, to: number, { unit, every }: Step): Tick[] {
  const walls =
    unit === 'month' ? months(clock, from, to, every) : days(clock, from, to, unit, every);
  const ticks: Tick[] = [];
  for (const wall of walls) {
    const at = clock.at(wall);
    if (
      at !== null &&
      at >= from &&
      at <= to &&
      at > (ticks.at(-1)?.at ?? Number.NEGATIVE_INFINITY)
    ) {
      ticks.push({ at, ...labelOf(wall, unit) });
    }
  }
  return ticks.map((tick, index) => {
    if (index === 0) return withDay(tick, clock, unit);
    return tick.below !== null && tick.below === ticks[index - 1]?.below
      ? { ...tick, below: null }
      : tick;
  });
}

function labelOf(wall: Wall, unit: Unit): { label: string; below: string | null } {
  const first = wall.hour === 0 && wall.minute === 0;
  if (unit === 'minute') return { label: timeOf(wall), below: first ? dayOf(wall) : null };
  const year = wall.month === 1 && wall.day <= 14 ? String(wall.year) : null;
  if (unit === 'day') return { label: dayOf(wall), below: year };
  return { label: monthOf(wall), below: wall.month === 1 ? String(wall.year) : null };
}

/** The first mark says which day the hours are of, or which year the months. */
function withDay(tick: Tick, clock: Clock, unit: Unit): Tick {
  const wall = clock.wall(tick.at);
  if (unit === 'day') return tick;
  return { ...tick, below: unit === 'minute' ? dayOf(wall) : String(wall.year) };
}

/** Days between two times, or the minutes of each. Weeks begin on Monday. */
function* days(clock: Clock, from: number, to: number, unit: Unit, every: number): Iterable<Wall> {
  const { year, month, day } = clock.wall(from);
  for (let number = Math.floor(Date.UTC(year, month - 1, day) / DAY_MS); ; number += 1) {
    const date = new Date(number * DAY_MS);
    const at = {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
    };
    if (Date.UTC(at.year, at.month - 1, at.day) - DAY_MS > to) return;
    // 1970 began on a Thursday.
    if (unit === 'day') {
      if ((number + 3) % every === 0) yield { ...at, hour: 0, minute: 0 };
      continue;
    }
    for (let minute = 0; minute < 24 * 60; minute += every) {
      yield { ...at, hour: Math.floor(minute / 60), minute: minute % 60 };
    }
  }
}

function* months(clock: Clock, from: number, to: number, every: number): Iterable<Wall> {
  const { year } = clock.wall(from);
  for (let number = Math.floor((year * 12) / every) * every; ; number += every) {
    const wall = {
      year: Math.floor(number / 12),
      month: (number % 12) + 1,
      day: 1,
      hour: 0,
      minute: 0,
    };
    if (Date.UTC(wall.year, wall.month - 1) - DAY_MS > to) return;
    yield wall;
  }
}
