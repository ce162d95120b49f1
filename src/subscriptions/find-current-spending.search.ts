import { type Credit, listActiveCredits } from '../clients/cloud/credits.ts';
import { getRemainingBudget } from '../clients/cloud/prices.ts';
import { identity } from '../kit/identity.ts';
import { integer, lines, number, text, time } from '../kit/record/static.ts';
import { defineSearch } from '../kit/search.ts';
import { round, sumOf } from '../kit/units.ts';
import { organizationField, theOrganization } from '../vocabulary/organizations.ts';
import { centsToDollars, roundMoney } from './money.ts';
import {
  ESTIMATE_FORMULA,
  readSpending,
  type SpendingReading,
  spendingRecord,
  toSpendingRecord,
  withPriceCheck,
} from './spending-record.ts';
import { orUnknown } from './withheld.ts';

export const findCurrentSpending = defineSearch({
  key: 'find_current_spending',
  noun: 'Spending',
  label: 'Find Current Spending',
  description: 'Finds what an organization spends this month, with credits and remaining budget.',
  inputFields: [
    {
      ...organizationField,
      helpText: `Leave blank when the API key’s user belongs to just one. ${ESTIMATE_FORMULA}`,
    },
  ],
  record: {
    id: text('ID', '7bbcf777-0000-41e0-a0b9-000000000001:2026-03'),
    ...spendingRecord,
    products: lines('Products', {
      product_name: text('Plan', 'cr1'),
      cost: number('Cost (USD Assumed)', 380.2),
      credits_used: number('Credits Used (as Sent)', 0),
      total: number('Total (USD Assumed)', 380.2),
      cluster_hours: number('Cluster Hours', 337.2),
      node_hours: number('Node Hours (DTU Hours)', 1011.6),
    }),
    storage_gib_hours: number('Storage (GiB Hours)', 64742),
    storage_hours: number('Storage (Hours)', 337.2),
    credits_remaining: number('Credits Remaining (USD)', 252.5),
    credits_count: integer('Number of Active Credits', 2),
    credits: lines('Credits', {
      credit_id: text('Credit ID', 'f8207787-0000-4cab-94c1-00000000000e'),
      comment: text('Comment', 'Welcome Credit'),
      remaining: number('Remaining (USD)', 243.5),
      original: number('Original (USD)', 300),
      ends_at: time('Ends At', '2026-12-24T12:34:56.000Z'),
    }),
    remaining_budget_per_month: number('Remaining Budget per Month (USD)', 500),
  },
  perform: async (run) => {
    const organization = await theOrganization(run, run.input.organization_id);
    const [reading, credits, budget] = await Promise.all([
      readSpending(run, organization).then((read) => withPriceCheck(run, read)),
      orUnknown(listActiveCredits(run.cloud, organization.id)),
      orUnknown(getRemainingBudget(run.cloud, organization.id)),
    ]);
    const withheld =
      credits === null ? ['CrateDB Cloud shows credits to organization admins.'] : [];
    const record = toSpendingRecord(reading, withheld);
    return [
      {
        id: identity(organization.id, record.month),
        ...record,
        ...toDetails(reading),
        credits_remaining:
          credits && centsToDollars(sumOf(credits.map((credit) => credit.remaining_amount))),
        credits_count: credits?.length ?? null,
        credits: (credits ?? []).map(toCreditLine),
        remaining_budget_per_month: budget,
      },
    ];
  },
});

function toDetails({ consumption }: SpendingReading) {
  const storage = consumption.storage_consumption_this_month;
  return {
    products: consumption.compute_consumption_this_month.map(
      ({ product_name, consumption: { cost, credits, total, minutes, dtuhours } }) => ({
        product_name,
        cost: roundMoney(cost),
        credits_used: credits,
        total: roundMoney(total),
        cluster_hours: toHours(minutes),
        node_hours: dtuhours,
      }),
    ),
    storage_gib_hours: storage.gibhours,
    storage_hours: toHours(storage.minutes),
  };
}

function toHours(minutes: number | null): number | null {
  return minutes === null ? null : round(minutes / 60, 1);
}

function toCreditLine(credit: Credit) {
  return {
    credit_id: credit.id,
    comment: credit.comment,
    remaining: centsToDollars(credit.remaining_amount),
    original: centsToDollars(credit.original_amount),
    ends_at: credit.expiration_date,
  };
}
