/** Changes that were to end an alert and failed: they make it news again. */
import { concernsAll, isProblem } from '../base/problem.ts';
import { DAY_MS } from '../base/time.ts';
import { type Cluster, hasFailed } from '../clients/cloud/clusters.ts';
import { listOperations, type Operation } from '../clients/cloud/operations.ts';
import { type Period, periodOf } from '../kit/identity.ts';
import { text } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';

/** What people and Zaps do about a cluster that has too little of something. */
const REMEDIES: readonly (string | null)[] = ['EXPAND_STORAGE', 'SCALE', 'CHANGE_COMPUTE'];

/** As long as the longest period. */
const REMEMBER_SECONDS = 86_400;

export type FailedRemedy = Pick<Operation, 'id' | 'type'>;

export const failedRemedyRecord = {
  failed_operation_id: text('Failed Operation ID', ''),
  failed_operation_type: text('Failed Operation Type', ''),
};

export const toFailedRemedyRecord = (failed: FailedRemedy | null) => ({
  failed_operation_id: failed?.id ?? null,
  failed_operation_type: failed?.type ?? null,
});

/**
 * The latest remedy that failed within the present period, whatever came after it, so that the answer stays
 * the same until the period ends or another one fails. Where the operations of this cluster cannot be read,
 * its alert is told all the same: what the cluster itself says of its last operation, or what an earlier poll
 * read, has to do.
 */
export async function failedRemedy(
  run: Run<unknown>,
  cluster: Cluster,
  { at, period }: { at: Date; period: Period },
): Promise<FailedRemedy | null> {
  const isNow = (time: string | null) =>
    time !== null && periodOf(new Date(time), period) === periodOf(at, period);
  const { last_async_operation: last } = cluster;
  // Operations run one at a time: none has ended since the last one did.
  const isOver = (time: string) => periodOf(new Date(time), period) < periodOf(at, period);
  if (last.id === null || (last.dc.modified !== null && isOver(last.dc.modified))) return null;
  const isFailedRemedy = ({ type, status, dc }: Pick<Operation, 'type' | 'status' | 'dc'>) =>
    REMEDIES.includes(type) && hasFailed(status) && isNow(dc.modified);
  const remembered = `failed_remedy:${cluster.id}:${periodOf(at, period)}`;
  const start = new Date(at.getTime() - 2 * DAY_MS).toISOString();
  try {
    const operations = await listOperations(run.cloud, cluster.id, { start });
    // By their ends: one that hangs may fail after another that was begun later.
    const [failed = null] = operations
      .filter(isFailedRemedy)
      .sort((a, b) => Date.parse(b.dc.modified ?? '') - Date.parse(a.dc.modified ?? ''));
    if (failed)
      await run.memory.set(remembered, { id: failed.id, type: failed.type }, REMEMBER_SECONDS);
    return failed;
  } catch (error) {
    if (!isProblem(error) || concernsAll(error)) throw error;
    if (isFailedRemedy(last)) return { id: last.id, type: last.type };
    return asRemedy(await run.memory.get(remembered));
  }
}

function asRemedy(remembered: unknown): FailedRemedy | null {
  const { id, type } = (remembered ?? {}) as Partial<FailedRemedy>;
  return typeof id === 'string' && typeof type === 'string' ? { id, type } : null;
}
