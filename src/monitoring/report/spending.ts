/** What organizations spend this month, and what the invoices say of the month before. */
import { getConsumption } from '../../clients/cloud/consumption.ts';
import { type Invoice, listInvoices } from '../../clients/cloud/invoices.ts';
import type { Organization } from '../../clients/cloud/organizations.ts';
import { listSubscriptions, type Subscription } from '../../clients/cloud/subscriptions.ts';
import type { Run } from '../../kit/run/run.ts';
import { round } from '../../kit/units.ts';
import { toSpending } from '../../vocabulary/spending.ts';
import { unlessWithheld } from '../../vocabulary/withheld.ts';

export type SpendingFacts = {
  /** US dollars before credits, this calendar month (UTC). */
  soFar: number;
  /** By the end of the month, at the present rate; null where the rate or the cost is not known. */
  expected: number | null;
  /** By the invoices of the month before, before discounts; null where they do not tell of all. */
  lastMonth: { amount: number; from: string; to: string } | null;
  /** From the month before to this one, by what is expected of it, in percent. */
  changePercent: number | null;
};

export type OrganizationSpending = {
  soFar: number | null;
  expected: number | null;
  isThisMonths: boolean;
  lastMonth: SpendingFacts['lastMonth'];
  /** Who else bills the organization: marketplaces, contracts. Of those there are no invoices here. */
  otherBills: string[];
};

/** More than the months that a late invoice could be behind. */
const MOST_INVOICES = 12;

export async function spendingOf(
  run: Run<unknown>,
  { id }: Organization,
): Promise<OrganizationSpending> {
  const [consumption, subscriptions] = await Promise.all([
    getConsumption(run.cloud, id),
    unlessWithheld(listSubscriptions(run.cloud, { organizationId: id }), []),
  ]);
  const { costSoFar, estimate, isThisMonths } = toSpending(consumption, run.now());
  const isStripe = ({ provider }: Subscription) => provider === 'stripe';
  const billed = subscriptions.filter(isStripe);
  const others = subscriptions.filter((one) => one.active === true && !isStripe(one));
  // A subscription that another role pays for has none for this user.
  const invoices = await Promise.all(
    billed.map((one) => unlessWithheld(listInvoices(run.cloud, one.id, MOST_INVOICES), [])),
  );
  return {
    soFar: costSoFar,
    expected: estimate,
    isThisMonths,
    lastMonth: others.length > 0 ? null : lastMonthOf(invoices.flat(), run.now()),
    otherBills: others.map(({ name, provider }) => name ?? provider ?? 'another').sort(),
  };
}

/** What is not known of an organization's spending; null when all is. */
export function spendingLack({
  soFar,
  isThisMonths,
  lastMonth,
  otherBills,
}: OrganizationSpending): string | null {
  if (soFar === null) return 'spending';
  if (!isThisMonths) return 'spending, which may still be that of last month,';
  if (soFar === 0 || lastMonth !== null) return null;
  return otherBills.length > 0
    ? `last month’s spending, as ${otherBills.join(' and ')} has no invoices here,`
    : 'last month’s spending, as there is no invoice of it,';
}

/** Those that told their spending, together; the change only where all `count` of them did. */
export function togetherOf(
  parts: readonly OrganizationSpending[],
  count: number,
): SpendingFacts | null {
  const known = parts.filter(({ soFar, isThisMonths }) => soFar !== null && isThisMonths);
  if (known.length === 0) return null;
  const expected = known.some((part) => part.expected === null)
    ? null
    : round(sum(known.map((part) => part.expected ?? 0)), 2);
  const lastMonth = lastMonthOfAll(known);
  const isComparable = known.length === count && expected !== null && lastMonth !== null;
  return {
    soFar: round(sum(known.map((part) => part.soFar ?? 0)), 2),
    expected,
    lastMonth,
    changePercent:
      isComparable && lastMonth.amount > 0
        ? round((expected / lastMonth.amount - 1) * 100, 1)
        : null,
  };
}

/** An organization that spends and has no invoice leaves a hole in the sum, and so there is none. */
function lastMonthOfAll(parts: readonly OrganizationSpending[]): SpendingFacts['lastMonth'] {
  if (parts.some((part) => spendingLack(part) !== null)) return null;
  const invoiced = parts.flatMap(({ lastMonth }) => lastMonth ?? []);
  const [first] = invoiced;
  if (!first) return null;
  return {
    amount: round(sum(invoiced.map(({ amount }) => amount)), 2),
    from: invoiced.map(({ from }) => from).reduce((a, b) => (a < b ? a : b)),
    to: invoiced.map(({ to }) => to).reduce((a, b) => (a > b ? a : b)),
  };
}

/**
 * The invoices whose middle lies in the calendar month (UTC) before: a billing period may begin on another
 * day. Only whole ones in dollars: in another currency nothing of this month could be held against them.
 */
export function lastMonthOf(
  invoices: readonly Invoice[],
  now: Date,
): { amount: number; from: string; to: string } | null {
  const start = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1);
  const end = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1);
  const periods = invoices.flatMap(({ currency, period_start, period_end, subtotal }) => {
    if (period_start === null || period_end === null) return [];
    const middle = (Date.parse(period_start) + Date.parse(period_end)) / 2;
    if (middle < start || middle >= end || Date.parse(period_end) > now.getTime()) return [];
    const isDollars = currency?.toLowerCase() === 'usd';
    return [{ from: period_start, to: period_end, cents: isDollars ? subtotal : null }];
  });
  const [first, ...others] = periods;
  if (!first || periods.some(({ cents }) => cents === null)) return null;
  return {
    amount: round(sum(periods.map(({ cents }) => cents ?? 0)) / 100, 2),
    from: others.reduce((least, { from }) => (from < least ? from : least), first.from),
    to: others.reduce((most, { to }) => (to > most ? to : most), first.to),
  };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
