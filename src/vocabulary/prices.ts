/** Prices before and after a change, as far as the price list knows them. */

import { isProblem } from '../base/problem.ts';
import { getPrice, getRemainingBudget, type PriceQuestion } from '../clients/cloud/prices.ts';
import { number, text } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';

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
const SAME_REMARK = 'This change has no price of its own.';

/** What a cluster costs is asked by plan, nodes, region and storage. */
export type PricedCluster = Omit<PriceQuestion, 'region' | 'organizationId'> & {
  /** Only the storage is paid for, as while a cluster is suspended. */
  storageOnly?: boolean;
};

/**
 * A cluster to be priced; `none` where there is no cluster, which costs nothing; `same` for a change
 * that does not touch the price; null when too little is known to ask.
 */
export type Priced = PricedCluster | 'none' | 'same' | null;

type Amount = { hour: number | null; month: number | null };

/**
 * Never stands in the way of a change: what cannot be learned is null and said so in the remark.
 */
export async function comparePrices(
  run: Run<unknown>,
  place: { region: string | null; organizationId: string | null },
  clusterId: string | undefined,
  { before, after }: { before: Priced; after: Priced },
) {
  const { organizationId } = place;
  const [old, next, budget] = await Promise.all([
    amountOf(run, place, before),
    amountOf(run, place, after),
    organizationId === null || after === 'same'
      ? null
      : orUnknown(getRemainingBudget(run.cloud, organizationId, clusterId)),
  ]);
  return {
    price_per_hour_before: old?.hour ?? null,
    price_per_hour_after: next?.hour ?? null,
    price_per_month_before: old?.month ?? null,
    price_per_month_after: next?.month ?? null,
    remaining_budget_per_month: budget,
    price_remark: remark(after, old?.month ?? null, next?.month ?? null),
  };
}

async function amountOf(
  run: Run<unknown>,
  place: { region: string | null; organizationId: string | null },
  priced: Priced,
): Promise<Amount | null> {
  const { region } = place;
  if (priced === 'none') return { hour: 0, month: 0 };
  if (priced === null || priced === 'same' || region === null) return null;
  const { storageOnly = false, ...cluster } = priced;
  const organizationId = place.organizationId ?? undefined;
  const pricing = await orUnknown(getPrice(run.cloud, { ...cluster, region, organizationId }));
  const price = storageOnly ? pricing?.storage_price : pricing?.total_price;
  return price ? { hour: price.price_per_hour, month: price.price_per_month } : null;
}

function remark(after: Priced, old: number | null, next: number | null): string {
  if (after === 'same') return SAME_REMARK;
  return old === null || next === null ? UNKNOWN_REMARK : STORAGE_REMARK;
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
