import { type CrateError, parseError } from '../errors.ts';
import { parseWkt, readGeoJson, readPoint } from './geo.ts';
import { intervalText, parseInterval } from './interval.ts';
import { normalIp } from './ip.ts';
import { toJsonText } from './json-text.ts';
import {
  doubleText,
  MAX_LONG,
  MIN_LONG,
  parseDouble,
  parseWhole,
  realText,
  toLong,
} from './numbers.ts';
import {
  digitsOf,
  numericOf,
  numericText,
  numericToNumber,
  parseNumeric,
  truncated,
  withPrecision,
  withScale,
} from './numeric.ts';
import { javaText, timeTzText } from './text.ts';
import { parseTimestamp, parseTimeTz, startOfDay, timestampText } from './timestamps.ts';
import { type ObjectType, type Type, textOf } from './type.ts';
import {
  Bits,
  Interval,
  isObject,
  makeObject,
  Numeric,
  type ObjectValue,
  TimeTz,
  type Value,
} from './value.ts';

/** Thrown inside a cast; the outermost one says what could not become what. */
class NoCast extends Error {}

/** Tells more than the usual words: it goes to the client as it is. */
class ToldCast extends Error {}

const fail = (): never => {
  throw new NoCast();
};

export type CastMode = 'implicit' | 'explicit';

function cannotCast(value: Value, type: Type): CrateError {
  return parseError(`Cannot cast value \`${javaText(value)}\` to type \`${nameInError(type)}\``);
}

/** Types print their name alone in this error, but for the numbers of a numeric. */
const nameInError = (type: Type): string => textOf(type);

/** A value as one of another type; throws CrateDB's error where it can't be. */
export function castValue(value: Value, type: Type, mode: CastMode = 'implicit'): Value {
  try {
    return convert(value, type, mode);
  } catch (error) {
    if (error instanceof ToldCast) throw parseError(error.message);
    if (error instanceof NoCast) throw cannotCast(value, type);
    throw error;
  }
}

/** As `castValue`, but undefined where it can't be. */
export function tryCastValue(
  value: Value,
  type: Type,
  mode: CastMode = 'explicit',
): Value | undefined {
  try {
    return convert(value, type, mode);
  } catch (error) {
    if (error instanceof ToldCast || error instanceof NoCast) return undefined;
    throw error;
  }
}

const BOOLEANS: Record<string, boolean> = {
  f: false,
  false: false,
  n: false,
  no: false,
  off: false,
  0: false,
  t: true,
  true: true,
  y: true,
  yes: true,
  on: true,
  1: true,
};

type Convert = (value: Exclude<Value, null>, type: never, mode: CastMode) => Value;

const toNumber = (value: Value): number => {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number') return value;
  if (value instanceof Numeric) return numericToNumber(value);
  if (typeof value === 'string') return parseDouble(value) ?? fail();
  return fail();
};

/** A whole number; fractions are cut off, as CrateDB does it. */
const toWhole = (value: Value): bigint => {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return toLong(value);
  if (value instanceof Numeric) return truncated(value);
  if (typeof value === 'string') return parseWhole(value) ?? fail();
  return fail();
};

const whole =
  (bits: number): Convert =>
  (value) => {
    const found = toWhole(value);
    const limit = 2n ** BigInt(bits - 1);
    return found >= -limit && found < limit ? found : fail();
  };

const timestamp =
  (zoned: boolean): Convert =>
  (value) => {
    if (typeof value === 'bigint') return value;
    // A number with a fraction is seconds, a whole one milliseconds.
    if (typeof value === 'number') return toLong(value * 1000);
    if (value instanceof Numeric) return truncated(value);
    if (typeof value === 'string') return parseTimestamp(value, zoned) ?? fail();
    return fail();
  };

export function asText(value: Exclude<Value, null>): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return doubleText(value);
  if (value instanceof Numeric) return numericText(value);
  if (value instanceof Interval) return intervalText(value);
  if (value instanceof TimeTz) return timeTzText(value);
  if (value instanceof Bits) return `B'${value.text}'`;
  if (isObject(value)) return toJsonText(value);
  return fail();
}

function toNumeric(value: Exclude<Value, null>, type: Extract<Type, { name: 'numeric' }>): Value {
  let found: Numeric;
  if (value instanceof Numeric) found = value;
  else if (typeof value === 'bigint') found = numericOf(value);
  else if (typeof value === 'number') {
    if (!Number.isFinite(value)) return fail();
    found = numericOf(value);
  } else if (typeof value === 'string') found = parseNumeric(value) ?? fail();
  else return fail();
  const { precision, scale = 0 } = type;
  if (precision === undefined) {
    // A double has always a fraction in Java: 1.0.
    return typeof value === 'number' && found.scale === 0 ? withScale(found, 1) : found;
  }
  found = withPrecision(found, precision);
  return digitsOf(found) - found.scale > precision - scale ? fail() : withScale(found, scale);
}

