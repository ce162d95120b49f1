/** Working on many things side by side, as many as whoever is asked bears. */
import type { Deadline } from '../../base/deadline.ts';
import { isProblem } from '../../base/problem.ts';

/** Never fewer at once: that is what every step does at least. */
const FEWEST = 4;

/** It is waited so often for whoever is asked too often; then it is said. */
const MOST_PAUSES = 3;

const PAUSE_SECONDS = 1;

type Pool = {
  deadline: Deadline;
  /** At the same time, to begin with. */
  most: number;
  /** Nothing more is begun with less time than this. */
  lastStartMs: number;
};

/**
 * What the work makes of each thing, in their order; `undefined` for those that had no time. Once the API
 * says that it is asked too often, it is waited as long as it says, and a quarter as many are worked on at
 * once. Any other failure ends it.
 */
export async function inPool<Thing, Result>(
  things: readonly Thing[],
  work: (thing: Thing) => Promise<Result>,
  { deadline, most, lastStartMs }: Pool,
): Promise<(Result | undefined)[]> {
  const results: (Result | undefined)[] = things.map(() => undefined);
  const waiting = [...things.keys()].reverse();
  let limit = most;
  let pauses = 0;
  let pause: Promise<void> | null = null;
  let failed = false;

  /** Slows down for all, once for each time that all of them were told. */
  function slowDown(error: unknown): void {
    if (pause !== null) return;
    const seconds = (isProblem(error) && error.retryAfterSeconds) || PAUSE_SECONDS;
    pauses += 1;
    if (pauses > MOST_PAUSES || deadline.remainingMs() < seconds * 1_000 + lastStartMs) throw error;
    limit = Math.max(FEWEST, Math.floor(limit / 4));
    pause = new Promise((resolve) => {
      setTimeout(() => {
        pause = null;
        resolve();
      }, seconds * 1_000);
    });
  }

  async function worker(place: number): Promise<void> {
    while (!failed && place < limit && deadline.remainingMs() >= lastStartMs) {
      await pause;
      const index = waiting.pop();
      if (index === undefined) return;
      try {
        results[index] = await work(things[index] as Thing);
      } catch (error) {
        failed = !(isProblem(error, 'throttled') && error.source === 'cloud');
        if (failed) throw error;
        waiting.push(index);
        slowDown(error);
      }
    }
  }

  const workers = Array.from({ length: Math.min(most, things.length) }, (_, place) =>
    worker(place),
  );
  try {
    await Promise.all(workers);
  } finally {
    failed = true;
  }
  return results;
}
