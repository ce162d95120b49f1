import { missing, refuse } from '../kit/errors.ts';
import { integer, lines, text, time } from '../kit/record/static.ts';
import { defineSearch } from '../kit/search.ts';
import { sumOf } from '../kit/units.ts';
import { chosenCluster, clusterField } from '../vocabulary/clusters/choose.ts';
import { measureCluster } from '../vocabulary/clusters/measure.ts';
import { clusterHead } from '../vocabulary/clusters/record.ts';
import { nodeUsage, toUsageRecord, usageRecord } from './usage-record.ts';

export const findClusterUsage = defineSearch({
  key: 'find_cluster_usage',
  noun: 'Cluster Usage',
  label: 'Find Cluster Usage',
  description: 'Finds the storage, CPU, memory and load that a cluster uses now.',
  inputFields: [{ ...clusterField, required: true }],
  record: {
    id: text('ID', 'e1e38d92-0000-48f1-8a70-000000000003'),
    ...clusterHead,
    ...usageRecord,
    shards: integer('Shards (All Nodes)', 288),
    nodes: lines('Nodes', { ...nodeUsage, shards: integer('Shards', 96) }),
    measured_at: time('Measured At', '2026-03-02T09:00:00.000Z'),
  },
  perform: async (run) => {
    const cluster = await chosenCluster(run, run.input.cluster_id);
    const measured = await measureCluster(run, cluster, { withShards: true });
    if ('unmeasured' in measured) {
      const no = measured.unmeasured === 'gone' ? missing : refuse;
      throw no(measured.why, measured.next);
    }
    const usage = toUsageRecord(measured.usage);
    return [
      {
        id: cluster.id,
        cluster_id: cluster.id,
        cluster_name: cluster.name,
        ...usage,
        shards: sumOf(measured.usage.map((node) => node.shards)),
        nodes: usage.nodes.map((node, index) => ({
          ...node,
          shards: measured.usage[index]?.shards ?? null,
        })),
        measured_at: run.now().toISOString(),
      },
    ];
  },
});