function toObject(value: Exclude<Value, null>, type: ObjectType, mode: CastMode): Value {
  const object = typeof value === 'string' ? parseObject(value) : value;
  if (!isObject(object)) return fail();
  const made = makeObject();
  for (const [key, part] of Object.entries(object)) {
    const inner = type.keys.get(key);
    try {
      made[key] = inner ? convert(part, inner, mode) : part;
    } catch (error) {
      if (!(error instanceof NoCast) || !inner) throw error;
      throw new ToldCast(
        `Cannot cast object element \`${key}\` with value \`${javaText(part)}\` to type \`${textOf(inner)}\``,
      );
    }
  }
  return made;
}

function parseObject(text: string): ObjectValue {
  try {
    const parsed = fromJson(JSON.parse(text) as unknown);
    return isObject(parsed) ? parsed : fail();
  } catch {
    return fail();
  }
}

/** What JSON.parse gave, as values: whole numbers are bigints. */
export function fromJson(value: unknown): Value {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint')
    return value;
  if (Array.isArray(value)) return value.map(fromJson);
  return makeObject(Object.entries(value).map(([key, part]) => [key, fromJson(part)]));
}

function toArray(
  value: Exclude<Value, null>,
  type: Extract<Type, { name: 'array' }>,
  mode: CastMode,
): Value {
  let items = value;
  if (typeof value === 'string') items = parseArray(value);
  if (!Array.isArray(items)) return fail();
  return items.map((it) => convert(it, type.of, mode));
}

/** `[1, 2]` as JSON, or `{a,b}` as Postgres writes arrays. */
function parseArray(text: string): Value[] {
  try {
    const parsed = fromJson(JSON.parse(text) as unknown);
    if (Array.isArray(parsed)) return parsed;
  } catch {
    const inner = /^\{([\s\S]*)\}$/.exec(text.trim())?.[1];
    if (inner !== undefined) return readBraces(inner);
  }
  return fail();
}

function readBraces(inner: string): Value[] {
  if (inner.trim() === '') return [];
  return [...inner.matchAll(/\s*(?:"((?:[^"\\]|\\.)*)"|([^,]*))\s*(?:,|$)/g)]
    .filter(([match], i, found) => !(match === '' && i === found.length - 1))
    .map(([, quoted, plain = '']) => {
      if (quoted !== undefined) return quoted.replace(/\\(.)/g, '$1');
      return /^null$/i.test(plain.trim()) ? null : plain.trim();
    });
}

function toVector(value: Exclude<Value, null>): Value {
  if (!Array.isArray(value) || value.includes(null)) return fail();
  return value.map((it) => Math.fround(toNumber(it)));
}

