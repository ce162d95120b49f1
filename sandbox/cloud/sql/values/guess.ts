import { parseError } from '../errors.ts';
import { digitsOf } from './numeric.ts';
import {
  arrayOf,
  BIGINT,
  BOOLEAN,
  DOUBLE,
  INTEGER,
  INTERVAL,
  isConvertible,
  isNumber,
  NUMERIC,
  objectOf,
  precedes,
  TEXT,
  TIMETZ,
  type Type,
  UNDEFINED,
} from './type.ts';
import { Bits, Interval, Numeric, TimeTz, type Value } from './value.ts';

/** The type a value has by itself. A whole number that no bigint holds has none. */
export function guessType(value: Value): Type {
  if (value === null) return UNDEFINED;
  switch (typeof value) {
    case 'string':
      return TEXT;
    case 'boolean':
      return BOOLEAN;
    case 'number':
      return DOUBLE;
    case 'bigint':
      if (value >= 2n ** 63n || value < -(2n ** 63n)) {
        throw parseError(`Cannot detect the type of the value: ${value}`);
      }
      return value < 2n ** 31n && value >= -(2n ** 31n) ? INTEGER : BIGINT;
    default:
  }
  if (Array.isArray(value)) return arrayOf(elementType(value));
  if (value instanceof Numeric)
    return { name: 'numeric', precision: digitsOf(value), scale: value.scale };
  if (value instanceof Interval) return INTERVAL;
  if (value instanceof TimeTz) return TIMETZ;
  if (value instanceof Bits) return { name: 'bit', length: value.text.length };
  const keys = Object.entries(value as object).map(([key, part]): [string, Type] => [
    key,
    guessType(part as Value),
  ]);
  return objectOf('dynamic', new Map(keys));
}

function elementType(values: Value[]): Type {
  let highest: Type = UNDEFINED;
  for (const value of values) {
    if (value === null) continue;
    const merged = mergeTypes(highest, guessType(value));
    if (!merged) throw parseError(`Cannot cast expressions from type`);
    highest = merged;
  }
  return highest;
}

/** The type that both fit into; undefined where there is none. */
export function mergeTypes(a: Type, b: Type): Type | undefined {
  const [high, low] = precedes(a, b) ? [a, b] : [b, a];
  if (high.name === 'array' && low.name === 'array') {
    const inner = mergeTypes(high.of, low.of);
    return inner && arrayOf(inner);
  }
  if (high.name === 'object' && low.name === 'object') {
    const keys = new Map(high.keys);
    for (const [key, type] of low.keys) {
      const known = keys.get(key);
      const merged = known ? mergeTypes(known, type) : type;
      if (!merged) return undefined;
      keys.set(key, merged);
    }
    return objectOf(high.policy, keys);
  }
  if (high.name === 'numeric' && isNumber(low)) return NUMERIC;
  if (high.name === 'text' && low.name === 'text') return TEXT;
  return isConvertible(low, high, false) ? high : undefined;
}
