import { Problem } from '../../../src/base/problem.ts';
import { type Cluster, clusterSchema } from '../../../src/clients/cloud/clusters.ts';
import { readOne } from '../../../src/clients/cloud/wire.ts';
import { refuse } from '../../../src/kit/errors.ts';
import type { Run } from '../../../src/kit/run/run.ts';
import { knownUnreachable, whyUnreachable } from '../../../src/vocabulary/clusters/reach.ts';

const clusterWith = (facts: object = {}): Cluster =>
  readOne(clusterSchema(), 'a cluster', { id: 'c1', name: 'weather', ...facts });

/** A run whose API has the cluster, or not. */
const runWith = (isThere = true) =>
  ({
    now: () => new Date('2026-03-02T09:00:00Z'),
    cloud: {
      get: async () => {
        if (!isThere) throw new Problem('not_found', 'CrateDB Cloud does not know it');
        return { id: 'c1' };
      },
    },
  }) as unknown as Run<unknown>;

const bySql = (...[kind, message]: [Problem['kind'], string?]) =>
  new Problem(kind, message ?? 'words', { source: 'cluster' });

const reasonOf = async (cluster: Cluster, error: unknown, run = runWith()) =>
  (await whyUnreachable(run, cluster, error))?.reason ?? null;

const allowlist = (...ranges: string[]) => ({ ip_whitelist: ranges.map((cidr) => ({ cidr })) });

test.each([
  [{ suspended: true }, 'suspended'],
  [{ health: { status: 'SUSPENDED' } }, 'suspended'],
  [{ crate_version: '5.8.1' }, 'old_version'],
  [{ crate_version: '5.8.2' }, null],
  [{ crate_version: 'nightly-6.4.0' }, null],
  [{ crate_version: null }, null],
])('%j is known to be %s without asking', (facts, reason) => {
  expect(knownUnreachable(clusterWith(facts))?.reason ?? null).toBe(reason);
});

test.each([
  ['no allowlist', [], 'no_answer'],
  ['an allowlist', ['198.51.100.0/24'], 'ip_allowlist'],
  ['one that lets everybody in', ['0.0.0.0/0'], 'no_answer'],
  ['one that lets everybody in by halves', ['128.0.0.0/1', '0.0.0.0/1'], 'no_answer'],
  [
    'one that leaves a quarter out',
    ['0.0.0.0/2', '64.0.0.0/2', '192.0.0.0/2', 'x'],
    'ip_allowlist',
  ],
  ['one that leaves one address out', ['0.0.0.0/1', '128.0.0.1'], 'ip_allowlist'],
])('silence of a cluster with %s', async (_what, ranges, reason) => {
  expect(await reasonOf(clusterWith(allowlist(...ranges)), bySql('no_answer'))).toBe(reason);
});

test.each([
  ['unavailable', 'error'],
  ['token', 'token'],
  ['forbidden', 'not_allowed'],
  ['failed', 'overloaded'],
  ['host', 'host_refused'],
  ['intercepted', 'intercepted'],
  ['storage_full', 'storage_full'],
  ['throttled', 'throttled'],
] as const)('an allowlist is not blamed for an answer: %s is %s', async (kind, reason) => {
  const cluster = clusterWith(allowlist('198.51.100.0/24'));
  expect(await reasonOf(cluster, bySql(kind))).toBe(reason);
});

test.each(['refused', 'conflict', 'not_found'] as const)(
  '%s is a matter of the statement',
  async (kind) => {
    expect(await reasonOf(clusterWith(), bySql(kind))).toBeNull();
  },
);

test('a token that is not there tells nothing of the cluster', async () => {
  const noToken = new Problem('not_found', 'CrateDB Cloud does not know it');
  const off = clusterWith({ gc_available: false });
  expect(await reasonOf(off, noToken)).toBe('no_grand_central');
  expect(await reasonOf(off, noToken, runWith(false))).toBe('gone');
  expect(await reasonOf(clusterWith(), noToken)).toBe('error');
  expect(await reasonOf(clusterWith(), new Problem('forbidden', 'no'))).toBe('not_allowed');
});

test('while an operation runs a cluster may be away, but what it says counts', async () => {
  const busy = clusterWith({
    health: { running_operation: 'SCALE' },
    last_async_operation: { id: 'o', type: 'SCALE', status: 'IN_PROGRESS' },
  });
  expect(await reasonOf(busy, bySql('no_answer'))).toBe('changing');
  expect(await reasonOf(busy, bySql('unavailable'))).toBe('changing');
  expect(await reasonOf(busy, bySql('forbidden'))).toBe('not_allowed');
  expect(await reasonOf(busy, new Problem('unavailable', 'no token'))).toBe('changing');
});

test('what is no property of the cluster is thrown on', async () => {
  for (const error of [
    new Problem('unauthorized', 'wrong key'),
    new Problem('throttled', 'too often'),
    refuse('no', 'Next.'),
    new TypeError('a fault of our own'),
  ]) {
    await expect(whyUnreachable(runWith(), clusterWith(), error)).rejects.toBe(error);
  }
});

test('an operation that has hung for days excuses nothing', async () => {
  const stuck = clusterWith({
    health: { running_operation: 'SCALE' },
    last_async_operation: {
      id: 'o',
      type: 'SCALE',
      status: 'IN_PROGRESS',
      dc: { created: '2026-02-25T09:00:00Z' },
    },
  });
  expect(await reasonOf(stuck, bySql('no_answer'))).toBe('no_answer');
});
