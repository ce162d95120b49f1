/** A value that changes now and then, such as a status. */
import type { Random } from '../random.ts';

export type Wandering<T> = { at(moment: number): T; live(to: number): void };

/** @param lasts how long a value lasts on average, in milliseconds */
export function wanders<T>(
  random: Random,
  start: number,
  among: readonly T[] | ((before: T | undefined) => T),
  lasts: number,
): Wandering<T> {
  const next = (before?: T) => (typeof among === 'function' ? among(before) : random.pick(among));
  let past = [{ from: start, value: next() }];
  return {
    at: (moment) => past.findLast(({ from }) => from <= moment)?.value ?? (past[0]?.value as T),
    live(to) {
      for (;;) {
        const last = past.at(-1);
        const from = (last?.from ?? start) + random.between(0, 2 * lasts);
        if (from > to) break;
        past.push({ from, value: next(last?.value) });
      }
      past = past.slice(-40);
    },
  };
}
