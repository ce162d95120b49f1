/**
 * What a cluster costs. The price list is asked by plan, nodes, region and storage, and does not say
 * whether the storage it is given is that of one node or of all; so it is asked for one node as well, and
 * how the two answers compare tells.
 */
import { getPrice, type PriceQuestion, type Pricing } from '../clients/cloud/prices.ts';
import { number, type RecordOf, text } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { round, sumOf } from '../kit/units.ts';
import { HOURS_PER_MONTH } from '../vocabulary/spending.ts';
import { roundMoney } from './money.ts';

export const promotionRecord = {
  promotion_price_per_hour: number('Promotion Price per Hour (USD)', 1.4),
  promotion_price_per_month: number('Promotion Price per Month (USD)', 1022),
  promotion_duration: number('Promotion Duration (Months)', 3),
};

export const priceRecord = {
  price_per_hour: number('Price per Hour (USD)', 1.85196),
  price_per_month: number('Price per Month (USD)', 1351.93),
  compute_price_per_hour: number('Compute Price per Hour (USD)', 1.683),
  compute_price_per_month: number('Compute Price per Month (USD)', 1228.59),
  storage_price_per_hour: number('Storage Price per Hour (USD)', 0.16896),
  storage_price_per_month: number('Storage Price per Month (USD)', 123.34),
  ...promotionRecord,
  remark: text('Remark on the Price', ''),
};

export type ClusterPrice = RecordOf<typeof priceRecord>;

/** The price with the storage of all nodes in it. `question.storageBytes` is for one node. */
export async function priceCluster(
  run: Run<unknown>,
  question: PriceQuestion,
  nodes: number,
): Promise<ClusterPrice> {
  const isSingle = nodes === 1 || question.storageBytes === 0;
  const [all, one] = await Promise.all([
    getPrice(run.cloud, question),
    isSingle ? null : getPrice(run.cloud, { ...question, productUnit: 0 }),
  ]);
  const basis = one === null ? 'all' : storageBasis(all, one, nodes);
  const pricing =
    basis === 'one'
      ? await getPrice(run.cloud, { ...question, storageBytes: question.storageBytes * nodes })
      : all;
  const unsure =
    basis === 'unknown'
      ? 'Whether the price of the storage is for one node or for all could not be found out.'
      : null;
  return toPrice(pricing, unsure);
}

/**
 * What the storage price of `all` nodes covers, held against that of `one` node for the same bytes: it
 * grows with the nodes, so it is for all; or it stays, so it is for just the bytes asked about.
 */
export function storageBasis(all: Pricing, one: Pricing, nodes: number): 'all' | 'one' | 'unknown' {
  const ofAll = all.storage_price.price_per_month ?? all.storage_price.price_per_hour;
  const ofOne = one.storage_price.price_per_month ?? one.storage_price.price_per_hour;
  if (ofAll === 0 && ofOne === 0) return 'all';
  if (!ofAll || !ofOne) return 'unknown';
  const times = ofAll / ofOne;
  if (Math.abs(times - nodes) < 0.1 * nodes) return 'all';
  return Math.abs(times - 1) < 0.1 ? 'one' : 'unknown';
}

export function toPrice(pricing: Pricing, unsure: string | null): ClusterPrice {
  const { cluster_price: compute, storage_price: storage, total_price: total } = pricing;
  const hour = total.price_per_hour ?? sumOf([compute.price_per_hour, storage.price_per_hour]);
  const month = total.price_per_month ?? sumOf([compute.price_per_month, storage.price_per_month]);
  const remarks = [
    unsure,
    areApart(hour, sumOf([compute.price_per_hour, storage.price_per_hour])) ||
    areApart(month, sumOf([compute.price_per_month, storage.price_per_month]))
      ? 'The total is not the sum of compute and storage.'
      : null,
    areApart(month, hour === null ? null : hour * HOURS_PER_MONTH)
      ? 'The hourly and the monthly price do not fit together; one may be in another unit.'
      : null,
  ].filter((remark) => remark !== null);
  return {
    price_per_hour: toRate(hour),
    price_per_month: roundMoney(month),
    compute_price_per_hour: toRate(compute.price_per_hour),
    compute_price_per_month: roundMoney(compute.price_per_month),
    storage_price_per_hour: toRate(storage.price_per_hour),
    storage_price_per_month: roundMoney(storage.price_per_month),
    ...promotionOf(pricing),
    remark: remarks.length === 0 ? null : remarks.join(' '),
  };
}

/** More than a tenth apart, which is more than months of different length or rounding make. */
function areApart(a: number | null, b: number | null): boolean {
  if (a === null || b === null) return false;
  return Math.abs(a - b) > Math.max(0.1 * Math.max(Math.abs(a), Math.abs(b)), 0.02);
}

function toRate(perHour: number | null): number | null {
  return perHour === null ? null : round(perHour, 6);
}

/** Null where there is no promotion. One on compute alone leaves the storage at its price. */
export function promotionOf(pricing: Pricing | null): RecordOf<typeof promotionRecord> {
  const total = pricing?.total_price.promotion_price;
  const compute = pricing?.cluster_price.promotion_price;
  const storage = pricing?.storage_price;
  const hour =
    total?.price_per_hour ??
    sumOf([compute?.price_per_hour ?? null, storage?.price_per_hour ?? null]);
  const month =
    total?.price_per_month ??
    sumOf([compute?.price_per_month ?? null, storage?.price_per_month ?? null]);
  return {
    promotion_price_per_hour: toRate(hour),
    promotion_price_per_month: roundMoney(month),
    promotion_duration: total?.promotion_duration ?? compute?.promotion_duration ?? null,
  };
}
