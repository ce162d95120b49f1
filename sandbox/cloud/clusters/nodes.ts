import type { SqlNode, SqlShard, SqlTable } from '../sql/types.ts';
import type { Cluster, NodeUsage } from '../state/types.ts';
import { DAY } from '../world/times.ts';
import { disksOf, filledBytes, masterDisk } from './disks.ts';
import { placeShards, type ShardNode, writtenBytes } from './shards.ts';
import { passed } from './watermarks.ts';

/*
 * The one model of a cluster's nodes: `sys.nodes`, `sys.shards`, the metrics and the page for
 * Prometheus are all read from here.
 */

/** Percent, from 0 to 100: a daily wave around the cluster's own level. */
export function cpuPercent(cluster: Cluster, now: number, ordinal = 0): number {
  const { cpu_percent, nodes } = cluster.sandbox.usage;
  const fixed = nodes[ordinal]?.cpu_percent;
  if (fixed !== undefined) return fixed;
  const phase = ((now % DAY) / DAY) * 2 * Math.PI + ordinal;
  const wave = Math.min(cpu_percent, 100 - cpu_percent) * 0.25 * Math.sin(phase);
  return Math.round(cpu_percent + wave);
}

/** The Kubernetes name of a data node, by which metrics know it. */
export function podName(cluster: Cluster, ordinal: number): string {
  return `crate-data-hot-${cluster.id}-${ordinal}`;
}

/** The name of a data node in the database. */
export const nodeName = (ordinal: number) => `data-hot-${ordinal}`;

/** Ordinals of the data nodes that answer: neither gone nor hanging. */
export function answeringOrdinals(cluster: Cluster): number[] {
  return ordinals(cluster).filter((ordinal) => {
    const { gone, silent } = cluster.sandbox.usage.nodes[ordinal] ?? {};
    return !gone && !silent;
  });
}

const ordinals = (cluster: Cluster) =>
  Array.from({ length: cluster.num_nodes }, (_, ordinal) => ordinal);

function shardNodes(cluster: Cluster, now: number): ShardNode[] {
  return ordinals(cluster).map((ordinal) => ({
    name: nodeName(ordinal),
    present: !cluster.sandbox.usage.nodes[ordinal]?.gone,
    filled: filledBytes(cluster, now, ordinal),
  }));
}

/** Where the copies of the tables' shards lie at `now` (milliseconds). */
export function shardsOf(cluster: Cluster, now: number, tables: SqlTable[]): SqlShard[] {
  return placeShards(tables, shardNodes(cluster, now), cluster.sandbox.extra_shards);
}

/** The nodes as the database itself sees them; one that has left is not among them. */
export function nodesOf(cluster: Cluster, now: number, tables: SqlTable[]): SqlNode[] {
  const written = writtenBytes(tables, shardNodes(cluster, now));
  const { usage } = cluster.sandbox;
  const data = ordinals(cluster).map((ordinal) => ({
    name: nodeName(ordinal),
    role: 'data' as const,
    own: usage.nodes[ordinal] ?? {},
    disks: disksOf(cluster, now, ordinal, written.get(nodeName(ordinal))),
    cpu: cpuPercent(cluster, now, ordinal),
  }));
  const dedicated = Array.from({ length: mastersOf(cluster) }, (_, ordinal) => {
    const own = usage.masters[ordinal] ?? {};
    const cpu = own.cpu_percent ?? 2;
    return {
      name: `master-${ordinal}`,
      role: 'master' as const,
      own,
      disks: [masterDisk(own)],
      cpu,
    };
  });
  return [...data, ...dedicated].filter((it) => !it.own.gone).map((it) => nodeOf(cluster, it));
}

const mastersOf = (cluster: Cluster) => (cluster.master_product_name ? 3 : 0);

function nodeOf(
  { sandbox, hardware_specs }: Cluster,
  of: { own: NodeUsage; cpu: number } & Pick<SqlNode, 'name' | 'role' | 'disks'>,
): SqlNode {
  const { name, role, own, disks, cpu } = of;
  const { cpus_per_node, heap_size_bytes, memory_per_node_bytes } = hardware_specs;
  const processors = Math.max(1, Math.round(cpus_per_node ?? 1));
  const heapPercent = own.heap_percent ?? sandbox.usage.heap_percent;
  return {
    name,
    role,
    tells: own.silent ?? 'all',
    disks,
    diskSize: disks.reduce((sum, disk) => sum + disk.size, 0),
    diskUsed: disks.reduce((sum, disk) => sum + disk.used, 0),
    past: passed(disks, sandbox.watermarks),
    cpuPercent: cpu,
    heapUsed: Math.round((heap_size_bytes * heapPercent) / 100),
    heapMax: heap_size_bytes,
    memory: memory_per_node_bytes ?? heap_size_bytes * 4,
    load1: own.load1 ?? Math.round((cpu / 100) * processors * 100) / 100,
    processors,
  };
}
