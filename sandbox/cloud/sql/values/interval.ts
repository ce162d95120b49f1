import { Interval } from './value.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

type Parts = { months: number; days: number; milliseconds: number };

/** What one unit is, in months, days and milliseconds. */
const UNITS: Array<[RegExp, keyof Parts, number]> = [
  [/^(y|yr|yrs|year|years)$/, 'months', 12],
  [/^(mon|mons|month|months)$/, 'months', 1],
  [/^(w|week|weeks)$/, 'days', 7],
  [/^(d|day|days)$/, 'days', 1],
  [/^(h|hr|hrs|hour|hours)$/, 'milliseconds', HOUR],
  [/^(m|min|mins|minute|minutes)$/, 'milliseconds', MINUTE],
  [/^(s|sec|secs|second|seconds)$/, 'milliseconds', SECOND],
  [/^(ms|msec|msecs|millisecond|milliseconds)$/, 'milliseconds', 1],
];

const unitOf = (word: string) => UNITS.find(([names]) => names.test(word.toLowerCase()));

/** Reads `1 day 02:00:00`, `90 minutes`, `P1DT2H` or `1-2`; `field` is the unit of a lone number. */
export function parseInterval(text: string, field?: string): Interval | undefined {
  const trimmed = text.trim();
  const parts: Parts = { months: 0, days: 0, milliseconds: 0 };
  const add = (word: string, amount: number): boolean => {
    const unit = unitOf(word);
    if (!unit) return false;
    parts[unit[1]] += amount * unit[2];
    return true;
  };
  if (/^[+-]?P/i.test(trimmed)) {
    if (!readIso(trimmed, add)) return undefined;
  } else if (!readWords(trimmed, field, add, parts)) return undefined;
  return new Interval(parts.months, parts.days, Math.round(parts.milliseconds));
}

function readIso(text: string, add: (unit: string, amount: number) => boolean): boolean {
  const match = /^([+-]?)P(?:([^T]*))(?:T(.*))?$/i.exec(text);
  if (!match) return false;
  const [, sign, date = '', time = ''] = match;
  const factor = sign === '-' ? -1 : 1;
  const read = (part: string, units: Record<string, string>): boolean => {
    const found = [...part.matchAll(/([+-]?\d+(?:\.\d+)?)([YMWDHS])/gi)];
    if (found.map(([whole]) => whole).join('') !== part) return false;
    return found.every(([, amount, unit]) =>
      add(units[(unit ?? '').toUpperCase()] ?? '', factor * Number(amount)),
    );
  };
  return (
    read(date, { Y: 'year', M: 'month', W: 'week', D: 'day' }) &&
    read(time, { H: 'hour', M: 'minute', S: 'second' })
  );
}

function readWords(
  text: string,
  field: string | undefined,
  add: (unit: string, amount: number) => boolean,
  parts: Parts,
): boolean {
  if (text === '') return false;
  const tokens = text.split(/\s+/);
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] ?? '';
    const yearMonth = /^([+-]?)(\d+)-(\d+)$/.exec(token);
    const clock = /^([+-]?)(\d+):(\d+)(?::(\d+(?:\.\d+)?))?$/.exec(token);
    const attached = /^([+-]?\d+(?:\.\d+)?)([a-z]+)$/i.exec(token);
    if (yearMonth) {
      const sign = yearMonth[1] === '-' ? -1 : 1;
      parts.months += sign * (Number(yearMonth[2]) * 12 + Number(yearMonth[3]));
    } else if (clock) {
      const [, sign, a, b, c] = clock;
      const factor = sign === '-' ? -1 : 1;
      const [hours, minutes, seconds] = [Number(a), Number(b), Number(c ?? 0)];
      parts.milliseconds += factor * (hours * HOUR + minutes * MINUTE + seconds * SECOND);
    } else if (attached) {
      if (!add(attached[2] ?? '', Number(attached[1]))) return false;
    } else if (/^[+-]?\d+(\.\d+)?$/.test(token)) {
      const next = tokens[i + 1];
      if (next !== undefined && unitOf(next)) {
        add(next, Number(token));
        i++;
      } else if (!add(field ?? 'second', Number(token))) return false;
    } else return false;
  }
  return true;
}

const two = (value: number): string => String(value).padStart(2, '0');
const plural = (count: number, one: string, many: string): string =>
  count === 0 ? '' : `${count} ${Math.abs(count) === 1 ? one : many} `;

/** `1 year 2 mons 3 days 04:05:06.789`, the clock always there. */
export function intervalText({ months, days, milliseconds }: Interval): string {
  const years = Math.trunc(months / 12);
  const date = `${plural(years, 'year', 'years')}${plural(months % 12, 'mon', 'mons')}${plural(days, 'day', 'days')}`;
  const sign = milliseconds < 0 ? '-' : '';
  const rest = Math.abs(milliseconds);
  const fraction = rest % SECOND === 0 ? '' : `.${String(rest % SECOND).padStart(3, '0')}`;
  const clock = `${two(Math.floor(rest / HOUR))}:${two(Math.floor(rest / MINUTE) % 60)}:${two(Math.floor(rest / SECOND) % 60)}`;
  return `${date}${sign}${clock}${fraction}`;
}

/** A time `by` later, on the calendar of UTC: months keep the day where they can. */
export function addInterval(time: bigint, by: Interval, sign: 1 | -1 = 1): bigint {
  const date = new Date(Number(time));
  if (by.months !== 0) {
    const day = date.getUTCDate();
    date.setUTCDate(1);
    date.setUTCMonth(date.getUTCMonth() + sign * by.months);
    const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
    date.setUTCDate(Math.min(day, last));
  }
  const moved = date.getTime() + sign * (by.days * 24 * HOUR + by.milliseconds);
  return BigInt(moved);
}

/** An interval in milliseconds, months as 30 days: to compare and to step by. */
export const intervalLength = ({ months, days, milliseconds }: Interval): number =>
  (months * 30 + days) * 24 * HOUR + milliseconds;
