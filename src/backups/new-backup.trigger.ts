import { listSnapshots } from '../clients/cloud/snapshots.ts';
import { identity, windowStart } from '../kit/identity.ts';
import { text } from '../kit/record/static.ts';
import { defineTrigger } from '../kit/trigger.ts';
import { chosenCluster, oneClusterWith } from '../vocabulary/clusters/choose.ts';
import { clusterPlaceRecord, toClusterPlace } from '../vocabulary/clusters/place.ts';
import { NO_NAMES, namesFor } from '../vocabulary/names.ts';
import { backupRecord, tablesIn, toBackupRecord } from './backup-record.ts';

export const newBackup = defineTrigger({
  kind: 'event',
  key: 'new_backup',
  noun: 'Backup',
  label: 'New Backup',
  description: 'Triggers when a backup of a cluster is taken, looking back over the last 7 days.',
  inputFields: [
    { ...oneClusterWith('Its newest 100 backups are checked.'), required: true },
    {
      key: 'table',
      label: 'Holding the Table',
      helpText: 'For example doc.orders. Leave blank for all backups.',
    },
  ],
  record: {
    id: text(
      'Event ID',
      'e1e38d92-0000-48f1-8a70-000000000003:system_backup_20220804103901:20260302083913',
    ),
    ...backupRecord,
    ...clusterPlaceRecord,
  },
  perform: async (run) => {
    const { cluster_id: clusterText, table } = run.input;
    const cluster = await chosenCluster(run, clusterText);
    const start = windowStart(run.now()).toISOString();
    const snapshots = await listSnapshots(run.cloud, cluster.id, { start });
    const told = snapshots.filter(
      (snapshot) => table === undefined || tablesIn(snapshot, table).length > 0,
    );
    const names = told.length === 0 || run.isSeeding ? NO_NAMES : await namesFor(run, [cluster]);
    return told.map((snapshot) => ({
      id: identity(cluster.id, snapshot.repository, snapshot.snapshot),
      ...toBackupRecord(snapshot, cluster, run.now()),
      ...toClusterPlace(names, cluster),
    }));
  },
});
