import { concernsAll, isProblem } from '../base/problem.ts';
import { MINUTE_MS } from '../base/time.ts';
import { type Cluster, isRunning } from '../clients/cloud/clusters.ts';
import { listOperations, type Operation } from '../clients/cloud/operations.ts';
import { identity, MOST_ITEMS, periodOf } from '../kit/identity.ts';
import { lookUp } from '../kit/look-up.ts';
import { integer, text, time } from '../kit/record/static.ts';
import { eachInTime } from '../kit/run/each-in-time.ts';
import type { Run } from '../kit/run/run.ts';
import { inTurn } from '../kit/run/turn.ts';
import { defineTrigger } from '../kit/trigger.ts';
import {
  alertKey,
  repeatField,
  type Severity,
  severityField,
  watchedClusters,
  watchFields,
} from '../vocabulary/alerts.ts';
import { lastMinutes, longMinutes } from '../vocabulary/clusters/operation-limits.ts';
import { clusterPlaceRecord, toClusterPlace } from '../vocabulary/clusters/place.ts';
import { clusterHead, nameOf, nodesOf } from '../vocabulary/clusters/record.ts';
import { namesFor } from '../vocabulary/names.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { OPERATION_TYPES, operationTypesField, toOperationRecord } from './operation-record.ts';

const CONCURRENCY = 12;

/** Time kept for the last look at an operation's message. */
const LAST_LOOK_MS = 6_000;

export const clusterOperationRunningLong = defineTrigger({
  kind: 'alert',
  key: 'cluster_operation_running_long',
  noun: 'Operation Alert',
  label: 'Cluster Operation Running Long',
  description:
    'Triggers when an operation on a cluster takes too long; once per operation and day or hour.',
  inputFields: [
    ...watchFields,
    {
      key: 'limit_minutes',
      label: 'Longer Than (Minutes)',
      type: 'integer',
      unit: 'minutes',
      min: 1,
      helpText:
        'Leave blank for a limit by type and number of nodes: for example an hour for a storage expansion, 35 minutes for an upgrade of 5 nodes, a day for a restore.',
    },
    operationTypesField,
    repeatField,
  ],
  record: {
    id: text('Alert ID', '5b1f0c3e-3d33-4c4a-8c9c-000000000004:2026-03-02'),
    alert_key: {
      ...alertKey,
      example: 'cluster_operation_running_long:5b1f0c3e-3d33-4c4a-8c9c-000000000004',
    },
    summary: summaryField('Scale on weather-prod has been running for 75 minutes, more than 60.'),
    severity: severityField('warning'),
    ...clusterHead,
    operation_id: text('Operation ID', '5b1f0c3e-3d33-4c4a-8c9c-000000000004'),
    operation_type: text('Operation Type', 'SCALE'),
    operation_name: text('Operation', 'Scale'),
    operation_status: text('Operation Status', 'IN_PROGRESS'),
    message: text(
      'Message',
      'Scaling up from 3 to 4 nodes. Waiting for new node(s) to be present.',
    ),
    from_value: text('From', '3 nodes'),
    to_value: text('To', '4 nodes'),
    started_at: time('Started At', '2026-03-02T07:44:22.960Z'),
    running_minutes: integer('Running for (Minutes)', 75),
    limit_minutes: integer('Limit (Minutes)', 60),
    ...clusterPlaceRecord,
    noticed_at: time('Noticed At', '2026-03-02T09:00:00.000Z'),
  },
  perform: async (run) => {
    const { clusters } = await watchedClusters(run, run.input, {
      look: ['id', 'last_async_operation'],
      pick: ({ last_async_operation: { status } }, whole) =>
        run.isSample || isRunning(status) ? whole() : undefined,
    });
    const at = run.now();
    const long = clusters
      .map((cluster) => ({ cluster, ...measure(cluster, run.input.limit_minutes, at) }))
      .filter(({ cluster, minutes, limit }) => {
        const { type, status } = cluster.last_async_operation;
        if (run.isSample) return minutes !== null;
        const isWanted =
          run.input.operation_types.length === 0 ||
          run.input.operation_types.some((one) => one === type);
        return isWanted && isRunning(status) && minutes !== null && minutes > limit;
      })
      .sort((a, b) => (b.minutes ?? 0) - b.limit - ((a.minutes ?? 0) - a.limit));
    // Those beyond the limit have their turn later, also when the first ones never end.
    const first = long.length > MOST_ITEMS ? inTurn(long, at) : long;
    const told = first.slice(0, MOST_ITEMS);
    const names = await namesFor(
      run,
      told.map(({ cluster }) => cluster),
    );
    const { answers } = await eachInTime(
      run,
      told,
      async ({ cluster, minutes, limit }) => {
        const { id, type, status, dc } = cluster.last_async_operation;
        const operation = await operationOf(run, cluster);
        const words = operation && toOperationRecord(operation, cluster);
        return {
          id: identity(id ?? cluster.id, periodOf(at, run.input.repeat)),
          alert_key: identity('cluster_operation_running_long', id ?? cluster.id),
          summary: `${operationName(type)} on ${cluster.name ?? cluster.id} has been running for ${Math.floor(minutes ?? 0)} minutes, more than ${limit}.`,
          // One that is past its own end does not end by itself any more.
          severity: severityOf(type, minutes),
          cluster_id: cluster.id,
          cluster_name: cluster.name,
          operation_id: id,
          operation_type: type,
          operation_name: operationName(type),
          operation_status: operation?.status ?? status,
          message: words?.message ?? null,
          from_value: words?.from_value ?? null,
          to_value: words?.to_value ?? null,
          started_at: dc.created,
          running_minutes: minutes === null ? null : Math.floor(minutes),
          limit_minutes: limit,
          ...toClusterPlace(names, cluster),
          noticed_at: at.toISOString(),
        };
      },
      { nameOf: ({ cluster }) => nameOf(cluster), concurrency: CONCURRENCY, lastStartMs: 0 },
    );
    return answers.map(({ result }) => result);
  },
});

/** For how long the cluster's last operation runs (or ran), in minutes, and how long it may. */
function measure(cluster: Cluster, chosen: number | undefined, at: Date) {
  const { type, status, dc } = cluster.last_async_operation;
  const start = Date.parse(dc.created ?? '');
  const end = isRunning(status) ? at.getTime() : Date.parse(dc.modified ?? '');
  const minutes = Number.isNaN(end - start) ? null : (end - start) / MINUTE_MS;
  return { minutes, limit: chosen ?? longMinutes(type, nodesOf(cluster)) };
}

function severityOf(type: string | null, minutes: number | null): Severity {
  return (minutes ?? 0) > lastMinutes(type) ? 'error' : 'warning';
}

function operationName(type: string | null): string {
  return lookUp(OPERATION_TYPES, type) ?? type ?? 'An operation';
}

/** What the server says of it. An alert is told without it rather than too late. */
async function operationOf(run: Run<unknown>, cluster: Cluster): Promise<Operation | null> {
  const { id } = cluster.last_async_operation;
  if (id === null || run.deadline.remainingMs() < LAST_LOOK_MS) return null;
  try {
    const operations = await listOperations(run.cloud, cluster.id, { limit: 5 });
    return operations.find((operation) => operation.id === id) ?? null;
  } catch (error) {
    if (concernsAll(error) || !isProblem(error)) throw error;
    return null;
  }
}
