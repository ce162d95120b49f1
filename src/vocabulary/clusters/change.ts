/**
 * How every change of a cluster goes: look first, do nothing if it is so already or is becoming so,
 * refuse what cannot work, then ask once. The API answers with the cluster as it was; an operation
 * does the work, and the API takes one operation at a time.
 */

import { isProblem } from '../../base/problem.ts';
import { type Cluster, getCluster, hasRunningOperation } from '../../clients/cloud/clusters.ts';
import { listOperations } from '../../clients/cloud/operations.ts';
import { busy, type Refusal, refuse } from '../../kit/errors.ts';
import { flag, text } from '../../kit/record/static.ts';
import type { Run } from '../../kit/run/run.ts';
import { type Names, readNames } from '../names.ts';
import { comparePrices, type Priced, type PricedCluster, priceRecord } from '../prices.ts';
import { chosenCluster } from './choose.ts';
import { clusterRecord, nameOf, nodesOf, storageBytesPerNode, toClusterRecord } from './record.ts';

export const busyField = {
  key: 'if_busy',
  label: 'If the Cluster Is Busy',
  choices: { later: 'Try Again Later', stop: 'Stop' },
  default: 'later',
  helpText: 'While another operation runs, Zapier can repeat this step by itself until it is over.',
} as const;

export const previewField = {
  key: 'preview',
  label: 'Preview Only',
  type: 'boolean',
  default: 'false',
  helpText:
    'Changes nothing: tells what would change, what it would cost, and what stands in the way.',
} as const;

/** What each change of a cluster gives. The cluster is as it was until the operation has ended. */
export const clusterChangeRecord = {
  changed: flag('Changed', true),
  preview: flag('Preview Only', false),
  from_value: text('From', '32 GiB per node'),
  to_value: text('To', '64 GiB per node'),
  blockers: text('What Stands in the Way', 'Another operation runs on the cluster.'),
  operation_id: text('Operation ID', '5b1f0c3e-3d33-4c4a-8c9c-000000000004'),
  operation_type: text('Operation Type', 'EXPAND_STORAGE'),
  operation_status: text('Operation Status', 'REGISTERED'),
  ...priceRecord,
  ...clusterRecord,
};

/** One desired state of one cluster. */
export type ClusterChange = {
  /** The API's type of the operation that brings it about; null for a change that is done at once. */
  operationType: string | null;
  /** From and to in words. */
  from: string | null;
  to: string;
  /** True when the cluster is so already. */
  isSo: boolean;
  /**
   * Whether a running operation of this type brings it about, by the target that the API tells or that
   * we remember; undefined when the target is not known.
   */
  leadsThere?(target: Record<string, unknown>): boolean | undefined;
  /** Our target in the same terms, to be remembered for the operation that we start. */
  target?: Record<string, unknown>;
  /** A change that is done at once and all the same waits for a running operation. */
  waits?: boolean;
  /** Why it cannot be done, if so; asked only when something would have to change. */
  refusal(): Promise<Refusal | null>;
  /** What the cluster costs before and after; `same` when the change does not touch the price. */
  priceBefore: Priced;
  priceAfter: Priced;
  send(): Promise<Cluster>;
};

type ChangeInput = { cluster_id: string; if_busy: 'later' | 'stop'; preview: boolean };

/** Long enough for the longest operation. */
const REMEMBER_SECONDS = 2 * 86_400;

const ASKED = 'operation before';

/** Brings a cluster into the state that `plan` describes; the plan is made anew after each look. */
export async function changeCluster(
  run: Run<ChangeInput>,
  plan: (cluster: Cluster) => Promise<ClusterChange>,
  chosen?: Cluster,
) {
  let cluster = chosen ?? (await chosenCluster(run, run.input.cluster_id));
  const names = await readNames(run);
  let refused: unknown;
  for (let look = 1; ; look += 1) {
    const change = await plan(cluster);
    const answer = (over: Partial<Outcome>) => toAnswer(run, cluster, names, change, over);
    const standing = await standingOf(run, cluster, change);
    if (standing === 'so' || standing === 'becoming so') {
      return answer({
        changed: isOwnChange(run, cluster, change),
        operation: operationOf(cluster, change),
      });
    }
    if (refused) throw refused;
    const refusal = await change.refusal();
    const obstacle = refusal ?? (standing === 'busy' ? busyRefusal(run.input, cluster) : null);
    if (run.input.preview) {
      return answer({ blockers: obstacle ? `${obstacle.message}. ${obstacle.next}` : null });
    }
    if (obstacle) throw obstacle;
    run.notes.set(ASKED, cluster.last_async_operation.id ?? '');
    try {
      const after = await change.send();
      const operation = await started(run, cluster, after, change);
      // What is done at once is shown as it is now; an operation leaves the old values until it ends.
      if (change.operationType === null) cluster = after;
      return await answer({ changed: true, operation });
    } catch (error) {
      // Somebody may have been quicker. What they do, or did, may be just what is wanted here.
      if (!isProblem(error, 'busy', 'refused')) throw error;
      run.notes.delete(ASKED);
      if (isProblem(error, 'refused')) refused = error;
      else if (look > 1) throw busyRefusal(run.input, cluster);
      cluster = await getCluster(run.cloud, cluster.id);
    }
  }
}

