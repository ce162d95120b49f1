import { defineAction, LOCKS } from '../kit/action.ts';
import { changeCluster } from '../vocabulary/clusters/change.ts';
import { safetyFields } from '../vocabulary/clusters/change-record.ts';
import { oneClusterWith } from '../vocabulary/clusters/choose.ts';
import { planSuspension, suspensionRecord, suspensionSample } from './suspension.ts';

export const resumeCluster = defineAction({
  key: 'resume_cluster',
  noun: 'Cluster',
  label: 'Resume Cluster',
  description: 'Resumes a suspended cluster.',
  replay: 'safe',
  lock: LOCKS.cluster,
  inputFields: [
    {
      ...oneClusterWith(
        'It takes several minutes until the cluster answers. “Find Cluster Operation” shows when it is done.',
      ),
      required: true,
    },
    ...safetyFields,
  ],
  record: suspensionRecord(false),
  sample: suspensionSample(false),
  perform: (run) => changeCluster(run, async (cluster) => planSuspension(run, cluster, false)),
});
