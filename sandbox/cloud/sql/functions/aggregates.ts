import { parseError } from '../errors.ts';
import type { Accumulator } from '../expressions/context.ts';
import { asText } from '../values/cast.ts';
import { compareValues, keyOf } from '../values/compare.ts';
import { MAX_LONG, MIN_LONG } from '../values/numbers.ts';
import { addNumeric, divideNumeric, numericOf, numericToNumber } from '../values/numeric.ts';
import {
  arrayOf,
  BIGINT,
  DOUBLE,
  INTERVAL,
  isWhole,
  NUMERIC,
  TEXT,
  type Type,
} from '../values/type.ts';
import { Interval, Numeric, type Value } from '../values/value.ts';
import { accepts, type Overload, type Parameter } from './function.ts';

type Present = Exclude<Value, null>;

export type Aggregate = Pick<Overload, 'parameters' | 'returns' | 'variadic'> & {
  make(types: Type[]): Accumulator;
  /** Whether a first argument of this type is taken, where the parameters do not say it. */
  takes?(type: Type): boolean;
  /** Types that are told where none fits. */
  valid?: string[];
};

/** Takes all values that are not null, and makes one of them. */
const ofAll =
  (result: (values: Present[], type: Type) => Value) =>
  ([type]: Type[]): Accumulator => {
    const values: Present[] = [];
    return {
      add([value]) {
        if (value !== null && value !== undefined) values.push(value);
      },
      result: () => result(values, type ?? TEXT),
    };
  };

const toNumber = (value: Present): number =>
  value instanceof Numeric ? numericToNumber(value) : Number(value);

const aggregate = (
  parameters: Parameter[],
  returns: Overload['returns'],
  make: Aggregate['make'],
  variadic = false,
): Aggregate => ({ parameters, returns, make, variadic });

const same = ([type]: Type[]): Type => type ?? TEXT;

function total(values: Present[], type: Type): Value {
  if (values.length === 0) return null;
  if (isWhole(type)) {
    const sum = values.reduce<bigint>((all, value) => all + (value as bigint), 0n);
    if (sum > MAX_LONG || sum < MIN_LONG) throw parseError('long overflow');
    return sum;
  }
  if (type.name === 'numeric')
    return values.reduce<Numeric>((all, value) => addNumeric(all, value as Numeric), numericOf(0n));
  if (type.name === 'interval') {
    return (values as Interval[]).reduce(
      (a, b) => new Interval(a.months + b.months, a.days + b.days, a.milliseconds + b.milliseconds),
    );
  }
  const sum = kahan(values.map(toNumber));
  return type.name === 'real' ? Math.fround(sum) : sum;
}

/** Adds doubles without losing the small ones, as CrateDB does. */
function kahan(values: number[]): number {
  let [sum, rest] = [0, 0];
  for (const value of values) {
    const next = sum + value;
    if (Number.isFinite(next)) {
      rest += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    }
    sum = next;
  }
  return sum + rest;
}

const sumType = ([type]: Type[]): Type => (type && isWhole(type) ? BIGINT : (type ?? DOUBLE));
const averageType = ([type]: Type[]): Type =>
  type?.name === 'numeric'
    ? NUMERIC
    : type?.name === 'interval'
      ? INTERVAL
      : type?.name === 'real'
        ? type
        : DOUBLE;

function average(values: Present[], type: Type): Value {
  if (values.length === 0) return null;
  if (type.name === 'numeric')
    return divideNumeric(total(values, type) as Numeric, numericOf(BigInt(values.length)));
  const mean = kahan(values.map(toNumber)) / values.length;
  return type.name === 'real' ? Math.fround(mean) : mean;
}

/** What min and max take, in the order that their error tells. */
const ORDERED =
  'byte,boolean,character,text,ip,double precision,real,smallint,integer,interval,bigint,timestamp with time zone,timestamp without time zone,date,numeric'.split(
    ',',
  );

const extreme = (sign: 1 | -1): Aggregate => ({
  ...extremeOf(sign),
  takes: ({ name }) => ORDERED.includes(name) || name === 'undefined',
  valid: ORDERED,
});

const extremeOf = (sign: 1 | -1) =>
  aggregate(['E'], same, ([type]) => {
    let best: Value = null;
    return {
      add([value]) {
        if (value === null || value === undefined) return;
        if (best === null || compareValues(value, best, type) * sign > 0) best = value;
      },
      result: () => best,
    };
  });

function variance(values: Present[], sample: boolean): number | null {
  const numbers = values.map(toNumber);
  const count = numbers.length - (sample ? 1 : 0);
  if (count <= 0) return null;
  const mean = kahan(numbers) / numbers.length;
  return kahan(numbers.map((value) => (value - mean) ** 2)) / count;
}

const root = (value: number | null): number | null => (value === null ? null : Math.sqrt(value));

