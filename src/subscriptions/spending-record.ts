/** What an organization spends this month, as steps give it. */
import { type Consumption, getConsumption } from '../clients/cloud/consumption.ts';
import type { Organization } from '../clients/cloud/organizations.ts';
import { getPrice } from '../clients/cloud/prices.ts';
import { isPlan, listProducts } from '../clients/cloud/products.ts';
import { monthOf } from '../kit/identity.ts';
import { flag, number, type RecordOf, text, time } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { round } from '../kit/units.ts';
import { consoleUrl, consoleUrlOf } from '../vocabulary/console.ts';
import { type Check, priceCheck, type Spending, toSpending } from '../vocabulary/spending.ts';
import { ifKnown } from '../vocabulary/withheld.ts';
import { roundMoney } from './money.ts';

/** The formula of the estimate, for help texts. */
export const ESTIMATE_FORMULA =
  'The estimate is the cost so far this month (UTC) plus the present rate per hour times the hours that the month has left.';

export const spendingRecord = {
  organization_id: text('Organization ID', '7bbcf777-0000-41e0-a0b9-000000000001'),
  organization_name: text('Organization Name', 'My Organization'),
  console_url: consoleUrlOf('organization'),
  month: text('Month (UTC)', '2026-03'),
  cost_so_far: number('Cost So Far (USD, Before Credits)', 412.5),
  compute_cost: number('Cost of Compute So Far (USD)', 380.2),
  storage_cost: number('Cost of Storage So Far (USD)', 32.3),
  credits_used: number('Credits Used So Far', 0),
  total_so_far: number('Total So Far (USD, After Credits)', 412.5),
  rate_per_hour: number('Rate per Hour Now (USD)', 1.2198),
  rate_per_month: number('Rate per Month Now (USD)', 890.45),
  estimate: number('Estimate for the Whole Month (USD)', 908.71),
  hours_left: number('Hours Left in the Month', 406.8),
  currency: text('Currency', 'USD'),
  figures_agree: flag('Figures Agree With Each Other', true),
  remark: text('Remark on the Figures', ''),
  measured_at: time('Measured At', '2026-03-15T01:12:00.000Z'),
};

export type SpendingRecord = RecordOf<typeof spendingRecord> & { month: string };

export type SpendingReading = {
  organization: Organization;
  consumption: Consumption;
  spending: Spending;
  at: Date;
};

/** Reads the month's figures of one organization. */
export async function readSpending(
  run: Run<unknown>,
  organization: Organization,
): Promise<SpendingReading> {
  const consumption = await getConsumption(run.cloud, organization.id);
  const at = run.now();
  return { organization, consumption, spending: toSpending(consumption, at), at };
}

/** The same, held against the price list as well, which takes two more requests. */
export async function withPriceCheck(
  run: Run<unknown>,
  reading: SpendingReading,
): Promise<SpendingReading> {
  const checks = await priceChecks(run, reading.consumption);
  return { ...reading, spending: toSpending(reading.consumption, reading.at, checks) };
}

/** The plan that cost most: what a node hour of it comes to here and in the price list. */
async function priceChecks(run: Run<unknown>, consumption: Consumption): Promise<Check[]> {
  const [line] = consumption.compute_consumption_this_month.toSorted(
    (a, b) => (b.consumption.cost ?? 0) - (a.consumption.cost ?? 0),
  );
  const plan = line?.product_name ?? null;
  const { cost = null, dtuhours = null } = line?.consumption ?? {};
  if (plan === null || !cost || !dtuhours) return [];
  // Without a price list there is nothing to compare with, but figures all the same.
  const listed = await ifKnown(listedPrice(run, plan), null);
  return priceCheck(plan, cost / dtuhours, listed);
}

/** Dollars an hour for one node, without storage, in any region: they are not a unit apart. */
async function listedPrice(run: Run<unknown>, plan: string): Promise<number | null> {
  const products = await listProducts(run.cloud, { name: plan });
  const product = products.find((one) => isPlan(one) && one.name === plan && one.region !== null);
  if (!product || product.region === null) return null;
  const price = await getPrice(run.cloud, {
    productName: plan,
    productTier: product.tier ?? 'default',
    productUnit: 0,
    region: product.region,
    storageBytes: product.specs.storage_minimum_bytes ?? 0,
  });
  return price.cluster_price.price_per_hour;
}

export function toSpendingRecord(
  { organization, spending, at }: SpendingReading,
  more: readonly string[] = [],
): SpendingRecord & { organization_id: string } {
  const remarks = [...spending.remarks, ...more];
  return {
    organization_id: organization.id,
    organization_name: organization.name,
    console_url: consoleUrl('organization'),
    month: monthOf(at.toISOString()),
    cost_so_far: roundMoney(spending.costSoFar),
    compute_cost: roundMoney(spending.computeCost),
    storage_cost: roundMoney(spending.storageCost),
    credits_used: spending.creditsUsed,
    total_so_far: roundMoney(spending.totalSoFar),
    rate_per_hour: spending.perHour === null ? null : round(spending.perHour, 4),
    rate_per_month: roundMoney(spending.perMonth),
    estimate: roundMoney(spending.estimate),
    hours_left: spending.hoursLeft,
    currency: spending.currency,
    figures_agree: spending.agree,
    remark: remarks.length === 0 ? null : remarks.join(' '),
    measured_at: at.toISOString(),
  };
}
