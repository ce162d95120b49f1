/** A backup that is missing, in words. */
import { HOUR_MS } from '../base/time.ts';
import { takenAt } from '../clients/cloud/snapshots.ts';
import { number, type RecordOf, text, time } from '../kit/record/static.ts';
import { round } from '../kit/units.ts';
import { clusterPlaceRecord, toClusterPlace } from '../vocabulary/clusters/place.ts';
import { clusterHead } from '../vocabulary/clusters/record.ts';
import type { Names } from '../vocabulary/names.ts';
import type { Candidate, Overdue } from './overdue.ts';

export const overdueRecord = {
  ...clusterHead,
  last_backup_name: text('Last Backup', '20260301083913'),
  last_backup_at: time('Last Backup At', '2026-03-01T08:39:13.451Z'),
  hours_without: number('Hours Without a Backup', 24.3),
  due_at: time('Due At', '2026-03-02T06:55:00.000Z'),
  backup_schedule: text('Backup Schedule (Cron, UTC)', '55 * * * *'),
  status: text('Cluster Status', 'GREEN'),
  ...clusterPlaceRecord,
};

export function toOverdueRecord(
  cluster: Candidate,
  { last, since, due }: Overdue,
  now: Date,
  names: Names,
): OverdueRecord {
  return {
    cluster_id: cluster.id,
    cluster_name: cluster.name,
    last_backup_name: last?.snapshot ?? null,
    last_backup_at: last && takenAt(last) ? new Date(takenAt(last)).toISOString() : null,
    hours_without: since === 0 ? null : round((now.getTime() - since) / HOUR_MS, 1),
    due_at: new Date(due).toISOString(),
    backup_schedule: cluster.backup_schedule,
    status: cluster.status,
    ...toClusterPlace(names, cluster),
  };
}

export type OverdueRecord = RecordOf<typeof overdueRecord>;

/** "weather-prod has had no backup for 24.3 hours". */
export function withoutBackup(record: OverdueRecord): string {
  const name = record.cluster_name ?? record.cluster_id;
  if (record.hours_without === null) return `${name} has no backup`;
  return `${name} has had no backup for ${record.hours_without} hours`;
}

/** The longest without one first. */
export function byHours(a: OverdueRecord, b: OverdueRecord): number {
  return (b.hours_without ?? 0) - (a.hours_without ?? 0);
}
