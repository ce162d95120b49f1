import pMap from 'p-map';
import { refuse } from '../kit/errors.ts';
import { identity } from '../kit/identity.ts';
import { number, text } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { defineTrigger } from '../kit/trigger.ts';
import { percentOf } from '../kit/units.ts';
import { alertKey } from '../vocabulary/alerts.ts';
import { eachOrganization, organizationField } from '../vocabulary/organizations.ts';
import { hoursOfMonth, type Spending } from './spending.ts';
import {
  ESTIMATE_FORMULA,
  readSpending,
  type SpendingReading,
  spendingRecord,
  toSpendingRecord,
  withPriceCheck,
} from './spending-record.ts';

/** Until then the figures may still be those of the month before, and would be told as this month's. */
const SETTLING_HOURS = 1;

/** Organizations whose figures are held against the price list at the same time. */
const CONCURRENCY = 4;

export const spendingOverLimit = defineTrigger({
  kind: 'alert',
  key: 'spending_over_limit',
  noun: 'Spending Alert',
  label: 'Spending Over Limit',
  description:
    'Triggers when spending of an organization reaches an amount, once per month, limit and measure.',
  inputFields: [
    {
      key: 'limit',
      label: 'Amount at or Over (USD)',
      type: 'number',
      required: true,
      min: 0.01,
      helpText:
        'CrateDB Cloud does not document the unit of its figures; they are read as dollars, and the remark says where they do not fit together.',
    },
    {
      key: 'measure',
      label: 'What Is Measured',
      choices: { cost: 'Cost So Far This Month', estimate: 'Estimate for the Whole Month' },
      default: 'cost',
      helpText: `Before credits. ${ESTIMATE_FORMULA} The first hour of a month is passed over.`,
    },
    organizationField,
  ],
  record: {
    id: text('Alert ID', '7bbcf777-0000-41e0-a0b9-000000000001:2026-03:400:cost'),
    alert_key: { ...alertKey, example: 'spending_over_limit:7bbcf777-0000-41e0-a0b9-000000000001' },
    limit: number('Limit (USD)', 400),
    measure: text('Measure (cost or estimate)', 'cost'),
    measured_amount: number('Amount Measured (USD Assumed)', 412.5),
    limit_used_percent: number('Limit Used (%)', 103.1),
    ...spendingRecord,
  },
  perform: async (run) => {
    const { limit, measure } = run.input;
    const { results } = await eachOrganization(run, run.input.organization_id, async (one) => [
      await readSpending(run, one),
    ]);
    needFigures(results, measure);
    const over = results.filter(
      (reading) =>
        run.isSample || (isSettled(reading) && (amountOf(reading, measure) ?? 0) >= limit),
    );
    over.sort((a, b) => (amountOf(b, measure) ?? 0) - (amountOf(a, measure) ?? 0));
    return pMap(over, (reading) => toAlert(run, reading), { concurrency: CONCURRENCY });
  },
});

type Input = { limit: number; measure: 'cost' | 'estimate' };

function amountOf({ spending }: { spending: Spending }, measure: Input['measure']): number | null {
  return measure === 'cost' ? spending.costSoFar : spending.estimate;
}

function isSettled({ at }: SpendingReading): boolean {
  return hoursOfMonth(at).hoursSoFar >= SETTLING_HOURS;
}

/** An alert that can never fire must not look like one that has nothing to tell. */
function needFigures(readings: readonly SpendingReading[], measure: Input['measure']): void {
  if (readings.length === 0 || readings.some((one) => amountOf(one, measure) !== null)) return;
  throw refuse(
    `CrateDB Cloud sent no ${measure === 'cost' ? 'cost' : 'rate'} that can be read`,
    'Look at “Find Current Spending” for what it sent.',
  );
}

async function toAlert(run: Run<Input>, reading: SpendingReading) {
  const { limit, measure } = run.input;
  const record = toSpendingRecord(await withPriceCheck(run, reading));
  const amount = measure === 'cost' ? record.cost_so_far : record.estimate;
  return {
    id: identity(reading.organization.id, record.month, limit, measure),
    alert_key: identity('spending_over_limit', reading.organization.id),
    limit,
    measure,
    measured_amount: amount,
    limit_used_percent: percentOf(amount, limit),
    ...record,
  };
}
