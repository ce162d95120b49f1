import { parseError, unknownFunction } from '../errors.ts';
import { addInterval } from '../values/interval.ts';
import {
  addNumeric,
  divideNumeric,
  multiplyNumeric,
  numericOf,
  numericToNumber,
  remainderNumeric,
  subtractNumeric,
} from '../values/numeric.ts';
import {
  BIGINT,
  DOUBLE,
  INTEGER,
  INTERVAL,
  isNumber,
  isText,
  isTimestamp,
  isWhole,
  NUMERIC,
  REAL,
  type Type,
} from '../values/type.ts';
import { Interval, type Numeric, type Value } from '../values/value.ts';
import type { Bound } from './bound.ts';
import { castBound } from './casts.ts';

const OPERATIONS: Record<string, string> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '%': 'modulus',
  '^': 'power',
};

export const divisionByZero = () => parseError('/ by zero');

const INT = 2n ** 31n;
const LONG = 2n ** 63n;

/** Java's exact arithmetic: beyond the range is an error. */
function exact(value: bigint, type: Type): bigint {
  if (type.name === 'bigint' || isTimestamp(type)) {
    if (value >= LONG || value < -LONG) throw parseError('long overflow');
  } else if (value >= INT || value < -INT) throw parseError('integer overflow');
  return value;
}

function wholes(operator: string, a: bigint, b: bigint, type: Type): bigint {
  switch (operator) {
    case '+':
      return exact(a + b, type);
    case '-':
      return exact(a - b, type);
    case '*':
      return exact(a * b, type);
    case '/':
      if (b === 0n) throw divisionByZero();
      return a / b;
    default:
      if (b === 0n) throw divisionByZero();
      return a % b;
  }
}

function floats(operator: string, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    default:
      return a % b;
  }
}

function numerics(operator: string, a: Numeric, b: Numeric): Numeric {
  if ((operator === '/' || operator === '%') && b.unscaled === 0n) throw divisionByZero();
  switch (operator) {
    case '+':
      return addNumeric(a, b);
    case '-':
      return subtractNumeric(a, b);
    case '*':
      return multiplyNumeric(a, b);
    case '/':
      return divideNumeric(a, b);
    default:
      return remainderNumeric(a, b);
  }
}

/** What two numbers make together: whole ones at least an integer. */
function numberType(a: Type, b: Type): Type {
  const names = [a.name, b.name];
  if (names.includes('numeric')) return NUMERIC;
  if (names.includes('double precision')) return DOUBLE;
  if (names.includes('real')) return REAL;
  return names.includes('bigint') ? BIGINT : INTEGER;
}

const intervals = (a: Interval, b: Interval, sign: 1 | -1): Interval =>
  new Interval(
    a.months + sign * b.months,
    a.days + sign * b.days,
    a.milliseconds + sign * b.milliseconds,
  );

const scaled = (a: Interval, factor: number): Interval =>
  new Interval(
    Math.trunc(a.months * factor),
    Math.trunc(a.days * factor),
    Math.trunc(a.milliseconds * factor),
  );

/** Whole days and the rest, as CrateDB gives the time between two timestamps. */
function between(a: bigint, b: bigint): Interval {
  const difference = Number(a - b);
  const days = Math.trunc(difference / 86_400_000);
  return new Interval(0, days, difference - days * 86_400_000);
}

type Calculation = { type: Type; left?: Type; right?: Type; of(a: Value, b: Value): Value };

/** Interval, timestamp and their mixtures; undefined for everything else. */
function times(operator: string, a: Type, b: Type): Calculation | undefined {
  const sign = operator === '-' ? -1 : 1;
  const additive = operator === '+' || operator === '-';
  if (additive && isTimestamp(a) && b.name === 'interval') {
    return { type: a, of: (x, y) => addInterval(x as bigint, y as Interval, sign) };
  }
  if (operator === '+' && a.name === 'interval' && isTimestamp(b)) {
    return { type: b, of: (x, y) => addInterval(y as bigint, x as Interval) };
  }
  if (operator === '-' && isTimestamp(a) && isTimestamp(b)) {
    return { type: INTERVAL, of: (x, y) => between(x as bigint, y as bigint) };
  }
  if (a.name === 'interval' && b.name === 'interval' && additive) {
    return { type: INTERVAL, of: (x, y) => intervals(x as Interval, y as Interval, sign) };
  }
  if (a.name === 'interval' && isNumber(b) && (operator === '*' || operator === '/')) {
    const factor = (y: Value) => (operator === '*' ? Number(y) : 1 / Number(y));
    return { type: INTERVAL, of: (x, y) => scaled(x as Interval, factor(y)) };
  }
  if (operator === '*' && isNumber(a) && b.name === 'interval') {
    return { type: INTERVAL, of: (x, y) => scaled(y as Interval, Number(x)) };
  }
  return undefined;
}

