import pMap from 'p-map';
import { isProblem } from '../base/problem.ts';
import { type Cluster, hasEnded, pickClusters } from '../clients/cloud/clusters.ts';
import { listOperations, type Operation } from '../clients/cloud/operations.ts';
import { firstOfEach, identity, windowStart } from '../kit/identity.ts';
import { text } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { defineTrigger } from '../kit/trigger.ts';
import { chosenCluster, clusterField } from '../vocabulary/clusters/choose.ts';
import { chosenOrganization, organizationField } from '../vocabulary/organizations.ts';
import { OPERATION_TYPES, operationRecord, toOperationRecord } from './operation-record.ts';

/** Clusters asked at the same time. */
const CONCURRENCY = 12;

/** The longest operation (a restore, a day) may begin this long before the window and end within. */
const LONGEST_OPERATION_DAYS = 2;

export const clusterOperationFinished = defineTrigger({
  kind: 'event',
  key: 'cluster_operation_finished',
  noun: 'Cluster Operation',
  label: 'Cluster Operation Finished',
  description: 'Triggers when an operation on a cluster ends, looking back over the last 7 days.',
  inputFields: [
    { ...clusterField, helpText: 'Leave blank for all clusters.' },
    organizationField,
    {
      key: 'types',
      label: 'Operation Types',
      list: true,
      choices: OPERATION_TYPES,
      helpText: 'Leave blank for all types.',
    },
    {
      key: 'outcome',
      label: 'Outcome',
      choices: { any: 'Succeeded or Failed', succeeded: 'Succeeded', failed: 'Failed' },
      default: 'any',
    },
  ],
  record: {
    id: text('Event ID', '5b1f0c3e-3d33-4c4a-8c9c-000000000004:SUCCEEDED'),
    ...operationRecord,
  },
  perform: async (run) => {
    const clusters = await candidates(run);
    const since = windowStart(run.now());
    const finished = await collect(run, clusters, since);
    return finished
      .filter(({ operation }) => isWanted(operation, run.input))
      .sort((a, b) => endOf(b.operation) - endOf(a.operation))
      .map(({ cluster, operation }) => ({
        id: identity(operation.id, operation.status?.toUpperCase() ?? null),
        ...toOperationRecord(operation, cluster),
      }));
  },
});

type Input = {
  cluster_id: string | undefined;
  organization_id: string | undefined;
  types: string[];
  outcome: 'any' | 'succeeded' | 'failed';
};

/** As much of a cluster as is looked at; of thousands, the rest need not be kept. */
type Candidate = {
  id: string;
  name: string | null;
  /** In milliseconds, see `lastChange`. */
  changedAt: number;
};

async function candidates(run: Run<Input>): Promise<Candidate[]> {
  if (run.input.cluster_id !== undefined) {
    return [toCandidate(await chosenCluster(run, run.input.cluster_id))];
  }
  const organization = await chosenOrganization(run, run.input.organization_id);
  return pickClusters(
    run.cloud,
    { organizationId: organization?.id },
    {
      look: ['id', 'name', 'last_async_operation'],
      pick: toCandidate,
    },
  );
}

type Last = Pick<Cluster, 'id' | 'name' | 'last_async_operation'>;

function toCandidate({ id, name, last_async_operation: last }: Last): Candidate {
  return { id, name, changedAt: lastChange(last) };
}

type Finished = { cluster: Candidate; operation: Operation };

/**
 * Operations that ended since a time. The list of clusters tells when each one's last operation
 * changed, so only clusters with news are asked, those with the newest first, until there are as many
 * operations as one poll may give: older ones have been given before.
 */
async function collect(run: Run<Input>, clusters: Candidate[], since: Date): Promise<Finished[]> {
  const active = clusters
    .filter(({ changedAt }) => changedAt >= since.getTime())
    .sort((a, b) => b.changedAt - a.changedAt);
  const start = windowStart(since, LONGEST_OPERATION_DAYS).toISOString();
  const finished: Finished[] = [];
  for (let next = 0; next < active.length; next += CONCURRENCY) {
    const batch = active.slice(next, next + CONCURRENCY);
    const answers = await pMap(batch, (cluster) => endedOperations(run, cluster, start, since), {
      concurrency: CONCURRENCY,
    });
    finished.push(...answers.flat());
    if (isFull(finished, run, active[next + CONCURRENCY])) break;
  }
  return finished;
}

/** True when as many operations are known as are of use, newer than anything the next can have. */
function isFull(
  finished: Finished[],
  { input, most }: Run<Input>,
  next: Candidate | undefined,
): boolean {
  const ends = finished
    .filter(({ operation }) => isWanted(operation, input))
    .map(({ operation }) => endOf(operation))
    .sort((a, b) => b - a);
  const oldest = ends[most - 1];
  return oldest !== undefined && (next === undefined || oldest >= next.changedAt);
}

async function endedOperations(run: Run<Input>, cluster: Candidate, start: string, since: Date) {
  try {
    const operations = await listOperations(run.cloud, cluster.id, { start });
    // One that is listed twice must not take another's place among the newest.
    return firstOfEach(operations)
      .filter((operation) => hasEnded(operation.status) && endOf(operation) >= since.getTime())
      .map((operation) => ({ cluster, operation }));
  } catch (error) {
    // Deleted since the list was made.
    if (isProblem(error, 'not_found', 'forbidden')) return [];
    throw error;
  }
}

function isWanted(operation: Operation, { types, outcome }: Input): boolean {
  const succeeded = /^succeeded$/i.test(operation.status ?? '');
  return (
    (types.length === 0 || types.includes(operation.type ?? '')) &&
    (outcome === 'any' || succeeded === (outcome === 'succeeded'))
  );
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
function endOf(operation: Operation): number {
  const at = Date.parse(operation.dc.modified ?? operation.dc.created ?? '');
  return Number.isNaN(at) ? Number.MAX_SAFE_INTEGER : at;
}
