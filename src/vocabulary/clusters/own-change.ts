/**
 * Whose operation it is that runs on a cluster, or has ended. A reply can be lost, and a colleague can be
 * quicker: what another did is never told as done by this step.
 */
import type { Cluster } from '../../clients/cloud/clusters.ts';
import { listOperations } from '../../clients/cloud/operations.ts';
import { note } from '../../kit/run/notes.ts';
import type { Run } from '../../kit/run/run.ts';

/** As much of a change as tells it apart; see `ClusterChange`. */
type Change = {
  operationType: string | null;
  from: string | null;
  doing: string;
  target?: Record<string, unknown>;
  isOurs?(target: Record<string, unknown>, asked: Record<string, unknown>): boolean;
};

/** Long enough for the longest operation. */
const REMEMBER_SECONDS = 2 * 86_400;

/** The id of the cluster's operation before this run asked for one; blank when there was none. */
const ASKED = note<string>('operation before');

/** What this run asked for: what it would ask for by now may be a little more. */
const TARGET = note<Record<string, unknown>>('target asked for');

/** How it was before this run asked, in words: what is done at once is not to be seen any more. */
const WORDS = note<Pick<Change, 'from' | 'doing'>>('words before');

/** To be called before a change is sent. */
export function noteAsked(run: Run<unknown>, cluster: Cluster, change: Change): void {
  const { target = {}, from, doing } = change;
  run.notes.set(ASKED, cluster.last_async_operation.id ?? '');
  run.notes.set(TARGET, target);
  run.notes.set(WORDS, { from, doing });
}

/** The change of this very run in the words of when it was asked for. */
export const asAsked = <Own extends Change>(run: Run<unknown>, change: Own): Own => ({
  ...change,
  ...run.notes.get(WORDS),
});

export const hasAsked = (run: Run<unknown>): boolean => run.notes.has(ASKED);

/** It was refused, and whatever runs by now is another's. */
export const forgetAsked = (run: Run<unknown>): void => run.notes.delete(ASKED);

export async function rememberTarget(
  run: Run<unknown>,
  operationId: string,
  target: Record<string, unknown>,
): Promise<void> {
  await run.memory.set(`operation_target:${operationId}`, target, REMEMBER_SECONDS);
}

/** The target of the cluster's last operation, as the API tells it, or as remembered when we started it. */
export async function targetOf(
  run: Run<unknown>,
  cluster: Cluster,
): Promise<Record<string, unknown>> {
  const { id } = cluster.last_async_operation;
  if (id === null) return {};
  const operations = await listOperations(run.cloud, cluster.id, { limit: 10 });
  const told = operations.find((operation) => operation.id === id)?.non_sensitive_data;
  return { ...(await rememberedTarget(run, id)), ...told };
}

/** The target of an operation that a step of this connection started; empty when it is not known. */
export async function rememberedTarget(
  run: Run<unknown>,
  operationId: string,
): Promise<Record<string, unknown>> {
  const remembered = await run.memory.get(`operation_target:${operationId}`);
  return typeof remembered === 'object' ? { ...remembered } : {};
}

/**
 * True when this very run asked for the change before and only the reply was lost: the operation is one
 * of its kind, another one than before we asked, and as far as its target is told, it is ours.
 */
export async function isOwnChange(
  run: Run<unknown>,
  cluster: Cluster,
  change: Change,
): Promise<boolean> {
  if (!mayBeOwn(run, cluster, change)) return false;
  if (change.operationType === null) return true;
  const told = await targetOf(run, cluster);
  const asked = run.notes.get(TARGET) ?? {};
  if (change.isOurs) return change.isOurs(told, asked);
  // Lists are written in more ways than one, and whoever leads there with one has the same.
  const differs = ([key, value]: [string, unknown]) =>
    typeof value !== 'object' && told[key] !== undefined && told[key] !== value;
  return !Object.entries(asked).some(differs);
}

/** The operation is one of the kind that this run has asked for, and another one than before. */
export function mayBeOwn(run: Run<unknown>, cluster: Cluster, { operationType }: Change): boolean {
  const before = run.notes.get(ASKED);
  if (before === undefined) return false;
  const { id, type } = cluster.last_async_operation;
  return operationType === null || ((id ?? '') !== before && type === operationType);
}
