/**
 * How every change of a cluster goes: look first, do nothing if it is so already or is becoming so,
 * refuse what cannot work, then ask once. The API answers with the cluster as it was; an operation
 * does the work, and the API takes one operation at a time.
 */

import { isProblem } from '../../base/problem.ts';
import { type Cluster, getCluster } from '../../clients/cloud/clusters.ts';
import { busy, type Refusal, refuse } from '../../kit/errors.ts';
import type { Run } from '../../kit/run/run.ts';
import { type Names, type Place, readNames } from '../names.ts';
import { afterChange } from '../withheld.ts';
import {
  type ChangeOutcome,
  type SafetyInput,
  toChangedCluster,
  toChangeHead,
} from './change-record.ts';
import { chosenCluster } from './choose.ts';
import { inSentences, isToldOnly } from './obstacles.ts';
import { operationUnderway } from './operation-limits.ts';
import {
  asAsked,
  forgetAsked,
  hasAsked,
  isOwnChange,
  mayBeOwn,
  noteAsked,
  rememberTarget,
  targetOf,
} from './own-change.ts';
import { nameOf } from './record.ts';

/** One desired state of one cluster. */
export type ClusterChange<Own extends object> = {
  /** The API's type of the operation that brings it about; null for a change that is done at once. */
  operationType: string | null;
  /** From and to in words. */
  from: string | null;
  to: string;
  /** For the summary: "expanding weather-prod from 64 to 96 GiB per node", "weather-prod has 96 GiB". */
  doing: string;
  already: string;
  /** True when the cluster is so already. */
  isSo: boolean;
  /** False when a maximum keeps it from what is really wanted; true if left out. */
  goalReached?: boolean;
  /**
   * Whether a running operation of this type brings it about, by the target that the API tells or that
   * we remember; undefined when the target is not known. `asked`: this very run has asked, and the
   * operation is new since.
   */
  leadsThere?(target: Record<string, unknown>, asked: boolean): boolean | undefined;
  /** Our target in the same terms, to be remembered for the operation that we start. */
  target?: Record<string, unknown>;
  /**
   * Whether an operation did just what this run has asked for, by its target as far as that is told:
   * somebody else's may have come in between. Without it, no known part of the target may differ.
   */
  isOurs?(target: Record<string, unknown>, asked: Record<string, unknown>): boolean;
  /** A change that is done at once and all the same waits for a running operation. */
  waits?: boolean;
  /** Why it cannot be done, if so; asked only when something would have to change. */
  refusal(): Promise<Refusal | null>;
  send(): Promise<Cluster>;
  /** The step's own outputs. */
  gives(cluster: Cluster, place: Place): Promise<Own> | Own;
};

/** Brings a cluster into the state that `plan` describes; the plan is made anew after each look. */
export async function changeCluster<Own extends object>(
  run: Run<SafetyInput>,
  plan: (cluster: Cluster) => Promise<ClusterChange<Own>>,
  chosen?: Cluster,
) {
  let cluster = chosen ?? (await chosenCluster(run, run.input.cluster_id));
  const names = await readNames(run);
  let refused: unknown;
  for (let look = 1; ; look += 1) {
    const change = await plan(cluster);
    const answer = (over: Partial<ChangeOutcome>, as = change) =>
      toAnswer(run, cluster, names, as, over);
    const standing = await standingOf(run, cluster, change);
    if (standing === 'so' || standing === 'becoming so') {
      const isOwn = await isOwnChange(run, cluster, change);
      const outcome = {
        changed: isOwn,
        isSo: true,
        isUnderway: standing === 'becoming so',
        operation: operationOf(cluster, change),
      };
      return answer(outcome, isOwn ? asAsked(run, change) : change);
    }
    if (refused) throw refused;
    const obstacle =
      asChosen(run, await change.refusal()) ??
      (standing === 'busy' ? busyRefusal(run, cluster) : null);
    if (obstacle && isToldOnly(run.input, obstacle)) {
      return answer({ blockedBy: inSentences(obstacle) });
    }
    if (obstacle) throw obstacle;
    if (run.input.preview) return answer({});
    noteAsked(run, cluster, change);
    try {
      const after = await change.send();
      const operation = await started(run, cluster, after, change);
      // What is done at once is shown as it is now; an operation leaves the old values until it ends.
      if (change.operationType === null) cluster = after;
      return await answer({ changed: true, operation });
    } catch (error) {
      // Somebody may have been quicker. What they do, or did, may be just what is wanted here.
      if (!isProblem(error, 'busy', 'refused')) throw error;
      if (!error.maybeDone) forgetAsked(run);
      if (isProblem(error, 'busy') && look > 1) throw hangingRefusal(run, cluster);
      if (!isProblem(error, 'busy')) refused = error;
      cluster = await getCluster(run.cloud, cluster.id);
    }
  }
}

