/** What makes the cost of a month: the plans and the storage, with the clusters behind each plan. */
import { pickClusters } from '../clients/cloud/clusters.ts';
import type { Consumption } from '../clients/cloud/consumption.ts';
import type { Organization } from '../clients/cloud/organizations.ts';
import { number, type RecordOf, text } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { percentOf, round } from '../kit/units.ts';
import { ifKnown } from '../vocabulary/withheld.ts';
import { inWords, roundMoney } from './money.ts';

/** What the storage of all clusters is called among the products. */
const STORAGE = 'storage';

/** So many are named in a sentence. */
const MOST_NAMED = 3;

export const productCostRecord = {
  product_name: text('Product', 'cr2'),
  cost: number('Cost (USD)', 380.2),
  cost_percent: number('Part of the Cost (%)', 92.2),
  credits_used: number('Credits Used (USD)', 0),
  total: number('Total (USD, After Credits)', 380.2),
  cluster_hours: number('Cluster Hours', 337.2),
  node_hours: number('Node Hours', 1011.6),
  cluster_names: text('Clusters on This Plan Now', 'weather-prod'),
};

export const largestProductsField = text(
  'Largest Products',
  'cr2 (380.20 dollars, weather-prod), storage (32.30 dollars)',
);

/** The products of a sample, which make its cost. */
export const sampleProducts: readonly Partial<ProductCost>[] = [
  {},
  {
    product_name: STORAGE,
    cost: 32.3,
    cost_percent: 7.8,
    total: 32.3,
    node_hours: null,
    cluster_names: null,
  },
];

export type ProductCost = RecordOf<typeof productCostRecord>;

/** The names of an organization's clusters by plan. */
export type ClusterNames = ReadonlyMap<string, string[]>;

/** Names are an extra: without them the costs are told all the same. */
export async function clusterNames(
  run: Run<unknown>,
  { id }: Pick<Organization, 'id'>,
): Promise<ClusterNames> {
  const byPlan = new Map<string, string[]>();
  const look = ['id', 'name', 'product_name'] as const;
  const choice = { look, pick: (one: Glance) => one };
  const clusters = await ifKnown(pickClusters(run.cloud, { organizationId: id }, choice), []);
  for (const { product_name: plan, name, id: clusterId } of clusters) {
    if (plan === null) continue;
    byPlan.set(plan, [...(byPlan.get(plan) ?? []), name ?? clusterId]);
  }
  return byPlan;
}

type Glance = { id: string; name: string | null; product_name: string | null };

/** The costs, the largest first. The API sums by plan: only a plan's only cluster made all of its cost. */
export function productCosts(consumption: Consumption, clusters: ClusterNames): ProductCost[] {
  const lines = [
    ...consumption.compute_consumption_this_month.map((line) => ({
      product_name: line.product_name,
      ...line.consumption,
      cluster_names: clusters.get(line.product_name ?? '')?.join(', ') ?? null,
    })),
    {
      product_name: STORAGE,
      ...consumption.storage_consumption_this_month,
      dtuhours: null,
      cluster_names: null,
    },
  ];
  const costOf = ({ cost, total }: (typeof lines)[number]) => cost ?? total;
  const whole = lines.reduce((sum, line) => sum + (costOf(line) ?? 0), 0);
  return lines
    .map((line) => ({
      product_name: line.product_name,
      cost: roundMoney(costOf(line)),
      cost_percent: percentOf(costOf(line), whole),
      credits_used: line.credits,
      total: roundMoney(line.total),
      cluster_hours: line.minutes === null ? null : round(line.minutes / 60, 1),
      node_hours: line.dtuhours,
      cluster_names: line.cluster_names,
    }))
    .sort((a, b) => (b.cost ?? 0) - (a.cost ?? 0));
}

/** "cr4 (2,102.40 dollars, vault-records), storage (80 dollars)"; null when nothing cost anything. */
export function largestProducts(
  costs: readonly ProductCost[],
  currency: string | null,
): string | null {
  const named = costs
    .filter(({ cost }) => cost !== null && cost > 0)
    .slice(0, MOST_NAMED)
    .map(({ product_name: name, cost, cluster_names: clusters }) => {
      const parts = [inWords(cost ?? 0, currency), ...(clusters ? [clusters] : [])];
      return `${name} (${parts.join(', ')})`;
    });
  return named.length === 0 ? null : named.join(', ');
}
