import { parseError } from '../errors.ts';
import { castValue } from '../values/cast.ts';
import { addInterval, intervalLength } from '../values/interval.ts';
import { startOfDay } from '../values/timestamps.ts';
import {
  DATE,
  DOUBLE,
  INTEGER,
  INTERVAL,
  TEXT,
  TIMESTAMP,
  TIMESTAMPTZ,
  TIMETZ,
  type Type,
} from '../values/type.ts';
import { Interval, TimeTz, type Value } from '../values/value.ts';
import { formatDate } from './date-format.ts';
import { asNumber, asString, type Functions, type Run, scalar } from './function.ts';

const DAY = 86_400_000;

const dateOf = (value: Value | undefined): Date => new Date(asNumber(value));

/** Milliseconds that a zone is ahead of UTC at a moment: an offset, or a name as `Europe/Vienna`. */
function zoneOffset(zone: string, at: number): number {
  const offset = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(zone);
  if (offset) {
    const size = (Number(offset[2]) * 60 + Number(offset[3] ?? 0)) * 60_000;
    return offset[1] === '-' ? -size : size;
  }
  try {
    const parts = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    }).formatToParts(new Date(at));
    const part = (type: string) => Number(parts.find((it) => it.type === type)?.value);
    const local = Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    );
    return local - Math.floor(at / 1000) * 1000;
  } catch {
    throw parseError(`invalid time zone value '${zone}'`);
  }
}

const TRUNCATE: Record<string, (date: Date) => number> = {
  second: (date) => date.setUTCMilliseconds(0),
  minute: (date) => date.setUTCSeconds(0, 0),
  hour: (date) => date.setUTCMinutes(0, 0, 0),
  day: (date) => date.setUTCHours(0, 0, 0, 0),
  week: (date) => date.setUTCHours(0, 0, 0, 0) - ((date.getUTCDay() + 6) % 7) * DAY,
  month: (date) => Date.UTC(date.getUTCFullYear(), date.getUTCMonth()),
  quarter: (date) => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - (date.getUTCMonth() % 3)),
  year: (date) => Date.UTC(date.getUTCFullYear(), 0),
};

function truncate(interval: string, time: number, zone = 'UTC'): bigint {
  const cut = TRUNCATE[interval.toLowerCase()];
  if (!cut) throw parseError(`invalid interval '${interval}' for scalar 'date_trunc'`);
  const offset = zone === 'UTC' ? 0 : zoneOffset(zone, time);
  return BigInt(cut(new Date(time + offset)) - offset);
}

function isoWeek(date: Date): number {
  const thursday = new Date(date.getTime() + (3 - ((date.getUTCDay() + 6) % 7)) * DAY);
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return 1 + Math.floor((thursday.getTime() - first) / (7 * DAY));
}

const dayOfYear = (date: Date): number =>
  1 + Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY);

const FIELDS: Record<string, (date: Date) => number> = {
  century: (date) => Math.ceil(date.getUTCFullYear() / 100),
  year: (date) => date.getUTCFullYear(),
  quarter: (date) => Math.floor(date.getUTCMonth() / 3) + 1,
  month: (date) => date.getUTCMonth() + 1,
  week: isoWeek,
  day: (date) => date.getUTCDate(),
  day_of_month: (date) => date.getUTCDate(),
  day_of_week: (date) => ((date.getUTCDay() + 6) % 7) + 1,
  dow: (date) => ((date.getUTCDay() + 6) % 7) + 1,
  day_of_year: dayOfYear,
  doy: dayOfYear,
  hour: (date) => date.getUTCHours(),
  minute: (date) => date.getUTCMinutes(),
  second: (date) => date.getUTCSeconds(),
  epoch: (date) => date.getTime() / 1000,
};

const INTERVAL_FIELDS: Record<string, (interval: Interval) => number> = {
  year: ({ months }) => Math.trunc(months / 12),
  quarter: ({ months }) => Math.trunc((months % 12) / 3) + 1,
  month: ({ months }) => months % 12,
  day: ({ days }) => days,
  hour: ({ milliseconds }) => Math.trunc(milliseconds / 3_600_000),
  minute: ({ milliseconds }) => Math.trunc(milliseconds / 60_000) % 60,
  second: ({ milliseconds }) => Math.trunc(milliseconds / 1000) % 60,
  epoch: (interval) => intervalLength(interval) / 1000,
};

const extract: Run = ([field, value]) => {
  const name = asString(field).toLowerCase();
  const found =
    value instanceof Interval ? INTERVAL_FIELDS[name]?.(value) : FIELDS[name]?.(dateOf(value));
  if (found === undefined) throw parseError(`invalid field '${name}' for extract`);
  return name === 'epoch' ? found : BigInt(found);
};

const extractType = (types: Type[]): Type => (types.length > 0 ? INTEGER : INTEGER);