type Standing = 'so' | 'becoming so' | 'busy' | 'free';

/** How things stand: so already, becoming so, busy with something else, or free to be changed. */
async function standingOf<Own extends object>(
  run: Run<unknown>,
  cluster: Cluster,
  change: ClusterChange<Own>,
): Promise<Standing> {
  // One that hangs is over: whether the API takes another is for the API to say.
  const underway = operationUnderway(cluster, run.now());
  if (!underway) return change.isSo ? 'so' : 'free';
  if (change.operationType === null) {
    if (change.isSo) return 'so';
    return change.waits ? 'busy' : 'free';
  }
  if (underway.type !== change.operationType) return change.isSo ? 'so' : 'busy';
  // Where no target is told and none is remembered, it may be anybody's, and lead anywhere.
  const asked = mayBeOwn(run, cluster, change);
  return change.leadsThere?.(await targetOf(run, cluster), asked) === true ? 'becoming so' : 'busy';
}

/** What ends by itself is waited for, unless the user chose to stop. */
function asChosen(run: Run<SafetyInput>, obstacle: Refusal | null): Refusal | null {
  if (obstacle?.kind !== 'busy' || run.input.if_busy === 'later') return obstacle;
  return refuse(obstacle.message, obstacle.next);
}

function busyRefusal(run: Run<SafetyInput>, cluster: Cluster): Refusal {
  const running =
    cluster.health.running_operation ?? cluster.last_async_operation.type ?? 'unknown';
  const isOurs = hasAsked(run);
  const why = isOurs
    ? `the reply was lost, and an operation (${running}) runs on cluster ${nameOf(cluster)} that may be this one`
    : `another operation (${running}) runs on cluster ${nameOf(cluster)}`;
  return run.input.if_busy === 'later'
    ? busy(why, 'Zapier repeats this step by itself until it has ended.')
    : refuse(why, `${isOurs ? '' : 'Nothing was changed. '}Run the step again when it has ended.`);
}

/** The API takes no other operation: one is at work, or one hangs that nobody waits for any more. */
function hangingRefusal(run: Run<SafetyInput>, cluster: Cluster): Refusal {
  const { type, status, dc } = cluster.last_async_operation;
  const hangs = /^(REGISTERED|SENT|IN_PROGRESS)$/i.test(status ?? '');
  if (!hangs || operationUnderway(cluster, run.now())) return busyRefusal(run, cluster);
  return refuse(
    `operation ${type} has been on cluster ${nameOf(cluster)} since ${dc.created}, and CrateDB Cloud takes no other`,
    'Ask CrateDB support to end it.',
  );
}

type StartedOperation = ChangeOutcome['operation'];

/** The operation that the change started: in the reply, or on the cluster a moment later. */
async function started<Own extends object>(
  run: Run<unknown>,
  before: Cluster,
  reply: Cluster,
  change: ClusterChange<Own>,
): Promise<StartedOperation> {
  if (change.operationType === null) return null;
  const isNew = ({ last_async_operation: last }: Cluster) =>
    last.id !== null && last.id !== before.last_async_operation.id;
  const after = isNew(reply) ? reply : await afterChange(getCluster(run.cloud, before.id), reply);
  if (!isNew(after)) return { id: null, type: change.operationType, status: null };
  const { id, type, status } = after.last_async_operation;
  if (id !== null) await rememberTarget(run, id, change.target ?? {});
  return { id, type, status };
}

/** The operation that made, or makes, it so: the cluster's last one, if it is of that type. */
function operationOf<Own extends object>(
  cluster: Cluster,
  change: ClusterChange<Own>,
): StartedOperation {
  const { id, type, status } = cluster.last_async_operation;
  return type !== null && type === change.operationType ? { id, type, status } : null;
}

async function toAnswer<Own extends object>(
  run: Run<SafetyInput>,
  cluster: Cluster,
  names: Names,
  change: ClusterChange<Own>,
  over: Partial<ChangeOutcome>,
) {
  const outcome = { changed: false, blockedBy: null, isSo: false, operation: null, ...over };
  const place = names.place(cluster.project_id);
  const own = await change.gives(cluster, place);
  const difference = 'price_difference_per_month' in own ? own.price_difference_per_month : null;
  const words = { ...change, goalReached: change.goalReached ?? true };
  const of = toChangedCluster(cluster, place);
  return {
    ...toChangeHead(
      run.input.preview,
      words,
      outcome,
      typeof difference === 'number' ? difference : null,
    ),
    ...own,
    ...of,
    // What was started just now is not yet in the cluster that the API answered with.
    running_operation: outcome.changed
      ? (outcome.operation?.type ?? of.running_operation)
      : of.running_operation,
  };
}
