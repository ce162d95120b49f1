/** What hangs costs the time of nothing else. */
import { within } from '../../src/base/deadline.ts';
import { measureClusters } from '../../src/vocabulary/clusters/measure.ts';

const never = new Promise<never>(() => {});

const deadlineOf = (...left: number[]) => ({
  remainingMs: () => left.shift() ?? 10,
  end: () => {},
});

test('an answer in time is given, and its failure is thrown', async () => {
  const deadline = deadlineOf(20_000, 20_000);
  expect(await within(deadline, Promise.resolve(1), {})).toEqual({ answer: 1 });
  await expect(within(deadline, Promise.reject(new Error('no')), {})).rejects.toThrow('no');
});

test('one that hangs is left at its own limit, and before the time that is kept', async () => {
  expect(await within(deadlineOf(20_000), never, { mostMs: 10 })).toBeNull();
  expect(await within(deadlineOf(20_000), never, { keepMs: 19_990 })).toBeNull();
  expect(await within(deadlineOf(0), never, { keepMs: 5_000 })).toBeNull();
});

test('a failure that comes too late is none', async () => {
  let fail: (error: Error) => void = () => {};
  const late = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  expect(await within(deadlineOf(20_000), late, { mostMs: 1 })).toBeNull();
  fail(new Error('too late'));
  await new Promise((resolve) => setTimeout(resolve, 5));
});

test('a cluster without an answer is unmeasured, and the others are measured', async () => {
  const clusters = ['weather', 'iot'].map((name) => ({
    id: name,
    name,
    url: 'https://example.com',
    num_nodes: 1,
    crate_version: '6.2.1',
    health: { status: 'GREEN', running_operation: null },
    last_async_operation: { id: null, status: null, dc: {} },
  }));
  const row = ['data-hot-0', 100, 50, 50, 7, 1, 2, 0.5, 2, []];
  const run = {
    // Time enough to begin with both, and then none to go on waiting.
    deadline: deadlineOf(20_000, 20_000),
    now: () => new Date('2026-03-02T09:00:00Z'),
    memory: { get: async () => null, set: async () => {} },
    sameStep: () => 'step',
    sql: ({ id }: { id: string }) => ({
      read: async () => (id === 'iot' ? never : { rows: [row] }),
    }),
  };
  const measurements = await measureClusters(run as never, clusters as never);
  const of = (id: string) => measurements.find(({ cluster }) => cluster.id === id);
  expect(of('weather')).toMatchObject({ usage: [{ name: 'data-hot-0', cpuPercent: 7 }] });
  expect(of('iot')).toMatchObject({
    unmeasured: 'error',
    why: expect.stringContaining('did not answer in time'),
    problem: { kind: 'no_answer' },
  });
});
