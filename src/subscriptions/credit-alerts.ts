/** Which alerts the active credits of one organization give. */
import { DAY_MS } from '../base/time.ts';
import type { Credit } from '../clients/cloud/credits.ts';
import type { Organization } from '../clients/cloud/organizations.ts';
import { firstOfEach, identity } from '../kit/identity.ts';
import { counted } from '../kit/text.ts';
import { percentOf, round, sumOf } from '../kit/units.ts';
import type { Severity } from '../vocabulary/alerts.ts';
import { consoleUrl } from '../vocabulary/console.ts';
import { centsToDollars, inWords } from './money.ts';
import { periodIn } from './repeat.ts';

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
  const low = lowLimits(credits, limits).map((passed) => {
    const { reason, limit_unit: unit, limit_value: limit } = passed;
    const parts = unit === null ? [reason] : [reason, unit, limit];
    return toAlert(organization, credits, at, identity(organization.id, ...parts, period), passed);
  });
  const days = limits.limit_days ?? null;
  const ending = credits
    .filter((credit) => isSample || isEnding(credit, at, days))
    .map((credit) => {
      const id = identity(credit.id, 'ending', days, period);
      const passed = { reason: 'ending', limit_unit: 'days', limit_value: days } as const;
      return toAlert(organization, [credit], at, id, passed);
    });
  return [...low, ...ending];
}

/** What an alert is about, and the one limit that is passed; none where credit is used up. */
type Passed = {
  reason: 'low' | 'used_up' | 'ending';
  limit_unit: 'dollars' | 'percent' | 'days' | null;
  limit_value: number | null;
};

/**
 * The limits that are passed, each by itself: the one that is passed second is news as well. Used up is one
 * thing, whatever the limits. An organization that has no credit has none that could run low.
 */
function lowLimits(
  credits: readonly Credit[],
  { limit_amount: amount, limit_percent: percent }: CreditLimits,
): Passed[] {
  if (credits.length === 0 || (amount === undefined && percent === undefined)) return [];
  const { remaining, share } = sumsOf(credits);
  if (remaining === null) return [];
  if (remaining <= 0) return [{ reason: 'used_up', limit_unit: null, limit_value: null }];
  const passed: Passed[] = [];
  if (amount !== undefined && remaining < amount) {
    passed.push({ reason: 'low', limit_unit: 'dollars', limit_value: amount });
  }
  if (percent !== undefined && share !== null && share < percent) {
    passed.push({ reason: 'low', limit_unit: 'percent', limit_value: percent });
  }
  return passed;
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
  passed: Passed,
) {
  const { remaining, original, share } = sumsOf(credits);
  const ends = credits.map((credit) => credit.expiration_date).filter((end) => end !== null);
  const first = ends.sort()[0] ?? null;
  const one = passed.reason === 'ending' ? credits[0] : undefined;
  const days = daysUntil(first, at);
  const severity: Severity = ({ low: 'warning', used_up: 'error', ending: 'info' } as const)[
    passed.reason
  ];
  return {
    id,
    alert_key: identity('credit_running_low', one?.id ?? organization.id),
    summary: summaryOf(organization, passed, {
      remaining,
      share,
      days,
      comment: one?.comment ?? null,
    }),
    severity,
    ...passed,
    organization_id: organization.id,
    organization_name: organization.name,
    console_url: consoleUrl('organization'),
    remaining,
    original,
    remaining_percent: share,
    credits_count: credits.length,
    credit_id: one?.id ?? null,
    comment: one?.comment ?? null,
    ends_at: first,
    days_left: days,
    measured_at: at.toISOString(),
  };
}

function summaryOf(
  { name, id }: Organization,
  { reason }: Passed,
  about: {
    remaining: number | null;
    share: number | null;
    days: number | null;
    comment: string | null;
  },
): string {
  const where = name ?? id;
  const left = about.remaining === null ? 'an unknown amount' : inWords(about.remaining);
  if (reason === 'used_up') return `The credit of ${where} is used up.`;
  if (reason === 'low') {
    const share = about.share === null ? '' : ` (${about.share} %)`;
    return `The credit of ${where} runs low: ${left}${share} left.`;
  }
  const which = about.comment === null ? 'A credit' : `The credit ${about.comment}`;
  const end = about.days === null ? 'soon' : `in ${counted(about.days, 'day')}`;
  return `${which} of ${where} ends ${end} with ${left} left.`;
}

function isEnding(credit: Credit, at: Date, days: number | null): boolean {
  const left = msUntil(credit.expiration_date, at);
  return days !== null && left !== null && left <= days * DAY_MS && hasRest(credit);
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
