/** Prices before and after a change, as far as the price list knows them. */

import { getPrice, getRemainingBudget, type PriceQuestion } from '../cloud/prices.ts';
import { isProblem } from '../cloud/problem.ts';
import { number, text } from './record.ts';
import type { Run } from './run.ts';

export const priceRecord = {
  price_per_hour_before: number('Price per Hour Before (USD)', 0.31),
  price_per_hour_after: number('Price per Hour After (USD)', 0.36),
  price_per_month_before: number('Price per Month Before (USD)', 223.2),
  price_per_month_after: number('Price per Month After (USD)', 259.2),
  remaining_budget_per_month: number('Remaining Budget per Month (USD)', 500),
  price_remark: text(
    'Price Remark',
    'The price list does not say whether storage is priced per node.',
  ),
};

const STORAGE_REMARK =
  'CrateDB Cloud does not document whether its storage price is per node or for all nodes; the total is its own.';
const UNKNOWN_REMARK = 'The price list gave no price for this change.';

/** What a cluster costs is asked by plan, nodes, region and storage. */
export type PricedCluster = Omit<PriceQuestion, 'region' | 'organizationId'>;

/**
 * Never stands in the way of a change: what cannot be learned is null and said so in the remark.
 */
export async function comparePrices(
  run: Run<unknown>,
  place: { region: string | null; organizationId: string | null },
  clusterId: string,
  before: PricedCluster | null,
  after: PricedCluster | null,
) {
  const { region, organizationId } = place;
  const price = (cluster: PricedCluster | null) =>
    cluster === null || region === null
      ? null
      : orUnknown(
          getPrice(run.cloud, { ...cluster, region, organizationId: organizationId ?? undefined }),
        );
  const [old, next, budget] = await Promise.all([
    price(before),
    price(after),
    organizationId === null
      ? null
      : orUnknown(getRemainingBudget(run.cloud, organizationId, clusterId)),
  ]);
  const known = (old?.total_price.price_per_month ?? null) !== null;
  return {
    price_per_hour_before: old?.total_price.price_per_hour ?? null,
    price_per_hour_after: next?.total_price.price_per_hour ?? null,
    price_per_month_before: old?.total_price.price_per_month ?? null,
    price_per_month_after: next?.total_price.price_per_month ?? null,
    remaining_budget_per_month: budget,
    price_remark: known ? STORAGE_REMARK : UNKNOWN_REMARK,
  };
}

async function orUnknown<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (isProblem(error, 'unauthorized')) throw error;
    if (isProblem(error)) return null;
    throw error;
  }
}
