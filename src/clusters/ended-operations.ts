/** Operations of many clusters, asked for only where the list of clusters says that there is news. */
import type { Cluster } from '../clients/cloud/clusters.ts';
import { hasEnded, hasFailed, hasSucceeded } from '../clients/cloud/clusters.ts';
import { listOperations, type Operation } from '../clients/cloud/operations.ts';
import { firstOfEach, windowStart } from '../kit/identity.ts';
import type { Run } from '../kit/run/run.ts';

/** The longest operation (a restore, a day) may begin this long before the window and end within. */
const LONGEST_OPERATION_DAYS = 2;

/** As much of a cluster as is looked at; of thousands, the rest need not be kept. */
export type Candidate = {
  id: string;
  name: string | null;
  project_id: string | null;
  url: string | null;
  /** In milliseconds, see `lastChange`. */
  changedAt: number;
};

export const LOOK = ['id', 'name', 'project_id', 'url', 'last_async_operation'] as const;

export function toCandidate(cluster: Pick<Cluster, (typeof LOOK)[number]>): Candidate {
  const { id, name, project_id, url, last_async_operation: last } = cluster;
  return { id, name, project_id, url, changedAt: lastChange(last) };
}

export type Found = { cluster: Candidate; operation: Operation };

/** Operations of a cluster that ended since a time, or run; one that is listed twice counts once. */
export async function operationsSince(
  run: Run<unknown>,
  cluster: Candidate,
  since: Date,
): Promise<Found[]> {
  const start = windowStart(since, LONGEST_OPERATION_DAYS).toISOString();
  const operations = await listOperations(run.cloud, cluster.id, { start });
  return firstOfEach(operations)
    .filter((operation) => !hasEnded(operation.status) || endOf(operation) >= since.getTime())
    .map((operation) => ({ cluster, operation }));
}

/**
 * When the cluster's last operation changed. One that still runs may hide an earlier one that ended, so
 * it counts as just now; one without a date may be new and is looked at as well.
 */
function lastChange(last: Cluster['last_async_operation']): number {
  if (last.id === null) return 0;
  const at = Date.parse(last.dc.modified ?? last.dc.created ?? '');
  return Number.isNaN(at) || !hasEnded(last.status) ? Number.MAX_SAFE_INTEGER : at;
}

/** An ended operation without a date is kept: its identity is the server's, so it is told once. */
export function endOf(operation: Operation): number {
  const at = Date.parse(operation.dc.modified ?? operation.dc.created ?? '');
  return Number.isNaN(at) ? Number.MAX_SAFE_INTEGER : at;
}

export type Outcome = 'any' | 'succeeded' | 'failed' | 'running';

export function isWanted(
  operation: Operation,
  { operation_types: types, outcome }: { operation_types: readonly string[]; outcome: Outcome },
): boolean {
  if (types.length > 0 && !types.includes(operation.type ?? '')) return false;
  if (outcome === 'any') return true;
  const { status } = operation;
  if (outcome === 'running') return !hasEnded(status);
  return outcome === 'succeeded' ? hasSucceeded(status) : hasFailed(status);
}
