/** What an event of the audit log is about. Its context is free in form, and documented nowhere. */
import type { AuditEvent } from '../clients/cloud/audit-log.ts';
import { withoutKeys } from '../kit/addresses.ts';

export type ContextLine = { key: string; value: string | null };

/**
 * The free-form context as pairs; what is nested gets a key such as `cluster.name`, what is in a list one
 * such as `roles.1`.
 */
export function flatten(value: unknown, path: readonly (string | number)[] = []): ContextLine[] {
  if (Array.isArray(value)) return value.flatMap((item, n) => flatten(item, [...path, n + 1]));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) => flatten(inner, [...path, key]));
  }
  const text = value === null || value === '' ? null : withoutKeys(String(value));
  return [{ key: path.join('.'), value: text }];
}

/** The ids and names that contexts are seen or likely to hold. API: their keys are not documented. */
export function aboutWhat(event: AuditEvent) {
  const context = flatten(event.context);
  const first = (...keys: string[]) => {
    const found = keys.map((key) => context.find((line) => line.key === key)?.value ?? null);
    return found.find((value) => value !== null) ?? null;
  };
  return {
    context,
    clusterId: first('cluster_id', 'cluster.id'),
    clusterName: first('cluster_name', 'cluster.name'),
    projectId: first('project_id', 'project.id'),
    projectName: first('project_name', 'project.name'),
    userId: first('user_id', 'user.id', 'user.uid'),
    userEmail: first('user_email', 'email', 'user.email'),
    userName: first('user_name', 'user.name'),
    role: first('role_fqn', 'role'),
  };
}
