/**
 * Values from outside as parameters for a column: what CrateDB would bend in silence (a fraction in a whole
 * number, seconds in a timestamp) is refused here, before anything is sent. Bigints and NUMERIC go as text,
 * which CrateDB casts, so that no digit is lost.
 */
import { isIP } from 'node:net';
import { MINUTE_MS } from '../../base/time.ts';
import { Digits, parsedExactly, rounded, writtenOut } from './digits.ts';
import { toPoint, toShape } from './geo.ts';
import { FLOAT, isObject, ok, type Parameter, parsed, wrong } from './parameter.ts';
import { type SqlType, WHOLE_NUMBERS } from './types.ts';

/** The value for a column of this type. Null is null; whether the column takes it is not looked at. */
export function toParameter(type: SqlType, given: unknown): Parameter {
  if (given === null || given === undefined) return ok(null);
  if (given instanceof Digits) return toParameter(type, given.source);
  return type.depth > 0 ? toArray(type, given) : toSingle(type, given);
}

function toArray(type: SqlType, given: unknown): Parameter {
  const list = typeof given === 'string' ? parsedExactly(given) : given;
  if (!Array.isArray(list)) return wrong('is no list; write it as ["a", "b"]');
  const items: unknown[] = [];
  for (const [index, item] of list.entries()) {
    const read = toParameter({ ...type, depth: type.depth - 1 }, item);
    if ('invalid' in read) return wrong(`has a value that ${read.invalid} (number ${index + 1})`);
    items.push(read.value);
  }
  return ok(items);
}

function toSingle(type: SqlType, given: unknown): Parameter {
  switch (type.scalar) {
    case 'object':
      return toObject(given);
    case 'geo_point':
      return toPoint(given);
    case 'geo_shape':
      return toShape(given);
    case 'float_vector':
      return toVector(type, given);
    case 'other':
      return toAny(given);
    default:
      return typeof given === 'object'
        ? wrong('is a list or an object, not a single value')
        : toPlain(type, given as string | number | boolean);
  }
}

function toPlain(type: SqlType, given: string | number | boolean): Parameter {
  const text = String(given).trim();
  switch (type.scalar) {
    case 'byte':
    case 'smallint':
    case 'integer':
    case 'bigint':
      return toWhole(type, given, text);
    case 'real':
      return asText(toFloat(type, text));
    case 'double precision':
      return asJson(toFloat(type, text));
    case 'numeric':
      return toDecimal(text);
    case 'boolean':
      return toFlag(text);
    case 'timestamp with time zone':
    case 'timestamp without time zone':
      return toTimestamp(type, text);
    case 'ip':
      // A zone (`fe80::1%eth0`) means something on one machine only, and CrateDB takes none.
      return isIP(text) && !text.includes('%') ? ok(text) : wrong('is no IP address');
    case 'uuid':
      return UUID.test(text) ? ok(text.toLowerCase()) : wrong('is no UUID');
    case 'bit':
      return toBits(type, text);
    default:
      return toText(type, String(given));
  }
}

/** No NUMERIC has so many digits. */
const LARGEST_EXPONENT = 99;

