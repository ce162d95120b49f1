/** What a plan allows, and which version an upgrade goes to. */
import type { Cluster } from '../../src/clients/cloud/clusters.ts';
import type { Product } from '../../src/clients/cloud/products.ts';
import { readVersion, type Version } from '../../src/clients/cloud/versions.ts';
import { inNodes, nodesRefusal, planOf, storageRefusal } from '../../src/clusters/plans.ts';
import { planSuspension, suspendRefusal } from '../../src/clusters/suspension.ts';
import { newestHotfix, newestMinor } from '../../src/clusters/versions.ts';

const GIB = 1024 ** 3;
const NOW = new Date('2026-03-02T09:00:00Z');
const HOUR_MS = 3_600_000;

const planWith = (name: string, nodes: number[], specs: object = {}) =>
  ({ name, scaling: nodes.map((count) => ({ nodes: count, value: count - 1 })), specs }) as Product;

const why = (refusal: { message: string; next: string } | null) =>
  refusal && `${refusal.message}. ${refusal.next}`;

test.each<[Product | null, number, string | null]>([
  [planWith('cr2', [1, 3, 5]), 3, null],
  [planWith('cr2', [1, 3, 5]), 4, 'plan cr2 has 1 to 5 nodes, not 4. Choose a number within.'],
  [planWith('cr2', []), 4, null],
  [null, 4, null],
  [planWith('crfree', [1]), 1, null],
  [
    planWith('crfree', [1]),
    2,
    'a free cluster has one node only. Create a cluster with a paid plan instead.',
  ],
  [
    planWith('s2', [1]),
    2,
    'plan s2 has one node only, not 2. Use a cluster with a dedicated plan (cr1 or larger).',
  ],
])('%#: nodes of a plan', (plan, nodes, refusal) => {
  expect(why(nodesRefusal(plan, nodes))).toBe(refusal);
});

test.each([
  [32, null],
  [512, null],
  [31, 'plan cr2 has at least 32 GiB per node, not 31. Choose a larger size, or leave it blank.'],
  [
    513,
    'plan cr2 allows at most 512 GiB per node, not 513. Choose a smaller size, or another plan.',
  ],
])('%d GiB on each node of a plan', (gib, refusal) => {
  const specs = { storage_minimum_bytes: 32 * GIB, storage_maximum_bytes: 512 * GIB };
  expect(why(storageRefusal(planWith('cr2', [], specs), gib * GIB))).toBe(refusal);
  const none = { storage_minimum_bytes: null, storage_maximum_bytes: null };
  expect(storageRefusal(planWith('cr2', [], none), gib * GIB)).toBeNull();
  expect(storageRefusal(null, gib * GIB)).toBeNull();
});

test('a number of nodes in words', () => {
  expect([null, 1, 2].map(inNodes)).toEqual([null, '1 node', '2 nodes']);
});

test('a plan is that of its region, else of any, and none where it is not sold', async () => {
  const product = (name: string, region: string) => ({ name, region, scaling: [], specs: {} });
  const asked: object[] = [];
  const sold = [product('cr1', 'r-1'), product('cr2', 'r-1'), product('cr2', 'r-2')];
  const get = async (_path: string, query: object) => {
    asked.push(query);
    return sold;
  };
  const run = { cloud: { get } } as never;
  const found = async (name: string | null, region: string | null) => {
    const plan = await planOf(run, { product_name: name, product_tier: 'default' }, region);
    return plan && [plan.name, plan.region];
  };
  expect(await found('cr2', 'r-2')).toEqual(['cr2', 'r-2']);
  expect(await found('cr2', 'r-3')).toEqual(['cr2', 'r-1']);
  expect(await found('cr9', 'r-1')).toBeNull();
  expect(asked).toHaveLength(3);
  expect(await found(null, 'r-1')).toBeNull();
  expect(asked).toHaveLength(3);
  expect(asked[0]).toEqual({ name: 'cr2', tier: 'default' });
});

const clusterOf = (more: Partial<Cluster> = {}) =>
  ({
    id: 'c-1',
    name: 'weather',
    product_name: 'cr2',
    crate_version: '6.2.1',
    suspended: false,
    allow_suspend: true,
    ...more,
  }) as Cluster;

