import { deleteCluster as remove } from '../clients/cloud/cluster-changes.ts';
import type { Cluster } from '../clients/cloud/clusters.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import { cannotBeUndone, checkConfirmation, confirmField } from '../kit/destructive.ts';
import { isMissing, refuse } from '../kit/errors.ts';
import type { InputOf } from '../kit/fields/read.ts';
import { blankRecord } from '../kit/record/static.ts';
import { note } from '../kit/run/notes.ts';
import type { Run } from '../kit/run/run.ts';
import { type ClusterChange, changeCluster } from '../vocabulary/clusters/change.ts';
import { clusterChangeRecord, safetyFields } from '../vocabulary/clusters/change-record.ts';
import { chosenCluster, oneClusterField } from '../vocabulary/clusters/choose.ts';
import { nameOf, otherClusterSample } from '../vocabulary/clusters/record.ts';
import { consoleUrl } from '../vocabulary/console.ts';
import { comparePrices, pricedAs, priceRecord, samplePrices } from '../vocabulary/prices.ts';

const deletionRecord = clusterChangeRecord(
  {
    summary: 'Deleting winter-lab, about 210 dollars less a month.',
    from: 'there',
    to: 'deleted',
    operation: null,
  },
  priceRecord,
);

const inputFields = [
  cannotBeUndone(
    'The cluster is deleted with all its data and backups; this cannot be undone. A subscription by Azure Marketplace ends with it. “Suspend Cluster” keeps the data.',
  ),
  { ...oneClusterField, required: true },
  confirmField('Cluster Name'),
  ...safetyFields,
] as const;

type Input = InputOf<typeof inputFields>;

/** The cluster that this run asked to delete. */
const ASKED = note<Cluster>('asked for');

export const deleteCluster = defineAction({
  key: 'delete_cluster',
  noun: 'Cluster',
  label: 'Delete Cluster',
  description: 'Deletes a cluster with its data and its backups.',
  replay: 'safe',
  level: 'everything',
  lock: LOCKS.cluster,
  inputFields,
  record: deletionRecord,
  sample: { ...otherClusterSample, ...samplePrices(210.03, 0) },
  perform: async (run) => {
    const cluster = await clusterOrNone(run);
    if (!cluster) return gone(run);
    checkConfirmation(run.input.confirm, [cluster.name], 'Cluster Name');
    try {
      return await changeCluster(run, async (found) => planDeletion(run, found), cluster);
    } catch (error) {
      if (!isMissing(error)) throw error;
      // Somebody else was quicker.
      run.notes.delete(ASKED);
      return gone(run);
    }
  },
});

function planDeletion(run: Run<Input>, cluster: Cluster) {
  return {
    operationType: null,
    from: 'there',
    to: 'deleted',
    doing: `deleting ${cluster.name ?? cluster.id}`,
    already: `${cluster.name ?? cluster.id} is deleted already`,
    isSo: false,
    refusal: async () =>
      cluster.deletion_protected === true
        ? refuse(
            `cluster ${nameOf(cluster)} is protected from deletion`,
            'Switch its protection off with “Set Cluster Deletion Protection” first.',
          )
        : null,
    send: async () => {
      run.notes.set(ASKED, cluster);
      await remove(run.cloud, cluster.id);
      return cluster;
    },
    gives: async (of, place) =>
      comparePrices(run, place, of.id, { before: pricedAs(of), after: 'none' }),
  } satisfies ClusterChange<object>;
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
  const asked = run.notes.get(ASKED);
  if (asked) {
    return changeCluster(run, async (of) => ({ ...planDeletion(run, of), isSo: true }), asked);
  }
  return blankRecord(deletionRecord, {
    changed: false,
    would_change: false,
    preview: run.input.preview,
    summary: `Nothing to do: there is no ${run.input.cluster_id}.`,
    goal_reached: true,
    from_value: 'not there',
    to_value: 'deleted',
    cluster_id: run.input.cluster_id,
    console_url: consoleUrl('cluster'),
  });
}
