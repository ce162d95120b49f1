import type { CloudClient, Query } from '../../../src/clients/cloud/client.ts';
import { listAvailableProducts } from '../../../src/clients/cloud/cluster-products.ts';
import { hasEnded, isRunning } from '../../../src/clients/cloud/clusters.ts';
import { getConsumption } from '../../../src/clients/cloud/consumption.ts';
import { listActiveCredits } from '../../../src/clients/cloud/credits.ts';
import { getMetric } from '../../../src/clients/cloud/metrics.ts';
import { listOperations } from '../../../src/clients/cloud/operations.ts';
import { isPlan, nodeCounts, productSchema } from '../../../src/clients/cloud/products.ts';
import { listSnapshots, takenAt } from '../../../src/clients/cloud/snapshots.ts';
import { listSubscriptions } from '../../../src/clients/cloud/subscriptions.ts';
import { readOne } from '../../../src/clients/cloud/wire.ts';

/** An API that answers with one reply, and what it was asked. */
function answering(reply: unknown) {
  const asked: [path: string, query: Query | undefined][] = [];
  const get = async (path: string, query?: Query) => {
    asked.push([path, query]);
    return reply;
  };
  return { cloud: { get } as unknown as CloudClient, asked };
}

const productWith = (facts: object) => readOne(productSchema(), 'a product', facts);

test.each([
  [{ name: 'cr2', kind: 'cluster' }, true],
  [{ name: 'cr2', kind: 'Cluster' }, true],
  [{ name: 'cr2' }, true],
  [{ name: 'cr2', deprecated: true }, false],
  [{ name: 'cr2', kind: 'storage' }, false],
  [{ name: 'cr2', kind: 'cluster_storage' }, false],
  [{ name: 'master_cr2', kind: 'cluster' }, false],
  [{ kind: 'cluster' }, false],
])('whether a cluster can be made of %j: %p', (facts, can) => {
  expect(isPlan(productWith(facts))).toBe(can);
});

test('a plan has the nodes that it says, or one more than its unit', () => {
  const scaling = [{ nodes: 3, value: 7 }, { value: 4 }, { value: 0 }, {}];
  expect(nodeCounts(productWith({ scaling }))).toEqual([3, 5, 1]);
});

test('products that a cluster can change to may come as one, which is not all there may be', async () => {
  const [cr2, old] = [{ name: 'cr2' }, { name: 'cr1', deprecated: true }];
  const read = async (reply: unknown) => {
    const { products, complete } = await listAvailableProducts(answering(reply).cloud, 'c1');
    return [products.map(({ name }) => name), complete];
  };
  expect(await read([cr2, old, { name: null }])).toEqual([['cr2'], true]);
  expect(await read(cr2)).toEqual([['cr2'], false]);
  expect(await read(old)).toEqual([[], true]);
  expect(await read({})).toEqual([[], true]);
});

test('backups come newest first, by when they were taken, or written down', async () => {
  const backup = (snapshot: string, created?: string, written?: string) => ({
    repository: 'r',
    snapshot,
    created,
    dc: { created: written },
  });
  const { cloud, asked } = answering([
    backup('undated'),
    backup('old', '2026-03-01T09:00:00Z', '2026-03-05T09:00:00Z'),
    backup('written', undefined, '2026-03-02T09:00:00Z'),
    backup('new', '2026-03-03T09:00:00Z'),
  ]);
  const window = { start: '2026-03-01T00:00:00.123Z', end: '2026-03-04T00:00:00Z' };
  const backups = await listSnapshots(cloud, 'c1', window);
  expect(backups.map(({ snapshot }) => snapshot)).toEqual(['new', 'written', 'old', 'undated']);
  expect(backups.map(takenAt).at(-1)).toBe(0);
  expect(asked).toEqual([
    ['/clusters/c1/snapshots/', { start: '2026-03-01T00:00:00Z', end: '2026-03-04T00:00:00Z' }],
  ]);
});

test('operations come newest first, bare or in an object, by whole seconds', async () => {
  const operation = (id: string, created: string) => ({ id, dc: { created } });
  const list = [operation('a', '2026-03-01T09:00:00Z'), operation('b', '2026-03-02T09:00:00Z')];
  for (const reply of [list, { operations: list }]) {
    const { cloud, asked } = answering(reply);
    const query = { start: '2026-03-01T00:00:00.5Z', type: 'SCALE' };
    expect((await listOperations(cloud, 'c1', query)).map(({ id }) => id)).toEqual(['b', 'a']);
    expect(asked).toEqual([
      ['/clusters/c1/operations/', { start: '2026-03-01T00:00:00Z', type: 'SCALE' }],
    ]);
  }
});

test('subscriptions are those of all organizations or of one, the newest of them', async () => {
  const subscription = (id: string, created: string) => ({ id, dc: { created } });
  const { cloud, asked } = answering([
    subscription('a', '2026-03-01T09:00:00Z'),
    subscription('b', '2026-03-02T09:00:00Z'),
  ]);
  const ids = async (options?: object) =>
    (await listSubscriptions(cloud, options)).map(({ id }) => id);
  expect(await ids()).toEqual(['b', 'a']);
  expect(await ids({ organizationId: 'o1', limit: 1 })).toEqual(['b']);
  expect(asked.map(([path]) => path)).toEqual([
    '/subscriptions/',
    '/organizations/o1/subscriptions/',
  ]);
});

test('credits that have expired are none, whatever their case', async () => {
  const credit = (id: string, status?: string) => ({ id, status });
  const all = [credit('a', 'ACTIVE'), credit('b', 'Expired'), credit('c')];
  const active = await listActiveCredits(answering(all).cloud, 'o1');
  expect(active.map(({ id }) => id)).toEqual(['a', 'c']);
});

test('a metric or a consumption without an answer has no data', async () => {
  const { cloud, asked } = answering(undefined);
  const window = { start: '2026-03-01T00:00:00.123Z', end: '2026-03-02T00:00:00.4Z' };
  expect(await getMetric(cloud, 'c1', 'crate_query_count', window)).toBeNull();
  expect(asked).toEqual([
    [
      '/clusters/c1/metrics/crate_query_count/',
      { start: '2026-03-01T00:00:00Z', end: '2026-03-02T00:00:00Z' },
    ],
  ]);
  expect(await getConsumption(cloud, 'o1')).toMatchObject({ compute_consumption_this_month: [] });
});

test('an operation runs or has ended, in whatever case its status comes', () => {
  const statuses = ['REGISTERED', 'sent', 'In_Progress', 'SUCCEEDED', 'failed', 'LOST', null];
  expect(statuses.filter(isRunning)).toEqual(['REGISTERED', 'sent', 'In_Progress']);
  expect(statuses.filter(hasEnded)).toEqual(['SUCCEEDED', 'failed']);
});
