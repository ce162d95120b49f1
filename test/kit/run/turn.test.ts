import fc from 'fast-check';
import type { Memory } from '../../../src/kit/run/memory.ts';
import { inTurn, startOfTurn, turnOf } from '../../../src/kit/run/turn.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 2, 2) + minute * 60_000);
const INTERVALS = [1, 2, 5, 15];

/** A cache that keeps what it is given, or nothing. */
function memoryThat(keeps: boolean): Memory {
  const held = new Map<string, unknown>();
  return {
    get: async (key) => held.get(key) ?? null,
    set: async (key, value) => {
      if (keeps) held.set(key, value);
    },
    claim: async () => true,
    release: async () => {},
  };
}

/** One poll at a minute: which of the things it serves. */
async function poll(memory: Memory, minute: number, count: number, served: number) {
  const run = { memory, now: () => at(minute), sameStep: () => 'same' };
  const turn = await turnOf(run, 'things', count);
  await turn.end(served);
  return turn.order([...Array(count).keys()]).slice(0, served);
}

test('as few polls as can be serve all, whatever the interval, the size and what one poll can do', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4_000 }),
      fc.integer({ min: 1, max: 4_000 }),
      fc.constantFrom(...INTERVALS),
      fc.nat({ max: 100_000 }),
      async (count, most, interval, start) => {
        fc.pre(count / most < 60);
        const memory = memoryThat(true);
        const served = Math.min(count, most);
        const needed = Math.ceil(count / served);
        // The first round, and the next ones, which begin elsewhere.
        for (let round = 0; round < 3; round += 1) {
          const reached = new Set<number>();
          for (let n = 0; n < needed; n += 1) {
            const minute = start + (round * needed + n) * interval;
            for (const thing of await poll(memory, minute, count, served)) reached.add(thing);
          }
          expect(reached.size).toBe(count);
        }
      },
    ),
    { numRuns: 200 },
  );
});

test.each([2, 3, 4, 5, 7, 10])(
  'of two Zaps that are the same, neither is served the same of %i parts for ever',
  async (parts) => {
    for (const interval of INTERVALS) {
      const memory = memoryThat(true);
      const count = parts * 100;
      const reached = [new Set<number>(), new Set<number>()];
      for (let n = 0; n < 12 * parts; n += 1) {
        const minute = Math.floor(n / 2) * interval;
        const things = await poll(memory, minute, count, 100);
        for (const thing of things) reached[n % 2]?.add(thing);
      }
      expect(reached.map(({ size }) => size)).toEqual([count, count]);
    }
  },
);

test('without a memory the clock still serves all', async () => {
  const count = 1_000;
  for (const interval of INTERVALS) {
    const memory = memoryThat(false);
    const reached = new Set<number>();
    for (let n = 0; n < 20; n += 1) {
      for (const thing of await poll(memory, n * interval, count, count / 5)) reached.add(thing);
    }
    expect(reached.size).toBe(count);
  }
});

test('more or fewer things than before, and nonsense in the memory, are nothing to stumble over', async () => {
  const memory = memoryThat(true);
  await poll(memory, 0, 1_000, 100);
  expect((await poll(memory, 1, 30, 10)).length).toBe(10);
  expect(await poll(memory, 2, 0, 0)).toEqual([]);
  await memory.set('turn:things:same', { next: 'x', left: -1 }, 1);
  expect((await poll(memory, 3, 50, 10)).length).toBe(10);
});

test('everything keeps its place in the circle', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.nat({ max: 1_000_000 }), (items, minute) => {
      const turned = inTurn(items, at(minute));
      expect([...turned].sort()).toEqual([...items].sort());
      if (items.length > 0) expect(turned[0]).toBe(items[startOfTurn(at(minute), items.length)]);
    }),
  );
});
