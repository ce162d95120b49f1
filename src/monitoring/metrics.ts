/** What can be watched, recorded and drawn of a cluster: one number for each node. */
import type { NodeUsage } from '../clients/sql/usage.ts';
import { counted } from '../kit/text.ts';
import { percentOf, round } from '../kit/units.ts';

export type Metric = keyof typeof METRICS;

/** `of` is null where the node did not say. */
type Measure = { name: string; unit: string; of(node: NodeUsage): number | null };

export const METRICS = {
  storage_used_percent: {
    name: 'Storage Used',
    unit: '%',
    // CrateDB reacts to the fullest data path of a node.
    of: ({ fullestDisk }) => percentOf(fullestDisk?.used ?? null, fullestDisk?.size ?? null),
  },
  cpu_percent: { name: 'CPU', unit: '%', of: ({ cpuPercent }) => cpuPercent },
  heap_used_percent: {
    name: 'Heap Memory Used',
    unit: '%',
    of: ({ heapUsed, heapMax }) => percentOf(heapUsed, heapMax),
  },
  load_per_core: {
    name: 'Load per Core',
    unit: '',
    of: ({ load, processors }) =>
      load === null || processors === null ? null : round(load / processors, 2),
  },
  shards: { name: 'Shards per Node', unit: '', of: ({ shards }) => shards },
} as const satisfies Record<string, Measure>;

export const METRIC_CHOICES = {
  cpu_percent: 'CPU (%)',
  heap_used_percent: 'Heap Memory Used (%)',
  storage_used_percent: 'Storage Used (%)',
  load_per_core: 'Load per Core (in a Container It May Be the Host’s)',
  shards: 'Shards per Node (CrateDB Allows 1,000)',
} as const satisfies Record<Metric, string>;

/** “93 %”, “1.4”, “850 shards”. */
export function withUnit(metric: Metric, value: number): string {
  if (metric === 'shards') return counted(value, 'shard');
  return METRICS[metric].unit === '' ? String(value) : `${value} ${METRICS[metric].unit}`;
}
