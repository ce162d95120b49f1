import type { SqlNode } from '../sql/types.ts';
import type { Cluster } from '../state/types.ts';
import { DAY, HOUR } from '../world/times.ts';

/** Bytes of disk of one node. */
export function diskSize(cluster: Cluster): number {
  const { disk_size_per_node_bytes, disks_per_node } = cluster.hardware_specs;
  return (disk_size_per_node_bytes ?? 0) * disks_per_node;
}

/** Bytes used on one node at `now` (milliseconds): grows evenly, stands still while suspended. */
export function usedBytes(cluster: Cluster, now: number, ordinal = 0): number {
  const { used_bytes, since, growth_bytes_per_hour, nodes } = cluster.sandbox.usage;
  const start = nodes[ordinal]?.used_bytes ?? used_bytes;
  const hours = cluster.suspended ? 0 : Math.max(0, now - since) / HOUR;
  const used = Math.round(start + growth_bytes_per_hour * hours);
  return Math.max(0, Math.min(used, diskSize(cluster)));
}

/** Percent, from 0 to 100: a daily wave around the cluster's own level. */
export function cpuPercent(cluster: Cluster, now: number, ordinal = 0): number {
  const { cpu_percent, nodes } = cluster.sandbox.usage;
  const fixed = nodes[ordinal]?.cpu_percent;
  if (fixed !== undefined) return fixed;
  const phase = ((now % DAY) / DAY) * 2 * Math.PI + ordinal;
  const wave = Math.min(cpu_percent, 100 - cpu_percent) * 0.25 * Math.sin(phase);
  return Math.round(cpu_percent + wave);
}

export function podName(cluster: Cluster, ordinal: number): string {
  return `crate-data-hot-${cluster.id}-${ordinal}`;
}

/** The nodes as the database itself sees them. */
export function sqlNodes(cluster: Cluster, now: number): SqlNode[] {
  const { usage } = cluster.sandbox;
  const heapMax = cluster.hardware_specs.heap_size_bytes;
  const processors = Math.max(1, Math.round(cluster.hardware_specs.cpus_per_node ?? 1));
  return Array.from({ length: cluster.num_nodes }, (_, ordinal) => {
    const node = usage.nodes[ordinal] ?? {};
    const cpu = cpuPercent(cluster, now, ordinal);
    return {
      name: `data-hot-${ordinal}`,
      diskSize: diskSize(cluster),
      diskUsed: usedBytes(cluster, now, ordinal),
      cpuPercent: cpu,
      heapUsed: Math.round((heapMax * (node.heap_percent ?? usage.heap_percent)) / 100),
      heapMax,
      load1: node.load1 ?? Math.round((cpu / 100) * processors * 100) / 100,
      processors,
      shards: node.shards ?? usage.shards,
    };
  });
}

/** Makes the numbers of `now` the new starting point; `factor` spreads the data over other nodes. */
export function rebaseUsage(cluster: Cluster, now: number, factor = 1): void {
  const { usage } = cluster.sandbox;
  const used = (ordinal: number) => Math.round(usedBytes(cluster, now, ordinal) * factor);
  usage.nodes = usage.nodes.map((node, ordinal) =>
    node.used_bytes === undefined ? node : { ...node, used_bytes: used(ordinal) },
  );
  // Read the common level with the nodes' own values out of the way.
  const { nodes } = usage;
  usage.nodes = [];
  usage.used_bytes = used(0);
  usage.nodes = nodes;
  usage.since = now;
}
