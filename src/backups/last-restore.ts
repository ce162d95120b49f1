/** Whether a restore that was made, or runs, is the one that is wanted. */
import type { Cluster } from '../clients/cloud/clusters.ts';
import { listOperations } from '../clients/cloud/operations.ts';
import type { Restore } from '../clients/cloud/snapshots.ts';
import type { Run } from '../kit/run/run.ts';
import { rememberedTarget } from '../vocabulary/clusters/change.ts';

/** What a restore brings into a cluster; no tables are all of them. */
export type RestoreTarget = Required<Restore>;

/** The target of the last restore that succeeded, as far as it is known; null when there was none. */
export async function lastRestore(
  run: Run<unknown>,
  cluster: Cluster,
): Promise<Record<string, unknown> | null> {
  const operations = await listOperations(run.cloud, cluster.id, {
    type: 'RESTORE_SNAPSHOT',
    limit: 5,
  });
  const last = operations.find(({ type }) => type === 'RESTORE_SNAPSHOT');
  if (!last || !/^succeeded$/i.test(last.status ?? '')) return null;
  return { ...(await rememberedTarget(run, last.id)), ...last.non_sensitive_data };
}

/**
 * Whether a restore is the one wanted; undefined where its target is not known well enough. API: what an
 * operation RESTORE_SNAPSHOT tells of its target is not documented.
 */
export function sameRestore(
  target: Record<string, unknown>,
  wanted: RestoreTarget,
): boolean | undefined {
  const known = Object.entries(wanted).filter(([key]) => target[key] !== undefined);
  if (known.some(([key, value]) => sorted(target[key]) !== sorted(value))) return false;
  return known.length === Object.keys(wanted).length ? true : undefined;
}

function sorted(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? value.map(String).sort() : value);
}
