import { listSnapshots, takenAt } from '../clients/cloud/snapshots.ts';
import { text, time } from '../kit/record/static.ts';
import { defineSearch } from '../kit/search.ts';
import { chosenCluster, oneClusterField } from '../vocabulary/clusters/choose.ts';
import { backupId, backupRecord, tablesIn, toBackupRecord } from './backup-record.ts';

export const findBackup = defineSearch({
  key: 'find_backup',
  noun: 'Backup',
  label: 'Find Backup',
  description: 'Finds the newest backup of a cluster, or the newest before a time.',
  inputFields: [
    { ...oneClusterField, required: true },
    {
      key: 'taken_before',
      label: 'Taken Before',
      type: 'datetime',
      helpText: 'Leave blank for the newest. Backups are kept for 14 days.',
    },
    {
      key: 'table',
      label: 'Holding the Table',
      helpText: 'For example doc.orders. Leave blank for any backup.',
    },
  ],
  record: {
    id: text('ID', 'system_backup_20220804103901/20260302083913'),
    taken_before: time('Taken Before', '2026-03-02T09:00:00.000Z'),
    ...backupRecord,
  },
  perform: async (run) => {
    const { cluster_id: clusterText, taken_before: before, table } = run.input;
    const cluster = await chosenCluster(run, clusterText);
    const query = before === undefined ? {} : { end: before };
    const snapshots = await listSnapshots(run.cloud, cluster.id, query);
    const found = snapshots.find(
      (snapshot) =>
        (before === undefined || takenAt(snapshot) < Date.parse(before)) &&
        (table === undefined || tablesIn(snapshot, table).length > 0),
    );
    if (!found) return [];
    const backup = toBackupRecord(found, cluster, run.now());
    return [{ id: backupId(found), taken_before: before ?? null, ...backup }];
  },
});
