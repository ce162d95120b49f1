import { scaleCluster as scale } from '../clients/cloud/cluster-changes.ts';
import { type Cluster, FREE_PLAN } from '../clients/cloud/clusters.ts';
import { reachedAt } from '../clients/sql/watermarks.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import { type Refusal, refuse } from '../kit/errors.ts';
import type { Run } from '../kit/run/run.ts';
import { percentOf, sumOf } from '../kit/units.ts';
import {
  busyField,
  type ClusterChange,
  changeCluster,
  clusterChangeRecord,
  previewField,
  pricedAs,
  suspendedRefusal,
} from '../vocabulary/clusters/change.ts';
import { clusterField } from '../vocabulary/clusters/choose.ts';
import { incompleteRefusal, measureCluster, watermarksOf } from '../vocabulary/clusters/measure.ts';
import { nameOf, nodesOf } from '../vocabulary/clusters/record.ts';
import { inNodes, nodesRefusal, planOf } from './plans.ts';

/** So much below the low watermark, where CrateDB stops filling a node, there must be room. */
const SPARE_PERCENT = 10;

export const scaleCluster = defineAction({
  key: 'scale_cluster',
  noun: 'Cluster',
  label: 'Scale Cluster',
  description: 'Scales a cluster to a number of nodes.',
  replay: 'safe',
  lock: LOCKS.cluster,
  inputFields: [
    { ...clusterField, required: true },
    {
      key: 'nodes',
      label: 'Number of Nodes',
      type: 'integer',
      unit: 'nodes',
      required: true,
      min: 1,
      helpText: 'How many it shall have in all. A cluster that has as many is left as it is.',
    },
    {
      key: 'allow_fewer',
      label: 'Allow Fewer Nodes',
      type: 'boolean',
      default: 'false',
      helpText: `Without it, nodes are only added. Even with it, the nodes that stay must hold all data and be ${SPARE_PERCENT} percent below the low watermark (85 percent unless the cluster has another).`,
    },
    busyField,
    previewField,
  ],
  record: clusterChangeRecord,
  perform: (run) => changeCluster(run, async (cluster) => planScaling(run, cluster)),
});

type Input = {
  cluster_id: string;
  nodes: number;
  allow_fewer: boolean;
  if_busy: 'later' | 'stop';
  preview: boolean;
};

function planScaling(run: Run<Input>, cluster: Cluster): ClusterChange {
  const now = nodesOf(cluster);
  const { nodes } = run.input;
  return {
    operationType: 'SCALE',
    from: inNodes(now),
    to: inNodes(nodes) ?? '',
    isSo: now === nodes,
    target: { target_num_nodes: nodes },
    leadsThere: ({ target_num_nodes: target, target_product_unit: unit }) => {
      if (typeof target === 'number') return target === nodes;
      return typeof unit === 'number' ? unit + 1 === nodes : undefined;
    },
    refusal: () => refusalOf(run, cluster, now),
    priceBefore: pricedAs(cluster),
    priceAfter: pricedAs(cluster, { productUnit: nodes - 1 }),
    send: () => scale(run.cloud, cluster.id, nodes),
  };
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
      'Switch “Allow Fewer Nodes” on if that is meant.',
    );
  }
  return fitRefusal(run, cluster, nodes);
}

/** Whether what is stored now fits on fewer nodes, told by the nodes themselves. */
async function fitRefusal(
  run: Run<Input>,
  cluster: Cluster,
  nodes: number,
): Promise<Refusal | null> {
  const measured = await measureCluster(run, cluster);
  if ('unmeasured' in measured) {
    return refuse(`whether the data would fit is not known: ${measured.why}`, measured.next);
  }
  const incomplete = incompleteRefusal(measured);
  if (incomplete) return incomplete;
  const used = sumOf(measured.usage.map((node) => node.diskUsed ?? node.fullestDisk?.used ?? null));
  const sizes = measured.usage.flatMap((node) => node.diskSize ?? node.fullestDisk?.size ?? []);
  // Which nodes go is not for us to say, so the smallest disks are taken to stay.
  const smallest = sizes.sort((a, b) => a - b).slice(0, nodes);
  const after = percentOf(used, sumOf(smallest));
  const { low } = await watermarksOf(run, cluster);
  const most = Math.floor(reachedAt(low, smallest[0] ?? 0) - SPARE_PERCENT);
  if (after !== null && after <= most) return null;
  return refuse(
    `the data of cluster ${nameOf(cluster)} would fill ${inNodes(nodes)} to ${after} percent, and ${most} are allowed`,
    'Expand its storage first, or keep more nodes.',
  );
}
