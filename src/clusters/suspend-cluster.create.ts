import { defineAction, LOCKS } from '../kit/action.ts';
import { changeCluster } from '../vocabulary/clusters/change.ts';
import { safetyFields } from '../vocabulary/clusters/change-record.ts';
import { oneClusterWith } from '../vocabulary/clusters/choose.ts';
import { planSuspension, suspensionRecord, suspensionSample } from './suspension.ts';

export const suspendCluster = defineAction({
  key: 'suspend_cluster',
  noun: 'Cluster',
  label: 'Suspend Cluster',
  description: 'Suspends a cluster: its data is kept, and nobody can connect to it.',
  replay: 'safe',
  lock: LOCKS.cluster,
  inputFields: [
    {
      ...oneClusterWith(
        'While it is suspended, its storage is still billed and no backups are made.',
      ),
      required: true,
    },
    ...safetyFields,
  ],
  record: suspensionRecord(true),
  sample: suspensionSample(true),
  perform: (run) => changeCluster(run, async (cluster) => planSuspension(run, cluster, true)),
});
