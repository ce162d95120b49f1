/** Prices before and after a change, as far as the price list knows them. */

import type { Cluster } from '../clients/cloud/clusters.ts';
import { getPrice, getRemainingBudget, type PriceQuestion } from '../clients/cloud/prices.ts';
import { number, text } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { round } from '../kit/units.ts';
import { nodesOf, storageBytesPerNode } from './clusters/record.ts';
import { afterChange } from './withheld.ts';

export const priceRecord = {
  price_per_month_before: number('Price per Month Before (USD)', 1259.43),
  price_per_month_after: number('Price per Month After (USD)', 1274.84),
  price_difference_per_month: number('Price Difference per Month (USD)', 15.41),
  remaining_budget_per_month: number('Remaining Budget per Month (USD)', 500),
  price_remark: text('Price Remark', ''),
};

/** The prices of a sample that is about another change. */
export const samplePrices = (before: number, after: number) => ({
  price_per_month_before: before,
  price_per_month_after: after,
  price_difference_per_month: round(after - before, 2),
});

const UNKNOWN_REMARK = 'The price list gave no price for this change.';

/** What a cluster costs is asked by plan, nodes, region and storage. */
export type PricedCluster = Omit<PriceQuestion, 'region' | 'organizationId'> & {
  /** Only the storage is paid for, as while a cluster is suspended. */
  storageOnly?: boolean;
};

/**
 * A cluster to be priced; `none` where there is no cluster, which costs nothing; null when too little is known to ask.
 */
export type Priced = PricedCluster | 'none' | null;

type PricePlace = { region: string | null; organization_id: string | null };

/** A cluster as the price list knows it, with what would be different; null when too little is known. */
export function pricedAs(cluster: Cluster, over: Partial<PricedCluster> = {}): Priced {
  const productName = over.productName ?? cluster.product_name;
  const storageBytes = over.storageBytes ?? storageBytesPerNode(cluster);
  const nodes = nodesOf(cluster);
  const productUnit = over.productUnit ?? (nodes === null ? null : nodes - 1);
  if (productName === null || storageBytes === null || productUnit === null) return null;
  const productTier = over.productTier ?? cluster.product_tier ?? 'default';
  // API: storage of a suspended cluster is still billed.
  const storageOnly = over.storageOnly ?? cluster.suspended === true;
  return { productName, productTier, productUnit, storageBytes, storageOnly };
}

/**
 * Never stands in the way of a change: what cannot be learned is null and said so in the remark.
 */
export async function comparePrices(
  run: Run<unknown>,
  place: PricePlace,
  clusterId: string | undefined,
  { before, after }: { before: Priced; after: Priced },
) {
  const { organization_id: organizationId } = place;
  const [old, next, budget] = await Promise.all([
    monthly(run, place, before),
    monthly(run, place, after),
    organizationId === null
      ? null
      : afterChange(getRemainingBudget(run.cloud, organizationId, clusterId), null),
  ]);
  return {
    price_per_month_before: old,
    price_per_month_after: next,
    price_difference_per_month: old === null || next === null ? null : round(next - old, 2),
    remaining_budget_per_month: budget,
    price_remark: old === null || next === null ? UNKNOWN_REMARK : null,
  };
}

/** A monthly price for a label: "1,259 dollars a month". */
export function inDollarsAMonth(price: number | null): string | null {
  return price === null ? null : `${Math.round(price).toLocaleString('en-US')} dollars a month`;
}

/** Dollars a month; null where the price list gives none. */
export async function monthly(
  run: Run<unknown>,
  { region, organization_id: organizationId }: PricePlace,
  priced: Priced,
): Promise<number | null> {
  if (priced === 'none') return 0;
  if (priced === null || region === null) return null;
  const { storageOnly = false, ...cluster } = priced;
  const question = { ...cluster, region, organizationId: organizationId ?? undefined };
  const pricing = await afterChange(getPrice(run.cloud, question), null);
  const price = storageOnly ? pricing?.storage_price : pricing?.total_price;
  return price?.price_per_month ?? null;
}
