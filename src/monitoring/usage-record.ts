/** What a cluster uses, in the units people use. */
import type { NodeUsage } from '../clients/sql/usage.ts';
import { integer, lines, linesOf, number, type RecordOf, text } from '../kit/record/static.ts';
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

/** The other nodes of the cluster in the samples. */
const OTHER_NODES: readonly Partial<RecordOf<typeof nodeUsage>>[] = [
  {
    node: 'data-hot-1',
    storage_used_percent: 80,
    storage_used_gib: 50.1,
    storage_free_gib: 12.5,
    cpu_percent: 31,
    heap_used_percent: 49.8,
    load_per_core: 0.48,
  },
  {
    node: 'data-hot-2',
    storage_used_percent: 77.5,
    storage_used_gib: 48.5,
    storage_free_gib: 14.1,
    cpu_percent: 28,
    heap_used_percent: 51.2,
    load_per_core: 0.44,
  },
];

/** Of the cluster as a whole. */
export const usageTotals = {
  storage_used_percent: number('Storage Used (%, Fullest Node)', 82.4),
  storage_free_gib_least: number('Storage Free (GiB, Least Free Node)', 11),
  storage_used_gib: number('Storage Used (GiB, All Nodes)', 150.2),
  storage_free_gib: number('Storage Free (GiB, All Nodes)', 37.6),
  storage_size_gib: number('Storage Size (GiB, All Nodes)', 187.8),
  cpu_percent: number('CPU (%, Busiest Node)', 37),
  heap_used_percent: number('Heap Memory Used (%, Fullest Node)', 55.3),
  load_per_core: number('Load per Core (Busiest Node)', 0.62),
  fullest_node: text('Fullest Node', 'data-hot-0'),
  nodes_measured: integer('Nodes Measured', 3),
  silent_nodes: text('Nodes That Do Not Answer', ''),
};

/** Of the cluster and of each node. Dedicated masters, which hold no data, are left out. */
export const usageRecord = {
  ...usageTotals,
  node_usages: lines('Nodes', nodeUsage, [{}, ...OTHER_NODES]),
};

/** The nodes of a sample in which the fullest uses something else. */
export const sampleNodes = (fullest: Partial<RecordOf<typeof nodeUsage>>) =>
  linesOf(nodeUsage, [fullest, ...OTHER_NODES]);

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
