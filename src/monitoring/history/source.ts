/** Where a series over time comes from: the recorded history, or CrateDB Cloud's own metrics. */
import type { Cluster } from '../../clients/cloud/clusters.ts';
import { CLOUD_METRICS, type CloudMetric, getMetric } from '../../clients/cloud/metrics.ts';
import type { InputOf } from '../../kit/fields/read.ts';
import type { Run } from '../../kit/run/run.ts';
import { round } from '../../kit/units.ts';
import { chosenCluster, clusterField } from '../../vocabulary/clusters/choose.ts';
import { METRIC_CHOICES, METRICS } from '../metrics.ts';
import { nodesMeant } from './nodes.ts';
import { type History, readHistory } from './read.ts';
import { slotFor, thin, type Window } from './series.ts';
import { recognize } from './shapes.ts';
import { readTable, tableField } from './table.ts';
import { type windowFields, windowOf } from './window.ts';

export const historyFields = [
  {
    ...clusterField,
    key: 'history_cluster_id',
    label: 'Cluster With the Recorded History',
    helpText:
      'The cluster that “Record Cluster Usage” writes to. Leave blank if it is the same cluster.',
  },
  tableField,
] as const;

export const metricField = {
  key: 'metric',
  label: 'Metric',
  choices: METRIC_CHOICES,
  default: 'storage_used_percent',
  helpText: 'Used only with the recorded history or the current usage.',
} as const;

export const cloudMetricField = {
  key: 'cloud_metric',
  label: 'Metric of CrateDB Cloud',
  choices: {
    crate_query_count: 'Query Count',
    crate_query_duration: 'Query Duration',
    crate_availability: 'Availability',
    crate_cpu_seconds: 'CPU Seconds',
    crate_memory_usage: 'Memory Usage',
    crate_disk_usage2: 'Disk Usage',
    crate_cluster_last_user_activity: 'Last User Activity',
    crate_unreplicated_tables: 'Unreplicated Tables',
  } satisfies Record<CloudMetric, string>,
  default: CLOUD_METRICS[0],
  helpText:
    'Used only with the data of CrateDB Cloud’s Own Metrics. Their units are not documented; values are returned unchanged.',
} as const;

export const nodesField = {
  key: 'node_names',
  label: 'Nodes',
  list: true,
  helpText: 'Names such as data-hot-0, or numbers. Leave blank for all nodes.',
} as const;

export type SeriesInput = { source: string; time_zone: string } & InputOf<
  readonly [
    typeof metricField,
    typeof cloudMetricField,
    typeof nodesField,
    ...typeof windowFields,
    ...typeof historyFields,
  ]
>;

export type Series = History & {
  metric: string;
  name: string;
  /** Null where nobody knows it. */
  unit: string | null;
  window: Window;
  /** What was not recognized, as it came; null where all was. */
  raw: unknown;
};

/** A cluster's series in a window, thinned to so many points of each node. */
export async function readSeries(
  run: Run<unknown>,
  cluster: Cluster,
  input: SeriesInput,
  points: number,
): Promise<Series> {
  const window = windowOf(input, run.now());
  if (input.source === 'cloud') return readCloud(run, cluster, input, { window, points });
  const { history_cluster_id: historyId, history_table, metric } = input;
  const target = historyId === undefined ? cluster : await chosenCluster(run, historyId);
  const history = await readHistory(
    run,
    { target, table: readTable(history_table) },
    { clusterId: cluster.id, metric, nodes: input.node_names, window, points },
  );
  return {
    ...history,
    metric,
    name: METRICS[metric].name,
    unit: METRICS[metric].unit,
    window,
    raw: null,
  };
}

async function readCloud(
  run: Run<unknown>,
  cluster: Cluster,
  { cloud_metric: metric, node_names: nodes }: SeriesInput,
  { window, points: most }: { window: Window; points: number },
): Promise<Series> {
  const { from, to } = window;
  const range = { start: from.toISOString(), end: to.toISOString() };
  const answer = await getMetric(run.cloud, cluster.id, metric, range);
  const found = answer === null ? [] : recognize(answer);
  const inWindow = (found ?? []).filter(({ at }) => at >= from.getTime() && at <= to.getTime());
  const meant = nodesMeant([...new Set(inWindow.map(({ node }) => node))], nodes);
  const all = nodes.length === 0 ? inWindow : inWindow.filter(({ node }) => meant.includes(node));
  const values = all.flatMap(({ value }) => value ?? []);
  const slotMs = slotFor(window, most);
  return {
    metric,
    name: cloudMetricField.choices[metric],
    unit: null,
    window,
    raw: found === null ? answer : null,
    points: thin(all, slotMs),
    lowest: values.length > 0 ? values.reduce((a, b) => Math.min(a, b)) : null,
    highest: values.length > 0 ? values.reduce((a, b) => Math.max(a, b)) : null,
    average: values.length > 0 ? round(values.reduce((a, b) => a + b, 0) / values.length, 2) : null,
    slotMs,
    cut: false,
  };
}
