/** Taking turns by the clock, where not all can be served in one poll. */

const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

/**
 * Where a turn begins among `count` things: moved on by the golden ratio of a turn every minute, so
 * that the beginnings spread evenly whatever the polling interval, and each thing is reached in time
 * without any memory of who was served.
 */
export function startOfTurn(now: Date, count: number): number {
  const minute = Math.floor(now.getTime() / 60_000);
  return Math.floor(((minute * GOLDEN_RATIO) % 1) * count);
}

/** The things in the order of the present turn. */
export function inTurn<T>(items: readonly T[], now: Date): T[] {
  const start = startOfTurn(now, items.length);
  return [...items.slice(start), ...items.slice(0, start)];
}
