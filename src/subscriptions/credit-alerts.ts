/** Which alerts the active credits of one organization give. */
import type { Credit } from '../clients/cloud/credits.ts';
import type { Organization } from '../clients/cloud/organizations.ts';
import { firstOfEach, identity } from '../kit/identity.ts';
import { percentOf, round, sumOf } from '../kit/units.ts';
import { centsToDollars } from './money.ts';
import { periodIn } from './repeat.ts';

const DAY_MS = 86_400_000;

export type CreditLimits = {
  /** US dollars. */
  limit_amount: number | undefined;
  limit_percent: number | undefined;
  limit_days: number | undefined;
  repeat: 'day' | 'month';
};

export type CreditAlert = ReturnType<typeof toAlert>;

/**
 * Low or used up: all credits together. Ending: each one that has something left. As a sample, every
 * credit counts as ending, whatever the limits are.
 */
export function creditAlerts(
  organization: Organization,
  active: readonly Credit[],
  at: Date,
  limits: CreditLimits,
  isSample: boolean,
): CreditAlert[] {
  // One that the list holds twice must not count twice.
  const credits = firstOfEach(active).filter((credit) => !isOver(credit, at));
  const period = periodIn(at, limits.repeat);
  const { limit_amount: amount = null, limit_percent: percent = null, limit_days: days } = limits;
  const alert = (id: string, reason: Reason, counted: readonly Credit[]) =>
    toAlert(organization, counted, at, id, reason);
  const reason = reasonOf(credits, limits);
  const low =
    reason === null
      ? []
      : [alert(identity(organization.id, reason, amount, percent, period), reason, credits)];
  const ending = credits
    .filter((credit) => isSample || isEnding(credit, at, days))
    .map((credit) =>
      alert(identity(credit.id, 'ending', days ?? null, period), 'ending', [credit]),
    );
  return [...low, ...ending];
}

type Reason = 'low' | 'used_up' | 'ending';

/** An organization that has no credit has none that could run low. */
function reasonOf(credits: readonly Credit[], limits: CreditLimits): Reason | null {
  const { limit_amount: amount, limit_percent: percent } = limits;
  if (credits.length === 0 || (amount === undefined && percent === undefined)) return null;
  const { remaining, share } = sumsOf(credits);
  if (remaining === null) return null;
  if (remaining <= 0) return 'used_up';
  const isUnder = amount !== undefined && remaining < amount;
  const isUnderShare = percent !== undefined && share !== null && share < percent;
  return isUnder || isUnderShare ? 'low' : null;
}

/** Dollars left and given in all, and the share that is left in percent. */
function sumsOf(credits: readonly Credit[]) {
  const remaining = centsToDollars(sumOf(credits.map((credit) => credit.remaining_amount)));
  const original = centsToDollars(sumOf(credits.map((credit) => credit.original_amount)));
  return { remaining, original, share: percentOf(remaining, original) };
}

function toAlert(
  organization: Organization,
  credits: readonly Credit[],
  at: Date,
  id: string,
  reason: Reason,
) {
  const { remaining, original, share } = sumsOf(credits);
  const ends = credits.map((credit) => credit.expiration_date).filter((end) => end !== null);
  const first = ends.sort()[0] ?? null;
  const one = reason === 'ending' ? credits[0] : undefined;
  return {
    id,
    alert_key: identity('credit_running_low', one?.id ?? organization.id),
    reason,
    organization_id: organization.id,
    organization_name: organization.name,
    remaining,
    original,
    remaining_percent: share,
    credits_count: credits.length,
    credit_id: one?.id ?? null,
    comment: one?.comment ?? null,
    ends_at: first,
    days_left: daysUntil(first, at),
    measured_at: at.toISOString(),
  };
}

function isEnding(credit: Credit, at: Date, days: number | undefined): boolean {
  const left = msUntil(credit.expiration_date, at);
  return days !== undefined && left !== null && left <= days * DAY_MS && hasRest(credit);
}

function isOver(credit: Credit, at: Date): boolean {
  const left = msUntil(credit.expiration_date, at);
  return left !== null && left <= 0;
}

/** A credit whose rest is not told may have one. */
function hasRest(credit: Credit): boolean {
  return credit.remaining_amount === null || credit.remaining_amount > 0;
}

/** For people; rounded days would end a credit an hour too early. */
function daysUntil(iso: string | null, at: Date): number | null {
  const left = msUntil(iso, at);
  return left === null ? null : round(left / DAY_MS, 1);
}

function msUntil(iso: string | null, at: Date): number | null {
  return iso === null ? null : Date.parse(iso) - at.getTime();
}
