/** Things that appear in a list, at once or a poll or two late, and may go again. */
import type { Random } from '../random.ts';
import { DAY, type Due, delay, isBig, type Moment, many, timesBetween } from '../world.ts';

export type Thing = { id: string; happened: number; visible: number; gone: number };

export type Appearing<T extends Thing> = {
  things: T[];
  isBig: boolean;
  live(from: number, to: number): void;
  /** What the list shows at that moment. */
  shown(at: number): T[];
};

/** @param make what is special about a thing; it may also say when it happened otherwise */
export function appearing<T extends Thing>(
  random: Random,
  start: number,
  make: (thing: Thing, random: Random) => T,
  { perHour = 1.5, goes = 0.1 }: { perHour?: number; goes?: number } = {},
): Appearing<T> {
  const big = isBig(random);
  const add = (happened: number): T =>
    make(
      {
        id: random.id(),
        happened,
        visible: happened + delay(random),
        gone: random.chance(goes) ? happened + random.between(0, DAY) : Number.POSITIVE_INFINITY,
      },
      random,
    );
  const things = many(big ? random.whole(80, 140) : random.whole(0, 12), () => {
    const thing = add(start - random.whole(0, 20 * DAY));
    // Some are seen long after they were made, as by somebody who is let in.
    const isLate = random.chance(0.1) && thing.gone === Number.POSITIVE_INFINITY;
    return isLate ? { ...thing, visible: start + random.between(0, 2 * DAY) } : thing;
  });
  return {
    things,
    isBig: big,
    live(from, to) {
      const rate = big && random.chance(0.1) ? 200 : perHour;
      const times = timesBetween(random, from, to, rate).slice(-170);
      things.push(...times.map(add));
    },
    shown: (at) => things.filter(({ visible, gone }) => visible <= at && at < gone),
  };
}

export const newestFirst = <T extends Thing>(things: readonly T[]): T[] =>
  things.toSorted((a, b) => b.happened - a.happened);

/** What is dated within the last 7 days: what is older is no news, however late it is seen. */
export const recent = <T extends Thing>(things: readonly T[], now: number): T[] =>
  things.filter(({ happened }) => happened >= now - 7 * DAY);

export const byId = (things: readonly Thing[]): Due[] =>
  things.map(({ id }) => ({ truth: id, id }));

/** All that happened since, stayed, and shows by now. */
export const lasting = <T extends Thing>(
  things: readonly T[],
  since: number,
  { at }: Moment,
): T[] =>
  things.filter(
    ({ happened, visible, gone }) =>
      happened > since && visible <= at && gone === Number.POSITIVE_INFINITY,
  );
