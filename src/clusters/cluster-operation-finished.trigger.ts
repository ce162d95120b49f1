import { concernsAll, isProblem, type ProblemKind } from '../base/problem.ts';
import { hasEnded, pickClusters } from '../clients/cloud/clusters.ts';
import type { InputOf } from '../kit/fields/read.ts';
import { identity, windowStart } from '../kit/identity.ts';
import { text } from '../kit/record/static.ts';
import { eachInTime } from '../kit/run/each-in-time.ts';
import type { Run } from '../kit/run/run.ts';
import { defineTrigger } from '../kit/trigger.ts';
import { chosenCluster, clusterField } from '../vocabulary/clusters/choose.ts';
import { clusterPlaceRecord, toClusterPlace } from '../vocabulary/clusters/place.ts';
import { NO_NAMES, namesFor } from '../vocabulary/names.ts';
import { chosenOrganization, organizationField } from '../vocabulary/organizations.ts';
import {
  type Candidate,
  endOf,
  type Found,
  isWanted,
  LOOK,
  operationsSince,
  toCandidate,
} from './ended-operations.ts';
import { operationRecord, operationTypesField, toOperationRecord } from './operation-record.ts';

/** Clusters asked at the same time. */
const CONCURRENCY = 12;

/** Time kept for those that are asked last. */
const LAST_START_MS = 4_000;

const inputFields = [
  { ...clusterField, helpText: 'Leave blank for all clusters.' },
  organizationField,
  operationTypesField,
  {
    key: 'outcome',
    label: 'Outcome',
    choices: { any: 'Succeeded or Failed', succeeded: 'Succeeded', failed: 'Failed' },
    default: 'any',
    helpText: 'Choose Failed for a Zap that opens tickets or calls for help.',
  },
] as const;

type Input = InputOf<typeof inputFields>;

export const clusterOperationFinished = defineTrigger({
  kind: 'event',
  key: 'cluster_operation_finished',
  noun: 'Cluster Operation',
  label: 'Cluster Operation Finished',
  description: 'Triggers when an operation on a cluster ends, looking back over the last 7 days.',
  inputFields,
  record: {
    id: text('Event ID', '5b1f0c3e-3d33-4c4a-8c9c-000000000004:SUCCEEDED'),
    ...operationRecord,
    ...clusterPlaceRecord,
  },
  perform: async (run) => {
    const clusters = await candidates(run);
    const since = windowStart(run.now());
    const finished = await collect(run, clusters, since);
    const told = finished
      .filter(({ operation }) => isWanted(operation, run.input))
      .sort((a, b) => endOf(b.operation) - endOf(a.operation));
    const clustersTold = told.slice(0, run.most).map(({ cluster }) => cluster);
    const names = run.isSeeding ? NO_NAMES : await namesFor(run, clustersTold);
    return told.map(({ cluster, operation }) => ({
      id: identity(operation.id, operation.status?.toUpperCase() ?? null),
      ...toOperationRecord(operation, cluster),
      ...toClusterPlace(names, cluster),
    }));
  },
});

async function candidates(run: Run<Input>): Promise<Candidate[]> {
  if (run.input.cluster_id !== undefined) {
    return [toCandidate(await chosenCluster(run, run.input.cluster_id))];
  }
  const organization = await chosenOrganization(run, run.input.organization_id);
  return pickClusters(
    run.cloud,
    { organizationId: organization?.id },
    { look: LOOK, pick: toCandidate },
  );
}

/**
 * Operations that ended since a time. The list of clusters tells when each one's last operation
 * changed, so only clusters with news are asked, those with the newest first, until there are as many
 * operations as one poll may give: older ones have been given before. One that cannot be asked hides no
 * other: what it has to tell is told within the window, once it can be asked again.
 */
async function collect(run: Run<Input>, clusters: Candidate[], since: Date): Promise<Found[]> {
  const active = clusters
    .filter(({ changedAt }) => changedAt >= since.getTime())
    .sort((a, b) => b.changedAt - a.changedAt);
  const finished: Found[] = [];
  const failed: unknown[] = [];
  let answered = 0;
  for (let next = 0; next < active.length; next += CONCURRENCY) {
    const batch = active.slice(next, next + CONCURRENCY);
    try {
      const asked = await eachInTime(
        run,
        batch,
        async (cluster) => endedOf(await operationsSince(run, cluster, since)),
        {
          nameOf: ({ name, id }) => `cluster ${name ?? id}`,
          isChosen: run.input.cluster_id !== undefined,
          concurrency: CONCURRENCY,
          lastStartMs: LAST_START_MS,
        },
      );
      answered += asked.answers.length;
      finished.push(...asked.answers.flatMap(({ result }) => result));
    } catch (error) {
      // None of this part has answered; those of another may have.
      if (run.isSeeding || concernsAll(error) || !isProblem(error, ...BORNE)) throw error;
      failed.push(error);
    }
    if (isFull(finished, run, active[next + CONCURRENCY])) break;
  }
  if (failed.length > 0 && answered === 0) throw failed[0];
  return finished;
}

/** What one cluster may fail with beside others that answer. */
const BORNE: readonly ProblemKind[] = [
  'forbidden',
  'not_found',
  'unavailable',
  'no_answer',
  'failed',
  'intercepted',
];

function endedOf(found: Found[]): Found[] {
  return found.filter(({ operation }) => hasEnded(operation.status));
}

/** True when as many operations are known as are of use, newer than anything the next can have. */
function isFull(
  finished: Found[],
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
