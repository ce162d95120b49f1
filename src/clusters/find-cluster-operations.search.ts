import { hasEnded, pickClusters } from '../clients/cloud/clusters.ts';
import type { InputOf } from '../kit/fields/read.ts';
import { windowStart } from '../kit/identity.ts';
import { many, manyRecord } from '../kit/record/many.ts';
import { flag, integer, text } from '../kit/record/static.ts';
import { eachInTime } from '../kit/run/each-in-time.ts';
import type { Run } from '../kit/run/run.ts';
import { defineSearch } from '../kit/search.ts';
import { counted } from '../kit/text.ts';
import {
  chosenCluster,
  clusterField,
  clusterFilter,
  projectField,
} from '../vocabulary/clusters/choose.ts';
import { readNames } from '../vocabulary/names.ts';
import { organizationField } from '../vocabulary/organizations.ts';
import { summaryField } from '../vocabulary/summary.ts';
import {
  type Candidate,
  endOf,
  isWanted,
  LOOK,
  operationsSince,
  toCandidate,
} from './ended-operations.ts';
import { operationRecord, operationTypesField, toOperationRecord } from './operation-record.ts';

const LAST_START_MS = 5_000;

const inputFields = [
  {
    ...clusterField,
    helpText: 'Choose a cluster, or enter its exact name or ID. Leave blank for all clusters.',
  },
  organizationField,
  projectField,
  operationTypesField,
  {
    key: 'outcome',
    label: 'Outcome',
    choices: { any: 'Any', succeeded: 'Succeeded', failed: 'Failed', running: 'Still Running' },
    default: 'any',
    helpText: 'Any: operations that succeeded, failed or are still running.',
  },
  {
    key: 'days_back',
    label: 'Days Back',
    type: 'integer',
    unit: 'days',
    default: '7',
    min: 1,
    max: 90,
    helpText: 'Operations that ended within this many days, and all that are still running.',
  },
] as const;

type Input = InputOf<typeof inputFields>;

export const findClusterOperations = defineSearch({
  key: 'find_cluster_operations',
  noun: 'Cluster Operation',
  label: 'Find Many Cluster Operations',
  description: 'Finds operations on one cluster or all, newest first, as line items.',
  inputFields,
  record: {
    summary: summaryField('1 operation in 7 days: 1 succeeded, 0 failed, 0 still running.'),
    succeeded_count: integer('Succeeded', 1),
    failed_count: integer('Failed', 0),
    running_count: integer('Still Running', 0),
    clusters_not_read: text('Clusters That Could Not Be Read', ''),
    ...manyRecord('Operations', {
      ...operationRecord,
      ended: flag('Has Ended', true),
      project_name: text('Project Name', 'weather'),
    }),
  },
  perform: async (run) => {
    const clusters = await candidates(run);
    const from = windowStart(run.now(), run.input.days_back);
    const active = clusters.filter(({ changedAt }) => changedAt >= from.getTime());
    const [asked, names] = await Promise.all([
      eachInTime(run, active, (cluster) => operationsSince(run, cluster, from), {
        nameOf: ({ name, id }) => `cluster ${name ?? id}`,
        isChosen: run.input.cluster_id !== undefined,
        lastStartMs: LAST_START_MS,
      }),
      readNames(run, { regions: false }),
    ]);
    const found = asked.answers
      .flatMap(({ result }) => result)
      .filter(({ operation }) => isWanted(operation, run.input))
      .sort((a, b) => endOf(b.operation) - endOf(a.operation));
    const lines = found.map(({ cluster, operation }) => {
      const record = toOperationRecord(operation, cluster);
      const ended = hasEnded(operation.status);
      return {
        ...record,
        succeeded: ended ? record.succeeded : null,
        ended_at: ended ? record.ended_at : null,
        ended,
        project_name: names.place(cluster.project_id).project_name,
      };
    });
    const silent = [...asked.failed.map(({ thing }) => thing), ...asked.late];
    const counts = {
      succeeded_count: lines.filter(({ succeeded }) => succeeded === true).length,
      failed_count: lines.filter(({ succeeded }) => succeeded === false).length,
      running_count: lines.filter(({ ended }) => !ended).length,
    };
    return many(lines).map((result) => ({
      summary: summaryOf(result.count, run.input.days_back, counts),
      ...counts,
      clusters_not_read:
        silent.length > 0 ? silent.map(({ id, name }) => name ?? id).join(', ') : null,
      ...result,
    }));
  },
});

async function candidates(run: Run<Input>): Promise<Candidate[]> {
  if (run.input.cluster_id !== undefined) {
    return [toCandidate(await chosenCluster(run, run.input.cluster_id))];
  }
  const filter = await clusterFilter(run, run.input);
  return pickClusters(run.cloud, filter, { look: LOOK, pick: toCandidate });
}

function summaryOf(
  count: number,
  days: number,
  counts: { succeeded_count: number; failed_count: number; running_count: number },
): string {
  const { succeeded_count, failed_count, running_count } = counts;
  return `${counted(count, 'operation')} in ${counted(days, 'day')}: ${succeeded_count} succeeded, ${failed_count} failed, ${running_count} still running.`;
}
