/** Choosing a backup of a cluster: by dropdown, by its name, or the newest. */
import type { Cluster } from '../clients/cloud/clusters.ts';
import { listSnapshots, type Snapshot } from '../clients/cloud/snapshots.ts';
import { choose } from '../kit/choose.ts';
import { missing } from '../kit/errors.ts';
import type { Run } from '../kit/run/run.ts';
import { nameOf } from '../vocabulary/clusters/record.ts';
import { backupId } from './backup-record.ts';

export const backupField = {
  key: 'backup_id',
  label: 'Backup',
  dynamic: 'backup.id.label',
} as const;

/** The backup that a field names; the newest when it names none. */
export async function chosenBackup(
  run: Run<unknown>,
  cluster: Cluster,
  value: string | undefined,
): Promise<Snapshot> {
  const snapshots = await listSnapshots(run.cloud, cluster.id);
  const [newest] = snapshots;
  if (!newest) {
    throw missing(`cluster ${nameOf(cluster)} has no backup`, 'Wait for its next one.');
  }
  if (value === undefined) return newest;
  const choosable = snapshots.map((snapshot) => ({
    id: backupId(snapshot),
    name: snapshot.snapshot,
    snapshot,
  }));
  return choose(choosable, value, 'backup', (one) => one.snapshot.repository).snapshot;
}