function bin(stride: Interval, time: bigint, origin: bigint): bigint {
  if (stride.months !== 0) throw parseError('Cannot use intervals containing months or years');
  const length = BigInt(intervalLength(stride));
  if (length === 0n) throw parseError('Interval cannot be zero');
  const rest = (((time - origin) % length) + length) % length;
  return time - rest;
}

/** The time between two, in years, months, days and a clock. */
function age(later: bigint, earlier: bigint): Interval {
  const negative = later < earlier;
  const [from, to] = negative ? [later, earlier] : [earlier, later];
  const [a, b] = [new Date(Number(from)), new Date(Number(to))];
  let months = (b.getUTCFullYear() - a.getUTCFullYear()) * 12 + b.getUTCMonth() - a.getUTCMonth();
  if (addInterval(from, new Interval(months, 0, 0)) > to) months--;
  const rest = Number(to - addInterval(from, new Interval(months, 0, 0)));
  const days = Math.floor(rest / DAY);
  const sign = negative ? -1 : 1;
  return new Interval(sign * months, sign * days, sign * (rest - days * DAY));
}

const now: Run = (_, { now }) => BigInt(now);

const timezone =
  (toZoned: boolean): Run =>
  ([zone, time]) => {
    const offset = BigInt(zoneOffset(asString(zone), asNumber(time)));
    return toZoned ? (time as bigint) - offset : (time as bigint) + offset;
  };

const DEFAULT_FORMAT = '%Y-%m-%dT%H:%i:%s.%fZ';

const format: Run = (values) => {
  const [pattern, zone, time] =
    values.length === 1
      ? [DEFAULT_FORMAT, 'UTC', values[0]]
      : values.length === 2
        ? [values[0], 'UTC', values[1]]
        : values;
  const at = asNumber(time);
  return formatDate(asString(pattern), new Date(at + zoneOffset(asString(zone), at)));
};

export const DATES: Functions = {
  now: [scalar([], TIMESTAMPTZ, now)],
  current_timestamp: [
    scalar([], TIMESTAMPTZ, now, { text: 'CURRENT_TIMESTAMP' }),
    scalar([INTEGER], TIMESTAMPTZ, now),
  ],
  current_date: [
    scalar([], DATE, (_, context) => startOfDay(BigInt(context.now)), { text: 'CURRENT_DATE' }),
  ],
  curdate: [scalar([], DATE, (_, context) => startOfDay(BigInt(context.now)))],
  current_time: [
    scalar([], TIMETZ, (_, context) => new TimeTz((context.now % DAY) * 1000, 0), {
      text: 'CURRENT_TIME',
    }),
    scalar([INTEGER], TIMETZ, (_, context) => new TimeTz((context.now % DAY) * 1000, 0)),
  ],
  date_trunc: [
    scalar([TEXT, TIMESTAMPTZ], TIMESTAMPTZ, ([interval, time]) =>
      truncate(asString(interval), asNumber(time)),
    ),
    scalar([TEXT, TIMESTAMP], TIMESTAMPTZ, ([interval, time]) =>
      truncate(asString(interval), asNumber(time)),
    ),
    scalar([TEXT, TEXT, TIMESTAMPTZ], TIMESTAMPTZ, ([interval, zone, time]) =>
      truncate(asString(interval), asNumber(time), asString(zone)),
    ),
  ],
  date_bin: [
    scalar([INTERVAL, TIMESTAMPTZ, TIMESTAMPTZ], TIMESTAMPTZ, ([stride, time, origin]) =>
      bin(stride as Interval, time as bigint, origin as bigint),
    ),
    scalar([INTERVAL, TIMESTAMPTZ], TIMESTAMPTZ, ([stride, time]) =>
      bin(stride as Interval, time as bigint, 0n),
    ),
  ],
  date_format: [
    scalar([TIMESTAMPTZ], TEXT, format),
    scalar([TEXT, TIMESTAMPTZ], TEXT, format),
    scalar([TEXT, TEXT, TIMESTAMPTZ], TEXT, format),
  ],
  extract: [
    scalar([TEXT, INTERVAL], extractType, extract),
    scalar([TEXT, TIMESTAMPTZ], extractType, extract),
  ],
  timezone: [
    scalar([TEXT, TIMESTAMP], TIMESTAMPTZ, timezone(true)),
    scalar([TEXT, TIMESTAMPTZ], TIMESTAMP, timezone(false)),
  ],
  age: [
    scalar([TIMESTAMPTZ], INTERVAL, ([time], context) =>
      age(startOfDay(BigInt(context.now)), time as bigint),
    ),
    scalar([TIMESTAMPTZ, TIMESTAMPTZ], INTERVAL, ([a, b]) => age(a as bigint, b as bigint)),
  ],
  to_timestamp: [
    scalar([DOUBLE], TIMESTAMPTZ, ([seconds]) => castValue(seconds ?? null, TIMESTAMPTZ)),
  ],
};
