import fc from 'fast-check';
import { Problem } from '../../../src/base/problem.ts';
import { once } from '../../../src/kit/run/once.ts';
import type { Run } from '../../../src/kit/run/run.ts';

/** A run with a memory of its own kind. */
function runWith(memory: Partial<Run<unknown>['memory']>): Run<unknown> {
  return { memory } as Run<unknown>;
}

function claims() {
  const taken = new Set<string>();
  return {
    taken,
    run: runWith({
      claim: async (name) => !taken.has(name) && taken.add(name) !== undefined,
      release: async (name) => void taken.delete(name),
    }),
  };
}

/** Something that can be there, and how often it was made. */
function thing() {
  const made: string[] = [];
  let there: string | undefined;
  return {
    made,
    remove: () => {
      there = undefined;
    },
    look: async () => there,
    make: async () => {
      made.push('made');
      there = 'made';
      return there;
    },
  };
}

test('one run makes it, the other comes back later', async () => {
  const { run } = claims();
  const one = thing();
  const both = await Promise.allSettled([once(run, 'x', one), once(run, 'x', one)]);
  expect(both).toEqual([
    { status: 'fulfilled', value: 'made' },
    { status: 'rejected', reason: expect.objectContaining({ name: 'Refusal', kind: 'busy' }) },
  ]);
  expect(one.made).toHaveLength(1);
});

test('who looked before it was there, and takes the name after, finds it made', async () => {
  const { run } = claims();
  const one = thing();
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let looks = 0;
  const late = once(run, 'x', {
    ...one,
    look: async () => {
      const seen = await one.look();
      looks += 1;
      if (looks === 1) await held;
      return seen;
    },
  });
  await once(run, 'x', one);
  letGo();
  expect(await late).toBe('made');
  expect(one.made).toHaveLength(1);
});

test('what is taken away again can be made anew at once', async () => {
  const { run, taken } = claims();
  const one = thing();
  await once(run, 'x', one);
  one.remove();
  await once(run, 'x', one);
  expect(one.made).toHaveLength(2);
  expect(taken.size).toBe(0);
});

test('however often it comes and goes, it is made whenever it is not there', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean()), async (leaves) => {
      const { run, taken } = claims();
      const one = thing();
      for (const goes of leaves) {
        expect(await once(run, 'x', one)).toBe('made');
        if (goes) one.remove();
      }
      const gone = leaves.slice(0, -1).filter((goes) => goes).length;
      expect(one.made).toHaveLength(leaves.length === 0 ? 0 : gone + 1);
      expect(taken.size).toBe(0);
    }),
  );
});

test('what is there is not claimed', async () => {
  const { look, make } = { look: async () => 'there', make: async () => 'made' };
  const run = runWith({
    claim: async () => {
      throw new Error('claimed');
    },
  });
  expect(await once(run, 'x', { look, make })).toBe('there');
});

test.each([
  ['refused for sure', new Problem('refused', 'no'), []],
  ['perhaps made', new Problem('unavailable', 'no', { maybeDone: true }), ['x']],
])('what was %s keeps the name: %#', async (_what, problem, kept) => {
  const { run, taken } = claims();
  const make = async () => {
    throw problem;
  };
  await expect(once(run, 'x', { look: async () => undefined, make })).rejects.toThrow('no');
  expect([...taken]).toEqual(kept);
});