function percentile(values: Present[], fraction: number): Value {
  const sorted = values.map(toNumber).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  // CrateDB's t-digest, measured: as long as it holds every value it gives one of them.
  return sorted[Math.min(sorted.length - 1, Math.floor(fraction * sorted.length))] ?? null;
}

const percentiles = (): Accumulator => {
  const values: Present[] = [];
  let fractions: Value = null;
  return {
    add([value, fraction]) {
      fractions = fraction ?? null;
      if (value !== null && value !== undefined) values.push(value);
    },
    result: () =>
      Array.isArray(fractions)
        ? fractions.map((it) => percentile(values, Number(it)))
        : percentile(values, Number(fractions)),
  };
};

/** The first value beside the largest, or smallest, of another. */
const beside = (sign: 1 | -1) =>
  aggregate(['any', 'any'], same, () => {
    let best: Value = null;
    let found: Value = null;
    return {
      add([value, by]) {
        if (by === null || by === undefined) return;
        if (best === null || compareValues(by, best) * sign > 0)
          [best, found] = [by, value ?? null];
      },
      result: () => found,
    };
  });

function distinct(values: Present[]): Value[] {
  return [...new Map(values.map((value) => [keyOf(value), value])).values()];
}

const anyValue = aggregate(
  ['any'],
  same,
  ofAll(([first]) => first ?? null),
);

export const AGGREGATES: Record<string, Aggregate[]> = {
  count: [
    aggregate([], BIGINT, () => {
      let count = 0n;
      return { add: () => void count++, result: () => count };
    }),
    aggregate(
      ['any'],
      BIGINT,
      ofAll((values) => BigInt(values.length)),
    ),
  ],
  sum: [
    aggregate([INTERVAL], INTERVAL, ofAll(total)),
    aggregate(['number'], sumType, ofAll(total)),
  ],
  avg: [
    aggregate(['number'], averageType, ofAll(average)),
    aggregate([BIGINT], DOUBLE, ofAll(average)),
  ],
  mean: [aggregate(['number'], averageType, ofAll(average))],
  min: [extreme(-1)],
  max: [extreme(1)],
  any_value: [anyValue],
  arbitrary: [anyValue],
  array_agg: [
    aggregate(
      ['any'],
      ([type]) => arrayOf(type ?? TEXT),
      () => {
        const values: Value[] = [];
        return {
          add: ([value]) => void values.push(value ?? null),
          result: () => (values.length > 0 ? values : null),
        };
      },
    ),
  ],
  collect_set: [
    aggregate(
      ['any'],
      ([type]) => arrayOf(type ?? TEXT),
      ofAll((values) => distinct(values)),
    ),
  ],
  string_agg: [
    aggregate([TEXT, TEXT], TEXT, () => {
      let text: string | null = null;
      return {
        add([value, separator]) {
          if (value === null || value === undefined) return;
          text = text === null ? asText(value) : `${text}${separator ?? ''}${asText(value)}`;
        },
        result: () => text,
      };
    }),
  ],
  variance: [
    aggregate(
      [DOUBLE],
      DOUBLE,
      ofAll((values) => variance(values, false)),
    ),
  ],
  stddev: [
    aggregate(
      [DOUBLE],
      DOUBLE,
      ofAll((values) => root(variance(values, true))),
    ),
  ],
  stddev_pop: [
    aggregate(
      [DOUBLE],
      DOUBLE,
      ofAll((values) => root(variance(values, false))),
    ),
  ],
  stddev_samp: [
    aggregate(
      [DOUBLE],
      DOUBLE,
      ofAll((values) => root(variance(values, true))),
    ),
  ],
  geometric_mean: [
    aggregate(
      [DOUBLE],
      DOUBLE,
      ofAll((values) =>
        values.length === 0
          ? null
          : Math.exp(kahan(values.map((it) => Math.log(toNumber(it)))) / values.length),
      ),
    ),
  ],
  percentile: [
    aggregate([DOUBLE, DOUBLE], DOUBLE, percentiles),
    aggregate([DOUBLE, arrayOf(DOUBLE)], arrayOf(DOUBLE), percentiles),
  ],
  median: [
    aggregate(
      [DOUBLE],
      DOUBLE,
      ofAll((values) => percentile(values, 0.5)),
    ),
  ],
  hyperloglog_distinct: [
    aggregate(
      ['any'],
      BIGINT,
      ofAll((values) => BigInt(distinct(values).length)),
    ),
    aggregate(
      ['any', 'any'],
      BIGINT,
      ofAll((values) => BigInt(distinct(values).length)),
    ),
  ],
  max_by: [beside(1)],
  min_by: [beside(-1)],
};

export const isAggregate = (name: string): boolean => Object.hasOwn(AGGREGATES, name);

export { accepts };