const CONVERT: { [name in Type['name']]?: Convert } = {
  boolean: (value) => {
    if (typeof value === 'boolean') return value;
    if (typeof value === 'string') return BOOLEANS[value.toLowerCase()] ?? fail();
    return toNumber(value) > 0;
  },
  byte: whole(8),
  smallint: whole(16),
  integer: whole(32),
  bigint: whole(64),
  regclass: (value) => (typeof value === 'string' ? value : toWhole(value)),
  'double precision': toNumber as Convert,
  real: ((value: Exclude<Value, null>) => {
    const found = toNumber(value);
    const real = Math.fround(found);
    return Number.isFinite(found) && !Number.isFinite(real) ? fail() : real;
  }) as Convert,
  numeric: toNumeric as Convert,
  'timestamp with time zone': timestamp(true),
  'timestamp without time zone': timestamp(false),
  date: (value) => startOfDay(timestamp(true)(value, undefined as never, 'implicit') as bigint),
  'time with time zone': (value) => {
    if (value instanceof TimeTz) return value;
    if (typeof value === 'string') return parseTimeTz(value) ?? fail();
    if (typeof value === 'bigint') return new TimeTz(Number(value), 0);
    return fail();
  },
  interval: (value) => {
    if (value instanceof Interval) return value;
    return typeof value === 'string' ? (parseInterval(value) ?? fail()) : fail();
  },
  text: ((value: Exclude<Value, null>, type: { length?: number }, mode: CastMode) => {
    const text = asText(value);
    return mode === 'explicit' && type.length !== undefined ? text.slice(0, type.length) : text;
  }) as Convert,
  character: ((value: Exclude<Value, null>, type: { length: number }, mode: CastMode) => {
    const text = asText(value).padEnd(type.length);
    return mode === 'explicit' ? text.slice(0, type.length) : text;
  }) as Convert,
  ip: (value) => {
    if (typeof value === 'string') return normalIp(value) ?? fail();
    const number = toWhole(value);
    if (number < 0n) return fail();
    return [24n, 16n, 8n, 0n].map((shift) => (number >> shift) % 256n).join('.');
  },
  geo_point: (value) => {
    const point = readPoint(value);
    return point === undefined ? fail() : point;
  },
  geo_shape: (value) => {
    if (typeof value === 'string') return parseWkt(value) ?? fail();
    return isObject(value) ? (readGeoJson(value) ?? fail()) : fail();
  },
  object: toObject as Convert,
  json: (value) => {
    if (typeof value !== 'string') return isObject(value) ? toJsonText(value) : fail();
    try {
      JSON.parse(value);
      return value;
    } catch {
      return fail();
    }
  },
  uuid: (value) => {
    const isUuid =
      typeof value === 'string' && /^[0-9a-f]{1,8}(-[0-9a-f]{1,4}){3}-[0-9a-f]{1,12}$/i.test(value);
    if (!isUuid) return fail();
    const widths = [8, 4, 4, 4, 12];
    return value
      .toLowerCase()
      .split('-')
      .map((part, i) => part.padStart(widths[i] ?? 0, '0'))
      .join('-');
  },
  bit: ((value: Exclude<Value, null>, type: { length: number }, mode: CastMode) => {
    const text = value instanceof Bits ? value.text : value;
    if (typeof text !== 'string' || !/^[01]*$/.test(text)) return fail();
    return new Bits(
      mode === 'explicit' ? text.slice(0, type.length).padEnd(type.length, '0') : text,
    );
  }) as Convert,
  float_vector: toVector as Convert,
  array: toArray as Convert,
};

function convert(value: Value, type: Type, mode: CastMode): Value {
  if (value === null) return null;
  const known = CONVERT[type.name];
  return known ? known(value, type as never, mode) : value;
}

/** A cast between two types that are known: a timestamp becomes a text of ISO 8601, a real its own digits. */
export function castTyped(value: Value, from: Type, to: Type, mode: CastMode): Value {
  if (value === null) return null;
  if (to.name === 'text' || to.name === 'character') {
    if (typeof value === 'bigint' && from.name.startsWith('timestamp')) {
      return castValue(timestampText(value, from.name === 'timestamp with time zone'), to, mode);
    }
    if (typeof value === 'number' && from.name === 'real')
      return castValue(realText(value), to, mode);
  }
  if (Array.isArray(value) && from.name === 'array' && to.name === 'array') {
    return value.map((it) => castTyped(it, from.of, to.of, mode));
  }
  return castValue(value, to, mode);
}

const shortened = (text: string): string => (text.length > 20 ? `${text.slice(0, 20)}...` : text);

/** What CrateDB does to a value at last before it stores it: lengths are held, by error or by blanks. */
export function forInsert(value: Value, type: Type): Value {
  if (value === null) return null;
  switch (type.name) {
    case 'text': {
      const [text, length] = [value as string, type.length ?? Number.POSITIVE_INFINITY];
      if (text.length <= length) return text;
      if (text.slice(length).trim() === '') return text.slice(0, length);
      throw parseError(`'${shortened(text)}' is too long for the text type of length: ${length}`);
    }
    case 'character': {
      const text = value as string;
      if (text.length <= type.length) return text.padEnd(type.length);
      if (text.slice(type.length).trim() === '') return text.slice(0, type.length);
      throw parseError(
        `'${shortened(text)}' is too long for the character type of length: ${type.length}`,
      );
    }
    case 'bit': {
      const { text } = value as Bits;
      if (text.length === type.length) return value;
      throw parseError(`bit string length ${text.length} does not match type bit(${type.length})`);
    }
    case 'bigint':
      if (value === MAX_LONG || value === MIN_LONG) {
        throw parseError(`Value ${value} exceeds allowed range for column of type bigint`);
      }
      return value;
    case 'float_vector': {
      const count = (value as Value[]).length;
      if (count === type.dimensions) return value;
      throw parseError(
        `The number of vector dimensions does not match the field type. Expected ${type.dimensions} but got ${count}`,
      );
    }
    case 'array':
      return (value as Value[]).map((it) => forInsert(it, type.of));
    case 'object': {
      const entries = Object.entries(value as ObjectValue).map(([key, part]): [string, Value] => {
        const inner = type.keys.get(key);
        return [key, inner ? forInsert(part, inner) : part];
      });
      return makeObject(entries);
    }
    default:
      return value;
  }
}
