/** A CrateDB type that holds all the values; texts of a CSV file tell their type by their look. */
export function columnType(values: unknown[]): string {
  const types = new Set(values.filter((it) => it !== null).map(typeOf));
  const [only] = types;
  if (types.size === 1 && only !== undefined) return only;
  const numbers = types.size > 0 && [...types].every((it) => it === BIGINT || it === DOUBLE);
  return numbers ? DOUBLE : TEXT;
}

const BIGINT = 'BIGINT';
const DOUBLE = 'DOUBLE PRECISION';
const TEXT = 'TEXT';
const DATE_AND_TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/;

function typeOf(value: unknown): string {
  switch (typeof value) {
    case 'boolean':
      return 'BOOLEAN';
    case 'bigint':
      return BIGINT;
    case 'number':
      return Number.isInteger(value) ? BIGINT : DOUBLE;
    case 'object':
      return Array.isArray(value) ? `ARRAY(${columnType(value)})` : 'OBJECT(DYNAMIC)';
    default:
      return textType(String(value));
  }
}

function textType(text: string): string {
  if (/^-?(0|[1-9]\d{0,17})$/.test(text)) return BIGINT;
  if (/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) && !/^-?0\d/.test(text)) return DOUBLE;
  if (/^(true|false)$/i.test(text)) return 'BOOLEAN';
  return DATE_AND_TIME.test(text) ? 'TIMESTAMP WITH TIME ZONE' : TEXT;
}

/** A text as the column's type (in the words of `information_schema`) wants it; what does not fit stays. */
export function fitted(value: unknown, type: string): unknown {
  if (typeof value !== 'string') return value;
  if (/^(bigint|integer|smallint|byte)$/.test(type) && /^-?\d+$/.test(value)) {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : BigInt(value);
  }
  if (/^(double precision|real|numeric)/.test(type)) {
    return value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
  }
  if (type === 'boolean' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  if (/^(object|.*_array)$/.test(type)) {
    try {
      return JSON.parse(value);
    } catch {
      return value;
    }
  }
  return value;
}
