import { intervalLength } from './interval.ts';
import { ipNumber } from './ip.ts';
import { compareNumeric, numericText } from './numeric.ts';
import type { Type } from './type.ts';
import { Bits, Interval, isObject, Numeric, TimeTz, type Value } from './value.ts';

/** By code point, as Lucene orders UTF-8; JavaScript's own order is that of UTF-16. */
function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x !== y) {
      const surrogate = (code: number) => code >= 0xd800 && code < 0xe000;
      if (surrogate(x) !== surrogate(y)) return surrogate(x) ? 1 : -1;
      return x - y;
    }
  }
  return a.length - b.length;
}

const compareFloats = (a: number, b: number): number => {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a < b ? -1 : a > b ? 1 : 0;
};

/** Order of two values of one type, none of them null. */
export function compareValues(
  a: Exclude<Value, null>,
  b: Exclude<Value, null>,
  type?: Type,
): number {
  if (typeof a === 'bigint' || typeof b === 'bigint') {
    return a === b ? 0 : (a as bigint) < (b as bigint) ? -1 : 1;
  }
  if (typeof a === 'number' && typeof b === 'number') return compareFloats(a, b);
  if (typeof a === 'string' && typeof b === 'string') {
    if (type?.name !== 'ip') return compareText(a, b);
    const [x, y] = [ipNumber(a), ipNumber(b)];
    return x < y ? -1 : x > y ? 1 : 0;
  }
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (a instanceof Numeric && b instanceof Numeric) return compareNumeric(a, b);
  if (a instanceof Interval && b instanceof Interval) return intervalLength(a) - intervalLength(b);
  if (a instanceof TimeTz && b instanceof TimeTz) {
    return a.micros - a.offset * 1e6 - (b.micros - b.offset * 1e6);
  }
  if (a instanceof Bits && b instanceof Bits) return compareText(a.text, b.text);
  if (Array.isArray(a) && Array.isArray(b)) return compareArrays(a, b, type);
  const [x, y] = [keyOf(a), keyOf(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

function compareArrays(a: Value[], b: Value[], type?: Type): number {
  if (a.length !== b.length) return a.length - b.length;
  const inner = type?.name === 'array' ? type.of : undefined;
  for (const [i, x] of a.entries()) {
    const y = b[i] ?? null;
    if (x === null || y === null) {
      if (x !== y) return x === null ? -1 : 1;
      continue;
    }
    const order = compareValues(x, y, inner);
    if (order !== 0) return order;
  }
  return 0;
}

/** The same text for equal values only: for groups, DISTINCT and sets. */
export function keyOf(value: Value): string {
  switch (typeof value) {
    case 'string':
      return `s${JSON.stringify(value)}`;
    case 'bigint':
      return `i${value}`;
    case 'number':
      return `d${Object.is(value, -0) ? 0 : value}`;
    case 'boolean':
      return `b${value}`;
    default:
  }
  if (value === null) return 'n';
  if (Array.isArray(value)) return `[${value.map(keyOf).join(',')}]`;
  if (value instanceof Numeric)
    return `m${numericText(value)
      .replace(/(\.\d*?)0+$/, '$1')
      .replace(/\.$/, '')}`;
  if (value instanceof Interval) return `v${intervalLength(value)}`;
  if (value instanceof TimeTz) return `t${value.micros - value.offset * 1e6}`;
  if (value instanceof Bits) return `x${value.text}`;
  if (!isObject(value)) return 'n';
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${keyOf(part)}`).join(',')}}`;
}
