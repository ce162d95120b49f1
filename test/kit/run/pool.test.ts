import { deadlineIn } from '../../../src/base/deadline.ts';
import { Problem } from '../../../src/base/problem.ts';
import { inPool } from '../../../src/kit/run/pool.ts';
import { inOwnTime } from '../../simulation/own-time.ts';

const things = Array.from({ length: 300 }, (_, index) => index);
const soon = () => new Promise((resolve) => setTimeout(resolve, 1));
const pool = (over: object = {}) => ({
  deadline: deadlineIn(60_000),
  most: 64,
  lastStartMs: 1_000,
  ...over,
});

/** Work that counts how much of it goes on at once, and fails as it is told. */
function working(fails: (thing: number, call: number) => Error | null = () => null) {
  const seen = { now: 0, most: 0, calls: 0, mostLater: 0, slowed: false };
  const work = async (thing: number) => {
    seen.now += 1;
    seen.calls += 1;
    const { calls } = seen;
    seen.most = Math.max(seen.most, seen.now);
    if (seen.slowed) seen.mostLater = Math.max(seen.mostLater, seen.now);
    await soon();
    seen.now -= 1;
    const failure = fails(thing, calls);
    if (failure) throw failure;
    return thing * 2;
  };
  return { seen, work };
}

const tooOften = (retryAfterSeconds: number | null = null) =>
  new Problem('throttled', 'too often', { retryAfterSeconds });

test('64 at once, and each result at its place', async () => {
  const { seen, work } = working();
  expect(await inPool(things, work, pool())).toEqual(things.map((thing) => thing * 2));
  expect(seen).toMatchObject({ most: 64, calls: 300 });
});

test('once it is asked too often it waits, goes on with fewer, and leaves nothing out', async () => {
  const { seen, work } = working((_, call) => {
    // All that are under way are told the same.
    if (call > 100 && call <= 140) {
      setTimeout(() => {
        seen.slowed = true;
      }, 500);
      return tooOften(1);
    }
    return null;
  });
  expect(await inPool(things, work, pool())).toEqual(things.map((thing) => thing * 2));
  expect(seen.most).toBe(64);
  expect(seen.mostLater).toBe(16);
});

test('that it stays so is told, and so is a wait that the time does not allow', async () => {
  const always = working(() => tooOften(60));
  await expect(inPool(things, always.work, pool())).rejects.toMatchObject({
    kind: 'throttled',
    retryAfterSeconds: 60,
  });
  expect(always.seen.calls).toBeLessThanOrEqual(64);
});

test('what was waited for within is not waited for again around it', async () => {
  let calls = 0;
  const inner = () =>
    inPool(
      [0],
      async () => {
        calls += 1;
        throw tooOften();
      },
      pool(),
    );
  await expect(inPool([0, 1], inner, pool({ most: 1 }))).rejects.toMatchObject({
    kind: 'throttled',
  });
  // The first try, and one after each of three pauses.
  expect(calls).toBe(4);
});

test('another failure ends it, also being asked too often by a cluster', async () => {
  for (const error of [
    new TypeError('no'),
    new Problem('throttled', 'too often', { source: 'cluster' }),
  ]) {
    const { seen, work } = working((thing) => (thing === 100 ? error : null));
    await expect(inPool(things, work, pool())).rejects.toBe(error);
    await soon();
    expect(seen.calls).toBeLessThan(300);
  }
});

test('what has no time is not begun', async () => {
  let left = 2_000;
  const deadline = { remainingMs: () => left, end: () => {} };
  const results = await inPool(
    things,
    async (thing) => {
      await soon();
      if (thing === 99) left = 900;
      return thing;
    },
    pool({ deadline }),
  );
  const done = results.filter((result) => result !== undefined);
  expect(done).toEqual(things.slice(0, done.length));
  expect(done.length).toBeGreaterThanOrEqual(100);
  expect(done.length).toBeLessThan(300);
});

test('what is refused last is repeated, though its worker has no place any more', async () => {
  let calls = 0;
  const work = async (thing: number) => {
    if (thing !== 40) return thing;
    await soon();
    calls += 1;
    if (calls === 1) throw tooOften();
    return thing;
  };
  const few = things.slice(0, 60);
  expect(await inPool(few, work, pool())).toEqual(few);
});

test('what is refused and has no time to be repeated is an error, and not left out', async () => {
  let left = 60_000;
  const deadline = { remainingMs: () => left, end: () => {} };
  const work = async (thing: number) => {
    if (thing !== 40) return thing;
    await soon();
    setTimeout(() => {
      left = 900;
    }, 1);
    throw tooOften();
  };
  await expect(inPool(things.slice(0, 60), work, pool({ deadline }))).rejects.toMatchObject({
    kind: 'throttled',
  });
});

/** Plays work that is refused the first few times, and tells when each try was made, in seconds. */
function triesOf(failures: Problem[], ms = 60_000, over: object = {}) {
  return inOwnTime(async () => {
    const begun = performance.now();
    const tries: number[] = [];
    const work = async () => {
      tries.push((performance.now() - begun) / 1_000);
      const failure = failures[tries.length - 1];
      if (failure) throw failure;
    };
    const end = await inPool([0], work, pool({ deadline: deadlineIn(ms), ...over })).then(
      () => 'done',
      () => 'refused',
    );
    return { tries, end };
  });
}

test('it is waited as long as the API says, or a second, and three times at most', async () => {
  const four = [tooOften(), tooOften(5), tooOften()];
  expect(await triesOf(four)).toEqual({ tries: [0, 1, 6, 7], end: 'done' });
  expect(await triesOf([...four, tooOften()])).toEqual({ tries: [0, 1, 6, 7], end: 'refused' });
});

test.each([
  ['four seconds', 1_000, 4_000],
  ['as much as anything that is begun', 6_000, 6_000],
])('behind a pause there is time for another try: %s', async (_what, lastStartMs, left) => {
  const refused = (ms: number) => triesOf([tooOften(2)], 2_000 + left + ms, { lastStartMs });
  expect((await refused(0)).end).toBe('done');
  expect((await refused(-1)).end).toBe('refused');
});

test('four are worked on at once at least, and just begun when the time is just enough', async () => {
  const { seen, work } = working((_, call) => {
    if (call > 8) return null;
    setTimeout(() => {
      seen.slowed = true;
    }, 500);
    return tooOften(1);
  });
  await inPool(things.slice(0, 60), work, pool({ most: 8 }));
  expect(seen).toMatchObject({ most: 8, mostLater: 4 });
  const deadline = { remainingMs: () => 1_000, end: () => {} };
  const done = async (lastStartMs: number) =>
    inPool([1], async (thing) => thing, pool({ deadline, lastStartMs }));
  expect([await done(1_000), await done(1_001)]).toEqual([[1], [undefined]]);
});
