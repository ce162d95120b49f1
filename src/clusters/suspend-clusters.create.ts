import { defineAction, LOCKS } from '../kit/action.ts';
import { manyFields, manySuspensionsRecord } from './many-suspensions.ts';
import { suspendMany } from './suspend-many.ts';

export const suspendClusters = defineAction({
  key: 'suspend_clusters',
  noun: 'Cluster',
  label: 'Suspend Many Clusters',
  description: 'Suspends clusters by project, plan, name or list, and reports the result for each.',
  // What is so already is skipped, so a repetition does only what is left.
  replay: 'safe',
  lock: LOCKS.cluster,
  inputFields: manyFields('suspend'),
  record: manySuspensionsRecord('suspend'),
  perform: (run) => suspendMany(run, true),
});
