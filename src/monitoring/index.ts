/** Storage, CPU and memory of clusters: measured by SQL on the cluster itself, watched, kept and drawn. */
import type { Step } from '../kit/step.ts';
import { clusterUsageOverLimit } from './cluster-usage-over-limit.trigger.ts';
import { clusterUsageUnavailable } from './cluster-usage-unavailable.trigger.ts';
import { createClusterReport } from './create-cluster-report.create.ts';
import { createUsageChart } from './create-usage-chart.create.ts';
import { findClusterMetrics } from './find-cluster-metrics.search.ts';
import { findClusterUsage } from './find-cluster-usage.search.ts';
import { findClusterUsages } from './find-cluster-usages.search.ts';
import { recordClusterUsage } from './record-cluster-usage.create.ts';
import { storageRunningLow } from './storage-running-low.trigger.ts';

export const monitoring: readonly Step[] = [
  storageRunningLow,
  clusterUsageOverLimit,
  clusterUsageUnavailable,
  findClusterUsage,
  findClusterUsages,
  findClusterMetrics,
  recordClusterUsage,
  createUsageChart,
  createClusterReport,
];
