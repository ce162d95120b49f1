import { MINUTE_MS } from '../base/time.ts';
import { refuse } from '../kit/errors.ts';
import { grouped } from '../kit/fields/groups.ts';
import { flag, integer, lines, number, text, time } from '../kit/record/static.ts';
import { defineSearch } from '../kit/search.ts';
import { chosenCluster, oneClusterField } from '../vocabulary/clusters/choose.ts';
import { clusterHead } from '../vocabulary/clusters/record.ts';
import { consoleUrl, consoleUrlOf } from '../vocabulary/console.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { zoneField } from './drawing.ts';
import { factsOf } from './history/series.ts';
import {
  cloudMetricField,
  historyFields,
  metricField,
  nodesField,
  readSeries,
  type Series,
} from './history/source.ts';
import { windowFields } from './history/window.ts';

/** As much of an answer that was not recognized as a message can hold. */
const MOST_RAW = 20_000;

/** More line items are too much for a step's result. */
const MOST_LINES = 5_000;

export const findClusterMetrics = defineSearch({
  key: 'find_cluster_metrics',
  noun: 'Cluster Metric',
  label: 'Find Cluster Metrics',
  description:
    'Finds the values of a cluster metric over time, with lowest, highest, average and trend.',
  inputFields: [
    { ...oneClusterField, required: true },
    {
      key: 'source',
      label: 'Source',
      choices: { recorded: 'Recorded History', cloud: 'CrateDB Cloud’s Own Metrics' },
      default: 'recorded',
      helpText: 'Recorded History: the rows that “Record Cluster Usage” has written.',
    },
    ...grouped('metric', metricField, cloudMetricField, nodesField),
    ...grouped('time', ...windowFields, zoneField),
    {
      key: 'points',
      label: 'Maximum Points per Node',
      group: 'time',
      type: 'integer',
      min: 2,
      max: 1000,
      default: '200',
      helpText:
        '2 to 1,000. If there are more values, each point is the highest value of its time slot.',
    },
    ...grouped('where', ...historyFields),
  ],
  record: {
    id: text('ID', 'e1e38d92-0000-48f1-8a70-000000000003:storage_used_percent'),
    summary: summaryField(
      'Storage Used of weather-prod went from 74.1 to 82.4 %, between 73.9 and 82.4.',
    ),
    ...clusterHead,
    source: text('Source', 'recorded'),
    recognized: flag('Recognized', true),
    metric: text('Metric', 'storage_used_percent'),
    metric_name: text('Metric (Name)', 'Storage Used'),
    unit: text('Unit', '%'),
    from_time: time('From', '2026-03-01T09:00:00.000Z'),
    to_time: time('To', '2026-03-02T09:00:00.000Z'),
    first: number('First Value (Highest Node)', 74.1),
    last: number('Last Value (Highest Node)', 82.4),
    last_at: time('Time of the Last Value', '2026-03-02T08:45:00.000Z'),
    lowest: number('Lowest Value', 73.9),
    highest: number('Highest Value', 82.4),
    average: number('Average', 76.8),
    trend_per_day: number('Trend per Day', 8.3),
    count: integer('Number of Points', 3),
    slot_minutes: integer('Minutes per Point', 15),
    cut: flag('Cut (More Were Found)', false),
    points: lines(
      'Points',
      {
        at: time('Time', '2026-03-02T08:45:00.000Z'),
        node: text('Node', 'data-hot-0'),
        value: number('Value', 82.4),
      },
      [
        { at: '2026-03-01T09:00:00.000Z', value: 74.1 },
        { at: '2026-03-01T20:45:00.000Z', value: 73.9 },
        {},
      ],
    ),
    raw: text('Answer That Was Not Recognized', ''),
    console_url: consoleUrlOf('cluster'),
  },
  perform: async (run) => {
    const { input } = run;
    const cluster = await chosenCluster(run, input.cluster_id);
    const series = await readSeries(run, cluster, input, input.points);
    const { points, raw, window } = series;
    if (raw === null && points.every(({ value }) => value === null)) return [];
    const facts = factsOf(points);
    const shown = points.slice(-MOST_LINES);
    return [
      {
        id: `${cluster.id}:${series.metric}`,
        summary: summaryOf(cluster.name ?? cluster.id, series, facts),
        cluster_id: cluster.id,
        cluster_name: cluster.name,
        source: input.source,
        recognized: raw === null,
        metric: series.metric,
        metric_name: series.name,
        unit: series.unit,
        from_time: window.from.toISOString(),
        to_time: window.to.toISOString(),
        ...facts,
        lowest: series.lowest,
        highest: series.highest,
        average: series.average,
        count: points.length,
        slot_minutes: Math.round(series.slotMs / MINUTE_MS),
        cut: series.cut || shown.length < points.length,
        points: shown.map(({ at, ...rest }) => ({ at: new Date(at).toISOString(), ...rest })),
        raw: raw === null ? null : asText(raw),
        console_url: consoleUrl('cluster'),
      },
    ];
  },
});

/** Untouched, or not at all: half an answer would be another one. */
function asText(raw: unknown): string {
  const text = JSON.stringify(raw);
  if (text.length <= MOST_RAW) return text;
  throw refuse(
    'CrateDB Cloud’s answer has a shape that is not known, and it is too long to pass on',
    'Choose a shorter time window, or the recorded history.',
  );
}

function summaryOf(
  name: string,
  { raw, name: metric, unit, lowest, highest }: Series,
  facts: { first: number | null; last: number | null },
) {
  if (raw !== null) return `The answer for ${metric} of ${name} has a shape that is not known.`;
  const sign = unit ? ` ${unit}` : '';
  return `${metric} of ${name} went from ${facts.first} to ${facts.last}${sign}, between ${lowest} and ${highest}.`;
}
