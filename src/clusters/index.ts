/** Clusters: what there is, what happens to them, and changing them. */
import type { Step } from '../kit/step.ts';
import { changeClusterPlan } from './change-cluster-plan.create.ts';
import { clusterDropdown } from './cluster.dropdown.ts';
import { clusterOperationFinished } from './cluster-operation-finished.trigger.ts';
import { clusterOperationRunningLong } from './cluster-operation-running-long.trigger.ts';
import { clusterUnhealthy } from './cluster-unhealthy.trigger.ts';
import { clusterUpgradeAvailable } from './cluster-upgrade-available.trigger.ts';
import { createCluster } from './create-cluster.create.ts';
import { deleteCluster } from './delete-cluster.create.ts';
import { expandClusterStorage } from './expand-cluster-storage.create.ts';
import { findCluster } from './find-cluster.search.ts';
import { findClusterOperation } from './find-cluster-operation.search.ts';
import { findClusterOperations } from './find-cluster-operations.search.ts';
import { findClusterUpgrades } from './find-cluster-upgrades.search.ts';
import { findClusters } from './find-clusters.search.ts';
import { newCluster } from './new-cluster.trigger.ts';
import { operationDropdown } from './operation.dropdown.ts';
import { planDropdown } from './plan.dropdown.ts';
import { restartClusterNode } from './restart-cluster-node.create.ts';
import { resumeCluster } from './resume-cluster.create.ts';
import { resumeClusters } from './resume-clusters.create.ts';
import { scaleCluster } from './scale-cluster.create.ts';
import { setClusterDeletionProtection } from './set-cluster-deletion-protection.create.ts';
import { suspendCluster } from './suspend-cluster.create.ts';
import { suspendClusters } from './suspend-clusters.create.ts';
import { updateClusterBackupSchedule } from './update-cluster-backup-schedule.create.ts';
import { updateClusterIpAllowlist } from './update-cluster-ip-allowlist.create.ts';
import { upgradeCluster } from './upgrade-cluster.create.ts';
import { versionDropdown } from './version.dropdown.ts';

export const clusters: readonly Step[] = [
  newCluster,
  clusterUnhealthy,
  clusterOperationFinished,
  clusterOperationRunningLong,
  clusterUpgradeAvailable,
  findCluster,
  findClusters,
  findClusterOperation,
  findClusterOperations,
  findClusterUpgrades,
  createCluster,
  expandClusterStorage,
  scaleCluster,
  changeClusterPlan,
  upgradeCluster,
  suspendCluster,
  resumeCluster,
  suspendClusters,
  resumeClusters,
  updateClusterIpAllowlist,
  updateClusterBackupSchedule,
  setClusterDeletionProtection,
  restartClusterNode,
  deleteCluster,
  clusterDropdown,
  planDropdown,
  versionDropdown,
  operationDropdown,
];