function calculation(operator: string, a: Type, b: Type): Calculation | undefined {
  const mixed = times(operator, a, b);
  if (mixed) return mixed;
  const numberOf = (type: Type): Type | undefined => {
    if (isNumber(type)) return type;
    if (isTimestamp(type)) return BIGINT;
    return isText(type) || type.name === 'undefined' ? undefined : type;
  };
  const [left, right] = [
    numberOf(a) ?? numberOf(b) ?? INTEGER,
    numberOf(b) ?? numberOf(a) ?? INTEGER,
  ];
  if (!isNumber(left) || !isNumber(right)) return undefined;
  const type = numberType(left, right);
  if (operator === '^') {
    if (type.name === 'numeric') {
      return {
        type: NUMERIC,
        left: NUMERIC,
        right: NUMERIC,
        of: (x, y) => numericOf(numericToNumber(x as Numeric) ** numericToNumber(y as Numeric)),
      };
    }
    return {
      type: DOUBLE,
      left: DOUBLE,
      right: DOUBLE,
      of: (x, y) => (x as number) ** (y as number),
    };
  }
  const both = { type, left: type, right: type };
  if (isWhole(type))
    return { ...both, of: (x, y) => wholes(operator, x as bigint, y as bigint, type) };
  if (type.name === 'numeric')
    return { ...both, of: (x, y) => numerics(operator, x as Numeric, y as Numeric) };
  const round = type.name === 'real' ? Math.fround : (it: number) => it;
  return { ...both, of: (x, y) => round(floats(operator, x as number, y as number)) };
}

/** `a + b` and its sisters; in texts `(a + b)`, power as `power(a, b)`. */
export function bindArithmetic(operator: string, left: Bound, right: Bound): Bound {
  const found = calculation(operator, left.type, right.type);
  const name = OPERATIONS[operator] ?? operator;
  if (!found) {
    throw unknownFunction(
      `Invalid arguments in: (${left.text} ${operator} ${right.text}) with (${left.type.name}, ${right.type.name}). Valid types: (integer, integer), (bigint, bigint), (double precision, double precision), (real, real), (byte, byte), (smallint, smallint), (numeric, numeric)`,
    );
  }
  const a = found.left ? castBound(left, found.left) : left;
  const b = found.right ? castBound(right, found.right) : right;
  return {
    type: found.type,
    text: operator === '^' ? `${name}(${a.text}, ${b.text})` : `(${a.text} ${operator} ${b.text})`,
    constant: left.constant && right.constant,
    evaluate(row) {
      const x = a.evaluate(row);
      const y = b.evaluate(row);
      return x === null || y === null ? null : found.of(x, y);
    },
  };
}

export function negate(value: Value, type: Type): Value {
  if (value === null) return null;
  if (typeof value === 'bigint')
    return type.name === 'bigint' || isWhole(type) ? exact(-value, type) : -value;
  if (typeof value === 'number') return -value;
  if (value instanceof Interval) return scaled(value, -1);
  return subtractNumeric(numericOf(0n), value as Numeric);
}

export function bindBitwise(operator: string, left: Bound, right: Bound): Bound {
  const type = numberType(left.type, right.type);
  if (!isWhole(type)) {
    throw unknownFunction(`Invalid arguments in: (${left.text} ${operator} ${right.text})`);
  }
  const [a, b] = [castBound(left, type), castBound(right, type)];
  const of = (x: bigint, y: bigint): bigint =>
    operator === '&' ? x & y : operator === '|' ? x | y : x ^ y;
  return {
    type,
    text: `(${a.text} ${operator} ${b.text})`,
    constant: left.constant && right.constant,
    evaluate(row) {
      const [x, y] = [a.evaluate(row), b.evaluate(row)];
      return x === null || y === null ? null : of(x as bigint, y as bigint);
    },
  };
}
