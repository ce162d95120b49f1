import { listSnapshots, takenAt } from '../clients/cloud/snapshots.ts';
import { defineDropdown, labelOf } from '../kit/dropdown.ts';
import { refuse } from '../kit/errors.ts';
import { counted } from '../kit/text.ts';
import { chosenCluster } from '../vocabulary/clusters/choose.ts';
import { backupId } from './backup-record.ts';

/** The backups of the chosen cluster, newest first; of the one that was backed up, where that is another. */
export const backupDropdown = defineDropdown({
  key: 'backup',
  noun: 'Backup',
  label: 'Backups',
  example: {
    id: 'system_backup_20220804103901/20260302083913',
    label: '2026-03-02 08:39 UTC (20260302083913, 1 table)',
  },
  list: async (run) => {
    const clusterText = run.input.source_cluster_id ?? run.input.cluster_id;
    if (clusterText === undefined) throw refuse('no cluster is chosen', 'Choose one first.');
    const cluster = await chosenCluster(run, clusterText);
    const snapshots = await listSnapshots(run.cloud, cluster.id);
    return snapshots.map((snapshot) => {
      const at = new Date(takenAt(snapshot)).toISOString().slice(0, 16).replace('T', ' ');
      const tables = counted(snapshot.tables.length, 'table');
      return {
        id: backupId(snapshot),
        label: labelOf(`${at} UTC`, snapshot.snapshot, tables),
      };
    });
  },
});
