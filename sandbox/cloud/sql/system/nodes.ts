import { createHash } from 'node:crypto';
import type { CallContext } from '../expressions/context.ts';
import type { SqlCluster, SqlNode } from '../types.ts';
import {
  arrayOf,
  BIGINT,
  BOOLEAN,
  DOUBLE,
  INTEGER,
  SMALLINT,
  TEXT,
  TEXTS,
  TIMESTAMPTZ,
} from '../values/type.ts';
import type { Columns, Definition, Row } from './define.ts';

/** A node's id, which CrateDB makes up once and keeps: here it follows from the cluster and the name. */
export function nodeId(cluster: SqlCluster, name: string): string {
  return createHash('sha256').update(`${cluster.id}/${name}`).digest('base64url').slice(0, 22);
}

const percent = (part: number, whole: number): number => Math.round((part / whole) * 100);

const COLUMNS: Columns = {
  id: TEXT,
  name: TEXT,
  roles: arrayOf(TEXT),
  is_master: BOOLEAN,
  hostname: TEXT,
  rest_url: TEXT,
  attributes: TEXTS,
  'port.http': INTEGER,
  'port.transport': INTEGER,
  'port.psql': INTEGER,
  'load.1': DOUBLE,
  'load.5': DOUBLE,
  'load.15': DOUBLE,
  'load.probe_timestamp': TIMESTAMPTZ,
  'mem.free': BIGINT,
  'mem.used': BIGINT,
  'mem.free_percent': SMALLINT,
  'mem.used_percent': SMALLINT,
  'mem.probe_timestamp': TIMESTAMPTZ,
  'heap.free': BIGINT,
  'heap.used': BIGINT,
  'heap.max': BIGINT,
  'heap.probe_timestamp': TIMESTAMPTZ,
  'version.number': TEXT,
  'version.build_hash': TEXT,
  'version.build_snapshot': BOOLEAN,
  'version.minimum_index_compatibility_version': TEXT,
  'version.minimum_wire_compatibility_version': TEXT,
  cluster_state_version: BIGINT,
  'thread_pools[].name': TEXT,
  'thread_pools[].active': INTEGER,
  'thread_pools[].rejected': BIGINT,
  'thread_pools[].largest': INTEGER,
  'thread_pools[].completed': BIGINT,
  'thread_pools[].threads': INTEGER,
  'thread_pools[].queue': INTEGER,
  'connections.http.open': BIGINT,
  'connections.http.total': BIGINT,
  'connections.psql.open': BIGINT,
  'connections.psql.total': BIGINT,
  'connections.transport.open': BIGINT,
  'connections.transport.total': BIGINT,
  'os.uptime': BIGINT,
  'os.timestamp': TIMESTAMPTZ,
  'os.probe_timestamp': TIMESTAMPTZ,
  'os.cpu.used': SMALLINT,
  'os.cpu.system': SMALLINT,
  'os.cpu.user': SMALLINT,
  'os.cgroup.cpuacct.control_group': TEXT,
  'os.cgroup.cpuacct.usage_nanos': BIGINT,
  'os.cgroup.cpu.control_group': TEXT,
  'os.cgroup.cpu.cfs_period_micros': BIGINT,
  'os.cgroup.cpu.cfs_quota_micros': BIGINT,
  'os.cgroup.cpu.num_elapsed_periods': BIGINT,
  'os.cgroup.cpu.num_times_throttled': BIGINT,
  'os.cgroup.cpu.time_throttled_nanos': BIGINT,
  'os.cgroup.mem.control_group': TEXT,
  'os.cgroup.mem.limit_bytes': TEXT,
  'os.cgroup.mem.usage_bytes': TEXT,
  'os_info.available_processors': INTEGER,
  'os_info.name': TEXT,
  'os_info.arch': TEXT,
  'os_info.version': TEXT,
  'os_info.jvm.version': TEXT,
  'os_info.jvm.vm_name': TEXT,
  'os_info.jvm.vm_vendor': TEXT,
  'os_info.jvm.vm_version': TEXT,
  'process.open_file_descriptors': BIGINT,
  'process.max_open_file_descriptors': BIGINT,
  'process.probe_timestamp': TIMESTAMPTZ,
  'process.cpu.percent': SMALLINT,
  'fs.total.size': BIGINT,
  'fs.total.used': BIGINT,
  'fs.total.available': BIGINT,
  'fs.total.reads': BIGINT,
  'fs.total.bytes_read': BIGINT,
  'fs.total.writes': BIGINT,
  'fs.total.bytes_written': BIGINT,
  'fs.disks[].dev': TEXT,
  'fs.disks[].size': BIGINT,
  'fs.disks[].used': BIGINT,
  'fs.disks[].available': BIGINT,
  'fs.data[].dev': TEXT,
  'fs.data[].path': TEXT,
};