function toDecimal(text: string): Parameter {
  const exponent = Number(/e(.*)$/i.exec(text)?.[1] ?? 0);
  if (!FLOAT.test(text)) return wrong('is no number');
  if (Math.abs(exponent) > LARGEST_EXPONENT) return wrong('is out of range for numeric');
  return ok(writtenOut(text).replace(/^\+/, ''));
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function toWhole(type: SqlType, given: unknown, text: string): Parameter {
  const range = WHOLE_NUMBERS[type.scalar];
  if (typeof given === 'number' && Number.isInteger(given) && !Number.isSafeInteger(given)) {
    return wrong('has more digits than a JSON number keeps; give it as text');
  }
  // "3.0" is whole; a real fraction would be cut off.
  const digits = /^([+-]?\d+)(?:\.0*)?$/.exec(text)?.[1];
  if (digits === undefined || range === undefined) {
    return wrong(FLOAT.test(text) ? 'has a fraction, or is not written out' : 'is no whole number');
  }
  const number = BigInt(digits.replace(/^\+/, ''));
  if (number < range.min || number > range.max) return wrong(`is out of range for ${type.scalar}`);
  return ok(type.scalar === 'bigint' ? number.toString() : Number(number));
}

function toFloat(type: SqlType, text: string): Parameter {
  // CrateDB: these three go as text.
  if (/^(NaN|-?Infinity)$/.test(text)) return ok(text);
  if (!FLOAT.test(text)) return wrong('is no number');
  const number = Number(text);
  // As the database rounds it: the largest REAL is written with fewer digits than it has.
  const stored = type.scalar === 'real' ? Math.fround(number) : number;
  return Number.isFinite(stored) ? ok(number) : wrong(`is out of range for ${type.scalar}`);
}

/** A number would be compared as a double, which few REAL are equal to; text becomes a REAL. */
const asText = (read: Parameter): Parameter =>
  'value' in read ? { value: String(read.value) } : read;

/** CrateDB takes no whole number of JSON beyond 64 bits, for whatever column; as text it does. */
const asJson = (read: Parameter): Parameter =>
  'value' in read && Number.isInteger(read.value) && Math.abs(Number(read.value)) >= 2 ** 63
    ? { value: String(read.value) }
    : read;

const YES = ['true', 't', 'yes', 'y', 'on', '1'];
const NO = ['false', 'f', 'no', 'n', 'off', '0'];

function toFlag(text: string): Parameter {
  const word = text.toLowerCase();
  if (YES.includes(word)) return ok(true);
  return NO.includes(word) ? ok(false) : wrong('is neither true nor false');
}

const ISO =
  /^(\d{4}|[+-]\d{6})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

/**
 * ISO 8601 (with the six digits of far years, too), or a whole number of milliseconds since 1970, as the
 * milliseconds. CrateDB reads a number with a fraction as seconds. Text without a zone is UTC; a column without a
 * zone takes the clock's reading and leaves out the zone.
 *
 * The milliseconds go as text: measured, a key that the database calculates is not looked up by a number, and a
 * row that was just written is then not seen.
 */
function toTimestamp(type: SqlType, text: string): Parameter {
  if (/^-?\d{1,15}$/.test(text) && !/^\d{8}$/.test(text)) return ok(String(Number(text)));
  const [whole, year, month, day, hour = '0', minute = '0', second = '0', part = '', zone = 'Z'] =
    ISO.exec(text) ?? [];
  if (whole === undefined) return wrong('is no time; write it as 2026-03-02T09:00:00Z');
  const numbers = [year, month, day, hour, minute, second].map(Number);
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = numbers;
  const at = new Date(0);
  at.setUTCFullYear(y, mo - 1, d);
  at.setUTCHours(h, mi, s, Number(part.slice(0, 3).padEnd(3, '0')));
  const isReal =
    at.getUTCMonth() === mo - 1 && at.getUTCDate() === d && h < 24 && mi < 60 && s < 60;
  if (!isReal) return wrong('is no real date and time');
  const offset = type.scalar === 'timestamp with time zone' ? minutesOf(zone) : 0;
  return ok(String(at.getTime() - offset * MINUTE_MS));
}

function minutesOf(zone: string): number {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  if (sign === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

function toBits(type: SqlType, text: string): Parameter {
  const bits = text.replace(/^B'(.*)'$/i, '$1');
  if (!/^[01]+$/.test(bits)) return wrong('is not made of 0 and 1');
  return type.length === null || bits.length === type.length
    ? ok(bits)
    : wrong(`must have ${type.length} bits, and has ${bits.length}`);
}

function toText(type: SqlType, text: string): Parameter {
  const { length } = type;
  // CrateDB counts UTF-16 units, as JavaScript does; blanks beyond the length it would cut off in silence.
  if (length === null || text.length <= length) return ok(text);
  return wrong(`is longer than the ${length} characters of the column`);
}

function toObject(given: unknown): Parameter {
  const value = typeof given === 'string' ? parsedExactly(given) : given;
  return isObject(value) ? toAny(value) : wrong('is no object; write it as {"key": "value"}');
}

/** Numbers inside of it go as JavaScript has them. */
function toAny(given: unknown): Parameter {
  return rounded(given) ?? wrong('has a number with more digits than JSON keeps');
}

function toVector(type: SqlType, given: unknown): Parameter {
  const value =
    typeof given === 'string'
      ? (parsed(given) ?? given.split(',').map((one) => one.trim()))
      : given;
  if (!Array.isArray(value)) return wrong('is no list of numbers');
  const numbers: unknown[] = [];
  for (const item of value) {
    const read = toFloat({ ...type, scalar: 'real' }, String(item));
    if ('invalid' in read || typeof read.value !== 'number') return wrong('is no list of numbers');
    numbers.push(read.value);
  }
  if (type.length === null || numbers.length === type.length) return ok(numbers);
  return wrong(`must have ${type.length} numbers, and has ${numbers.length}`);
}
