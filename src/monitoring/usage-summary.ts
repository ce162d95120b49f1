/** What a cluster uses, in a sentence or two. */
import type { Cluster } from '../clients/cloud/clusters.ts';
import type { UsageRecord } from './usage-record.ts';

/** “weather-prod is 86.5 % full: 8.6 GiB free on data-hot-0.” Disks differ while they follow an expansion. */
export function storageSummary(cluster: Pick<Cluster, 'id' | 'name'>, usage: UsageRecord): string {
  const { storage_used_percent: used, storage_free_gib_least: free, fullest_node: node } = usage;
  const fullest = usage.node_usages.find((one) => one.node === node);
  const frees = usage.node_usages.flatMap(({ storage_free_gib: one }) => one ?? []);
  const where =
    fullest?.storage_free_gib === Math.min(...frees)
      ? `: ${free} GiB free on ${node}`
      : ` on ${node}, and a node has ${free} GiB free`;
  const left = free === null ? '' : where;
  const silent = usage.silent_nodes === null ? '' : ` Nothing is known of ${usage.silent_nodes}.`;
  return `${cluster.name ?? cluster.id} is ${used} % full${left}.${silent}`;
}

/** The same, with the CPU of the busiest node. */
export function usageSummary(cluster: Pick<Cluster, 'id' | 'name'>, usage: UsageRecord): string {
  const cpu = usage.cpu_percent === null ? '' : ` CPU is ${usage.cpu_percent} %.`;
  return storageSummary(cluster, usage) + cpu;
}
