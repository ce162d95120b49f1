/** Changes that were to end an alert and failed: they make it news again. */
import type { Cluster } from '../clients/cloud/clusters.ts';
import { listOperations, type Operation } from '../clients/cloud/operations.ts';
import { type Period, periodOf } from '../kit/identity.ts';
import { text } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { unlessWithheld } from '../vocabulary/withheld.ts';

/** What people and Zaps do about a cluster that has too little of something. */
const REMEDIES: readonly (string | null)[] = ['EXPAND_STORAGE', 'SCALE', 'CHANGE_COMPUTE'];

const DAY_MS = 86_400_000;

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
 * the same until the period ends or another one fails.
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
  const start = new Date(at.getTime() - 2 * DAY_MS).toISOString();
  const operations = await unlessWithheld(listOperations(run.cloud, cluster.id, { start }), []);
  const failed = operations
    .filter(
      ({ type, status, dc }) =>
        REMEDIES.includes(type) && status === 'FAILED' && isNow(dc.modified),
    )
    .sort((a, b) => Date.parse(b.dc.modified ?? '') - Date.parse(a.dc.modified ?? ''));
  return failed[0] ?? null;
}
