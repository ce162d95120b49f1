import { defineAction, LOCKS } from '../kit/action.ts';
import {
  busyField,
  changeCluster,
  clusterChangeRecord,
  previewField,
} from '../vocabulary/clusters/change.ts';
import { clusterField } from '../vocabulary/clusters/choose.ts';
import { planSuspension } from './suspension.ts';

export const resumeCluster = defineAction({
  key: 'resume_cluster',
  noun: 'Cluster',
  label: 'Resume Cluster',
  description: 'Resumes a suspended cluster.',
  replay: 'safe',
  lock: LOCKS.cluster,
  inputFields: [
    {
      ...clusterField,
      required: true,
      helpText: 'It takes some minutes until it answers; an operation tells when.',
    },
    busyField,
    previewField,
  ],
  record: clusterChangeRecord,
  perform: (run) => changeCluster(run, async (cluster) => planSuspension(run, cluster, false)),
});
