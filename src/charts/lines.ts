/** What becomes of a series before it is drawn: order, gaps, and no more points than can be seen. */
import type { Point } from './chart.ts';

export type Known = readonly [at: number, value: number];

/** In order of time; of two at one time, the later one given. */
export function inOrder(points: readonly Point[]): Point[] {
  const latest = new Map(points.map((point) => [point[0], point]));
  return [...latest.values()].sort(([a], [b]) => a - b);
}

/** Points this many times further apart than usual are not joined. */
const GAP = 4;

/** The usual distance between points, times four: beyond it something is missing. */
function gapOf(points: readonly Point[]): number {
  const steps = points.slice(1).map(([at], index) => at - (points[index]?.[0] ?? at));
  steps.sort((a, b) => a - b);
  return (steps[Math.floor(steps.length / 2)] ?? Number.POSITIVE_INFINITY) * GAP;
}

/** Pieces without a gap in them. A piece may be a single point. */
export function pieces(points: readonly Point[], gapMs = gapOf(points)): Known[][] {
  const found: Known[][] = [];
  let piece: Known[] = [];
  for (const [at, value] of points) {
    const last = piece.at(-1);
    if (piece.length > 0 && (value === null || (last && at - last[0] > gapMs))) {
      found.push(piece);
      piece = [];
    }
    if (value !== null) piece.push([at, value]);
  }
  if (piece.length > 0) found.push(piece);
  return found;
}

/**
 * No more points than columns of the picture can show: of each column the first, lowest, highest and
 * last, so that no spike is lost.
 *
 * @param column the column that a time falls into
 */
export function thinned(piece: readonly Known[], column: (at: number) => number): readonly Known[] {
  const kept: Known[] = [];
  let from = 0;
  while (from < piece.length) {
    const place = column(piece[from]?.[0] ?? 0);
    let to = from;
    while (to + 1 < piece.length && column(piece[to + 1]?.[0] ?? 0) === place) to += 1;
    kept.push(...extremes(piece.slice(from, to + 1)));
    from = to + 1;
  }
  return kept;
}

function extremes(column: readonly Known[]): readonly Known[] {
  if (column.length <= 4) return column;
  let [low, high] = [0, 0];
  for (const [index, [, value]] of column.entries()) {
    if (value < (column[low]?.[1] ?? value)) low = index;
    if (value > (column[high]?.[1] ?? value)) high = index;
  }
  const chosen = new Set([0, low, high, column.length - 1]);
  return [...chosen]
    .sort((a, b) => a - b)
    .flatMap((index) => {
      const point = column[index];
      return point ? [point] : [];
    });
}
