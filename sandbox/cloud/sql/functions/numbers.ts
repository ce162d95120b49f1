import { parseError } from '../errors.ts';
import { divisionByZero } from '../expressions/arithmetic.ts';
import { toLong } from '../values/numbers.ts';
import {
  addNumeric,
  multiplyNumeric,
  numericOf,
  numericToNumber,
  truncated,
  withScale,
} from '../values/numeric.ts';
import { BIGINT, DOUBLE, INTEGER, INTERVAL, NUMERIC, type Type } from '../values/type.ts';
import { Interval, Numeric, type Value } from '../values/value.ts';
import { asNumber, type Functions, scalar } from './function.ts';

const double = (run: (value: number) => number, check?: (value: number) => void) => [
  scalar(
    ['number'],
    ([type]) => (type?.name === 'numeric' ? NUMERIC : DOUBLE),
    ([value]) => {
      const number = value instanceof Numeric ? numericToNumber(value) : Number(value);
      check?.(number);
      return value instanceof Numeric ? numericOf(run(number)) : run(number);
    },
  ),
  scalar([DOUBLE], DOUBLE, ([value]) => {
    check?.(value as number);
    return run(value as number);
  }),
];

/** The whole type that a rounded number has: reals are integers, doubles bigints. */
const wholeOf = ([type]: Type[]): Type => {
  if (type?.name === 'numeric') return NUMERIC;
  if (type?.name === 'double precision' || type?.name === 'bigint') return BIGINT;
  return INTEGER;
};

/** Half up, as Java's Math.round. */
const roundHalf = (value: number): number => Math.floor(value + 0.5);

function rounded(how: 'round' | 'ceil' | 'floor' | 'trunc') {
  const plain = { round: roundHalf, ceil: Math.ceil, floor: Math.floor, trunc: Math.trunc }[how];
  return scalar(['number'], wholeOf, ([value]) => {
    if (typeof value === 'bigint') return value;
    if (value instanceof Numeric) return roundedNumeric(value, how);
    return toLong(plain(value as number));
  });
}

function roundedNumeric(value: Numeric, how: 'round' | 'ceil' | 'floor' | 'trunc'): Numeric {
  if (how === 'round') return withScale(value, 0);
  const cut = new Numeric(truncated(value), 0);
  const rest = value.unscaled % 10n ** BigInt(value.scale);
  if (how === 'ceil' && rest > 0n) return addNumeric(cut, numericOf(1n));
  if (how === 'floor' && rest < 0n) return addNumeric(cut, numericOf(-1n));
  return cut;
}

/** CrateDB, measured: a number rounded to digits is a NUMERIC, whatever it was. */
const roundedTo = scalar(['number', INTEGER], NUMERIC, ([value, digits]) =>
  withScale(
    value instanceof Numeric ? value : numericOf(value as number | bigint),
    asNumber(digits),
  ),
);

const cutTo = scalar(
  ['number', INTEGER],
  ([type]) => (type?.name === 'numeric' ? NUMERIC : DOUBLE),
  ([value, digits]) => {
    const places = asNumber(digits);
    if (value instanceof Numeric) {
      const shift = new Numeric(10n ** BigInt(Math.max(0, places)), 0);
      return new Numeric(truncated(multiplyNumeric(value, shift)), places);
    }
    const factor = 10 ** places;
    return Math.trunc(asNumber(value) * factor) / factor;
  },
);

const sameNumber = ([type]: Type[]): Type => type ?? DOUBLE;

const bad = (name: string, value: number) =>
  parseError(
    `${name}(x): given arguments would result in: '${Number.isNaN(value) ? 'NaN' : value}'`,
  );

const positive = (name: string) => (value: number) => {
  if (value < 0 || (name !== 'sqrt' && value === 0)) {
    throw bad(name, value === 0 ? Number.NEGATIVE_INFINITY : Number.NaN);
  }
};

export const NUMBERS: Functions = {
  abs: [
    scalar([INTERVAL], INTERVAL, ([value]) => {
      const { months, days, milliseconds } = value as Interval;
      return new Interval(Math.abs(months), Math.abs(days), Math.abs(milliseconds));
    }),
    scalar(['number'], sameNumber, ([value]) => {
      if (typeof value === 'bigint') return value < 0n ? -value : value;
      if (value instanceof Numeric) {
        return new Numeric(value.unscaled < 0n ? -value.unscaled : value.unscaled, value.scale);
      }
      return Math.abs(value as number);
    }),
  ],
  sign: [
    scalar(
      ['number'],
      ([type]) => (type?.name === 'numeric' ? NUMERIC : DOUBLE),
      ([value]) => {
        const sign = Math.sign(asNumber(value instanceof Numeric ? numericToNumber(value) : value));
        return value instanceof Numeric ? numericOf(BigInt(sign)) : sign;
      },
    ),
  ],
  ceil: [rounded('ceil')],
  ceiling: [rounded('ceil')],
  floor: [rounded('floor')],
  round: [rounded('round'), roundedTo],
  trunc: [rounded('trunc'), cutTo],
  sqrt: double(Math.sqrt, (value) => {
    if (value < 0) throw parseError(`cannot take square root of a negative number`);
  }),
  exp: double(Math.exp),
  ln: double(Math.log, positive('ln')),
  log: [
    scalar([DOUBLE], DOUBLE, ([value]) => {
      positive('log')(value as number);
      return Math.log10(value as number);
    }),
    scalar([DOUBLE, DOUBLE], DOUBLE, ([value, base]) => {
      if (base === 1) throw divisionByZero();
      return Math.log(value as number) / Math.log(base as number);
    }),
  ],
  power: [scalar([DOUBLE, DOUBLE], DOUBLE, ([a, b]) => (a as number) ** (b as number))],
  mod: [
    ...[INTEGER, BIGINT].map((type) =>
      scalar([type, type], type, ([a, b]) => {
        if (b === 0n) throw divisionByZero();
        return (a as bigint) % (b as bigint);
      }),
    ),
    scalar([DOUBLE, DOUBLE], DOUBLE, ([a, b]) => (a as number) % (b as number)),
  ],
  sin: double(Math.sin),
  cos: double(Math.cos),
  tan: double(Math.tan),
  cot: double((value) => 1 / Math.tan(value)),
  asin: double(Math.asin),
  acos: double(Math.acos),
  atan: double(Math.atan),
  atan2: [scalar([DOUBLE, DOUBLE], DOUBLE, ([a, b]) => Math.atan2(a as number, b as number))],
  degrees: double((value) => (value * 180) / Math.PI),
  radians: double((value) => (value * Math.PI) / 180),
  pi: [scalar([], DOUBLE, () => Math.PI)],
  random: [scalar([], DOUBLE, () => Math.random(), { volatile: true })],
};

export type { Value };
