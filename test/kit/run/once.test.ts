import { CloudProblem } from '../../../src/clients/cloud/problem.ts';
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

test('one run makes it, the other comes back later', async () => {
  const { run } = claims();
  let made = 0;
  const make = async () => {
    made += 1;
    return 'made';
  };
  const both = await Promise.allSettled([once(run, 'x', make), once(run, 'x', make)]);
  expect(both).toEqual([
    { status: 'fulfilled', value: 'made' },
    { status: 'rejected', reason: expect.objectContaining({ name: 'Refusal', kind: 'busy' }) },
  ]);
  expect(made).toBe(1);
});

test('what was refused for sure can be tried again at once', async () => {
  const { run, taken } = claims();
  const refused = async () => {
    throw new CloudProblem('refused', 'no');
  };
  await expect(once(run, 'x', refused)).rejects.toThrow('no');
  expect(taken.size).toBe(0);
});

test('what may have been made is not given free', async () => {
  const { run, taken } = claims();
  const lost = async () => {
    throw new CloudProblem('unavailable', 'cut', { maybeDone: true });
  };
  await expect(once(run, 'x', lost)).rejects.toThrow('cut');
  expect([...taken]).toEqual(['x']);
});
