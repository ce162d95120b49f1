import fc from 'fast-check';
import { Problem, type ProblemKind } from '../../../src/base/problem.ts';
import { type Asking, askAll, eachInTime } from '../../../src/kit/run/each-in-time.ts';

type Surroundings = { left?: () => number; isSeeding?: boolean; minute?: number };

const runIn = ({ left = () => 20_000, isSeeding = false, minute = 0 }: Surroundings = {}) => ({
  deadline: { remainingMs: left, end: () => {} },
  isSeeding,
  memory: {
    get: async () => null,
    set: async () => {},
    claim: async () => true,
    release: async () => {},
  },
  sameStep: () => 'step',
  now: () => new Date(Date.UTC(2026, 2, 2, 9, minute)),
});

const problem = (kind: ProblemKind, source: 'cloud' | 'cluster' = 'cloud') =>
  new Problem(kind, `it is ${kind}`, { source, retryAfterSeconds: 7 });

const fails = (kinds: Record<string, Error>) => async (thing: string) => {
  const error = kinds[thing];
  if (error) throw error;
  return thing.toUpperCase();
};

const THINGS = ['a', 'b', 'c', 'd'];

const each = (
  ask: (thing: string) => Promise<string>,
  asking: Partial<Asking<string>> = {},
  around: Surroundings = {},
) => eachInTime(runIn(around), THINGS, ask, { nameOf: (thing) => `thing ${thing}`, ...asking });

test('all are asked, and answer in their own order, whoever begins', async () => {
  const begun: string[] = [];
  for (const minute of [0, 1, 2, 3]) {
    const { answers, failed, late } = await each(
      async (thing) => {
        begun.push(thing);
        return thing;
      },
      { concurrency: 1 },
      { minute },
    );
    expect(answers.map(({ result }) => result)).toEqual(THINGS);
    expect([failed, late]).toEqual([[], []]);
  }
  expect(new Set([0, 4, 8, 12].map((first) => begun[first])).size).toBeGreaterThan(2);
});

test.each(['forbidden', 'not_found', 'unavailable', 'no_answer', 'failed', 'intercepted'] as const)(
  'one that is %s hides none of the others',
  async (kind) => {
    const { answers, failed } = await each(fails({ b: problem(kind) }));
    expect(answers.map(({ result }) => result)).toEqual(['A', 'C', 'D']);
    expect(failed).toMatchObject([{ thing: 'b', error: { kind } }]);
  },
);

test.each([
  ['a wrong key', problem('unauthorized')],
  ['throttling by the API', problem('throttled')],
  ['a fault of our own', new TypeError('not a function')],
  ['something that is refused', problem('refused')],
])('%s concerns all', async (_what, error) => {
  await expect(each(fails({ b: error }))).rejects.toMatchObject({ name: error.name });
});

test('what is thrown names the thing, and keeps what the problem says', async () => {
  await expect(each(fails({ b: problem('refused') }))).rejects.toMatchObject({
    kind: 'refused',
    message: 'it is refused (thing b)',
    retryAfterSeconds: 7,
  });
});

test('the chosen one fails the step', async () => {
  const asking = { isChosen: true };
  await expect(each(fails({ a: problem('no_answer') }), asking)).rejects.toMatchObject({
    kind: 'no_answer',
  });
});

test('when none could be asked, it says why: what may pass before what is not allowed', async () => {
  const kinds = { a: problem('forbidden'), b: problem('unavailable') };
  const all = { ...kinds, c: problem('forbidden'), d: problem('forbidden') };
  await expect(each(fails(all))).rejects.toMatchObject({ kind: 'unavailable' });
  await expect(each(fails({ ...all, b: problem('not_found') }))).rejects.toBeInstanceOf(Problem);
  expect((await each(fails(kinds))).failed).toHaveLength(2);
});

test('while a Zap is switched on, only what is not allowed is left out', async () => {
  const seeding = { isSeeding: true };
  const { answers } = await each(fails({ b: problem('forbidden') }), {}, seeding);
  expect(answers).toHaveLength(3);
  await expect(each(fails({ b: problem('unavailable') }), {}, seeding)).rejects.toMatchObject({
    kind: 'unavailable',
    message: 'it is unavailable (thing b)',
  });
});

test('a search may insist on an answer of each', async () => {
  const asking = { bears: 'withheld' } as const;
  await expect(each(fails({ b: problem('unavailable') }), asking)).rejects.toBeInstanceOf(Problem);
  expect((await each(fails({ b: problem('forbidden') }), asking)).failed).toHaveLength(1);
});

