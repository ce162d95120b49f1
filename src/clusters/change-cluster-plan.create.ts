import { changeProduct } from '../clients/cloud/cluster-changes.ts';
import { listAvailableProducts } from '../clients/cloud/cluster-products.ts';
import { type Cluster, FREE_PLAN } from '../clients/cloud/clusters.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import { listed } from '../kit/choose.ts';
import { type Refusal, refuse } from '../kit/errors.ts';
import type { InputOf } from '../kit/fields/read.ts';
import { text } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { isSameText, visible } from '../kit/text.ts';
import { type ClusterChange, changeCluster } from '../vocabulary/clusters/change.ts';
import { clusterChangeRecord, safetyFields } from '../vocabulary/clusters/change-record.ts';
import { oneClusterField } from '../vocabulary/clusters/choose.ts';
import { suspendedRefusal } from '../vocabulary/clusters/obstacles.ts';
import { comparePrices, pricedAs, priceRecord, samplePrices } from '../vocabulary/prices.ts';

const inputFields = [
  { ...oneClusterField, required: true },
  {
    key: 'plan',
    label: 'Target Plan',
    required: true,
    dynamic: 'plan.id.label',
    helpText: 'For example cr2. The nodes restart one after another.',
  },
  ...safetyFields,
] as const;

type Input = InputOf<typeof inputFields>;

export const changeClusterPlan = defineAction({
  key: 'change_cluster_plan',
  noun: 'Cluster',
  label: 'Change Cluster Plan',
  description: 'Changes the plan of a cluster: CPUs and memory of each node.',
  replay: 'safe',
  lock: LOCKS.cluster,
  inputFields,
  record: clusterChangeRecord(
    {
      summary:
        'Changing the plan of weather-prod from cr2 to cr3, about 1229 dollars more a month.',
      from: 'cr2',
      to: 'cr3',
      operation: 'CHANGE_COMPUTE',
    },
    { plan: text('Plan', 'cr2'), target_plan: text('Target Plan', 'cr3'), ...priceRecord },
  ),
  sample: samplePrices(1259.43, 2488.02),
  perform: (run) => changeCluster(run, async (cluster) => planChange(run, cluster)),
});

function planChange(run: Run<Input>, cluster: Cluster) {
  const plan = visible(run.input.plan).toLowerCase();
  const now = cluster.product_name;
  const name = cluster.name ?? cluster.id;
  return {
    operationType: 'CHANGE_COMPUTE',
    from: now,
    to: plan,
    doing: `changing the plan of ${name} from ${now ?? 'an unknown one'} to ${plan}`,
    already: `${name} has plan ${plan} already`,
    isSo: isSameText(now, plan),
    target: { target_product_name: plan },
    leadsThere: ({ target_product_name: target }) =>
      typeof target === 'string' ? isSameText(target, plan) : undefined,
    refusal: () => refusalOf(run, cluster, plan),
    send: () => changeProduct(run.cloud, cluster.id, plan),
    gives: async (of, place) => ({
      plan: of.product_name,
      target_plan: plan,
      ...(await comparePrices(run, place, of.id, {
        before: pricedAs(of),
        after: pricedAs(of, { productName: plan }),
      })),
    }),
  } satisfies ClusterChange<object>;
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
      ? `Choose one of: ${listed(names)}.`
      : 'No other plan is; create another cluster instead.',
  );
}
