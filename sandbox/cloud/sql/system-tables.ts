import { createHash } from 'node:crypto';
import type { SqlCluster, SqlContext, SqlNode, SqlTable } from './types.ts';

/** A column of `sys`: its CrateDB type by name; `a.b` is the path `a['b']` of an object. */
type Columns = Record<string, string>;

/** The tables of `sys`, as far as the sandbox has them. */
export const SYS_TABLES: Record<string, Columns> = {
  nodes: {
    id: 'text',
    name: 'text',
    hostname: 'text',
    rest_url: 'text',
    attributes: 'object',
    'port.http': 'integer',
    'port.transport': 'integer',
    'port.psql': 'integer',
    'load.1': 'double precision',
    'load.5': 'double precision',
    'load.15': 'double precision',
    'load.probe_timestamp': 'timestamp with time zone',
    'heap.free': 'bigint',
    'heap.used': 'bigint',
    'heap.max': 'bigint',
    'heap.probe_timestamp': 'timestamp with time zone',
    'version.number': 'text',
    'os_info.available_processors': 'integer',
    'os_info.name': 'text',
    'process.cpu.percent': 'smallint',
    'process.probe_timestamp': 'timestamp with time zone',
    'fs.total.size': 'bigint',
    'fs.total.used': 'bigint',
    'fs.total.available': 'bigint',
    'fs.disks': 'object_array',
    'fs.data': 'object_array',
  },
  cluster: { id: 'text', name: 'text', master_node: 'text', settings: 'object' },
  checks: { id: 'integer', severity: 'integer', description: 'text', passed: 'boolean' },
  node_checks: {
    id: 'integer',
    node_id: 'text',
    severity: 'integer',
    description: 'text',
    passed: 'boolean',
    acknowledged: 'boolean',
  },
  shards: {
    schema_name: 'text',
    table_name: 'text',
    partition_ident: 'text',
    id: 'integer',
    'node.id': 'text',
    'node.name': 'text',
    primary: 'boolean',
    state: 'text',
    routing_state: 'text',
    size: 'bigint',
    num_docs: 'bigint',
  },
  health: {
    table_schema: 'text',
    table_name: 'text',
    partition_ident: 'text',
    health: 'text',
    severity: 'smallint',
    missing_shards: 'bigint',
    underreplicated_shards: 'bigint',
  },
};

/** Every column of a table with the paths inside its objects, in order: path, CrateDB type. */
export function systemColumns(table: string): Array<{ path: string[]; type: string }> {
  const found = new Map<string, { path: string[]; type: string }>();
  for (const [dotted, type] of Object.entries(SYS_TABLES[table] ?? {})) {
    const path = dotted.split('.');
    for (let depth = 1; depth < path.length; depth++) {
      const part = path.slice(0, depth);
      found.set(part.join('.'), { path: part, type: 'object' });
    }
    found.set(dotted, { path, type });
  }
  return [...found.values()];
}

type Row = Record<string, unknown>;
type Table = { schema: string; name: string };

/** A node's id, which CrateDB makes up once and keeps: here it follows from the cluster and the name. */
function nodeId(cluster: SqlCluster, name: string): string {
  return createHash('sha256').update(`${cluster.id}/${name}`).digest('base64url').slice(0, 22);
}

function nodes(cluster: SqlCluster, ctx: SqlContext): Row[] {
  const probe_timestamp = ctx.now.getTime();
  return cluster.nodes.map((node, i) => {
    const space = ({ size, used }: { size: number; used: number }) => ({
      size,
      used,
      available: size - used,
    });
    if (node.tells !== 'all') {
      return { id: nodeId(cluster, node.name), name: node.name, ...unanswered(node.tells) };
    }
    return {
      id: nodeId(cluster, node.name),
      name: node.name,
      hostname: node.name,
      rest_url: `10.0.0.${i + 1}:4200`,
      attributes: {},
      port: { http: 4200, transport: 4300, psql: 5432 },
      // One number is known: the longer averages are taken to lag a little behind it.
      load: { 1: node.load1, 5: node.load1 * 0.95, 15: node.load1 * 0.9, probe_timestamp },
      heap: {
        free: node.heapMax - node.heapUsed,
        used: node.heapUsed,
        max: node.heapMax,
        probe_timestamp,
      },
      version: { number: cluster.version },
      os_info: { available_processors: node.processors, name: 'Linux' },
      process: { cpu: { percent: node.cpuPercent }, probe_timestamp },
      fs: {
        total: space({ size: node.diskSize, used: node.diskUsed }),
        disks: node.disks.map((disk) => ({ dev: disk.dev, ...space(disk) })),
        data: node.disks.map(({ dev, path }) => ({ dev, path })),
      },
    };
  });
}

