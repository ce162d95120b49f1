/**
 * What an organization spends this month, read out of figures whose unit and keys are not documented.
 * They are taken as whole dollars, as prices are; wherever two of them can be held against each other
 * that is done, and what does not fit is said rather than corrected.
 */
import { HOUR_MS } from '../base/time.ts';
import type { Consumption } from '../clients/cloud/consumption.ts';
import { round, sumOf } from '../kit/units.ts';

/** Hours of an average month, as prices per month are usually meant. */
export const HOURS_PER_MONTH = 730;

/** Figures further apart than this are in different units, or one of them is not what it seems. */
const APART = 20;

/** So long the figures may still be those of the month before, whatever they say. */
const SETTLING_HOURS = 1;

/** In its first day a month is too young for its cost to be held against the rate alone. */
const YOUNG_HOURS = 24;

/** In a young month no cost is believed that is so many times what the present rate has made since. */
const LIKELY_TIMES = 3;

export type Spending = {
  /** The currency, where a key of the rates names it. */
  currency: string | null;
  /** Before credits. */
  costSoFar: number | null;
  computeCost: number | null;
  storageCost: number | null;
  creditsUsed: number | null;
  /** After credits. */
  totalSoFar: number | null;
  perHour: number | null;
  perMonth: number | null;
  /** Cost so far plus the present rate for the hours that the month has left. */
  estimate: number | null;
  hoursLeft: number;
  /** False while what the service shows may still be the month before. */
  isThisMonths: boolean;
  /** False when figures contradict each other; null when none could be compared. */
  agree: boolean | null;
  remarks: string[];
};

/** A comparison of figures: null when they fit, otherwise what does not. */
export type Check = { remark: string | null };

export function toSpending(consumption: Consumption, at: Date, more: Check[] = []): Spending {
  const { hoursSoFar, hoursLeft } = hoursOfMonth(at);
  const compute = consumption.compute_consumption_this_month.map((line) => line.consumption);
  const storage = consumption.storage_consumption_this_month;
  const computeCost = sumOf(compute.map(costOf));
  const storageCost = costOf(storage);
  const hourly = rateOf(consumption.current_cost.hourly, 'hourly');
  const monthly = rateOf(consumption.current_cost.monthly, 'monthly');
  const perHour = hourly.rate ?? (monthly.rate === null ? null : monthly.rate / HOURS_PER_MONTH);
  const lines = [...compute, storage];
  const costSoFar = knownSum(lines.map(costOf));
  const checks = [
    ...lines.flatMap(lineCheck),
    ...monthCheck(hourly.rate, monthly.rate),
    ...courseCheck(costSoFar, perHour, hoursSoFar),
    ...more,
  ];
  const isWhole = lines.every((line) => costOf(line) !== null);
  const currency = hourly.currency ?? monthly.currency;
  const isThisMonths = canBeThisMonths(costSoFar, perHour, hoursSoFar);
  return {
    currency,
    costSoFar,
    computeCost,
    storageCost,
    creditsUsed: knownSum(lines.map((line) => line.credits)),
    totalSoFar: knownSum(lines.map((line) => line.total)),
    perHour,
    perMonth: monthly.rate,
    estimate: costSoFar === null || perHour === null ? null : costSoFar + perHour * hoursLeft,
    hoursLeft: round(hoursLeft, 1),
    isThisMonths,
    agree: checks.length === 0 ? null : checks.every(({ remark }) => remark === null),
    remarks: unique([
      isWhole
        ? null
        : 'Some costs are missing in what CrateDB Cloud sent; the sums leave them out.',
      isThisMonths
        ? null
        : 'The month has just begun, and the cost so far may still be that of the month before.',
      currency === null || currency === 'USD' ? null : `The rates are in ${currency}, not dollars.`,
      hourly.remark,
      monthly.remark,
      ...checks.map(({ remark }) => remark),
    ]),
  };
}

/**
 * Whether a cost can have come together since the month began. Nothing tells of which month the figures are;
 * the service may serve those of the month before for hours. What much was paid for and then stopped on the
 * first day is believed on the second.
 */
function canBeThisMonths(cost: number | null, perHour: number | null, hours: number): boolean {
  if (hours < SETTLING_HOURS) return false;
  if (hours >= YOUNG_HOURS || !cost) return true;
  return perHour !== null && cost <= perHour * hours * LIKELY_TIMES;
}

/** Hours of the UTC month that are over and that are left. */
function hoursOfMonth(at: Date): { hoursSoFar: number; hoursLeft: number } {
  const start = Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1);
  const end = Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1);
  return {
    hoursSoFar: (at.getTime() - start) / HOUR_MS,
    hoursLeft: (end - at.getTime()) / HOUR_MS,
  };
}

type Line = Pick<
  Consumption['storage_consumption_this_month'],
  'cost' | 'credits' | 'total' | 'minutes'
