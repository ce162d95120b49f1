/** CrateDB's reply to a statement, and its values as JavaScript's. */

/** CrateDB: a type's code, or `[100, code]` for an array of it. */
export type ColumnType = number | [number, ColumnType];

const BIGINT = 10;
const TIMESTAMPS = new Set([11, 15]);
const DATE = 24;
const ARRAY = 100;

/**
 * JSON as CrateDB sends it. Whole numbers beyond 2^53 come out as text with all their digits, because
 * a JavaScript number would round them in silence.
 */
export function parseJson(text: string): unknown {
  // The reviver costs time, so it is used only where such a number can be.
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  return JSON.parse(text, function keepDigits(_key, value, context?: { source?: string }) {
    if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
    const source = context?.source ?? '';
    return /^-?\d+$/.test(source) ? source : value;
  } as (this: unknown, key: string, value: unknown) => unknown);
}

/**
 * One value by its column's type: timestamps (epoch milliseconds) and dates as ISO 8601 in UTC, safe
 * bigints as numbers, larger ones as text, arrays item by item; everything else as it came.
 */
export function fromCrate(value: unknown, type: ColumnType | undefined): unknown {
  if (value === null || value === undefined) return null;
  if (Array.isArray(type)) {
    if (type[0] !== ARRAY || !Array.isArray(value)) return value;
    return value.map((item) => fromCrate(item, type[1]));
  }
  if (type === undefined) return value;
  if (TIMESTAMPS.has(type) || type === DATE) return isoOf(value, type === DATE);
  if (type === BIGINT && typeof value === 'string') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }
  return value;
}

function isoOf(value: unknown, dateOnly: boolean): unknown {
  const at = new Date(Number(value));
  if (Number.isNaN(at.getTime())) return value;
  const iso = at.toISOString();
  return dateOnly ? iso.slice(0, 10) : iso;
}