test('nothing is begun when the time is nearly over, which a later turn makes good', async () => {
  const slow = () => {
    let calls = 0;
    return { left: () => (++calls > 2 ? 1_000 : 20_000) };
  };
  const { answers, late } = await each(fails({}), { concurrency: 1 }, slow());
  expect(answers).toHaveLength(2);
  expect(late).toHaveLength(2);
  await expect(each(fails({}), { concurrency: 1 }, { ...slow(), isSeeding: true })).rejects.toThrow(
    /2 of 4 could not be read in time, among them thing [abcd]/,
  );
  await expect(each(fails({}), {}, { left: () => 0 })).rejects.toThrow('4 of 4 could not be read');
});

test('one that hangs is left while there is time for what comes after', async () => {
  const hanging = (thing: string) =>
    thing === 'b' ? new Promise<string>(() => {}) : Promise.resolve(thing.toUpperCase());
  const { answers, failed } = await each(hanging, { keepMs: 9_990 }, { left: () => 10_000 });
  expect(answers.map(({ result }) => result)).toEqual(['A', 'C', 'D']);
  expect(failed).toMatchObject([{ thing: 'b', error: { kind: 'no_answer' } }]);
});

test('nothing to ask is no failure', async () => {
  const nothing = eachInTime(runIn({ isSeeding: true }), [], fails({}), { nameOf: String });
  expect(await nothing).toEqual({ answers: [], failed: [], late: [] });
});

test('each thing ends up in one place', async () => {
  const ends = fc.constantFrom('answer', 'forbidden', 'unavailable');
  await fc.assert(
    fc.asyncProperty(fc.array(ends, { minLength: 1 }), fc.nat(59), async (plan, minute) => {
      const asked = await eachInTime(
        runIn({ minute }),
        [...plan.entries()],
        async ([, end]) => {
          if (end !== 'answer') throw problem(end);
          return end;
        },
        { nameOf: String, concurrency: 3 },
      ).catch((error: unknown) => error);
      const good = [...plan.entries()].filter(([, end]) => end === 'answer');
      if (good.length === 0) expect(asked).toBeInstanceOf(Problem);
      else {
        expect(asked).toMatchObject({ answers: good.map((thing) => ({ thing })), late: [] });
        expect((asked as { failed: unknown[] }).failed).toHaveLength(plan.length - good.length);
      }
    }),
  );
});

const all = (ask: (thing: string) => Promise<string>, left: () => number = () => 20_000) =>
  askAll(runIn({ left }), THINGS, ask, { nameOf: (thing) => `thing ${thing}`, concurrency: 1 });

test('where all is needed, all answer in their order', async () => {
  expect(await all(fails({}))).toEqual(['A', 'B', 'C', 'D']);
});

test.each(['forbidden', 'unavailable', 'unauthorized'] as const)(
  'where all is needed, one that is %s fails it',
  async (kind) => {
    await expect(all(fails({ c: problem(kind) }))).rejects.toMatchObject({ kind });
  },
);

test('where all is needed and there is no time for all, those without are named', async () => {
  let left = 3_000;
  const slow = async (thing: string) => {
    left -= 1_200;
    return thing;
  };
  await expect(all(slow, () => left)).rejects.toThrow(
    '2 of 4 could not be read in time, among them thing c',
  );
});

test('twelve are asked at once, and none with less than eight seconds left', async () => {
  const things = [...Array(30).keys()];
  const begun = { now: 0, most: 0 };
  const ask = async (thing: number) => {
    begun.now += 1;
    begun.most = Math.max(begun.most, begun.now);
    await new Promise((resolve) => setImmediate(resolve));
    begun.now -= 1;
    return thing;
  };
  const asked = (left: number) =>
    eachInTime(runIn({ left: () => left }), things, ask, { nameOf: String });
  expect((await asked(8_000)).answers).toHaveLength(30);
  expect(begun.most).toBe(12);
  await expect(asked(7_999)).rejects.toThrow('30 of 30 could not be read in time');
});

test('all that are needed are begun until a second is left', async () => {
  expect(await all(fails({}), () => 1_000)).toHaveLength(4);
  await expect(all(fails({}), () => 999)).rejects.toThrow('4 of 4 could not be read in time');
});

test('who is asked late has two seconds all the same, whatever is kept', async () => {
  let end = (_: string) => {};
  const slow = (thing: string) =>
    thing === 'b'
      ? new Promise<string>((resolve) => {
          end = resolve;
        })
      : Promise.resolve(thing);
  const asked = each(slow, { keepMs: 9_999, lastStartMs: 0 }, { left: () => 2_000 });
  setTimeout(() => end('at last'), 5);
  expect((await asked).answers.map(({ result }) => result)).toEqual(['a', 'at last', 'c', 'd']);
});
