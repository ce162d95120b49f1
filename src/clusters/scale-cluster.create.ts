import { scaleCluster as scale } from '../clients/cloud/cluster-changes.ts';
import { type Cluster, FREE_PLAN } from '../clients/cloud/clusters.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import { type Refusal, refuse } from '../kit/errors.ts';
import type { InputOf } from '../kit/fields/read.ts';
import { integer } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { type ClusterChange, changeCluster } from '../vocabulary/clusters/change.ts';
import { clusterChangeRecord, safetyFields } from '../vocabulary/clusters/change-record.ts';
import { oneClusterField } from '../vocabulary/clusters/choose.ts';
import { suspendedRefusal } from '../vocabulary/clusters/obstacles.ts';
import { nameOf, nodesOf } from '../vocabulary/clusters/record.ts';
import { comparePrices, pricedAs, priceRecord, samplePrices } from '../vocabulary/prices.ts';
import { inNodes, nodesRefusal, planOf } from './plans.ts';
import { fewerNodesRefusal, SPARE_PERCENT } from './safety.ts';

const inputFields = [
  { ...oneClusterField, required: true },
  {
    key: 'nodes',
    label: 'Target Number of Nodes',
    type: 'integer',
    unit: 'nodes',
    required: true,
    min: 1,
    helpText:
      'The total afterwards, not the number to add. If the cluster already has this many, nothing changes.',
  },
  {
    key: 'allow_fewer',
    label: 'Allow Fewer Nodes',
    type: 'boolean',
    default: 'false',
    helpText: `No: nodes are only added. Yes: nodes can be removed if the others can hold all data and replicas, and stay ${SPARE_PERCENT} percentage points below the low watermark of their disks.`,
  },
  ...safetyFields,
] as const;

type Input = InputOf<typeof inputFields>;

export const scaleCluster = defineAction({
  key: 'scale_cluster',
  noun: 'Cluster',
  label: 'Scale Cluster',
  description: 'Scales a cluster to a number of nodes.',
  replay: 'safe',
  lock: LOCKS.cluster,
  inputFields,
  record: clusterChangeRecord(
    {
      summary: 'Scaling weather-prod from 3 to 4 nodes, about 420 dollars more a month.',
      from: '3 nodes',
      to: '4 nodes',
      operation: 'SCALE',
    },
    { nodes: integer('Nodes', 3), target_nodes: integer('Target Nodes', 4), ...priceRecord },
  ),
  sample: samplePrices(1259.43, 1679.23),
  perform: (run) => changeCluster(run, async (cluster) => planScaling(run, cluster)),
});

function planScaling(run: Run<Input>, cluster: Cluster) {
  const now = nodesOf(cluster);
  const { nodes } = run.input;
  const name = cluster.name ?? cluster.id;
  return {
    operationType: 'SCALE',
    from: inNodes(now),
    to: inNodes(nodes) ?? '',
    doing: `scaling ${name} from ${now ?? 'an unknown number'} to ${inNodes(nodes)}`,
    already: `${name} has ${inNodes(nodes)} already`,
    isSo: now === nodes,
    target: { target_num_nodes: nodes },
    leadsThere: ({ target_num_nodes: target, target_product_unit: unit }) => {
      if (typeof target === 'number') return target === nodes;
      return typeof unit === 'number' ? unit + 1 === nodes : undefined;
    },
    refusal: () => refusalOf(run, cluster, now),
    send: () => scale(run.cloud, cluster.id, nodes),
    gives: async (of, place) => ({
      nodes: nodesOf(of),
      target_nodes: nodes,
      ...(await comparePrices(run, place, of.id, {
        before: pricedAs(of),
        after: pricedAs(of, { productUnit: nodes - 1 }),
      })),
    }),
  } satisfies ClusterChange<object>;
}

async function refusalOf(
  run: Run<Input>,
  cluster: Cluster,
  now: number | null,
): Promise<Refusal | null> {
  const { nodes } = run.input;
  const suspended = suspendedRefusal(cluster);
  if (suspended) return suspended;
  if (cluster.product_name === FREE_PLAN) {
    return refuse('a free cluster has one node only', 'Create a cluster with a paid plan instead.');
  }
  const plan = await planOf(run, cluster, null);
  const impossible = nodesRefusal(plan, nodes);
  if (impossible) return impossible;
  if (now !== null && nodes >= now) return null;
  if (!run.input.allow_fewer) {
    return refuse(
      `cluster ${nameOf(cluster)} has ${inNodes(now) ?? 'perhaps more nodes'}, and ${nodes} would be fewer`,
      'Choose Yes for “Allow Fewer Nodes” if that is meant.',
    );
  }
  return fewerNodesRefusal(run, cluster, nodes);
}
