import { isProblem } from '../base/problem.ts';
import { DAY_MS, MINUTE_MS } from '../base/time.ts';
import type { Chart } from '../charts/chart.ts';
import { listOrganizations } from '../clients/cloud/organizations.ts';
import { defineAction } from '../kit/action.ts';
import { refuse } from '../kit/errors.ts';
import { grouped } from '../kit/fields/groups.ts';
import { integer, lines, number, text, time } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { chosenCluster, clusterField } from '../vocabulary/clusters/choose.ts';
import { consoleUrl, consoleUrlOf } from '../vocabulary/console.ts';
import { chosenOrganization } from '../vocabulary/organizations.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { chartRecord, drawToFile, lookFields } from './drawing.ts';
import { readTable, tableField } from './history/table.ts';
import { manyClustersFields, wantedClusters } from './many-clusters.ts';
import { clusterLine, sampleLines, toLine } from './report/cluster-line.ts';
import { type ReportDocument, toDocument } from './report/document.ts';
import { gatherFacts } from './report/facts.ts';
import { asHtml, asMarkdown, asSlack, asText } from './report/render.ts';

const PERIODS = { 1: 'Last Day', 7: 'Last 7 Days', 30: 'Last 30 Days' } as const;

/** More are not asked about in one run; the report says so. */
const MOST_CLUSTERS = 100;

export const createClusterReport = defineAction({
  key: 'create_cluster_report',
  noun: 'Cluster Report',
  label: 'Create Cluster Report',
  description:
    'Creates a report on clusters: health, storage, growth, operations, backups and spending.',
  replay: 'safe',
  lock: null,
  level: 'watch',
  inputFields: [
    ...grouped('where', ...manyClustersFields),
    {
      key: 'period_days',
      group: 'time',
      label: 'Period',
      choices: PERIODS,
      default: '7',
      helpText:
        'How far the report looks back for operations, users added and removed, and growth.',
    },
    {
      ...clusterField,
      key: 'history_cluster_id',
      group: 'time',
      label: 'Cluster With the Recorded History',
      helpText:
        'The cluster that “Record Cluster Usage” writes to. Leave blank to report without growth.',
    },
    ...grouped('time', tableField),
    {
      key: 'title',
      group: 'look',
      label: 'Title',
      default: 'Cluster Report',
      helpText: 'The heading of the report and of its chart.',
    },
    {
      key: 'with_chart',
      group: 'look',
      label: 'Draw a Chart',
      choices: { yes: 'Yes', no: 'No' },
      default: 'yes',
      helpText: 'Yes: adds a PNG file with the storage of the fullest clusters.',
    },
    ...grouped('look', ...lookFields),
  ],
  record: {
    id: text('ID', 'report:2026-03-02T09:00:00.000Z'),
    summary: summaryField('All 2 clusters are well. 1 could not be measured.'),
    title: text('Title', 'Cluster Report'),
    text: text('Report (Text)', 'Cluster Report'),
    markdown: text('Report (Markdown)', '# Cluster Report'),
    html: text('Report (HTML)', '<h2>Cluster Report</h2>'),
    slack: text('Report (Slack)', '*Cluster Report*'),
    ...chartRecord,
    cluster_count: integer('Clusters', 2),
    well_count: integer('Healthy Clusters', 2),
    measured_count: integer('Clusters Measured', 1),
    highest_storage_used_percent: number('Storage Used (%, Fullest Cluster)', 82.4),
    fullest_cluster_name: text('Fullest Cluster', 'weather-prod'),
    fewest_days_left: integer('Fewest Days Until 85 %', 6),
    operations: integer('Operations', 4),
    failed_operations: integer('Failed Operations', 0),
    newest_backup_at: time('Newest Backup', '2026-03-02T08:55:00.000Z'),
    users_added: text('Users Added', 'grace@example.com'),
    users_removed: text('Users Removed', 'alan@example.com'),
    keys_ending: integer('API Keys That End Within Two Weeks', 0),
    spent_this_month: number('Spent This Month (USD, Before Credits)', 412.5),
    expected_this_month: number('Expected This Month (USD, at the Present Rate)', 825),
    spent_last_month: number('Spent Last Month (USD, by Invoices, Before Discounts)', 810.2),
    spending_change_percent: number('Expected Change From Last Month (%)', 1.8),
    left_out: text('Left Out', ''),
    clusters: lines('Clusters', clusterLine, sampleLines),
    from_time: time('From', '2026-02-23T09:00:00.000Z'),
    to_time: time('To', '2026-03-02T09:00:00.000Z'),
    console_url: consoleUrlOf('cluster'),
  },
  perform: async (run) => {
    const { input } = run;
    const organization = await chosenOrganization(run, input.organization_id);
    const all = await wantedClusters(run, input);
    if (all.length === 0) throw refuse('there are no clusters to report on', 'Widen the choice.');
    const to = new Date(Math.floor(run.now().getTime() / MINUTE_MS) * MINUTE_MS);
    const window = { from: new Date(to.getTime() - Number(input.period_days) * DAY_MS), to };
    const target = input.history_cluster_id;
    const facts = await gatherFacts(run, {
      clusters: all.slice(0, MOST_CLUSTERS),
      organizations: organization ? [organization] : await listOrganizations(run.cloud),
      window,
      history:
        target === undefined
          ? null
          : { target: await chosenCluster(run, target), table: readTable(input.history_table) },
    });
    if (all.length > MOST_CLUSTERS)
      facts.leftOut.push(`${all.length - MOST_CLUSTERS} more clusters`);
    const bare = toDocument(facts, input.title);
    const { file, missing } = await chartFor(run, bare);
    const document = { ...bare, leftOut: [...bare.leftOut, ...missing] };
    const clusters = facts.clusters.map(toLine);
    const fullest = document.lines.reduce((most, line) =>
      (line.percent ?? -1) > (most.percent ?? -1) ? line : most,
    );
    const operations = clusters.map((line) => line.operations);
    return {
      id: `report:${to.toISOString()}`,
      summary: document.verdict,
      title: input.title,
      text: asText(document),
      markdown: asMarkdown(document),
      html: asHtml(document),
      slack: asSlack(document),
      ...file,
      cluster_count: clusters.length,
      well_count: document.lines.filter(({ isBad }) => !isBad).length,
      measured_count: clusters.filter(({ measured }) => measured).length,
      highest_storage_used_percent: fullest.percent,
      fullest_cluster_name: fullest.percent === null ? null : fullest.name,
      fewest_days_left: least(clusters.flatMap(({ days_left }) => days_left ?? [])),
      operations: operations.includes(null)
        ? null
        : operations.reduce<number>((sum, each) => sum + (each ?? 0), 0),
      failed_operations: operations.includes(null)
        ? null
        : clusters.reduce((sum, each) => sum + (each.failed_operations ?? 0), 0),
      newest_backup_at:
        clusters
          .map(({ newest_backup_at }) => newest_backup_at ?? '')
          .sort()
          .at(-1) || null,
      users_added: facts.people?.added.join(', ') || null,
      users_removed: facts.people?.removed.join(', ') || null,
      keys_ending: facts.keysEnding?.length ?? null,
      spent_this_month: facts.spending?.soFar ?? null,
      expected_this_month: facts.spending?.expected ?? null,
      spent_last_month: facts.spending?.lastMonth?.amount ?? null,
      spending_change_percent: facts.spending?.changePercent ?? null,
      left_out: document.leftOut.join('; ') || null,
      clusters,
      from_time: window.from.toISOString(),
      to_time: to.toISOString(),
      console_url: consoleUrl('cluster'),
    };
  },
});

