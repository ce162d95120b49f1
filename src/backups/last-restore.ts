/** Whether a restore that was made, or runs, is the one that is wanted. */
import { DAY_MS } from '../base/time.ts';
import { type Cluster, hasSucceeded } from '../clients/cloud/clusters.ts';
import { listOperations } from '../clients/cloud/operations.ts';
import type { Restore } from '../clients/cloud/snapshots.ts';
import { type Refusal, refuse } from '../kit/errors.ts';
import type { Run } from '../kit/run/run.ts';
import { rememberedTarget } from '../vocabulary/clusters/own-change.ts';
import { nameOf } from '../vocabulary/clusters/record.ts';

/** What a restore brings into a cluster; no tables are all of them. */
export type RestoreTarget = Required<Restore>;

export type LastRestore = { target: Record<string, unknown>; endedAt: string | null };

/** The last restore, if it succeeded, with its target as far as it is known; null when there was none. */
export async function lastRestore(
  run: Run<unknown>,
  cluster: Cluster,
): Promise<LastRestore | null> {
  const operations = await listOperations(run.cloud, cluster.id, {
    type: 'RESTORE_SNAPSHOT',
    limit: 5,
  });
  const last = operations.find(({ type }) => type === 'RESTORE_SNAPSHOT');
  if (!last || !hasSucceeded(last.status)) return null;
  const target = { ...(await rememberedTarget(run, last.id)), ...last.non_sensitive_data };
  return { target, endedAt: last.dc.modified ?? last.dc.created };
}

/**
 * Why a restore is not asked for: one of unknown target ended lately, and what is wanted is there, or
 * nobody can tell. It may have been this very one, whose reply and memory are lost.
 */
export function doneRefusal(
  run: Run<unknown>,
  cluster: Cluster,
  last: LastRestore | null,
  wanted: RestoreTarget,
  isThere: boolean,
): Refusal | null {
  if (last === null || !isThere || sameRestore(last.target, wanted) !== undefined) return null;
  const ended = Date.parse(last.endedAt ?? '');
  if (run.now().getTime() - ended > DAY_MS) return null;
  return refuse(
    `cluster ${nameOf(cluster)} was restored at ${last.endedAt ?? 'an unknown time'}, perhaps by this step`,
    'Check its tables before you restore it again.',
  );
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

/** Whether a restore is of the same backup and kind; enough for one that this very run has asked for. */
export function sameBackup(target: Record<string, unknown>, wanted: RestoreTarget): boolean {
  const { repository, snapshot, type } = wanted;
  return target.repository === repository && target.snapshot === snapshot && target.type === type;
}

function sorted(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? value.map(String).sort() : value);
}