/** What a node that hangs has beside its id and name. */
function unanswered(tells: 'nulls' | 'minus_one'): Row {
  if (tells === 'nulls') return {};
  const size = { size: -1, used: -1, available: -1 };
  return {
    load: { 1: -1, 5: -1, 15: -1, probe_timestamp: null },
    heap: { free: -1, used: -1, max: -1, probe_timestamp: null },
    os_info: { available_processors: -1, name: null },
    process: { cpu: { percent: -1 }, probe_timestamp: null },
    fs: { total: size, disks: [{ dev: null, ...size }], data: [{ dev: null, path: null }] },
  };
}

function clusterRow(cluster: SqlCluster): Row[] {
  const watermark = cluster.watermarks;
  const settings = {
    cluster: { max_shards_per_node: 1000, routing: { allocation: { disk: { watermark } } } },
  };
  const master = cluster.nodes[0];
  const master_node = master ? nodeId(cluster, master.name) : null;
  return [{ id: cluster.id, name: cluster.name, master_node, settings }];
}

const CHECKS = [
  {
    id: 2,
    severity: 2,
    description: 'The total number of partitions of one or more tables should not be above 1000.',
  },
  {
    id: 3,
    severity: 2,
    description: 'Tables must be recreated for compatibility with future major versions.',
  },
];

function checks(cluster: SqlCluster): Row[] {
  const failed = cluster.failedChecks ?? [];
  const ids = new Set(failed.map((check) => check.id));
  const passed = CHECKS.filter((check) => !ids.has(check.id));
  return [
    ...passed.map((check) => ({ ...check, passed: true })),
    ...failed.map((check) => ({ ...check, passed: false })),
  ].sort((a, b) => a.id - b.id);
}

/** API: the low, high and flood-stage disk watermarks, with CrateDB's own check ids. */
const NODE_CHECKS = [
  {
    id: 1,
    severity: 2,
    description: 'The setting gateway.expected_data_nodes should be the number of data nodes.',
    passes: () => true,
  },
  {
    id: 5,
    severity: 3,
    description: 'The high disk watermark is exceeded on the node.',
    passes: (node: SqlNode) => !node.past.high,
  },
  {
    id: 6,
    severity: 3,
    description: 'The low disk watermark is exceeded on the node.',
    passes: (node: SqlNode) => !node.past.low,
  },
  {
    id: 7,
    severity: 3,
    description: 'The flood stage disk watermark is exceeded on the node.',
    passes: (node: SqlNode) => !node.past.flood_stage,
  },
];

function nodeChecks(cluster: SqlCluster): Row[] {
  return cluster.nodes.flatMap((node) => {
    const given = (cluster.failedNodeChecks ?? []).filter((check) => check.node === node.name);
    const ids = new Set(given.map((check) => check.id));
    const rest = { node_id: nodeId(cluster, node.name), acknowledged: false };
    return [
      ...NODE_CHECKS.filter((check) => !ids.has(check.id)).map(({ passes, ...check }) => ({
        ...check,
        ...rest,
        passed: passes(node),
      })),
      ...given.map(({ id, severity, description }) => ({
        id,
        severity,
        description,
        ...rest,
        passed: false,
      })),
    ].sort((a, b) => a.id - b.id);
  });
}

function shards(cluster: SqlCluster, tables: SqlTable[]): Row[] {
  return cluster.placeShards(tables).map((shard) => ({
    schema_name: shard.schema,
    table_name: shard.table,
    partition_ident: shard.partition,
    id: shard.id,
    node:
      shard.node === null
        ? { id: null, name: null }
        : { id: nodeId(cluster, shard.node), name: shard.node },
    primary: shard.primary,
    state: shard.state,
    routing_state: shard.state,
    size: shard.size,
    num_docs: shard.docs,
  }));
}

function health(tables: Table[]): Row[] {
  return tables.map(({ schema, name }) => ({
    table_schema: schema,
    table_name: name,
    partition_ident: '',
    health: 'GREEN',
    severity: 1,
    missing_shards: 0,
    underreplicated_shards: 0,
  }));
}

/** The rows of a `sys` table at this moment. `tables` are the cluster's own. */
export function systemRows(
  table: string,
  cluster: SqlCluster,
  tables: SqlTable[],
  ctx: SqlContext,
): Row[] {
  if (table === 'nodes') return nodes(cluster, ctx);
  if (table === 'cluster') return clusterRow(cluster);
  if (table === 'checks') return checks(cluster);
  if (table === 'node_checks') return nodeChecks(cluster);
  if (table === 'shards') return shards(cluster, tables);
  return table === 'health' ? health(tables) : [];
}
