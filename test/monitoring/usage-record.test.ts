import type { NodeUsage } from '../../src/clients/sql/usage.ts';
import { toUsageRecord, type UsageRecord } from '../../src/monitoring/usage-record.ts';
import { storageSummary, usageSummary } from '../../src/monitoring/usage-summary.ts';
import type { Measured } from '../../src/vocabulary/clusters/measure.ts';

const GIB = 1024 ** 3;

const node = (name: string, usedGib: number, over: Partial<NodeUsage> = {}): NodeUsage => ({
  name,
  isMaster: false,
  answers: true,
  diskSize: 100 * GIB,
  diskUsed: usedGib * GIB,
  diskAvailable: (100 - usedGib) * GIB,
  fullestDisk: { size: 100 * GIB, used: usedGib * GIB, available: (100 - usedGib) * GIB },
  cpuPercent: 10,
  heapUsed: GIB,
  heapMax: 4 * GIB,
  load: 1,
  processors: 4,
  shards: 12,
  ...over,
});

const silent: NodeUsage = {
  ...node('data-hot-2', 0),
  answers: false,
  diskSize: null,
  diskUsed: null,
  diskAvailable: null,
  fullestDisk: null,
  cpuPercent: null,
  heapUsed: null,
  heapMax: null,
  load: null,
  processors: null,
  shards: null,
};

const recordOf = (usage: NodeUsage[], over: Partial<Measured> = {}) =>
  toUsageRecord({ usage, masters: [], silent: [], missing: 0, ...over } as Measured);

test('of each number the worst node counts, and storage is added up', () => {
  const busy = { cpuPercent: 71, heapUsed: 3 * GIB, load: 6, processors: 8 };
  const record = recordOf([node('data-hot-0', 82.4), node('data-hot-1', 40, busy)]);
  expect(record).toEqual({
    storage_used_percent: 82.4,
    storage_free_gib_least: 17.6,
    storage_used_gib: 122.4,
    storage_free_gib: 77.6,
    storage_size_gib: 200,
    cpu_percent: 71,
    heap_used_percent: 75,
    load_per_core: 0.75,
    fullest_node: 'data-hot-0',
    nodes_measured: 2,
    silent_nodes: null,
    node_usages: [
      {
        node: 'data-hot-0',
        storage_used_percent: 82.4,
        storage_used_gib: 82.4,
        storage_free_gib: 17.6,
        storage_size_gib: 100,
        cpu_percent: 10,
        heap_used_percent: 25,
        load_per_core: 0.25,
        shards: 12,
      },
      {
        node: 'data-hot-1',
        storage_used_percent: 40,
        storage_used_gib: 40,
        storage_free_gib: 60,
        storage_size_gib: 100,
        cpu_percent: 71,
        heap_used_percent: 75,
        load_per_core: 0.75,
        shards: 12,
      },
    ],
  });
});

test('a silent node leaves the sums open, and an absent one as well', () => {
  const mute = recordOf([node('data-hot-0', 50), silent], { silent: [silent.name] });
  expect(mute).toMatchObject({
    storage_used_percent: 50,
    storage_free_gib_least: 50,
    storage_used_gib: null,
    storage_size_gib: null,
    load_per_core: 0.25,
    fullest_node: 'data-hot-0',
    nodes_measured: 1,
    silent_nodes: 'data-hot-2',
  });
  expect(mute.node_usages[1]).toMatchObject({ node: 'data-hot-2', load_per_core: null });
  expect(recordOf([node('data-hot-0', 50)], { missing: 2 })).toMatchObject({
    storage_used_gib: null,
    storage_free_gib: null,
    storage_size_gib: null,
    silent_nodes: '2 not in the cluster',
  });
});

test('in a sentence: how full it is, where, and of what nothing is known', () => {
  const told = (usage: UsageRecord) => usageSummary({ id: 'c-1', name: 'weather' }, usage);
  const whole = recordOf([node('data-hot-0', 82.4)]);
  expect(told(whole)).toBe('weather is 82.4 % full: 17.6 GiB free on data-hot-0. CPU is 10 %.');
  expect(storageSummary({ id: 'c-1', name: null }, whole)).toBe(
    'c-1 is 82.4 % full: 17.6 GiB free on data-hot-0.',
  );
  const disk = { size: 100 * GIB, used: 50 * GIB, available: null };
  const partly = [node('data-hot-0', 50, { fullestDisk: disk, cpuPercent: null }), silent];
  expect(told(recordOf(partly, { silent: [silent.name], missing: 1 }))).toBe(
    'weather is 50 % full. Nothing is known of data-hot-2, 1 not in the cluster.',
  );
});

test('a disk that has not grown yet has less left, though another node is fuller', () => {
  const late = node('data-hot-1', 80, {
    diskSize: 20 * GIB,
    diskAvailable: 4 * GIB,
    fullestDisk: { size: 20 * GIB, used: 16 * GIB, available: 4 * GIB },
  });
  expect(storageSummary({ id: 'c-1', name: null }, recordOf([node('data-hot-0', 90), late]))).toBe(
    'c-1 is 90 % full on data-hot-0, and a node has 4 GiB free.',
  );
});

test('of nodes that are as full, the first is named', () => {
  expect(recordOf([node('data-hot-0', 50), node('data-hot-1', 50)])).toMatchObject({
    fullest_node: 'data-hot-0',
  });
  expect(recordOf([silent], { silent: [silent.name] })).toMatchObject({
    storage_used_percent: null,
    storage_free_gib_least: null,
    cpu_percent: null,
    fullest_node: null,
    nodes_measured: 0,
  });
  // The least free space is that of the node with the smallest disk, which need not be the fullest.
  const small = { size: 10 * GIB, used: 4 * GIB, available: 6 * GIB };
  expect(
    recordOf([node('data-hot-0', 80), node('data-hot-1', 4, { fullestDisk: small })]),
  ).toMatchObject({ storage_used_percent: 80, storage_free_gib_least: 6 });
});
