/** Storage, CPU and memory of clusters: measured by SQL on the cluster itself. */
import type { Step } from '../kit/step.ts';
import { clusterUsageUnavailable } from './cluster-usage-unavailable.trigger.ts';
import { findClusterUsage } from './find-cluster-usage.search.ts';
import { storageRunningLow } from './storage-running-low.trigger.ts';

export const monitoring: readonly Step[] = [
  storageRunningLow,
  clusterUsageUnavailable,
  findClusterUsage,
];
