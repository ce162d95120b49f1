/** How bad an alert about a measured value is: the limits given, and what follows them by itself. */
import type { Severity } from '../vocabulary/alerts.ts';
import type { Metric } from './metrics.ts';

/** `above`: the value is at the limit or higher; `below`: at it or lower. */
export type Side = 'above' | 'below';

/** Where percentages get worse (CrateDB's own marks for storage), and shards, of which 1,000 are allowed. */
const MARKS: Partial<Record<Metric, readonly number[]>> = {
  cpu_percent: [85, 90, 95],
  heap_used_percent: [85, 90, 95],
  storage_used_percent: [85, 90, 95],
  shards: [850, 900, 950, 1000],
};

/** Where there are no marks: so many times the last limit, or so much less of it. */
const STEPS = [2, 4, 8];

/** All levels, the mildest first: the limits, and beyond the last one what is a band worse. */
export function levelsOf(metric: Metric, side: Side, limits: readonly number[]): number[] {
  const sorted = [...new Set(limits)].sort((a, b) => (side === 'above' ? a - b : b - a));
  const last = sorted.at(-1) ?? 0;
  if (side === 'below') return last > 0 ? [...sorted, ...STEPS.map((by) => last / by)] : sorted;
  const marks = MARKS[metric];
  if (marks)
    return [...new Set([...sorted, ...marks.filter((mark) => mark > (sorted[0] ?? 0))])].sort(
      (a, b) => a - b,
    );
  return last > 0 ? [...sorted, ...STEPS.map((by) => last * by)] : sorted;
}

/** Which of the levels is reached, from 0; -1 for none. */
export function levelOf(value: number, levels: readonly number[], side: Side): number {
  return levels.findLastIndex((level) => (side === 'above' ? value >= level : value <= level));
}

/** The first level is a warning, the next an error, all beyond critical; too little is never more than a warning. */
export function severityOf(level: number, side: Side): Severity {
  if (side === 'below') return level > 0 ? 'warning' : 'info';
  return (['warning', 'error'] as const)[level] ?? 'critical';
}

/** The last of the given limits that is passed when a level is, for a level can be a band beyond them. */
export function levelGiven(limits: readonly number[], level: number, side: Side): number {
  const passed = limits.filter((limit) => (side === 'above' ? limit <= level : limit >= level));
  return side === 'above' ? Math.max(...passed) : Math.min(...passed);
}
