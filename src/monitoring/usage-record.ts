/** What a cluster uses, in the units people use. */
import type { NodeUsage } from '../clients/sql/usage.ts';
import { integer, lines, number, type RecordOf, text } from '../kit/record/static.ts';
import { maxOf, sumOf, toGib } from '../kit/units.ts';
import type { Measured } from '../vocabulary/clusters/measure.ts';
import { METRICS } from './metrics.ts';

const nodeUsage = {
  node: text('Name', 'data-hot-0'),
  storage_used_percent: number('Storage Used (%)', 82.4),
  storage_used_gib: number('Storage Used (GiB)', 51.6),
  storage_free_gib: number('Storage Free (GiB)', 11),
  storage_size_gib: number('Storage Size (GiB)', 62.6),
  cpu_percent: number('CPU (%)', 37),
  heap_used_percent: number('Heap Memory Used (%)', 55.3),
  load_per_core: number('Load per Core (1 Minute)', 0.62),
  shards: integer('Shards', 96),
};

/** Of the cluster as a whole. */
export const usageTotals = {
  storage_used_percent: number('Storage Used (%, Fullest Node)', 82.4),
  storage_free_gib_least: number('Storage Free (GiB, Fullest Node)', 11),
  storage_used_gib: number('Storage Used (GiB, All Nodes)', 150.2),
  storage_free_gib: number('Storage Free (GiB, All Nodes)', 37.6),
  storage_size_gib: number('Storage Size (GiB, All Nodes)', 187.8),
  cpu_percent: number('CPU (%, Busiest Node)', 37),
  heap_used_percent: number('Heap Memory Used (%, Fullest Node)', 55.3),
  load_per_core: number('Load per Core (Busiest Node)', 0.62),
  fullest_node: text('Fullest Node', 'data-hot-0'),
  nodes_measured: integer('Nodes Measured', 3),
  silent_nodes: text('Nodes That Do Not Answer', 'data-hot-2'),
};

/** Of the cluster and of each node. Dedicated masters, which hold no data, are left out. */
export const usageRecord = {
  ...usageTotals,
  node_usages: lines('Nodes', nodeUsage),
};

export type UsageRecord = RecordOf<typeof usageRecord>;

/** Sums are null while a node is silent: a sum with a hole would be a guess. */
export function toUsageRecord(measured: Measured): UsageRecord {
  const { usage, silent, missing } = measured;
  const nodes = usage.map(toNode);
  const fullest = nodes.reduce<(typeof nodes)[number] | null>(
    (worst, node) =>
      (node.storage_used_percent ?? -1) > (worst?.storage_used_percent ?? -1) ? node : worst,
    null,
  );
  const sum = (of: (node: NodeUsage) => number | null) =>
    missing > 0 ? null : toGib(sumOf(usage.map(of)));
  const free = usage.flatMap(({ fullestDisk }) => fullestDisk?.available ?? []);
  return {
    storage_used_percent: fullest?.storage_used_percent ?? null,
    storage_free_gib_least: free.length > 0 ? toGib(Math.min(...free)) : null,
    storage_used_gib: sum((node) => node.diskUsed),
    storage_free_gib: sum((node) => node.diskAvailable),
    storage_size_gib: sum((node) => node.diskSize),
    cpu_percent: maxOf(nodes.map((node) => node.cpu_percent)),
    heap_used_percent: maxOf(nodes.map((node) => node.heap_used_percent)),
    load_per_core: maxOf(nodes.map((node) => node.load_per_core)),
    fullest_node: fullest?.node ?? null,
    nodes_measured: nodes.length - silent.length,
    silent_nodes: silentNodes(measured),
    node_usages: nodes,
  };
}

/** Names of the nodes that told nothing, and how many are not there at all; null when all is well. */
export function silentNodes({ silent, missing }: Pick<Measured, 'silent' | 'missing'>) {
  const absent = missing > 0 ? [`${missing} not in the cluster`] : [];
  const all = [...silent, ...absent];
  return all.length > 0 ? all.join(', ') : null;
}

function toNode(node: NodeUsage) {
  return {
    node: node.name,
    storage_used_percent: METRICS.storage_used_percent.of(node),
    storage_used_gib: toGib(node.diskUsed),
    storage_free_gib: toGib(node.diskAvailable),
    storage_size_gib: toGib(node.diskSize),
    cpu_percent: METRICS.cpu_percent.of(node),
    heap_used_percent: METRICS.heap_used_percent.of(node),
    load_per_core: METRICS.load_per_core.of(node),
    shards: node.shards,
  };
}
