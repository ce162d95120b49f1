import { chosenCluster, clusterField, clusterHead } from '../step-kit/clusters.ts';
import { refuse } from '../step-kit/errors.ts';
import { measureCluster } from '../step-kit/measure.ts';
import { text, time } from '../step-kit/record.ts';
import { defineSearch } from '../step-kit/search.ts';
import { toUsageRecord, usageRecord } from './usage-record.ts';

export const findClusterUsage = defineSearch({
  key: 'find_cluster_usage',
  noun: 'Cluster Usage',
  label: 'Find Cluster Usage',
  description: 'Finds the storage, CPU, memory and load that a cluster uses now.',
  inputFields: [{ ...clusterField, required: true }],
  record: {
    id: text('Cluster ID', 'e1e38d92-0000-48f1-8a70-000000000003'),
    ...clusterHead,
    ...usageRecord,
    measured_at: time('Measured At', '2026-03-02T09:00:00.000Z'),
  },
  perform: async (run) => {
    const cluster = await chosenCluster(run, run.input.cluster_id);
    const measured = await measureCluster(run, cluster, { withShards: true });
    if ('unmeasured' in measured) throw refuse(measured.why, measured.next);
    return [
      {
        id: cluster.id,
        cluster_id: cluster.id,
        cluster_name: cluster.name,
        ...toUsageRecord(measured.usage),
        measured_at: run.now().toISOString(),
      },
    ];
  },
});
