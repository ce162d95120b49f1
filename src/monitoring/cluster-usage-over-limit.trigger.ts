import type { Cluster } from '../clients/cloud/clusters.ts';
import { refuse } from '../kit/errors.ts';
import type { InputOf } from '../kit/fields/read.ts';
import { identity, PERIOD_SECONDS, periodOf } from '../kit/identity.ts';
import { number, text, time } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { defineTrigger } from '../kit/trigger.ts';
import {
  alertKey,
  repeatField,
  severityField,
  watchFields,
  worstLevel,
} from '../vocabulary/alerts.ts';
import type { Measured } from '../vocabulary/clusters/measure.ts';
import { clusterHead } from '../vocabulary/clusters/record.ts';
import { adminUiUrl, adminUiUrlField, consoleUrl, consoleUrlOf } from '../vocabulary/console.ts';
import { placeRecord } from '../vocabulary/names.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { type Context, makeAlerts } from './alerting.ts';
import { levelGiven, levelOf, levelsOf, severityOf } from './levels.ts';
import { METRIC_CHOICES, METRICS, type Metric, withUnit } from './metrics.ts';
import { failedRemedyRecord, toFailedRemedyRecord } from './remedies.ts';
import { sampleNodes, toUsageRecord, usageRecord } from './usage-record.ts';
import { measuredOnly } from './watched-usage.ts';

const SIDES = { above: 'At the Limit or Above', below: 'At the Limit or Below' } as const;

const inputFields = [
  {
    key: 'limits',
    label: 'Limits',
    type: 'number',
    unit: ['%', 'shards'],
    list: true,
    required: true,
    min: 0,
    placeholder: '80',
    helpText:
      'One or more, such as 80 and 95 (percent), 1.5 (load per core), or 800 (shards). Passing the next one triggers at once, and so does a scaling that fails.',
  },
  {
    key: 'metric',
    label: 'Metric',
    choices: METRIC_CHOICES,
    default: 'cpu_percent',
    helpText:
      'The node with the highest value counts. For shards, only tables that this key’s user can see are counted.',
  },
  {
    key: 'side',
    label: 'Trigger When It Is',
    choices: SIDES,
    default: 'above',
    helpText: 'With “At the Limit or Below”, this does not trigger while a node does not answer.',
  },
  ...watchFields,
  repeatField,
] as const;

type Input = InputOf<typeof inputFields>;

export const clusterUsageOverLimit = defineTrigger({
  kind: 'alert',
  key: 'cluster_usage_over_limit',
  noun: 'Usage Alert',
  label: 'Cluster Usage Over Limit',
  description:
    'Triggers when CPU, memory, load, shards or storage of a cluster pass a limit, and as it gets worse.',
  inputFields,
  record: {
    id: text(
      'Alert ID',
      'e1e38d92-0000-48f1-8a70-000000000003:cpu_percent:above:80:90:none:2026-03-02',
    ),
    alert_key: {
      ...alertKey,
      example: 'cluster_usage_over_limit:e1e38d92-0000-48f1-8a70-000000000003:cpu_percent:above',
    },
    summary: summaryField('CPU of weather-prod is 93 % on data-hot-0 (limit 90 %).'),
    severity: severityField('error'),
    ...clusterHead,
    ...placeRecord,
    metric: text('Metric', 'cpu_percent'),
    metric_name: text('Metric (Name)', 'CPU'),
    value: number('Value (Highest Node)', 93),
    unit: text('Unit', '%'),
    side: text('Above or Below', 'above'),
    limit_value: number('Limit Passed', 90),
    highest_node: text('Node With the Highest Value', 'data-hot-0'),
    ...usageRecord,
    ...failedRemedyRecord,
    admin_ui_url: adminUiUrlField,
    console_url: consoleUrlOf('cluster'),
    measured_at: time('Measured At', '2026-03-02T09:00:00.000Z'),
  },
  sample: { cpu_percent: 93, node_usages: sampleNodes({ cpu_percent: 93 }) },
  perform: async (run) => {
    const { metric, side, limits } = run.input;
    needReachable(run.input);
    const measured = await measuredOnly(run, run.input, { withShards: metric === 'shards' });
    const levels = levelsOf(metric, side, limits);
    const over = measured.flatMap((each) => {
      const highest = highestOf(each, metric);
      if (highest === null) return [];
      const level = levelOf(highest.value, levels, side);
      // Below a limit is only what is so on every node, and of a silent one nobody knows.
      const isKnown = side === 'above' || isWhole(each, metric);
      if (!(level >= 0 && isKnown) && !run.isSample) return [];
      return { cluster: each.cluster, measured: each, highest, level: Math.max(0, level) };
    });
    const alerts = await makeAlerts(run, over, async (each, context) => [
      await toAlert(run, each, levels, context),
    ]);
    const sign = side === 'above' ? -1 : 1;
    return alerts.sort((a, b) => sign * (a.value - b.value));
  },
});

