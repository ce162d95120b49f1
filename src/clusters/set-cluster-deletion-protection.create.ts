import { setDeletionProtection } from '../clients/cloud/cluster-changes.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import { flag } from '../kit/record/static.ts';
import { changeCluster } from '../vocabulary/clusters/change.ts';
import { clusterChangeRecord, safetyFields } from '../vocabulary/clusters/change-record.ts';
import { oneClusterField } from '../vocabulary/clusters/choose.ts';

export const setClusterDeletionProtection = defineAction({
  key: 'set_cluster_deletion_protection',
  noun: 'Cluster',
  label: 'Set Cluster Deletion Protection',
  description: 'Switches the deletion protection of a cluster on or off.',
  replay: 'safe',
  level: ({ protection }) => (protection === 'off' ? 'everything' : 'change'),
  lock: LOCKS.cluster,
  inputFields: [
    { ...oneClusterField, required: true },
    {
      key: 'protection',
      label: 'Deletion Protection',
      choices: { on: 'On', off: 'Off' },
      required: true,
      helpText:
        'On: nobody can delete the cluster until protection is off again. Only organization admins can change this.',
    },
    ...safetyFields,
  ],
  record: clusterChangeRecord(
    {
      summary: 'Protecting weather-prod from deletion.',
      from: 'not protected',
      to: 'protected',
      operation: null,
    },
    { deletion_protected: flag('Deletion Protected', true) },
  ),
  perform: (run) =>
    changeCluster(run, async (cluster) => {
      const wanted = run.input.protection === 'on';
      const now = cluster.deletion_protected === true;
      const name = cluster.name ?? cluster.id;
      return {
        operationType: null,
        from: inWords(now),
        to: inWords(wanted),
        doing: wanted
          ? `protecting ${name} from deletion`
          : `taking the deletion protection off ${name}`,
        already: `${name} is ${inWords(wanted)} already`,
        isSo: now === wanted,
        refusal: async () => null,
        send: () => setDeletionProtection(run.cloud, cluster.id, wanted),
        gives: (of) => ({ deletion_protected: of.deletion_protected }),
      };
    }),
});

function inWords(isProtected: boolean): string {
  return isProtected ? 'protected' : 'not protected';
}
