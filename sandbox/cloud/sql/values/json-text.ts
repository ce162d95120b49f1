import { intervalText } from './interval.ts';
import { doubleText, realText } from './numbers.ts';
import { numericJavaText } from './numeric.ts';
import type { Type } from './type.ts';
import { Bits, Interval, isObject, Numeric, TimeTz, type Value } from './value.ts';

const float = (value: number, text: (value: number) => string): string =>
  Number.isFinite(value) ? text(value) : `"${text(value)}"`;

/**
 * JSON of a value as CrateDB's replies hold it: whole numbers and numerics as bare digits, doubles as Java
 * writes them, NaN and the infinities as text. The type tells a real from a double.
 */
export function toJsonText(value: Value, type?: Type): string {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'boolean':
      return String(value);
    case 'bigint':
      return value.toString();
    case 'number':
      return float(
        value,
        type?.name === 'real' || type?.name === 'float_vector' ? realText : doubleText,
      );
    default:
  }
  if (Array.isArray(value)) {
    const inner =
      type?.name === 'array' ? type.of : type?.name === 'float_vector' ? type : undefined;
    return `[${value.map((it) => toJsonText(it, inner)).join(',')}]`;
  }
  if (value instanceof Numeric) return numericJavaText(value);
  if (value instanceof Interval) return `"${intervalText(value)}"`;
  if (value instanceof TimeTz) return `[${value.micros},${value.offset}]`;
  if (value instanceof Bits) return `"B'${value.text}'"`;
  if (!isObject(value)) return 'null';
  const keys = type?.name === 'object' ? type.keys : undefined;
  const entries = Object.entries(value).map(
    ([key, part]) => `${JSON.stringify(key)}:${toJsonText(part, keys?.get(key))}`,
  );
  return `{${entries.join(',')}}`;
}
