import { defineAction, LOCKS } from '../kit/action.ts';
import { manyFields, manySuspensionsRecord, suspendMany } from './suspend-many.ts';

export const suspendClusters = defineAction({
  key: 'suspend_clusters',
  noun: 'Cluster',
  label: 'Suspend Many Clusters',
  description: 'Suspends clusters of a project, plan or list, and says what was done with each.',
  // What is so already is skipped, so a repetition does only what is left.
  replay: 'safe',
  lock: LOCKS.cluster,
  inputFields: manyFields('suspend'),
  record: manySuspensionsRecord('suspend'),
  perform: (run) => suspendMany(run, true),
});
