/** The scenario of every trigger, by its key. */
import type { TriggerStep } from '../../../src/kit/step.ts';
import type { Scenario } from '../world.ts';
import { backupOverdue, newBackup } from './backups.ts';
import { clusterUnhealthy, clusterUpgradeAvailable, newCluster } from './clusters.ts';
import { creditRunningLow, quotaNearlyUsed, spendingOverLimit } from './money.ts';
import { clusterOperationFinished, clusterOperationRunningLong } from './operations.ts';
import { newAuditEvent, newOrganization, newProject, regionUnavailable } from './organizations.ts';
import { newOrUpdatedRow, newRow, newRowFromQuery } from './rows.ts';
import { newSubscription, subscriptionStatusChanged } from './subscriptions.ts';
import { clusterUsageOverLimit, clusterUsageUnavailable, storageRunningLow } from './usage.ts';
import {
  apiKeyUnused,
  invitationExpired,
  newApiKey,
  newInvitation,
  newRoleAssignment,
  newUser,
} from './users.ts';

const scenarios: Readonly<Record<string, Scenario>> = {
  new_cluster: newCluster,
  cluster_unhealthy: clusterUnhealthy,
  cluster_operation_finished: clusterOperationFinished,
  cluster_operation_running_long: clusterOperationRunningLong,
  cluster_upgrade_available: clusterUpgradeAvailable,
  new_backup: newBackup,
  backup_overdue: backupOverdue,
  storage_running_low: storageRunningLow,
  cluster_usage_over_limit: clusterUsageOverLimit,
  cluster_usage_unavailable: clusterUsageUnavailable,
  new_user: newUser,
  new_role_assignment: newRoleAssignment,
  new_invitation: newInvitation,
  invitation_expired: invitationExpired,
  new_organization: newOrganization,
  new_project: newProject,
  new_audit_event: newAuditEvent,
  region_unavailable: regionUnavailable,
  api_key_unused: apiKeyUnused,
  new_api_key: newApiKey,
  new_subscription: newSubscription,
  subscription_status_changed: subscriptionStatusChanged,
  spending_over_limit: spendingOverLimit,
  credit_running_low: creditRunningLow,
  quota_nearly_used: quotaNearlyUsed,
  new_row: newRow,
  new_or_updated_row: newOrUpdatedRow,
  new_row_from_query: newRowFromQuery,
};

/** @throws Error for a trigger without a scenario, or of another kind than its scenario */
export function scenarioOf({ kind, definition: { key } }: TriggerStep): Scenario {
  const scenario = scenarios[key];
  if (!scenario) throw new Error(`${key} has no scenario in worlds/index.ts`);
  const promised = scenario.kind === 'whole' ? 'new' : scenario.kind;
  if (promised !== kind) throw new Error(`${key} is of the kind ${kind}, its scenario ${promised}`);
  return scenario;
}

/** Scenarios that no trigger has. */
export const superfluous = (triggers: readonly TriggerStep[]) =>
  Object.keys(scenarios).filter(
    (key) => !triggers.some(({ definition }) => definition.key === key),
  );
