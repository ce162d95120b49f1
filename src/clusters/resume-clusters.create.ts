import { defineAction, LOCKS } from '../kit/action.ts';
import { manyFields, manySuspensionsRecord } from './many-suspensions.ts';
import { suspendMany } from './suspend-many.ts';

export const resumeClusters = defineAction({
  key: 'resume_clusters',
  noun: 'Cluster',
  label: 'Resume Many Clusters',
  description:
    'Resumes suspended clusters by project, plan, name or list, and reports the result for each.',
  // What is so already is skipped, so a repetition does only what is left.
  replay: 'safe',
  lock: LOCKS.cluster,
  inputFields: manyFields('resume'),
  record: manySuspensionsRecord('resume'),
  perform: (run) => suspendMany(run, false),
});
