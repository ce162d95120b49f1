import { intervalText } from './interval.ts';
import { doubleText } from './numbers.ts';
import { numericText } from './numeric.ts';
import { Bits, Interval, isObject, Numeric, TimeTz, type Value } from './value.ts';

/** A value as Java prints it, which is how it stands in errors: `[1, a]`, `{a=1}`, `2.0`. */
export function javaText(value: Value): string {
  if (typeof value === 'number') return doubleText(value);
  if (Array.isArray(value)) return `[${value.map(javaText).join(', ')}]`;
  if (value instanceof Numeric) return numericText(value);
  if (value instanceof Interval) return intervalText(value);
  if (value instanceof TimeTz) return timeTzText(value);
  if (value instanceof Bits) return `B'${value.text}'`;
  if (isObject(value)) {
    const entries = Object.entries(value).map(([key, part]) => `${key}=${javaText(part)}`);
    return `{${entries.join(', ')}}`;
  }
  return String(value);
}

const two = (value: number): string => String(value).padStart(2, '0');

/** `09:10:11.123+02:00`. */
export function timeTzText({ micros, offset }: TimeTz): string {
  const seconds = Math.floor(micros / 1_000_000);
  const rest = micros % 1_000_000;
  const fraction = rest === 0 ? '' : `.${String(rest).padStart(6, '0')}`;
  const time = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  const sign = offset < 0 ? '-' : '+';
  const zone = Math.abs(offset);
  return `${time}${fraction}${sign}${two(Math.floor(zone / 3600))}:${two(Math.floor(zone / 60) % 60)}`;
}
