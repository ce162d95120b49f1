/** Suspending and resuming many clusters: which ones, one after another, and what became of each. */
import { isProblem } from '../base/problem.ts';
import { suspendCluster } from '../clients/cloud/cluster-changes.ts';
import { type Cluster, getCluster, listClusters } from '../clients/cloud/clusters.ts';
import { closest, noSuch } from '../kit/choose.ts';
import { refuse } from '../kit/errors.ts';
import type { InputOf } from '../kit/fields/read.ts';
import { note } from '../kit/run/notes.ts';
import { inPool } from '../kit/run/pool.ts';
import type { Run } from '../kit/run/run.ts';
import { counted, folded, isSameText } from '../kit/text.ts';
import { clusterFilter } from '../vocabulary/clusters/choose.ts';
import { operationUnderway } from '../vocabulary/clusters/operation-limits.ts';
import { consoleUrl } from '../vocabulary/console.ts';
import { readNames } from '../vocabulary/names.ts';
import type { manyFields } from './many-suspensions.ts';
import { suspendRefusal } from './suspension.ts';

/** Changes at the same time: enough for some fifty clusters within a step, and no flood. */
const CONCURRENCY = 6;

/** Time kept for the change that is begun last. */
const LAST_START_MS = 7_000;

/** In the list of what was done, when nothing was: mapped into the other step, it does nothing. */
const NONE = 'none';

/** By cluster: the id of its operation before this run asked for one; blank when there was none. */
const ASKED = note<string>('operation before');

type Input = InputOf<ReturnType<typeof manyFields>>;

type Outcome = 'Done' | 'Would Be Done' | 'Skipped' | 'Not Reached';
type Line = {
  cluster: Cluster;
  outcome: Outcome;
  reason: string | null;
  operationId: string | null;
};

export async function suspendMany(run: Run<Input>, suspend: boolean) {
  const chosen = await chosenClusters(run);
  const names = await readNames(run, { regions: false });
  let halted: string | null = null;
  const failures: unknown[] = [];
  const lines = await inPool(
    chosen,
    async (cluster): Promise<Line> => {
      const line = (
        outcome: Outcome,
        reason: string | null,
        operationId: string | null = null,
      ) => ({
        cluster,
        outcome,
        reason,
        operationId,
      });
      const why = reasonToSkip(run, cluster, suspend);
      if (why === 'ours') return line('Done', null, cluster.last_async_operation.id);
      if (why !== null) return line('Skipped', why);
      if (run.input.preview) return line('Would Be Done', null);
      if (halted !== null) return line('Not Reached', halted);
      if (run.deadline.remainingMs() < LAST_START_MS) {
        return line('Not Reached', 'There was no time left. Run the step again for the rest.');
      }
      try {
        return line('Done', null, await suspendOne(run, cluster, suspend));
      } catch (error) {
        if (!isProblem(error) || error.kind === 'unauthorized') throw error;
        failures.push(error);
        const reason = `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.`;
        if (error.kind === 'throttled') halted = reason;
        return line('Not Reached', reason);
      }
    },
    // Who needs no change is told without one, so the work itself looks at the time.
    { deadline: run.deadline, most: CONCURRENCY, lastStartMs: 0 },
  );
  const told = lines.flatMap((line) => line ?? []);
  // Where nothing was done, there is nothing to tell but the failure.
  if (failures.length > 0 && !told.some(({ outcome }) => outcome === 'Done')) throw failures[0];
  return toRecord(run, told, suspend, (cluster) => names.place(cluster.project_id).project_name);
}

/** Those that the fields name, but for those to be left out. */
async function chosenClusters(run: Run<Input>): Promise<Cluster[]> {
  const { project_id, plan, name_contains, cluster_ids: wanted, leave_out } = run.input;
  if (wanted.length === 1 && isSameText(wanted[0], NONE)) return [];
  if (
    project_id === undefined &&
    plan === undefined &&
    name_contains === undefined &&
    wanted.length === 0
  ) {
    throw refuse(
      'no clusters are chosen',
      'Fill in “Project”, “Plan”, “Name Contains” or “Clusters”.',
    );
  }
  const all = await listClusters(run.cloud, await clusterFilter(run, run.input));
  const kept = new Set(leave_out.flatMap((value) => theOnes(all, value)).map(({ id }) => id));
  const named = wanted.length === 0 ? all : wanted.flatMap((value) => theOnes(all, value));
  const chosen = named.filter(
    (cluster) =>
      !kept.has(cluster.id) &&
      (plan === undefined || isSameText(cluster.product_name, plan)) &&
      folded(cluster.name ?? '').includes(folded(name_contains ?? '')),
  );
  return chosen.filter(({ id }, index) => chosen.findIndex((one) => one.id === id) === index);
}

