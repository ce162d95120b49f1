/** A backup (CrateDB Cloud's snapshot) in words that people know. */
import { DAY_MS, HOUR_MS } from '../base/time.ts';
import { RETENTION_DAYS, type Snapshot, takenAt } from '../clients/cloud/snapshots.ts';
import { closest } from '../kit/choose.ts';
import { flag, integer, lines, number, text, time } from '../kit/record/static.ts';
import { counted } from '../kit/text.ts';
import { round } from '../kit/units.ts';
import { clusterHead } from '../vocabulary/clusters/record.ts';
import { summaryField } from '../vocabulary/summary.ts';

export const backupRecord = {
  summary: summaryField(
    'Backup 20260302083913 of weather-prod, taken on 2026-03-02 at 08:39 UTC, holds 1 table.',
  ),
  backup_id: text('Backup ID', 'system_backup_20220804103901/20260302083913'),
  backup_name: text('Backup', '20260302083913'),
  repository: text('Repository', 'system_backup_20220804103901'),
  ...clusterHead,
  taken_at: time('Taken At', '2026-03-02T08:39:13.451Z'),
  age_hours: number('Age (Hours)', 0.3),
  retained_until: time('Retained Until', '2026-03-16T08:39:13.451Z'),
  past_retention: flag('Past Its Retention', false),
  table_count: integer('Number of Tables', 1),
  tables: lines('Tables', { name: text('Name', 'doc.nyc_taxi') }),
};

export function toBackupRecord(
  snapshot: Snapshot,
  cluster: { id: string; name: string | null },
  now: Date,
) {
  const taken = takenAt(snapshot);
  const until = taken + RETENTION_DAYS * DAY_MS;
  return {
    summary: summaryOf(snapshot, cluster.name ?? cluster.id, taken),
    backup_id: backupId(snapshot),
    backup_name: snapshot.snapshot,
    repository: snapshot.repository,
    cluster_id: cluster.id,
    cluster_name: cluster.name,
    taken_at: taken === 0 ? null : new Date(taken).toISOString(),
    age_hours: taken === 0 ? null : round(Math.max(0, now.getTime() - taken) / HOUR_MS, 1),
    retained_until: taken === 0 ? null : new Date(until).toISOString(),
    // It may be deleted at any time; only a suspended cluster keeps older ones.
    past_retention: taken === 0 ? null : until < now.getTime(),
    table_count: snapshot.tables.length,
    tables: snapshot.tables.map((name) => ({ name })),
  };
}

function summaryOf({ snapshot, tables }: Snapshot, cluster: string, taken: number): string {
  const [day, time] = taken === 0 ? [] : new Date(taken).toISOString().split('T');
  const when = day === undefined ? '' : `, taken on ${day} at ${time?.slice(0, 5)} UTC,`;
  return `Backup ${snapshot} of ${cluster}${when} holds ${counted(tables.length, 'table')}.`;
}

/** What names one backup of a cluster. */
export function backupId({ repository, snapshot }: Snapshot): string {
  return `${repository}/${snapshot}`;
}

/**
 * The tables of a backup that a text names, with its schema, or without for the schema `doc`: the one
 * written just so, else those that differ by case, which are tables of their own.
 */
export function tablesIn(snapshot: Snapshot, table: string): string[] {
  const wanted = unquoted(table);
  const full = wanted.includes('.') ? wanted : `doc.${wanted}`;
  return closest(snapshot.tables, full, unquoted);
}

function unquoted(table: string): string {
  return table.trim().replaceAll('"', '');
}
