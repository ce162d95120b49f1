import { integer, text, time } from '../kit/record/static.ts';
import { defineSearch } from '../kit/search.ts';
import { sumOf } from '../kit/units.ts';
import { chosenCluster, oneClusterField } from '../vocabulary/clusters/choose.ts';
import { measureCluster } from '../vocabulary/clusters/measure.ts';
import { clusterHead } from '../vocabulary/clusters/record.ts';
import { adminUiUrl, adminUiUrlField, consoleUrl, consoleUrlOf } from '../vocabulary/console.ts';
import { placeRecord, readNames } from '../vocabulary/names.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { isUnmeasured, noMeasureOf } from './unmeasured.ts';
import { toUsageRecord, usageRecord } from './usage-record.ts';
import { usageSummary } from './usage-summary.ts';

export const findClusterUsage = defineSearch({
  key: 'find_cluster_usage',
  noun: 'Cluster Usage',
  label: 'Find Cluster Usage',
  description: 'Finds the storage, CPU, memory and load that a cluster uses now.',
  inputFields: [{ ...oneClusterField, required: true }],
  record: {
    id: text('ID', 'e1e38d92-0000-48f1-8a70-000000000003'),
    summary: summaryField('weather-prod is 82.4 % full: 11 GiB free on data-hot-0. CPU is 37 %.'),
    ...clusterHead,
    ...placeRecord,
    ...usageRecord,
    shards: integer('Shards (All Nodes)', 288),
    admin_ui_url: adminUiUrlField,
    console_url: consoleUrlOf('cluster'),
    measured_at: time('Measured At', '2026-03-02T09:00:00.000Z'),
  },
  perform: async (run) => {
    const cluster = await chosenCluster(run, run.input.cluster_id);
    const measured = await measureCluster(run, cluster, { withShards: true });
    if (isUnmeasured(measured)) throw noMeasureOf(measured);
    const usage = toUsageRecord(measured);
    const names = await readNames(run);
    return [
      {
        id: cluster.id,
        summary: usageSummary(cluster, usage),
        cluster_id: cluster.id,
        cluster_name: cluster.name,
        ...names.place(cluster.project_id),
        ...usage,
        shards: measured.missing > 0 ? null : sumOf(measured.usage.map((node) => node.shards)),
        admin_ui_url: adminUiUrl(cluster.url),
        console_url: consoleUrl('cluster'),
        measured_at: run.now().toISOString(),
      },
    ];
  },
});
