/**
 * Watching over time: load rises, it gets worse, a remedy fails, all is well again, and it rises anew. The month
 * of recordings and the weekly report are in month.test.ts, which takes a minute and runs beside this.
 */
import type { Item, Zapier } from '../../sandbox/zapier/index.ts';
import { openZapier } from '../support/app.ts';
import { newCloud, type TestCloud } from '../support/sandbox.ts';

const CLUSTER = 'weather-prod';

let cloud: TestCloud;
let zapier: Zapier;

beforeEach(async () => {
  cloud = await newCloud();
  zapier = await openZapier(cloud);
});

afterEach(async () => {
  await zapier.close();
  await cloud.close();
});

/** All nodes as full as this, and as busy. */
const use = (used_percent: number, cpu: number[] = []) =>
  cloud.control.cluster(CLUSTER, {
    usage: {
      used_percent,
      growth_bytes_per_hour: 0,
      nodes: cpu.map((cpu_percent) => ({ cpu_percent })),
    },
  });

const facts = (items: Item[]) =>
  items.map(({ value, limit_value, highest_node, failed_operation_type }) => [
    value,
    limit_value,
    highest_node,
    failed_operation_type,
  ]);

test('load rises, gets worse, its remedy fails, it recovers and rises again', async () => {
  const zap = zapier.trigger('cluster_usage_over_limit', {
    cluster_id: CLUSTER,
    metric: 'cpu_percent',
    limits: '70, 90',
  });
  await use(40, [30, 35, 20]);
  await zap.switchOn();
  expect(await zap.poll()).toEqual([]);

  await use(40, [30, 74, 20]);
  const [first, ...more] = await zap.poll();
  expect(more).toEqual([]);
  expect(first).toMatchObject({
    summary: 'CPU of weather-prod is 74 % on data-hot-1 (limit 70 %).',
    severity: 'warning',
    value: 74,
    limit_value: 70,
  });
  await use(40, [30, 76, 20]);
  expect(await zap.poll()).toEqual([]);

  await use(40, [30, 93, 20]);
  expect(facts(await zap.poll())).toEqual([[93, 90, 'data-hot-1', null]]);

  await cloud.control.failNextOperation(CLUSTER, 'No capacity in this region.');
  await zapier.create('scale_cluster', { cluster_id: CLUSTER, nodes: 4 });
  await cloud.control.finishOperations();
  await use(40, [30, 93, 20]);
  const again = await zap.poll();
  expect(facts(again)).toEqual([[93, 90, 'data-hot-1', 'SCALE']]);
  expect(again[0]?.alert_key).toBe(first?.alert_key);
  expect(await zap.poll()).toEqual([]);

  await use(40, [30, 35, 20]);
  expect(await zap.poll()).toEqual([]);
  await cloud.control.advance({ days: 1 });
  expect(await zap.poll()).toEqual([]);
  await use(40, [71, 35, 20]);
  expect(facts(await zap.poll())).toEqual([[71, 70, 'data-hot-0', null]]);
});

test('a node that hangs is named, counts for nothing, and is no reason to call the others idle', async () => {
  await cloud.control.cluster(CLUSTER, {
    usage: {
      used_percent: 30,
      nodes: [{ silent: 'nulls' }, { cpu_percent: 3 }, { cpu_percent: 4 }],
    },
  });
  const idle = { cluster_id: CLUSTER, metric: 'cpu_percent', side: 'below', limits: '5' };
  expect(await zapier.poll('cluster_usage_over_limit', idle)).toEqual([]);
  expect(await zapier.poll('storage_running_low', { cluster_id: CLUSTER })).toEqual([]);
  expect(await zapier.poll('cluster_usage_unavailable', { cluster_id: CLUSTER })).toMatchObject([
    { reason: 'silent_nodes', silent_nodes: 'data-hot-0', severity: 'error' },
  ]);
  const [usage] = (await zapier.search('find_cluster_usage', { cluster_id: CLUSTER })) as Item[];
  expect(usage).toMatchObject({
    nodes_measured: 2,
    storage_used_gib: null,
    storage_used_percent: 30,
  });
});

test('an expansion that fails makes a storage alert news again, and each limit is its own alert', async () => {
  await use(88);
  const zap = zapier.trigger('storage_running_low', {
    cluster_id: CLUSTER,
    limit_free_gib: '10 GiB',
  });
  await zap.switchOn();
  const told = (items: Item[]) =>
    items.map(({ limit_passed, band }) => `${limit_passed} ${band}`).sort();
  expect(told(await zap.poll())).toEqual(['free low', 'percent low']);
  await cloud.control.failNextOperation(CLUSTER, 'Resizing timed out.');
  await zapier.create('expand_cluster_storage', { cluster_id: CLUSTER, storage_gib_per_node: 128 });
  await cloud.control.finishOperations();
  await use(88);
  const again = await zap.poll();
  expect(told(again)).toEqual(['free low', 'percent low']);
  expect(again[0]?.failed_operation_type).toBe('EXPAND_STORAGE');
  expect(await zap.poll()).toEqual([]);
});

test('a limit that is passed after the other is told as well, and each says its own', async () => {
  const zap = zapier.trigger('storage_running_low', {
    cluster_id: CLUSTER,
    limit_percent: '80',
    limit_free_gib: '30',
  });
  await use(40);
  await zap.switchOn();
  const told = async () =>
    (await zap.poll()).map(({ limit_passed, band, storage_used_percent: used }) => [
      limit_passed,
      band,
      used,
    ]);
  expect(await told()).toEqual([]);
  await use(55);
  expect(await told()).toEqual([['free', 'limit', 55]]);
  await use(81);
  expect(await told()).toEqual([['percent', 'limit', 81]]);
  expect(await told()).toEqual([]);
});

test('where no cluster can be measured, watching all of them is an error that says why', async () => {
  await cloud.control.fault({ route: 'GET /api/v2/clusters/*/jwt/', status: 403 });
  await expect(zapier.poll('storage_running_low')).rejects.toMatchObject({
    kind: 'error',
    message: expect.stringContaining('no cluster can be measured'),
  });
});

const RECORD = { history_cluster_id: CLUSTER, cluster_ids: CLUSTER, slot_minutes: '15' };

test('old months are dropped, and the rest stays', async () => {
  await use(60);
  await zapier.create('record_cluster_usage', RECORD);
  await cloud.control.advance({ days: 40 });
  await zapier.create('record_cluster_usage', RECORD);
  await cloud.control.advance({ minutes: 1 });
  const query = { cluster_id: CLUSTER, window: '90 days' };
  const count = async () =>
    ((await zapier.search('find_cluster_metrics', query)) as Item[]).map((item) => item.count);
  expect(await count()).toEqual([6]);
  const dropped = await zapier.create('record_cluster_usage', {
    ...RECORD,
    keep_months: 1,
    history_table: 'doc.other',
  });
  expect(dropped).toMatchObject({ months_dropped: false });
  await zapier.create('record_cluster_usage', { ...RECORD, keep_months: '1' });
  await cloud.control.advance({ minutes: 1 });
  expect(await count()).toEqual([6]);
  await cloud.control.advance({ days: 30 });
  expect(await zapier.create('record_cluster_usage', { ...RECORD, keep_months: 1 })).toMatchObject({
    months_dropped: true,
  });
  await cloud.control.advance({ minutes: 1 });
  expect(await count()).toEqual([6]);
});
