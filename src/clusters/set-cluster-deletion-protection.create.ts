import { setDeletionProtection } from '../clients/cloud/cluster-changes.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import {
  busyField,
  changeCluster,
  clusterChangeRecord,
  previewField,
} from '../vocabulary/clusters/change.ts';
import { clusterField } from '../vocabulary/clusters/choose.ts';

export const setClusterDeletionProtection = defineAction({
  key: 'set_cluster_deletion_protection',
  noun: 'Cluster',
  label: 'Set Cluster Deletion Protection',
  description: 'Switches the deletion protection of a cluster on or off.',
  replay: 'safe',
  level: ({ protection }) => (protection === 'off' ? 'everything' : 'change'),
  lock: LOCKS.cluster,
  inputFields: [
    { ...clusterField, required: true },
    {
      key: 'protection',
      label: 'Deletion Protection',
      choices: { on: 'On', off: 'Off' },
      required: true,
      helpText: 'A protected cluster cannot be deleted by anybody. For organization admins.',
    },
    busyField,
    previewField,
  ],
  record: clusterChangeRecord,
  perform: (run) =>
    changeCluster(run, async (cluster) => {
      const wanted = run.input.protection === 'on';
      const now = cluster.deletion_protected === true;
      return {
        operationType: null,
        from: inWords(now),
        to: inWords(wanted),
        isSo: now === wanted,
        refusal: async () => null,
        priceBefore: 'same',
        priceAfter: 'same',
        send: () => setDeletionProtection(run.cloud, cluster.id, wanted),
      };
    }),
});

function inWords(isProtected: boolean): string {
  return isProtected ? 'protected' : 'not protected';
}