/** An alert that can never come must not look like one that has nothing to tell. */
function needReachable({ metric, side, limits }: Input): void {
  const beyond = limits.find((limit) => limit > 100);
  if (METRICS[metric].unit !== '%' || side === 'below' || beyond === undefined) return;
  throw refuse(
    `${METRICS[metric].name} is a percentage and never reaches ${beyond}`,
    'Correct “Limits”, or choose another metric.',
  );
}

type Highest = { node: string; value: number };
type Over = { cluster: Cluster; measured: Measured; highest: Highest; level: number };

/** The node with the highest value; null when none told one. */
function highestOf({ usage }: Measured, metric: Metric): Highest | null {
  const values = usage.flatMap((node): Highest[] => {
    const value = METRICS[metric].of(node);
    return value === null ? [] : [{ node: node.name, value }];
  });
  return values.reduce<Highest | null>(
    (highest, each) => (highest && highest.value >= each.value ? highest : each),
    null,
  );
}

/** True when every node told its value. */
const isWhole = (measured: Measured, metric: Metric) =>
  measured.missing === 0 && measured.usage.every((node) => METRICS[metric].of(node) !== null);

async function toAlert(run: Run<Input>, over: Over, levels: number[], context: Context) {
  const { metric, side, repeat, limits } = run.input;
  const { cluster, measured, highest } = over;
  const { at, names, failed } = context;
  const period = periodOf(at, repeat);
  const seen = identity('usage', cluster.id, metric, side, levels.join('_'), period);
  const level = await worstLevel(run, seen, over.level, PERIOD_SECONDS[repeat]);
  const limit = levels[level] ?? 0;
  const limitNow = levels[over.level] ?? 0;
  const given = levelGiven(limits, limitNow, side);
  const beyond = given === limitNow ? '' : `, and over ${withUnit(metric, limitNow)}`;
  return {
    id: identity(cluster.id, metric, side, levels[0] ?? 0, limit, failed?.id ?? null, period),
    alert_key: identity('cluster_usage_over_limit', cluster.id, metric, side),
    summary: `${METRICS[metric].name} of ${cluster.name ?? cluster.id} is ${withUnit(metric, highest.value)} on ${highest.node} (limit ${withUnit(metric, given)}${side === 'above' ? beyond : beyond.replace('over', 'under')}).`,
    severity: severityOf(level, side),
    cluster_id: cluster.id,
    cluster_name: cluster.name,
    ...names.place(cluster.project_id),
    metric,
    metric_name: METRICS[metric].name,
    value: highest.value,
    unit: METRICS[metric].unit,
    side,
    limit_value: limitNow,
    highest_node: highest.node,
    ...toUsageRecord(measured),
    ...toFailedRemedyRecord(failed),
    admin_ui_url: adminUiUrl(cluster.url),
    console_url: consoleUrl('cluster'),
    measured_at: at.toISOString(),
  };
}