describe('suspending', () => {
  test.each<[Partial<Cluster>, string | null]>([
    [{}, null],
    [{ allow_suspend: null }, null],
    [
      { allow_suspend: false },
      'cluster “weather” has plan cr2, which cannot be suspended. Only dedicated plans (cr1 and larger) can be suspended.',
    ],
    [
      { product_name: 'crfree' },
      'a free cluster cannot be suspended by hand. It suspends itself after four days without use.',
    ],
  ])('%j', async (more, refusal) => {
    expect(why(suspendRefusal(clusterOf(more)))).toBe(refusal);
    const planned = (suspended: boolean) =>
      planSuspension({} as never, clusterOf(more), suspended).refusal();
    expect(why(await planned(true))).toBe(refusal);
    expect(await planned(false)).toBeNull();
  });

  test.each([
    [true, false, true],
    [true, true, false],
    [false, true, true],
    [false, false, false],
  ])(
    'wanted %s of a cluster that has it %s: what runs without a word leads there: %s',
    (to, now, leads) => {
      const plan = planSuspension({} as never, clusterOf({ suspended: now }), to);
      expect(plan.leadsThere({})).toBe(leads);
      expect(plan.leadsThere({ target_suspended: to })).toBe(true);
      expect(plan.leadsThere({ target_suspended: !to })).toBe(false);
      expect(plan.isSo).toBe(now === to);
    },
  );

  test('in words', () => {
    const { from, to, doing, already } = planSuspension(
      {} as never,
      clusterOf({ suspended: null, name: null }),
      true,
    );
    expect([from, to, doing, already]).toEqual([
      'running',
      'suspended',
      'suspending c-1',
      'c-1 is suspended already',
    ]);
    expect(planSuspension({} as never, clusterOf(), false).doing).toBe('resuming weather');
  });
});

describe('the version that is meant', () => {
  const listOf = (complete: boolean, ...texts: string[]) => ({
    complete,
    versions: texts.map((text) => readVersion(text) as Version),
  });

  test('a hotfix is the newest of the same minor version, or the version itself', () => {
    const cluster = clusterOf();
    expect(newestHotfix(cluster, listOf(true, '6.3.0', '6.2.4', '6.2.3'))).toBe('6.2.4');
    expect(newestHotfix(cluster, listOf(true, '6.3.0', '7.2.4'))).toBe('6.2.1');
    expect(() => newestHotfix(cluster, listOf(false, '6.3.0'))).toThrow(
      'lists only its newest version (6.3.0), which is no hotfix of 6.2.1',
    );
    expect(() => newestHotfix(clusterOf({ crate_version: null }), listOf(true))).toThrow(
      'cluster “weather” does not report its version',
    );
  });

  const upgrade = (from: string | null, to: string | null, hoursAgo: number, more: object = {}) => {
    const at = new Date(NOW.getTime() - hoursAgo * HOUR_MS).toISOString();
    return {
      id: `${from} ${to}`,
      type: 'UPGRADE',
      status: 'SUCCEEDED',
      entity_id: 'c-1',
      feedback_data: null,
      non_sensitive_data: { current_version: from, target_version: to },
      dc: { created: at, modified: at },
      ...more,
    };
  };
  const minorAfter = (...operations: object[]) => {
    const run = { now: () => NOW, cloud: { get: async () => operations } } as never;
    return newestMinor(run, clusterOf(), listOf(true, '6.3.1', '6.2.4'));
  };

  test.each<[string, object[], string]>([
    ['nothing', [], '6.3.1'],
    ['a step within a day', [upgrade('6.1.4', '6.2.1', 23.9)], '6.2.1'],
    ['a step a day ago', [upgrade('6.1.4', '6.2.1', 24)], '6.3.1'],
    ['a hotfix', [upgrade('6.2.0', '6.2.1', 1)], '6.3.1'],
    ['a step to the next major version', [upgrade('5.2.0', '6.2.1', 1)], '6.2.1'],
    ['a step that failed', [upgrade('6.1.4', '6.2.1', 1, { status: 'FAILED' })], '6.3.1'],
    ['a step of unknown versions', [upgrade(null, '6.2.1', 1)], '6.3.1'],
    ['a step to an unknown version', [upgrade('6.1.4', null, 1)], '6.3.1'],
    ['another operation', [upgrade('6.1.4', '6.2.1', 1, { type: 'SCALE' })], '6.3.1'],
    [
      'a hotfix after a step',
      [upgrade('6.1.4', '6.2.0', 3), upgrade('6.2.0', '6.2.1', 1)],
      '6.3.1',
    ],
  ])('after %s a minor step leads to', async (_what, operations, version) => {
    expect(await minorAfter(...operations)).toBe(version);
  });

  test('without a minor step it stays', async () => {
    const run = {} as never;
    expect(await newestMinor(run, clusterOf(), listOf(true, '6.2.4'))).toBe('6.2.1');
  });
});
