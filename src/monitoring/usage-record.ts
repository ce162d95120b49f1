/** What a cluster uses, in the units people use. */
import type { NodeUsage } from '../clients/sql/usage.ts';
import { integer, lines, number, type RecordOf, text } from '../kit/record/static.ts';
import { maxOf, percentOf, round, sumOf, toGib } from '../kit/units.ts';

export const nodeUsage = {
  node: text('Name', 'data-hot-0'),
  storage_used_percent: number('Storage Used (%)', 82.4),
  storage_used_gib: number('Storage Used (GiB)', 51.6),
  storage_free_gib: number('Storage Free (GiB)', 11),
  storage_size_gib: number('Storage Size (GiB)', 62.6),
  cpu_percent: number('CPU (%)', 37),
  heap_used_percent: number('Heap Memory Used (%)', 55.3),
  load_per_core: number('Load per Core (1 Minute)', 0.62),
};

export const usageRecord = {
  storage_used_percent: number('Storage Used (%, Worst Node)', 82.4),
  storage_free_gib_least: number('Storage Free (GiB, Fullest Node)', 11),
  storage_used_gib: number('Storage Used (GiB, All Nodes)', 150.2),
  storage_free_gib: number('Storage Free (GiB, All Nodes)', 37.6),
  storage_size_gib: number('Storage Size (GiB, All Nodes)', 187.8),
  cpu_percent: number('CPU (%, Busiest Node)', 37),
  heap_used_percent: number('Heap Memory Used (%, Worst Node)', 55.3),
  load_per_core: number('Load per Core (Busiest Node)', 0.62),
  worst_node: text('Fullest Node', 'data-hot-0'),
  nodes_measured: integer('Nodes Measured', 3),
  nodes: lines('Nodes', nodeUsage),
};

export type UsageRecord = RecordOf<typeof usageRecord>;

export function toUsageRecord(usage: readonly NodeUsage[]): UsageRecord {
  const nodes = usage.map(toNode);
  const worst = nodes.reduce<(typeof nodes)[number] | null>(
    (fullest, node) =>
      node.storage_used_percent !== null &&
      node.storage_used_percent > (fullest?.storage_used_percent ?? -1)
        ? node
        : fullest,
    null,
  );
  const free = nodes.map((node) => node.storage_free_gib).filter((gib) => gib !== null);
  return {
    storage_used_percent: worst?.storage_used_percent ?? null,
    storage_free_gib_least: free.length ? Math.min(...free) : null,
    storage_used_gib: toGib(sumOf(usage.map((node) => node.diskUsed))),
    storage_free_gib: toGib(sumOf(usage.map((node) => node.diskAvailable))),
    storage_size_gib: toGib(sumOf(usage.map((node) => node.diskSize))),
    cpu_percent: maxOf(nodes.map((node) => node.cpu_percent)),
    heap_used_percent: maxOf(nodes.map((node) => node.heap_used_percent)),
    load_per_core: maxOf(nodes.map((node) => node.load_per_core)),
    worst_node: worst?.node ?? null,
    nodes_measured: nodes.length,
    nodes,
  };
}

function toNode(node: NodeUsage) {
  const { load, processors } = node;
  return {
    node: node.name,
    storage_used_percent: percentOf(node.diskUsed, node.diskSize),
    storage_used_gib: toGib(node.diskUsed),
    storage_free_gib: toGib(node.diskAvailable),
    storage_size_gib: toGib(node.diskSize),
    cpu_percent: node.cpuPercent,
    heap_used_percent: percentOf(node.heapUsed, node.heapMax),
    load_per_core: load === null || !processors ? null : round(load / processors, 2),
  };
}
