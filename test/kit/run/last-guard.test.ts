import type { Bundle, ZObject } from 'zapier-platform-core';
import { Problem } from '../../../src/base/problem.ts';
import { type Run, runStep } from '../../../src/kit/run/run.ts';
import { inOwnTime } from '../../simulation/own-time.ts';

const bundle = {
  authData: { api_key: 'key', api_secret: 'secret' },
  inputData: {},
} as unknown as Bundle;

const never = new Promise<never>(() => {});

/** How a step ends whose work waits for ever, and after how many milliseconds. */
function endOf(work: (run: Run<object>) => Promise<unknown>, request: () => Promise<unknown>) {
  return inOwnTime(async () => {
    const z = { request, cache: { get: () => never, set: () => never } } as unknown as ZObject;
    const started = performance.now();
    const error = await runStep(z, bundle, [], work).catch((thrown: unknown) => thrown);
    return { error, ms: performance.now() - started };
  });
}

test('whatever a step waits for, it ends after 25 seconds', async () => {
  const { error, ms } = await endOf(
    () => never,
    () => never,
  );
  expect(error).toBeInstanceOf(Problem);
  expect(error).toMatchObject({ kind: 'no_answer', maybeDone: false });
  expect(ms).toBe(25_000);
});

test('a request that never ends lets the step say so itself, a little earlier', async () => {
  const { error, ms } = await endOf(
    ({ cloud }) => cloud.get('/clusters/'),
    () => never,
  );
  expect(error).toMatchObject({ message: 'CrateDB Cloud did not answer in time' });
  expect(ms).toBeLessThan(25_000);
});

test('after a change nobody knows what became of it', async () => {
  const { error } = await endOf(
    async ({ cloud }) => {
      await cloud.change('POST', '/organizations/', { name: 'x' }).catch(() => null);
      await never;
    },
    async () => {
      throw new Error('socket hang up');
    },
  );
  expect(error).toMatchObject({ kind: 'no_answer', maybeDone: true });
});

test.each<[string, (run: Run<object>) => Promise<unknown>]>([
  ['GET', ({ cloud }) => cloud.get('/clusters/')],
  ['HEAD', ({ cloud }) => cloud.exists('/clusters/name/x/')],
])('%s only asks, however often it is tried', async (_method, ask) => {
  const { error } = await endOf(
    async (run) => {
      await ask(run).catch(() => null);
      await never;
    },
    async () => {
      throw new Error('socket hang up');
    },
  );
  expect(error).toMatchObject({ kind: 'no_answer', maybeDone: false });
});

test('a cache that never answers is waited for once', async () => {
  const { error: found, ms } = await endOf(
    async ({ memory }) => {
      const values = [];
      for (let place = 0; place < 40; place += 1) values.push(await memory.get(`key ${place}`));
      return values;
    },
    () => never,
  );
  expect(found).toEqual(Array(40).fill(null));
  expect(ms).toBe(2_000);
});
