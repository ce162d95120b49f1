/** What an organization spends this month, as steps give it. */
import { type Consumption, getConsumption } from '../clients/cloud/consumption.ts';
import type { Organization } from '../clients/cloud/organizations.ts';
import { getPrice } from '../clients/cloud/prices.ts';
import { isPlan, listProducts } from '../clients/cloud/products.ts';
import { monthOf } from '../kit/identity.ts';
import { flag, number, type RecordOf, text, time } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { round } from '../kit/units.ts';
import { roundMoney } from './money.ts';
import { type Check, priceCheck, type Spending, toSpending } from './spending.ts';
import { orUnknown } from './withheld.ts';

/** The formula of the estimate, for help texts. */
export const ESTIMATE_FORMULA =
  'The estimate is the cost so far this month (UTC) plus the present rate per hour times the hours that the month has left.';

export const spendingRecord = {
  organization_id: text('Organization ID', '7bbcf777-0000-41e0-a0b9-000000000001'),
  organization_name: text('Organization Name', 'My Organization'),
  month: text('Month (UTC)', '2026-03'),
  cost_so_far: number('Cost So Far (USD Assumed, Before Credits)', 412.5),
  compute_cost: number('Cost of Compute So Far (USD Assumed)', 380.2),
  storage_cost: number('Cost of Storage So Far (USD Assumed)', 32.3),
  credits_used: number('Credits Used So Far (as Sent)', 0),
  total_so_far: number('Total So Far (USD Assumed, After Credits)', 412.5),
  rate_per_hour: number('Rate per Hour Now (USD Assumed)', 1.14),
  rate_per_month: number('Rate per Month Now (USD Assumed)', 832.2),
  estimate: number('Estimate for the Whole Month (USD Assumed)', 848.9),
  hours_left: number('Hours Left in the Month', 382.8),
  currency: text('Currency (Where It Is Told)', 'USD'),
  figures_agree: flag('Figures Agree With Each Other', true),
  remark: text('Remark on the Figures', 'The hourly and the monthly rate do not fit.'),
  raw_figures: text(
    'Figures as Sent (JSON)',
    '{"current_cost":{"hourly":{"usd":1.14},"monthly":{"usd":832.2}}}',
  ),
  measured_at: time('Measured At', '2026-03-15T01:12:00.000Z'),
};

export type SpendingReading = {
  organization: Organization;
  consumption: Consumption;
  spending: Spending;
  raw: unknown;
  at: Date;
};

/** Reads the month's figures of one organization. */
export async function readSpending(
  run: Run<unknown>,
  organization: Organization,
): Promise<SpendingReading> {
  const { consumption, raw } = await getConsumption(run.cloud, organization.id);
  const at = run.now();
  return { organization, consumption, spending: toSpending(consumption, at), raw, at };
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
  const listed = await orUnknown(listedPrice(run, plan));
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
  { organization, spending, raw, at }: SpendingReading,
  more: readonly string[] = [],
): RecordOf<typeof spendingRecord> {
  const remarks = [...spending.remarks, ...more];
  return {
    organization_id: organization.id,
    organization_name: organization.name,
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
    raw_figures: JSON.stringify(raw ?? null),
    measured_at: at.toISOString(),
  };
}
