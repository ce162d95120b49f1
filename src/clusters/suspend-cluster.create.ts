import { defineAction, LOCKS } from '../kit/action.ts';
import {
  busyField,
  changeCluster,
  clusterChangeRecord,
  previewField,
} from '../vocabulary/clusters/change.ts';
import { clusterField } from '../vocabulary/clusters/choose.ts';
import { planSuspension } from './suspension.ts';

export const suspendCluster = defineAction({
  key: 'suspend_cluster',
  noun: 'Cluster',
  label: 'Suspend Cluster',
  description: 'Suspends a cluster: it keeps its data and answers nobody.',
  replay: 'safe',
  lock: LOCKS.cluster,
  inputFields: [
    {
      ...clusterField,
      required: true,
      helpText: 'Its storage is still paid for, and no backups are made meanwhile.',
    },
    busyField,
    previewField,
  ],
  record: clusterChangeRecord,
  perform: (run) => changeCluster(run, async (cluster) => planSuspension(run, cluster, true)),
});
