import { defineAction, LOCKS } from '../kit/action.ts';
import { changeCluster } from '../vocabulary/clusters/change.ts';
import { safetyFields } from '../vocabulary/clusters/change-record.ts';
import { oneClusterWith } from '../vocabulary/clusters/choose.ts';
import { planSuspension, suspensionRecord } from './suspension.ts';

export const suspendCluster = defineAction({
  key: 'suspend_cluster',
  noun: 'Cluster',
  label: 'Suspend Cluster',
  description: 'Suspends a cluster: it keeps its data and answers nobody.',
  replay: 'safe',
  lock: LOCKS.cluster,
  inputFields: [
    {
      ...oneClusterWith('Its storage is still paid for, and no backups are made meanwhile.'),
      required: true,
    },
    ...safetyFields,
  ],
  record: suspensionRecord(true),
  perform: (run) => changeCluster(run, async (cluster) => planSuspension(run, cluster, true)),
});
