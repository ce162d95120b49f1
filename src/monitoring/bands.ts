/** How bad an alert about a rising percentage is: the limit, then 85, 90 and 95 percent. */

/** CrateDB: at 85 (low), 90 (high) and 95 percent (flood stage, read-only tables) it reacts itself. */
const BANDS = [85, 90, 95] as const;

/** The highest band at or below the value and above the limit; the limit itself otherwise. */
export function bandOf(percent: number, limit: number): number {
  const reached = BANDS.filter((band) => band > limit && percent >= band);
  return reached.at(-1) ?? limit;
}
