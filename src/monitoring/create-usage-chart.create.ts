import type { Chart } from '../charts/chart.ts';
import { defineAction } from '../kit/action.ts';
import { refuse } from '../kit/errors.ts';
import { grouped } from '../kit/fields/groups.ts';
import type { InputOf } from '../kit/fields/read.ts';
import { integer, lines, number, type RecordOf, text, time } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { counted } from '../kit/text.ts';
import { chosenCluster, clusterField } from '../vocabulary/clusters/choose.ts';
import { clusterHead } from '../vocabulary/clusters/record.ts';
import { consoleUrl, consoleUrlOf } from '../vocabulary/console.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { type Drawn, fromCluster, fromNow } from './chart-data.ts';
import { fromItems } from './chart-items.ts';
import { chartRecord, drawToFile, lookFields, zoneField } from './drawing.ts';
import { cloudMetricField, historyFields, metricField, nodesField } from './history/source.ts';
import { windowFields, windowOf } from './history/window.ts';

const seriesLine = {
  number: integer('Number', 1),
  name: text('Name', 'data-hot-0'),
  last: number('Last Value', 82.4),
  lowest: number('Lowest Value', 73.9),
  highest: number('Highest Value', 82.4),
};

const inputFields = [
  {
    key: 'source',
    label: 'Source',
    choices: {
      recorded: 'Recorded History',
      now: 'Current Usage per Node',
      cloud: 'CrateDB Cloud’s Own Metrics',
      items: 'My Own Numbers',
    },
    default: 'recorded',
    helpText: 'Recorded History: the rows that “Record Cluster Usage” has written.',
  },
  {
    ...clusterField,
    helpText:
      'Choose a cluster, or enter its exact name or ID. Required unless you draw your own numbers.',
  },
  ...grouped('metric', metricField, cloudMetricField, nodesField),
  ...grouped('time', ...windowFields, zoneField),
  ...grouped('where', ...historyFields),
  {
    key: 'item_values',
    group: 'values',
    label: 'My Values',
    list: true,
    places: true,
    helpText:
      'Numbers from line items, with their unit or without. A blank one or n/a is a missing value.',
  },
  {
    key: 'item_times',
    group: 'values',
    label: 'My Times',
    list: true,
    places: true,
    helpText:
      'One time for each value, in ISO 8601 or as seconds since 1970. Leave blank to draw bars.',
  },
  {
    key: 'item_names',
    group: 'values',
    label: 'My Names',
    list: true,
    places: true,
    helpText:
      'One name for each value: the line or bar that it belongs to. Leave blank for a single line.',
  },
  {
    key: 'item_unit',
    group: 'values',
    label: 'My Unit',
    placeholder: 'GiB',
    helpText: 'The unit of the values, such as GiB. Leave blank for the one beside them, if any.',
  },
  {
    key: 'title',
    group: 'look',
    label: 'Title',
    helpText: 'Leave blank for the names of cluster and metric.',
  },
  {
    key: 'limit_value',
    group: 'look',
    label: 'Limit Line',
    type: 'number',
    unit: ['%', 'GiB', 'USD', 'shards'],
    helpText:
      'Draws a line at this value, such as 85, in the unit of the chart. Leave blank for no line.',
  },
  ...grouped('look', ...lookFields),
] as const;

type Input = InputOf<typeof inputFields>;

export const createUsageChart = defineAction({
  key: 'create_usage_chart',
  noun: 'Chart',
  label: 'Create Usage Chart',
  description: 'Draws a chart of a cluster’s usage, or of your own numbers, as a PNG file.',
  replay: 'safe',
  lock: null,
  level: 'watch',
  inputFields,
  record: {
    id: text('ID', 'chart:2026-03-02T09:00:00.000Z'),
    summary: summaryField('weather-prod: Storage Used, 1 line.'),
    ...chartRecord,
    title: text('Title', 'weather-prod: Storage Used'),
    ...clusterHead,
    unit: text('Unit', '%'),
    from_time: time('From', '2026-03-01T09:00:00.000Z'),
    to_time: time('To', '2026-03-02T09:00:00.000Z'),
    points: integer('Points', 96),
    series: lines('Lines or Bars', seriesLine),
    console_url: consoleUrlOf('cluster'),
    created_at: time('Created At', '2026-03-02T09:00:00.000Z'),
  },
  perform: async (run) => {
    const { input } = run;
    const drawn = await dataOf(run);
    const title = input.title ?? drawn.title;
    const { unit, cluster, window } = drawn;
    const shared = {
      title,
      unit: unit ?? '',
      limit: input.limit_value ?? null,
      theme: input.theme,
      size: input.size,
    };
    const chart: Chart =
      drawn.kind === 'bars'
        ? {
            kind: 'bars',
            ...shared,
            bars: drawn.series.map(({ name, points }) => ({ name, value: points[0]?.[1] ?? null })),
          }
        : {
            kind: 'lines',
            ...shared,
            zone: input.time_zone,
            series: drawn.series,
            ...(window ? { from: window.from.getTime(), to: window.to.getTime() } : {}),
            ...(drawn.gapMs === undefined ? {} : { gapMs: drawn.gapMs }),
          };
    const file = await drawToFile(run, chart, title);
    const at = run.now().toISOString();
    const word = drawn.kind === 'bars' ? 'bar' : 'line';
    return {
      id: `chart:${at}`,
      summary: `${title}, ${counted(drawn.series.length, word)}.`,
      ...file,
      title,
      cluster_id: cluster?.id ?? null,
      cluster_name: cluster?.name ?? null,
      unit,
      from_time: window?.from.toISOString() ?? null,
      to_time: window?.to.toISOString() ?? null,
      points: drawn.series.reduce((sum, { points }) => sum + points.length, 0),
      series: drawn.series.map(toLine),
      console_url: consoleUrl('cluster'),
      created_at: at,
    };
  },
});

async function dataOf(run: Run<Input>): Promise<Drawn> {
  const { input } = run;
  // A window that is none is a mistake, whether the data have one or not.
  windowOf(input, run.now());
  if (input.source === 'items') return fromItems(input);
  if (input.cluster_id === undefined) {
    throw refuse('no cluster is chosen', 'Choose one in “Cluster”, or draw your own numbers.');
  }
  const cluster = await chosenCluster(run, input.cluster_id);
  return input.source === 'now'
    ? fromNow(run, cluster, input.metric)
    : fromCluster(run, cluster, input);
}

/** The number is that in the picture where the font lacks letters of the name. */
function toLine(
  { name, points }: Drawn['series'][number],
  index: number,
): RecordOf<typeof seriesLine> {
  const values = points.flatMap(([, value]) => value ?? []);
  return {
    number: index + 1,
    name,
    last: values.at(-1) ?? null,
    lowest: values.length > 0 ? values.reduce((a, b) => Math.min(a, b)) : null,
    highest: values.length > 0 ? values.reduce((a, b) => Math.max(a, b)) : null,
  };
}
