import { changeProduct } from '../clients/cloud/cluster-changes.ts';
import { listAvailableProducts } from '../clients/cloud/cluster-products.ts';
import { type Cluster, FREE_PLAN } from '../clients/cloud/clusters.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import { type Refusal, refuse } from '../kit/errors.ts';
import type { Run } from '../kit/run/run.ts';
import { isSameText, visible } from '../kit/text.ts';
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

export const changeClusterPlan = defineAction({
  key: 'change_cluster_plan',
  noun: 'Cluster',
  label: 'Change Cluster Plan',
  description: 'Changes the plan of a cluster: CPUs and memory of each node.',
  replay: 'safe',
  lock: LOCKS.cluster,
  inputFields: [
    { ...clusterField, required: true },
    {
      key: 'plan',
      label: 'Plan',
      required: true,
      dynamic: 'plan.id.label',
      helpText: 'For example cr2. The nodes restart one after another.',
    },
    busyField,
    previewField,
  ],
  record: clusterChangeRecord,
  perform: (run) => changeCluster(run, async (cluster) => planChange(run, cluster)),
});

type Input = { cluster_id: string; plan: string; if_busy: 'later' | 'stop'; preview: boolean };

function planChange(run: Run<Input>, cluster: Cluster): ClusterChange {
  const plan = visible(run.input.plan).toLowerCase();
  return {
    operationType: 'CHANGE_COMPUTE',
    from: cluster.product_name,
    to: plan,
    isSo: isSameText(cluster.product_name, plan),
    target: { target_product_name: plan },
    leadsThere: ({ target_product_name: target }) =>
      typeof target === 'string' ? isSameText(target, plan) : undefined,
    refusal: () => refusalOf(run, cluster, plan),
    priceBefore: pricedAs(cluster),
    priceAfter: pricedAs(cluster, { productName: plan }),
    send: () => changeProduct(run.cloud, cluster.id, plan),
  };
}

async function refusalOf(run: Run<Input>, cluster: Cluster, plan: string): Promise<Refusal | null> {
  const suspended = suspendedRefusal(cluster);
  if (suspended) return suspended;
  if (cluster.product_name === FREE_PLAN) {
    return refuse('a free cluster keeps its plan', 'Create a cluster with a paid plan instead.');
  }
  const { products, complete } = await listAvailableProducts(run.cloud, cluster.id);
  const names = products.flatMap(({ name }) => (name === null ? [] : [name]));
  // Where the API tells one product only, the others are for it to judge.
  if (!complete || names.some((name) => isSameText(name, plan))) return null;
  return refuse(
    `plan ${plan} is not available to this cluster`,
    names.length > 0
      ? `Choose one of: ${[...new Set(names)].join(', ')}.`
      : 'No other plan is; create another cluster instead.',
  );
}