>;

const costOf = ({ cost, total }: Line) => cost ?? total;

/** Sum of what is known; null when nothing is. The remark tells that something is missing. */
function knownSum(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : sumOf(known);
}

type Rate = { rate: number | null; currency: string | null; remark: string | null };

/**
 * One rate out of an object with keys that are not documented: a total, the dollars among currencies, the
 * only value there is, or the sum of compute and storage. Anything else is not guessed at.
 */
export function rateOf(values: Record<string, unknown>, which: string): Rate {
  const found = Object.entries(values).flatMap(([key, value]) => {
    const rate = toNumber(value);
    return rate === null ? [] : [{ key: key.toLowerCase(), rate }];
  });
  const none = { currency: null, remark: null };
  if (found.length === 0) {
    return { ...none, rate: null, remark: `CrateDB Cloud sent no ${which} rate.` };
  }
  const total = found.find(({ key }) => /^(sum|total)(_(cost|price))?$/.test(key));
  if (total) return { ...none, rate: total.rate };
  const currencies = found.filter(({ key }) => isCurrency(key));
  if (currencies.length > 0) return currencyRate(currencies, which);
  const [only] = found;
  if (only && found.length === 1) return { ...none, rate: only.rate };
  if (found.every(({ key }) => /^(compute|cluster|storage)(_(cost|price))?$/.test(key))) {
    return { ...none, rate: sumOf(found.map(({ rate }) => rate)) };
  }
  const keys = found.map(({ key }) => key).join(', ');
  return {
    ...none,
    rate: null,
    remark: `CrateDB Cloud sent the ${which} rate in parts (${keys}) whose meaning is not known.`,
  };
}

function currencyRate(found: readonly { key: string; rate: number }[], which: string): Rate {
  const chosen = found.find(({ key }) => key === 'usd') ?? found[0];
  if (!chosen) return { rate: null, currency: null, remark: null };
  const currency = chosen.key.toUpperCase();
  const others = found.filter((one) => one !== chosen && one.rate !== 0);
  const names = others.map(({ key }) => key.toUpperCase()).join(', ');
  return {
    rate: chosen.rate,
    currency,
    remark:
      others.length === 0
        ? null
        : `The ${which} rate comes in several currencies; ${currency} is used, ${names} left out.`,
  };
}

const isCurrency = (key: string) => /^(usd|eur|gbp|chf|aud|cad|jpy|inr|sgd|sek|nok|dkk)$/.test(key);

function toNumber(value: unknown): number | null {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof read === 'number' && Number.isFinite(read) ? read : null;
}

/** Cost, credits and total of one line. Whether credits come with a sign is not documented. */
function lineCheck({ cost, credits, total }: Line): Check[] {
  if (cost === null || total === null || (cost === 0 && total === 0)) return [];
  const used = Math.abs(credits ?? 0);
  const sums = [cost, Math.max(0, cost - used), cost + used];
  const fits = sums.some((sum) => isNear(sum, total));
  return [
    {
      remark: fits ? null : 'A line’s total is not its cost less credits; their units may differ.',
    },
  ];
}

function monthCheck(hourly: number | null, monthly: number | null): Check[] {
  if (!hourly || !monthly) return [];
  const apart = areApart(monthly, hourly * HOURS_PER_MONTH);
  return [
    {
      remark: apart ? 'The hourly and the monthly rate do not fit; their units may differ.' : null,
    },
  ];
}

/** The rate now, over the month so far, against the cost so far. */
function courseCheck(cost: number | null, perHour: number | null, hours: number): Check[] {
  if (!cost || !perHour || hours < YOUNG_HOURS) return [];
  const course = perHour * hours;
  if (!areApart(cost, course)) return [{ remark: null }];
  const times = round(Math.max(cost / course, course / cost), 0);
  const which = cost > course ? 'more' : 'less';
  return [
    {
      remark: `The cost so far is ${times} times ${which} than the present rate would make. Either much was started, suspended or deleted this month, or the two are in different units.`,
    },
  ];
}

/** What a node hour of one plan comes to, against the price list. */
export function priceCheck(plan: string, paid: number | null, listed: number | null): Check[] {
  if (!paid || !listed) return [];
  if (!areApart(paid, listed)) return [{ remark: null }];
  return [
    {
      remark: `An hour of one ${plan} node comes to ${round(paid, 4)} here and to ${round(listed, 4)} in the price list; the figures may be in another unit, such as cents.`,
    },
  ];
}

function areApart(a: number, b: number): boolean {
  return a / b > APART || b / a > APART;
}

/** Within a cent, or half a percent, for both are rounded. */
function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) <= Math.max(0.015, Math.abs(b) * 0.005);
}

function unique(remarks: readonly (string | null)[]): string[] {
  return [...new Set(remarks.filter((remark) => remark !== null))];
}
