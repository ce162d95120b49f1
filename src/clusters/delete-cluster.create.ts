import { deleteCluster as remove } from '../clients/cloud/cluster-changes.ts';
import type { Cluster } from '../clients/cloud/clusters.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import { cannotBeUndone, checkConfirmation, confirmField } from '../kit/destructive.ts';
import { isMissing, refuse } from '../kit/errors.ts';
import { blankRecord } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import {
  busyField,
  changeCluster,
  clusterChangeRecord,
  previewField,
  pricedAs,
} from '../vocabulary/clusters/change.ts';
import { chosenCluster, clusterField } from '../vocabulary/clusters/choose.ts';
import { nameOf } from '../vocabulary/clusters/record.ts';

export const deleteCluster = defineAction({
  key: 'delete_cluster',
  noun: 'Cluster',
  label: 'Delete Cluster',
  description: 'Deletes a cluster with its data and its backups.',
  replay: 'safe',
  level: 'everything',
  lock: LOCKS.cluster,
  inputFields: [
    cannotBeUndone(
      'The cluster is deleted with all its data and backups; this cannot be undone. A subscription by Azure Marketplace ends with it. “Suspend Cluster” keeps the data.',
    ),
    { ...clusterField, required: true },
    confirmField('Cluster Name'),
    busyField,
    previewField,
  ],
  record: clusterChangeRecord,
  perform: async (run) => {
    const cluster = await clusterOrNone(run);
    if (!cluster) return gone(run);
    checkConfirmation(run.input.confirm, [cluster.name], 'Cluster Name');
    try {
      return await changeCluster(run, async (found) => planDeletion(run, found), cluster);
    } catch (error) {
      if (!isMissing(error)) throw error;
      // Somebody else was quicker.
      run.notes.delete('asked to delete');
      return gone(run);
    }
  },
});

type Input = { cluster_id: string; confirm: string; if_busy: 'later' | 'stop'; preview: boolean };

function planDeletion(run: Run<Input>, cluster: Cluster) {
  return {
    operationType: null,
    from: 'there',
    to: 'deleted',
    isSo: false,
    refusal: async () =>
      cluster.deletion_protected === true
        ? refuse(
            `cluster ${nameOf(cluster)} is protected from deletion`,
            'Switch its protection off with “Set Cluster Deletion Protection” first.',
          )
        : null,
    priceBefore: pricedAs(cluster),
    priceAfter: 'none' as const,
    send: async () => {
      run.notes.set('asked to delete', cluster.name ?? '');
      await remove(run.cloud, cluster.id);
      return cluster;
    },
  };
}

async function clusterOrNone(run: Run<Input>): Promise<Cluster | null> {
  try {
    return await chosenCluster(run, run.input.cluster_id);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Gone already, or by this very run, whose reply was lost. */
function gone(run: Run<Input>) {
  const asked = run.notes.get('asked to delete');
  return blankRecord(clusterChangeRecord, {
    changed: asked !== undefined,
    preview: run.input.preview,
    from_value: asked === undefined ? 'not there' : 'there',
    to_value: 'deleted',
    id: run.input.cluster_id,
    name: asked ?? null,
  });
}
