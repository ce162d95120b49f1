/** A cluster that is suspended and resumed: never, every night, or for days; and a suspension can fail. */
import type { Random } from '../random.ts';
import { DAY, dc, HOUR, MINUTE } from '../world.ts';

type Nap = { id: string; at: number; suspends: boolean; succeeded: boolean };

/** @param from when it begins: long enough ago that a backup can have been missed */
export function naps(random: Random, from: number) {
  const kind = random.pick(['never', 'never', 'daily', 'days', 'days'] as const);
  const failures = random.pick([0, 0, 0.3, 1]);
  // The API tells the target of such an operation, or leaves it to be guessed.
  const tells = random.chance(0.5);
  const hour = random.whole(0, 23) * HOUR + random.whole(0, 59) * MINUTE;
  const all: Nap[] = [];
  let next = kind === 'never' ? Number.POSITIVE_INFINITY : Math.floor(from / DAY) * DAY + hour;
  let isAsleep = false;

  /** Until when it sleeps, or is awake; a suspension that failed is tried again a day later. */
  function pause(): number {
    if (kind === 'daily') return isAsleep ? 12 * HOUR : all.at(-1)?.succeeded ? 12 * HOUR : DAY;
    return isAsleep ? random.whole(1, 6) * DAY : random.whole(1, 4) * DAY;
  }

  return {
    live(to: number) {
      for (; next <= to; next += pause()) {
        const suspends = !isAsleep;
        const succeeded = !suspends || !random.chance(failures);
        all.push({ id: random.id(), at: next, suspends, succeeded });
        if (succeeded) isAsleep = suspends;
      }
    },
    sleepsAt: (at: number) =>
      all.findLast((nap) => nap.succeeded && nap.at <= at)?.suspends === true,
    /** When it was resumed, after some moment and until another one. */
    resumed: (after: number, at: number) =>
      all.filter((nap) => !nap.suspends && nap.at > after && nap.at <= at).map((nap) => nap.at),
    /** As the API lists them, the newest first. */
    operations: (at: number) =>
      all
        .filter((nap) => nap.at <= at)
        .toReversed()
        .map(({ id, at: ended, suspends, succeeded }) => ({
          id,
          type: 'SUSPEND',
          status: succeeded ? 'SUCCEEDED' : 'FAILED',
          dc: dc(ended - MINUTE, ended),
          non_sensitive_data: tells
            ? { target_suspended: suspends, current_suspended: !suspends }
            : {},
        })),
  };
}

export type Naps = ReturnType<typeof naps>;
