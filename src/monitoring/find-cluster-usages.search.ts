import { MOST_LINES } from '../kit/record/many.ts';
import {
  blankRecord,
  flag,
  integer,
  lines,
  number,
  type RecordOf,
  text,
  time,
} from '../kit/record/static.ts';
import { defineSearch } from '../kit/search.ts';
import { counted } from '../kit/text.ts';
import { clusterHead } from '../vocabulary/clusters/record.ts';
import { consoleUrl, consoleUrlOf } from '../vocabulary/console.ts';
import { type Names, placeRecord, readNames } from '../vocabulary/names.ts';
import { summaryField } from '../vocabulary/summary.ts';
import {
  type Counted,
  manyClustersFields,
  measureAll,
  unmeasuredSample,
  wantedClusters,
} from './many-clusters.ts';
import { toUsageRecord, usageTotals } from './usage-record.ts';

const line = {
  ...clusterHead,
  ...placeRecord,
  measured: flag('Measured', true),
  reason: text('Reason It Could Not Be Measured', ''),
  message: text('Reason in Words', ''),
  status: text('Cluster Status', 'GREEN'),
  ...usageTotals,
};

const unmeasuredLine = {
  ...blankRecord(usageTotals, {}),
  ...unmeasuredSample,
  reason: 'suspended',
};

export const findClusterUsages = defineSearch({
  key: 'find_cluster_usages',
  noun: 'Cluster Usage',
  label: 'Find Usage of Many Clusters',
  description:
    'Finds the storage, CPU, memory and load of all or some clusters, the fullest first, as line items.',
  inputFields: [...manyClustersFields],
  record: {
    id: text('ID', 'usage:2026-03-02T09:00:00.000Z'),
    summary: summaryField(
      '1 cluster measured; the fullest is weather-prod with 82.4 %. 1 could not be measured.',
    ),
    count: integer('Number of Clusters', 2),
    measured_count: integer('Clusters Measured', 1),
    unmeasured_count: integer('Clusters Not Measured', 1),
    cut: flag('Cut (More Were Found)', false),
    highest_storage_used_percent: number('Storage Used (%, Fullest Cluster)', 82.4),
    fullest_cluster_name: text('Fullest Cluster', 'weather-prod'),
    clusters: lines('Clusters', line, [{}, unmeasuredLine]),
    console_url: consoleUrlOf('cluster'),
    measured_at: time('Measured At', '2026-03-02T09:00:00.000Z'),
  },
  perform: async (run) => {
    const clusters = await wantedClusters(run, run.input);
    if (clusters.length === 0) return [];
    const [counted, names] = await Promise.all([
      measureAll(run, clusters, { keepMs: 1_000 }),
      readNames(run),
    ]);
    const found = counted.map((each) => toLine(each, names)).sort(byUrgency);
    const measured = found.filter((each) => each.measured);
    const [fullest] = measured;
    const at = run.now().toISOString();
    return [
      {
        id: `usage:${at}`,
        summary: summaryOf(measured.length, found.length - measured.length, fullest),
        count: found.length,
        measured_count: measured.length,
        unmeasured_count: found.length - measured.length,
        cut: found.length > MOST_LINES,
        highest_storage_used_percent: fullest?.storage_used_percent ?? null,
        fullest_cluster_name: fullest?.cluster_name ?? null,
        clusters: found.slice(0, MOST_LINES),
        console_url: consoleUrl('cluster'),
        measured_at: at,
      },
    ];
  },
});

type Line = RecordOf<typeof line>;

function toLine({ cluster, measured, reason, message }: Counted, names: Names): Line {
  const { node_usages: _nodes, ...usage } = measured
    ? toUsageRecord(measured)
    : { node_usages: [], ...blankRecord(usageTotals, {}) };
  return {
    cluster_id: cluster.id,
    cluster_name: cluster.name,
    ...names.place(cluster.project_id),
    measured: measured !== null,
    reason,
    message,
    status: cluster.health.status,
    ...usage,
  };
}

/** The fullest first; then those of which nothing is known. */
function byUrgency(one: Line, other: Line): number {
  return (other.storage_used_percent ?? -1) - (one.storage_used_percent ?? -1);
}

function summaryOf(measured: number, unmeasured: number, fullest: Line | undefined): string {
  const worst = fullest
    ? `; the fullest is ${fullest.cluster_name ?? fullest.cluster_id} with ${fullest.storage_used_percent} %`
    : '';
  return `${counted(measured, 'cluster')} measured${worst}. ${unmeasured} could not be measured.`;
}