const POOLS = ['search', 'write', 'refresh', 'get', 'management', 'flush', 'snapshot', 'generic'];

function nodeRow(node: SqlNode, i: number, { database, now, version }: CallContext): Row {
  const { cluster } = database;
  const probe_timestamp = now;
  const known = { id: nodeId(cluster, node.name), name: node.name };
  if (node.tells !== 'all') return { ...known, ...unanswered(node.tells) };
  const space = ({ size, used }: { size: number; used: number }) => ({
    size,
    used,
    available: size - used,
  });
  const disk = space({ size: node.diskSize, used: node.diskUsed });
  const { memory } = node;
  const used = Math.min(memory, node.heapUsed + Math.round(memory * 0.3));
  return {
    ...known,
    roles: node.role === 'master' ? ['master'] : ['data', 'master'],
    is_master: i === 0,
    hostname: node.name,
    rest_url: `10.0.0.${i + 1}:4200`,
    attributes: {},
    port: { http: 4200, transport: 4300, psql: 5432 },
    // One number is known: the longer averages are taken to lag a little behind it.
    load: { 1: node.load1, 5: node.load1 * 0.95, 15: node.load1 * 0.9, probe_timestamp },
    mem: {
      free: memory - used,
      used,
      free_percent: 100 - percent(used, memory),
      used_percent: percent(used, memory),
      probe_timestamp,
    },
    heap: {
      free: node.heapMax - node.heapUsed,
      used: node.heapUsed,
      max: node.heapMax,
      probe_timestamp,
    },
    version: { number: version, build_hash: null, build_snapshot: false },
    cluster_state_version: 1,
    thread_pools: POOLS.map((name) => ({
      name,
      active: 0,
      rejected: 0,
      largest: node.processors,
      completed: 0,
      threads: node.processors,
      queue: 0,
    })),
    connections: {
      http: { open: 1, total: 1 },
      psql: { open: 0, total: 0 },
      transport: { open: cluster.nodes.length - 1, total: cluster.nodes.length - 1 },
    },
    os: {
      uptime: 7 * 24 * 3_600_000,
      timestamp: now,
      probe_timestamp,
      // API: since 5.x CrateDB measures these no longer.
      cpu: { used: -1, system: -1, user: -1 },
    },
    os_info: {
      available_processors: node.processors,
      name: 'Linux',
      arch: 'amd64',
      jvm: { vm_name: 'OpenJDK 64-Bit Server VM' },
    },
    process: { cpu: { percent: node.cpuPercent }, probe_timestamp },
    fs: {
      total: { ...disk, reads: -1, bytes_read: -1, writes: -1, bytes_written: -1 },
      disks: node.disks.map((it) => ({ dev: it.dev, ...space(it) })),
      data: node.disks.map(({ dev, path }) => ({ dev, path })),
    },
  };
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

export const NODES: Definition = {
  columns: COLUMNS,
  primaryKey: ['id'],
  rows: (context) => context.database.cluster.nodes.map((node, i) => nodeRow(node, i, context)),
};
