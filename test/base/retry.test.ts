import { deadlineIn } from '../../src/base/deadline.ts';
import { retryRead } from '../../src/base/retry.ts';

/** Runs with timers that go off at once, and tells how long they would have taken. */
async function pausesOf(work: () => Promise<unknown>): Promise<number[]> {
  const { setTimeout: real } = globalThis;
  const { random } = Math;
  const pauses: number[] = [];
  Math.random = () => 0;
  globalThis.setTimeout = ((done: () => void, ms: number) => {
    pauses.push(ms);
    return real(done, 0);
  }) as typeof setTimeout;
  try {
    await work();
  } finally {
    globalThis.setTimeout = real;
    Math.random = random;
  }
  return pauses;
}

const failing = (tries: { count: number }) => async () => {
  tries.count += 1;
  throw new Error(`try ${tries.count}`);
};

test('four tries with pauses that double, and the last failure as it is', async () => {
  const deadline = deadlineIn(20_000);
  const tries = { count: 0 };
  const pauses = await pausesOf(async () => {
    const read = retryRead(failing(tries), { deadline, mayPass: () => true });
    await expect(read).rejects.toThrow('try 4');
  });
  deadline.end();
  expect(pauses).toEqual([150, 300, 600]);
});

test.each([
  ['what will not pass', 20_000, false],
  ['what has no time for another try', 900, true],
])('%s is tried once', async (_what, ms, mayPass) => {
  const deadline = deadlineIn(ms);
  const tries = { count: 0 };
  const read = retryRead(failing(tries), { deadline, mayPass: () => mayPass });
  await expect(read).rejects.toThrow('try 1');
  deadline.end();
  expect(tries.count).toBe(1);
});

test('nothing is asked once the step has ended, not even after a pause that had begun', async () => {
  const deadline = deadlineIn(20_000);
  const tries = { count: 0 };
  const read = retryRead(failing(tries), { deadline, mayPass: () => true });
  setTimeout(() => deadline.end(), 20);
  await expect(read).rejects.toThrow('try 1');
  expect(tries.count).toBe(1);
});
