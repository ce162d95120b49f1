/** CrateDB's reply to a statement, and its values as JavaScript's. */
import { parseNumbers } from '../../base/json.ts';
import { Digits, writtenOut } from './digits.ts';

/** CrateDB: a type's code, or `[100, code]` for an array of it. */
export type ColumnType = number | [number, ColumnType];

const BIGINT = 10;
const TIMESTAMP = 11;
const LOCAL_TIMESTAMP = 15;
const TIME = 20;
const NUMERIC = 22;
const DATE = 24;
const BIT = 25;
const ARRAY = 100;

/** A reply's rows, by the types of its columns. `text` is the reply that they were parsed from. */
export function rowsOf(rows: unknown[][], types: readonly ColumnType[], text: string): unknown[][] {
  const hasDigits = types.some(isNumeric);
  const read = hasDigits ? withDigits(text, rows) : rows;
  const changed = [...types.keys()].filter((index) => hasDigits || isChanged(types[index]));
  // They were just parsed, and nobody else has them: those that stay as they came are not touched.
  for (const row of read) {
    for (const index of changed) row[index] = fromCrate(row[index], types[index]);
  }
  return read;
}

/** CrateDB: NUMERIC comes as a bare number whose digits and scale (`5.0000`) no double can hold. */
function withDigits(text: string, otherwise: unknown[][]): unknown[][] {
  const parsed = parseNumbers(text, (_value, source) => new Digits(source));
  const rows =
    typeof parsed === 'object' && parsed !== null && 'rows' in parsed ? parsed.rows : null;
  return Array.isArray(rows) ? rows : otherwise;
}

/** True for a type whose values are given otherwise than they come in JSON. */
function isChanged(type: ColumnType | undefined): boolean {
  if (Array.isArray(type)) return isChanged(type[1]);
  return type !== undefined && [BIGINT, TIMESTAMP, LOCAL_TIMESTAMP, TIME, DATE, BIT].includes(type);
}

function isNumeric(type: ColumnType): boolean {
  return Array.isArray(type) ? isNumeric(type[1]) : type === NUMERIC;
}

/**
 * One value by its column's type: timestamps (epoch milliseconds) and dates as ISO 8601, in UTC where
 * they have a zone, safe bigints as numbers, larger ones as text, NUMERIC as text with all its digits,
 * arrays item by item; everything else as it came.
 */
export function fromCrate(value: unknown, type: ColumnType | undefined): unknown {
  if (value === null || value === undefined) return null;
  if (Array.isArray(type)) {
    if (type[0] !== ARRAY || !Array.isArray(value)) return plain(value);
    return value.map((item) => fromCrate(item, type[1]));
  }
  if (type === NUMERIC) return writtenOut(String(value));
  return readable(plain(value), type);
}

function readable(value: unknown, type: number | undefined): unknown {
  switch (type) {
    case TIMESTAMP:
    case LOCAL_TIMESTAMP:
    case DATE:
      return isoOf(value, type);
    case BIGINT: {
      const number = typeof value === 'string' ? Number(value) : value;
      return Number.isSafeInteger(number) ? number : value;
    }
    // CrateDB: B'1010'
    case BIT:
      return typeof value === 'string' ? value.replace(/^B'(.*)'$/, '$1') : value;
    case TIME:
      return timeOf(value);
    default:
      return value;
  }
}

/** What no NUMERIC is in, as `parseJson` would have it. */
function plain(value: unknown): unknown {
  if (value instanceof Digits) {
    const number = Number(value.source);
    return Number.isSafeInteger(number) || !/^-?\d+$/.test(value.source) ? number : value.source;
  }
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

function isoOf(value: unknown, type: number): unknown {
  const at = new Date(Number(value));
  if (Number.isNaN(at.getTime())) return value;
  const iso = at.toISOString();
  if (type === DATE) return iso.slice(0, 10);
  return type === LOCAL_TIMESTAMP ? iso.slice(0, -1) : iso;
}

/** CrateDB: `[microseconds of the day, seconds of the offset]`. */
function timeOf(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const [microseconds, offset] = value.map(Number);
  if (microseconds === undefined || offset === undefined) return value;
  const time = new Date(microseconds / 1_000);
  const zone = new Date(Math.abs(offset) * 1_000);
  if (Number.isNaN(time.getTime()) || Number.isNaN(zone.getTime())) return value;
  const sign = offset < 0 ? '-' : '+';
  return `${time.toISOString().slice(11, -1)}${sign}${zone.toISOString().slice(11, 16)}`;
}