/** Most changes of a suspended cluster have to wait until it runs again. */
export function suspendedRefusal(cluster: Cluster): Refusal | null {
  return cluster.suspended === true
    ? refuse(
        `cluster ${nameOf(cluster)} is suspended`,
        'Resume it with “Resume Cluster” first, then run the step again.',
      )
    : null;
}

/** A cluster as the price list knows it, with what would be different; null when too little is known. */
export function pricedAs(cluster: Cluster, over: Partial<PricedCluster> = {}): Priced {
  const productName = over.productName ?? cluster.product_name;
  const storageBytes = over.storageBytes ?? storageBytesPerNode(cluster);
  const nodes = nodesOf(cluster);
  const productUnit = over.productUnit ?? (nodes === null ? null : nodes - 1);
  if (productName === null || storageBytes === null || productUnit === null) return null;
  const productTier = over.productTier ?? cluster.product_tier ?? 'default';
  // API: storage of a suspended cluster is still billed.
  const storageOnly = over.storageOnly ?? cluster.suspended === true;
  return { productName, productTier, productUnit, storageBytes, storageOnly };
}

/** How things stand: so already, becoming so, busy with something else, or free to be changed. */
async function standingOf(run: Run<unknown>, cluster: Cluster, change: ClusterChange) {
  if (!hasRunningOperation(cluster)) return change.isSo ? 'so' : 'free';
  if (change.operationType === null) {
    if (change.isSo) return 'so';
    return change.waits ? 'busy' : 'free';
  }
  const running = cluster.last_async_operation;
  const type = running.type ?? cluster.health.running_operation;
  if (type !== change.operationType) return change.isSo ? 'so' : 'busy';
  const leadsThere = change.leadsThere?.(await targetOf(run, cluster));
  // Where no target is told, an operation that is new since this run asked is its own.
  return (leadsThere ?? isOwnChange(run, cluster, change)) ? 'becoming so' : 'busy';
}

/** The target of the running operation, as the API tells it, or as remembered when we started it. */
async function targetOf(run: Run<unknown>, cluster: Cluster): Promise<Record<string, unknown>> {
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
 * True when this very run asked for the change before and only the reply was lost: the operation is
 * another one than before we asked.
 */
function isOwnChange(run: Run<unknown>, cluster: Cluster, change: ClusterChange): boolean {
  const before = run.notes.get(ASKED);
  if (before === undefined) return false;
  return change.operationType === null || (cluster.last_async_operation.id ?? '') !== before;
}

function busyRefusal(input: ChangeInput, cluster: Cluster): Refusal {
  const running = cluster.health.running_operation ?? cluster.last_async_operation.type;
  const why = `another operation (${running ?? 'unknown'}) runs on cluster ${nameOf(cluster)}`;
  return input.if_busy === 'later'
    ? busy(why, 'Zapier repeats this step by itself until it has ended.')
    : refuse(why, 'Nothing was changed. Run the step again when it has ended.');
}

type StartedOperation = { id: string | null; type: string | null; status: string | null };

/** The operation that the change started: in the reply, or on the cluster a moment later. */
async function started(
  run: Run<unknown>,
  before: Cluster,
  reply: Cluster,
  change: ClusterChange,
): Promise<StartedOperation | null> {
  if (change.operationType === null) return null;
  const isNew = ({ last_async_operation: last }: Cluster) =>
    last.id !== null && last.id !== before.last_async_operation.id;
  const after = isNew(reply) ? reply : await getCluster(run.cloud, before.id).catch(() => reply);
  if (!isNew(after)) return { id: null, type: change.operationType, status: null };
  const { id, type, status } = after.last_async_operation;
  await run.memory.set(`operation_target:${id}`, change.target ?? {}, REMEMBER_SECONDS);
  return { id, type, status };
}

/** The operation that made, or makes, it so: the cluster's last one, if it is of that type. */
function operationOf(cluster: Cluster, change: ClusterChange): StartedOperation | null {
  const { id, type, status } = cluster.last_async_operation;
  return type !== null && type === change.operationType ? { id, type, status } : null;
}

type Outcome = { changed: boolean; blockers: string | null; operation: StartedOperation | null };

async function toAnswer(
  run: Run<ChangeInput>,
  cluster: Cluster,
  names: Names,
  change: ClusterChange,
  { changed = false, blockers = null, operation = null }: Partial<Outcome>,
) {
  const { region, organization_id: organizationId } = names.place(cluster.project_id);
  const prices = { before: change.priceBefore, after: change.priceAfter };
  return {
    changed,
    preview: run.input.preview,
    from_value: change.from,
    to_value: change.to,
    blockers,
    operation_id: operation?.id ?? null,
    operation_type: operation?.type ?? null,
    operation_status: operation?.status ?? null,
    ...(await comparePrices(run, { region, organizationId }, cluster.id, prices)),
    ...toClusterRecord(cluster, names),
  };
}
