/** Clusters: what there is, what happens to them, and changing them. */
import type { Step } from '../step-kit/step.ts';
import { clusterDropdown } from './cluster.dropdown.ts';
import { clusterOperationFinished } from './cluster-operation-finished.trigger.ts';
import { expandClusterStorage } from './expand-cluster-storage.create.ts';
import { findCluster } from './find-cluster.search.ts';
import { findClusters } from './find-clusters.search.ts';
import { newCluster } from './new-cluster.trigger.ts';

export const clusters: readonly Step[] = [
  newCluster,
  clusterOperationFinished,
  findCluster,
  findClusters,
  expandClusterStorage,
  clusterDropdown,
];