const NO_CHART = { chart: null, chart_file_name: null, chart_width: null, chart_height: null };

/** Less time is not enough to draw and to hand over a file. */
const DRAWING_MS = 2_500;

/** The chart, or why the report goes without it. */
async function chartFor(
  run: Run<{ with_chart: 'yes' | 'no'; title: string } & Look>,
  document: ReportDocument,
) {
  const { input } = run;
  if (input.with_chart === 'no') return { file: NO_CHART, missing: [] };
  if (run.deadline.remainingMs() < DRAWING_MS) {
    return { file: NO_CHART, missing: ['the chart (there was no time left to draw it)'] };
  }
  try {
    return { file: await drawToFile(run, chartOf(document, input), input.title), missing: [] };
  } catch (error) {
    if (!isProblem(error)) throw error;
    return { file: NO_CHART, missing: [`the chart (${error.message})`] };
  }
}

const least = (values: readonly number[]) => (values.length > 0 ? Math.min(...values) : null);

type Look = { theme: 'light' | 'dark'; size: 'small' | 'large' };

function chartOf({ title, lines: all }: ReportDocument, { theme, size }: Look): Chart {
  const fullest = all.toSorted((a, b) => (b.percent ?? -1) - (a.percent ?? -1));
  const bars = fullest.map(({ name, percent }) => ({ name, value: percent }));
  return {
    kind: 'bars',
    title: `${title}: Storage Used`.slice(0, 300),
    unit: '%',
    limit: 85,
    theme,
    size,
    bars,
  };
}