/** What a list names must be there, or a slip would leave a cluster running, or asleep. */
function theOnes(clusters: readonly Cluster[], value: string): Cluster[] {
  const found = closest(
    clusters,
    value,
    ({ id }) => id,
    ({ name }) => name,
  );
  if (found.length > 0) return found;
  throw noSuch(
    'cluster',
    value,
    clusters.map(({ id, name }) => name ?? id),
  );
}

/** Why nothing is to be done about a cluster; `ours` when this very run has asked for it before. */
function reasonToSkip(run: Run<Input>, cluster: Cluster, suspend: boolean): string | null {
  const underway = operationUnderway(cluster, run.now());
  const before = run.notes.get(ASKED, cluster.id);
  const isOurs = before !== undefined && before !== (cluster.last_async_operation.id ?? '');
  const isSo = (cluster.suspended === true) === suspend;
  if (isOurs && (isSo || underway?.type === 'SUSPEND')) return 'ours';
  if (underway?.type === 'SUSPEND') {
    return isSo ? 'It is being changed the other way right now.' : 'It is on its way already.';
  }
  if (isSo) return suspend ? 'It is suspended already.' : 'It is running already.';
  if (underway) return `Another operation (${underway.type}) runs on it.`;
  const refusal = suspend ? suspendRefusal(cluster) : null;
  return refusal && `${refusal.message.charAt(0).toUpperCase()}${refusal.message.slice(1)}.`;
}

/** Asks once; after a lost reply, what is there by now decides. The operation's id, if it is known. */
async function suspendOne(
  run: Run<Input>,
  cluster: Cluster,
  suspend: boolean,
): Promise<string | null> {
  const before = cluster.last_async_operation.id;
  run.notes.set(ASKED, before ?? '', cluster.id);
  const isNew = ({ last_async_operation: last }: Cluster) =>
    last.id !== null && last.id !== before && last.type === 'SUSPEND';
  try {
    const after = await suspendCluster(run.cloud, cluster.id, suspend);
    return isNew(after) ? after.last_async_operation.id : null;
  } catch (error) {
    if (!isProblem(error) || !error.maybeDone) throw error;
    const now = await getCluster(run.cloud, cluster.id);
    if (isNew(now)) return now.last_async_operation.id;
    throw error;
  }
}

/** Ids, to be mapped into the list of clusters of either step. */
function listOf(lines: readonly Line[]): string {
  return lines.length > 0 ? lines.map(({ cluster }) => cluster.id).join(', ') : NONE;
}

function toRecord(
  run: Run<Input>,
  told: readonly Line[],
  suspend: boolean,
  projectOf: (cluster: Cluster) => string | null,
) {
  const count = (...outcomes: Outcome[]) =>
    told.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const [done, skipped, late] = [
    count('Done', 'Would Be Done'),
    count('Skipped'),
    count('Not Reached'),
  ];
  const ids = told.filter(({ outcome }) => outcome === 'Done').map(({ cluster }) => cluster.id);
  const verb = suspend ? 'uspending' : 'esuming';
  const clusters = counted(done, 'cluster');
  const start = run.input.preview
    ? `Preview, nothing is changed: ${suspend ? 's' : 'r'}`
    : suspend
      ? 'S'
      : 'R';
  return {
    summary: `${start}${verb} ${clusters}; ${skipped} skipped, ${late} not reached.`,
    preview: run.input.preview,
    changed: ids.length > 0,
    all_reached: late === 0,
    done_count: done,
    skipped_count: skipped,
    not_reached_count: late,
    target_cluster_ids: listOf(told.filter(({ outcome }) => outcome !== 'Skipped')),
    console_url: consoleUrl('cluster'),
    done_cluster_ids: listOf(told.filter(({ outcome }) => outcome === 'Done')),
    clusters: told.map(({ cluster, outcome, reason, operationId }) => ({
      cluster_id: cluster.id,
      cluster_name: cluster.name,
      project_name: projectOf(cluster),
      outcome,
      reason,
      operation_id: operationId,
    })),
  };
}
