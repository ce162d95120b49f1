import {
  nameOf,
  nodesOf,
  toClusterLine,
  toClusterRecord,
} from '../../../src/vocabulary/clusters/record.ts';
import { NO_NAMES } from '../../../src/vocabulary/names.ts';
import { clusterWith } from '../run.ts';

const GIB = 1024 ** 3;
const facts = {
  product_name: 'cr2',
  num_nodes: 3,
  crate_version: '6.2.1',
  project_id: 'p1',
  url: 'https://weather.aks1.cratedb.net:4200',
  health: { status: 'GREEN', running_operation: 'SCALE' },
  hardware_specs: {
    disk_size_per_node_bytes: 64 * GIB,
    memory_per_node_bytes: 14 * GIB,
    cpus_per_node: 4,
  },
};
const recordOf = (over: object = {}) =>
  toClusterRecord(clusterWith({ ...facts, ...over }), NO_NAMES);

test('a cluster in people’s units', () => {
  expect(recordOf()).toMatchObject({
    id: 'c1',
    name: 'weather',
    summary: 'weather is GREEN: 3 nodes, plan cr2, 64 GiB per node, CrateDB 6.2.1.',
    status: 'GREEN',
    running_operation: 'SCALE',
    project_id: 'p1',
    plan: 'cr2',
    nodes: 3,
    storage_gib_per_node: 64,
    storage_gib_total: 192,
    cpus_per_node: 4,
    memory_gib_per_node: 14,
    admin_ui_url: 'https://weather.aks1.cratedb.net:4200/',
  });
});

test.each([
  [{ num_nodes: 1 }, 'weather is GREEN: 1 node, plan cr2, 64 GiB per node, CrateDB 6.2.1.'],
  [{ suspended: true }, 'weather is SUSPENDED: 3 nodes, plan cr2, 64 GiB per node, CrateDB 6.2.1.'],
  [
    { num_nodes: null, product_name: null, name: null },
    'c1 is GREEN: 64 GiB per node, CrateDB 6.2.1.',
  ],
  [{ hardware_specs: null, crate_version: null }, 'weather is GREEN: 3 nodes, plan cr2.'],
  [
    {
      num_nodes: null,
      product_name: null,
      hardware_specs: null,
      crate_version: null,
      health: null,
    },
    'weather is of unknown status.',
  ],
])('of %j it is said what is known', (over, summary) => {
  expect(recordOf(over).summary).toBe(summary);
});

test('a total is known only with both of its parts', () => {
  expect(recordOf({ num_nodes: null })).toMatchObject({ nodes: null, storage_gib_total: null });
  expect(recordOf({ hardware_specs: null })).toMatchObject({
    storage_gib_per_node: null,
    storage_gib_total: null,
    memory_gib_per_node: null,
  });
});

test('nodes are counted, or one more than the unit of the plan', () => {
  const nodes = (num_nodes: number | null, product_unit: number | null) =>
    nodesOf(clusterWith({ num_nodes, product_unit }));
  expect([nodes(5, 2), nodes(null, 2), nodes(null, 0), nodes(null, null)]).toEqual([5, 3, 1, null]);
});

test('among many a cluster is told in a line, by its id and name', () => {
  const line = toClusterLine(clusterWith(facts), NO_NAMES);
  expect(line).toMatchObject({
    cluster_id: 'c1',
    cluster_name: 'weather',
    nodes: 3,
    status: 'GREEN',
  });
  for (const key of ['id', 'name', 'summary', 'url', 'ip_allowlist', 'backup_schedule']) {
    expect(line).not.toHaveProperty(key);
  }
});

test('a sentence names a cluster, or says its id', () => {
  expect(nameOf({ id: 'c1', name: 'weather' })).toBe('“weather”');
  expect(nameOf({ id: 'c1', name: null })).toBe('“c1”');
});
