/** A cluster's line among the outputs of a report. */
import {
  blankRecord,
  flag,
  integer,
  number,
  type RecordOf,
  text,
  time,
} from '../../kit/record/static.ts';
import { clusterHead } from '../../vocabulary/clusters/record.ts';
import { unmeasuredSample } from '../many-clusters.ts';
import { toUsageRecord } from '../usage-record.ts';
import { type ClusterFacts, failedOf } from './facts.ts';

export const clusterLine = {
  ...clusterHead,
  status: text('Status', 'GREEN'),
  measured: flag('Measured', true),
  message: text('Reason It Was Not Measured', ''),
  storage_used_percent: number('Storage Used (%, Fullest Node)', 82.4),
  storage_free_gib_least: number('Storage Free (GiB, Least Free Node)', 11),
  cpu_percent: number('CPU (%, Busiest Node)', 37),
  growth_percent_per_day: number('Growth (% a Day)', 0.4),
  days_left: integer('Days Until 85 %', 6),
  operations: integer('Operations', 3),
  failed_operations: integer('Failed Operations', 0),
  newest_backup_at: time('Newest Backup', '2026-03-02T08:55:00.000Z'),
};

/** The lines of the sample: one that is measured, and one that sleeps. */
export const sampleLines = [
  {},
  { ...blankRecord(clusterLine, unmeasuredSample), operations: 1, failed_operations: 0 },
];

export function toLine(facts: ClusterFacts): RecordOf<typeof clusterLine> {
  const { cluster, counted, operations, newestBackup, growth } = facts;
  const usage = counted.measured && toUsageRecord(counted.measured);
  return {
    cluster_id: cluster.id,
    cluster_name: cluster.name,
    status: cluster.health.status,
    measured: counted.measured !== null,
    message: counted.message,
    storage_used_percent: usage?.storage_used_percent ?? null,
    storage_free_gib_least: usage?.storage_free_gib_least ?? null,
    cpu_percent: usage?.cpu_percent ?? null,
    growth_percent_per_day: growth?.perDay ?? null,
    days_left: growth?.daysLeft ?? null,
    operations: operations?.length ?? null,
    failed_operations: operations === null ? null : failedOf(facts),
    newest_backup_at: newestBackup?.toISOString() ?? null,
  };
}
