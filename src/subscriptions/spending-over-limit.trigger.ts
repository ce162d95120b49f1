import { refuse } from '../kit/errors.ts';
import type { InputOf } from '../kit/fields/read.ts';
import { identity } from '../kit/identity.ts';
import { lines, number, text } from '../kit/record/static.ts';
import { eachInTime } from '../kit/run/each-in-time.ts';
import type { Run } from '../kit/run/run.ts';
import { defineTrigger } from '../kit/trigger.ts';
import { percentOf, round } from '../kit/units.ts';
import { alertKey, type Severity, severityField } from '../vocabulary/alerts.ts';
import {
  eachOrganization,
  namesOf,
  notVisible,
  organizationField,
} from '../vocabulary/organizations.ts';
import type { Spending } from '../vocabulary/spending.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { inWords, monthInWords } from './money.ts';
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
  type SpendingReading,
  type SpendingRecord,
  spendingRecord,
  toSpendingRecord,
  withPriceCheck,
} from './spending-record.ts';

/** Organizations whose figures are held against the price list at the same time. */
const CONCURRENCY = 4;

const inputFields = [
  {
    key: 'limit_amount',
    label: 'Limit (USD)',
    type: 'number',
    unit: 'USD',
    required: true,
    min: 0.01,
    helpText:
      'CrateDB Cloud does not document the unit of its figures. They are read as US dollars; where two of them contradict each other, the remark says so.',
  },
  {
    key: 'limit_percents',
    label: 'Alert at Percent of the Limit',
    type: 'number',
    unit: '%',
    list: true,
    default: '100',
    min: 1,
    max: 1_000,
    helpText: 'For example 50, 80 and 100. Each triggers separately. Leave blank for 100 only.',
  },
  {
    key: 'measure',
    label: 'What Is Measured',
    choices: { cost: 'Cost So Far This Month', estimate: 'Estimate for the Whole Month' },
    default: 'cost',
    helpText: `Before credits. ${ESTIMATE_FORMULA} Figures that may still be those of the month before are passed over.`,
  },
  organizationField,
] as const;

type Input = InputOf<typeof inputFields>;

export const spendingOverLimit = defineTrigger({
  kind: 'alert',
  key: 'spending_over_limit',
  noun: 'Spending Alert',
  label: 'Spending Over Limit',
  description:
    'Triggers when spending of an organization reaches a limit, once per month, limit and measure.',
  inputFields,
  record: {
    id: text('Alert ID', '7bbcf777-0000-41e0-a0b9-000000000001:2026-03:400:100:cost'),
    alert_key: { ...alertKey, example: 'spending_over_limit:7bbcf777-0000-41e0-a0b9-000000000001' },
    summary: summaryField(
      'My Organization has spent 412.50 dollars in March 2026, which is 103.1 % of the limit of 400 dollars. The largest: cr2 (380.20 dollars, weather-prod), storage (32.30 dollars).',
    ),
    severity: severityField('error'),
    limit_amount: number('Limit (USD)', 400),
    limit_percent: number('Limit Percent Reached', 100),
    measure: text('Measure (Cost or Estimate)', 'cost'),
    measured_amount: number('Amount Measured (USD)', 412.5),
    measured_percent: number('Amount Measured (% of the Limit)', 103.1),
    ...spendingRecord,
    largest_products: largestProductsField,
    products: lines('Products', productCostRecord, sampleProducts),
    organizations_not_read: notVisible,
  },
  perform: async (run) => {
    const { measure } = run.input;
    const { results, withheld } = await eachOrganization(
      run,
      run.input.organization_id,
      async (one) => [await readSpending(run, one)],
      { bearing: 'no answer' },
    );
    needFigures(results, measure);
    const organizations_not_read = namesOf(withheld);
    const over = results
      .map((reading) => ({ reading, percents: reached(run, reading) }))
      .filter(({ percents }) => percents.length > 0)
      .sort((a, b) => amountOf(b.reading, measure) - amountOf(a.reading, measure));
    const { answers } = await eachInTime(run, over, (one) => toAlerts(run, one), {
      nameOf: ({ reading: { organization } }) => organization.name ?? organization.id,
      isChosen: run.input.organization_id !== undefined,
      concurrency: CONCURRENCY,
    });
    return answers
      .flatMap(({ result }) => result)
      .map((alert) => ({ ...alert, organizations_not_read }));
  },
});

/** The percentages of the limit that are reached, the highest first; as a sample, the first of all. */
function reached({ input, isSample }: Run<Input>, { spending }: SpendingReading): number[] {
  const percents = [...new Set(input.limit_percents)].sort((a, b) => b - a);
  if (isSample) return percents.slice(0, 1);
  if (!spending.isThisMonths) return [];
  const amount = amountOf({ spending }, input.measure);
  return percents.filter((percent) => amount >= (input.limit_amount * percent) / 100);
}

function amountOf({ spending }: { spending: Spending }, measure: Input['measure']): number {
  return (measure === 'cost' ? spending.costSoFar : spending.estimate) ?? 0;
}

/** An alert that can never fire must not look like one that has nothing to tell. */
function needFigures(readings: readonly SpendingReading[], measure: Input['measure']): void {
  const isKnown = ({ spending }: SpendingReading) =>
    (measure === 'cost' ? spending.costSoFar : spending.estimate) !== null;
  if (readings.length === 0 || readings.some(isKnown)) return;
  throw refuse(
    `CrateDB Cloud sent no ${measure === 'cost' ? 'cost' : 'rate'} that can be read`,
    'Look at “Find Current Spending” for what it sent.',
  );
}

async function toAlerts(
  run: Run<Input>,
  { reading, percents }: { reading: SpendingReading; percents: number[] },
) {
  const { limit_amount: limit, measure } = run.input;
  const [checked, clusters] = await Promise.all([
    withPriceCheck(run, reading),
    clusterNames(run, reading.organization),
  ]);
  const record = toSpendingRecord(checked);
  const products = productCosts(reading.consumption, clusters);
  const largest = largestProducts(products, record.currency);
  const amount = measure === 'cost' ? record.cost_so_far : record.estimate;
  return percents.map((percent) => ({
    id: identity(reading.organization.id, record.month, limit, percent, measure),
    alert_key: identity('spending_over_limit', reading.organization.id),
    summary: summaryOf(run.input, record, largest),
    severity: severityOf(percent),
    limit_amount: limit,
    limit_percent: percent,
    measure,
    measured_amount: amount,
    measured_percent: percentOf(amount, limit),
    ...record,
    largest_products: largest,
    products,
  }));
}

function summaryOf(
  { limit_amount: limit, measure }: Input,
  record: SpendingRecord,
  largest: string | null,
): string | null {
  const amount = measure === 'cost' ? record.cost_so_far : record.estimate;
  if (amount === null) return null;
  const { currency } = record;
  const name = record.organization_name ?? record.organization_id;
  const month = monthInWords(record.month);
  const what =
    measure === 'cost'
      ? `has spent ${inWords(amount, currency)} in ${month}`
      : `will spend ${inWords(amount, currency)} in ${month} at the present rate`;
  const share = round((amount / limit) * 100, 1);
  const named = largest === null ? '' : ` The largest: ${largest}.`;
  return `${name} ${what}, which is ${share} % of the limit of ${inWords(limit, currency)}.${named}`;
}

function severityOf(percent: number): Severity {
  if (percent >= 100) return 'error';
  return percent >= 80 ? 'warning' : 'info';
}
