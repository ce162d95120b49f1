/** Working on many things side by side, as many as whoever is asked bears. */
import type { Deadline } from '../../base/deadline.ts';
import { isProblem } from '../../base/problem.ts';

/** Never fewer at once: that is what every step does at least. */
const FEWEST = 4;

/** It is waited so often for whoever is asked too often; then it is said. */
const MOST_PAUSES = 3;

const PAUSE_SECONDS = 1;

/** Time that must be left behind a pause: without a try, it would not be known whether it helped. */
const AGAIN_MS = 4_000;

/** Failures that were waited for as often as is sensible: who works around another pool does not begin again. */
const waitedFor = new WeakSet<object>();

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
 * once. Any other failure ends it, and so does what was refused so and has no time to be repeated.
 */
export async function inPool<Thing, Result>(
  things: readonly Thing[],
  work: (thing: Thing) => Promise<Result>,
  { deadline, most, lastStartMs }: Pool,
): Promise<(Result | undefined)[]> {
  const results: (Result | undefined)[] = things.map(() => undefined);
  const waiting = [...things.keys()].reverse();
  const refused = new Map<number, unknown>();
  let limit = most;
  let pauses = 0;
  let pause: Promise<void> | null = null;
  let failed = false;

  /** Slows down for all, once for each time that all of them were told. */
  function slowDown(error: unknown): void {
    if (pause !== null) return;
    const seconds = (isProblem(error) && error.retryAfterSeconds) || PAUSE_SECONDS;
    pauses += 1;
    const leastMs = seconds * 1_000 + Math.max(lastStartMs, AGAIN_MS);
    if (pauses > MOST_PAUSES || deadline.remainingMs() < leastMs) throw noLongerWaitedFor(error);
    limit = Math.max(FEWEST, Math.floor(limit / 4));
    pause = new Promise((resolve) => {
      setTimeout(() => {
        pause = null;
        resolve();
      }, seconds * 1_000);
    });
  }

  const isTime = () => deadline.remainingMs() >= lastStartMs;

  async function worker(place: number): Promise<void> {
    while (!failed && place < limit && isTime()) {
      await pause;
      const index = waiting.pop();
      if (index === undefined) return;
      try {
        results[index] = await work(things[index] as Thing);
        refused.delete(index);
      } catch (error) {
        failed = !isWaitable(error);
        if (failed) throw error;
        waiting.push(index);
        refused.set(index, error);
        slowDown(error);
      }
    }
  }

  try {
    // Once more for what was refused when the others had nothing left to do.
    do {
      const count = Math.min(limit, waiting.length);
      await Promise.all(Array.from({ length: count }, (_, place) => worker(place)));
    } while (waiting.length > 0 && isTime());
  } finally {
    failed = true;
  }
  for (const error of refused.values()) throw noLongerWaitedFor(error);
  return results;
}

function isWaitable(error: unknown): boolean {
  return isProblem(error, 'throttled') && error.source === 'cloud' && !waitedFor.has(error);
}

/** The same failure, marked, so that a pool around this one does not wait for it as well. */
function noLongerWaitedFor(error: unknown): unknown {
  if (isProblem(error)) waitedFor.add(error);
  return error;
}
