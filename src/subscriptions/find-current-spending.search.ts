import { type Credit, listActiveCredits } from '../clients/cloud/credits.ts';
import { getRemainingBudget } from '../clients/cloud/prices.ts';
import { identity } from '../kit/identity.ts';
import { integer, lines, number, text, time } from '../kit/record/static.ts';
import { defineSearch } from '../kit/search.ts';
import { round, sumOf } from '../kit/units.ts';
import { organizationField, theOrganization } from '../vocabulary/organizations.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { unlessWithheld } from '../vocabulary/withheld.ts';
import { centsToDollars, inWords, monthInWords } from './money.ts';
import {
  clusterNames,
  largestProducts,
  largestProductsField,
  productCostRecord,
  productCosts,
  sampleProducts,
} from './spending-products.ts';
import {
  ESTIMATE_FORMULA,
  readSpending,
  type SpendingRecord,
  spendingRecord,
  toSpendingRecord,
  withPriceCheck,
} from './spending-record.ts';

export const findCurrentSpending = defineSearch({
  key: 'find_current_spending',
  noun: 'Spending',
  label: 'Find Current Spending',
  description: 'Finds what an organization spends this month, with credits and remaining budget.',
  inputFields: [
    {
      ...organizationField,
      helpText: `Leave blank if the API key’s user belongs to only one organization. ${ESTIMATE_FORMULA}`,
    },
  ],
  record: {
    id: text('ID', '7bbcf777-0000-41e0-a0b9-000000000001:2026-03'),
    summary: summaryField(
      'My Organization has spent 412.50 dollars so far in March 2026, and at the present rate it will be 908.71 dollars. The largest: cr2 (380.20 dollars, weather-prod), storage (32.30 dollars).',
    ),
    ...spendingRecord,
    largest_products: largestProductsField,
    products: lines('Products', productCostRecord, sampleProducts),
    storage_gib_hours: number('Storage (GiB Hours)', 64742),
    storage_hours: number('Storage (Hours)', 337.2),
    credits_remaining: number('Credits Remaining (USD)', 252.5),
    credits_count: integer('Number of Active Credits', 2),
    credits: lines(
      'Credits',
      {
        credit_id: text('Credit ID', 'f8207787-0000-4cab-94c1-00000000001b'),
        comment: text('Comment', 'Welcome Credit'),
        remaining: number('Remaining (USD)', 243.5),
        original: number('Original (USD)', 300),
        ends_at: time('Ends At', '2026-12-24T12:34:56.000Z'),
      },
      [
        {},
        {
          credit_id: 'f8207787-0000-4cab-94c1-00000000000e',
          comment: 'Conference Voucher',
          remaining: 9,
          original: 100,
          ends_at: '2026-03-27T09:00:00.000Z',
        },
      ],
    ),
    remaining_budget_per_month: number('Remaining Budget per Month (USD)', 500),
  },
  perform: async (run) => {
    const organization = await theOrganization(run, run.input.organization_id);
    const [reading, credits, budget, clusters] = await Promise.all([
      readSpending(run, organization).then((read) => withPriceCheck(run, read)),
      unlessWithheld(listActiveCredits(run.cloud, organization.id), null),
      unlessWithheld(getRemainingBudget(run.cloud, organization.id), null),
      clusterNames(run, organization),
    ]);
    const withheld =
      credits === null ? ['CrateDB Cloud shows credits to organization admins.'] : [];
    const record = toSpendingRecord(reading, withheld);
    const products = productCosts(reading.consumption, clusters);
    const largest = largestProducts(products, record.currency);
    const storage = reading.consumption.storage_consumption_this_month;
    return [
      {
        id: identity(organization.id, record.month),
        summary: summaryOf(record, largest),
        ...record,
        largest_products: largest,
        products,
        storage_gib_hours: storage.gibhours,
        storage_hours: storage.minutes === null ? null : round(storage.minutes / 60, 1),
        credits_remaining:
          credits && centsToDollars(sumOf(credits.map((credit) => credit.remaining_amount))),
        credits_count: credits?.length ?? null,
        credits: (credits ?? []).map(toCreditLine),
        remaining_budget_per_month: budget,
      },
    ];
  },
});

function summaryOf(record: SpendingRecord, largest: string | null): string | null {
  const { cost_so_far: cost, estimate, currency, month } = record;
  if (cost === null) return null;
  const name = record.organization_name ?? record.organization_id;
  const later =
    estimate === null ? '' : `, and at the present rate it will be ${inWords(estimate, currency)}`;
  const named = largest === null ? '' : ` The largest: ${largest}.`;
  return `${name} has spent ${inWords(cost, currency)} so far in ${monthInWords(month)}${later}.${named}`;
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
