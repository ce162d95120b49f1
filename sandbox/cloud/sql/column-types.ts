import type { Token } from './lexer.ts';
import { closing, splitAtCommas } from './lexer.ts';

/**
 * A column's type: as the engine takes it, as CrateDB's information_schema names it,
 * and for objects the types of the declared paths (path as JSON text of its keys).
 */
export type ColumnType = { engine: string; crate: string; paths?: Record<string, string> };

/** One-word CrateDB types by name. API: LONG, STRING, SHORT, BYTE and their like are old synonyms. */
const SIMPLE: Record<string, [engine: string, crate: string]> = {
  text: ['text', 'text'],
  string: ['text', 'text'],
  varchar: ['varchar', 'character varying'],
  char: ['char', 'character'],
  character: ['char', 'character'],
  byte: ['smallint', 'byte'],
  short: ['smallint', 'smallint'],
  smallint: ['smallint', 'smallint'],
  int2: ['smallint', 'smallint'],
  integer: ['integer', 'integer'],
  int: ['integer', 'integer'],
  int4: ['integer', 'integer'],
  long: ['bigint', 'bigint'],
  bigint: ['bigint', 'bigint'],
  int8: ['bigint', 'bigint'],
  float: ['real', 'real'],
  real: ['real', 'real'],
  float4: ['real', 'real'],
  double: ['double precision', 'double precision'],
  float8: ['double precision', 'double precision'],
  numeric: ['numeric', 'numeric'],
  decimal: ['numeric', 'numeric'],
  boolean: ['boolean', 'boolean'],
  bool: ['boolean', 'boolean'],
  // Rounded to milliseconds, as CrateDB stores no more: hidden digits would break "newer than".
  timestamp: ['timestamp(3)', 'timestamp without time zone'],
  timestamptz: ['timestamptz(3)', 'timestamp with time zone'],
  date: ['date', 'date'],
  ip: ['inet', 'ip'],
  geo_point: ['point', 'geo_point'],
  geo_shape: ['jsonb', 'geo_shape'],
  json: ['jsonb', 'json'],
  object: ['jsonb', 'object'],
};

/** Reads the CrateDB type that starts at `at`; undefined when it is none of CrateDB's own. */
export function readType(
  tokens: Token[],
  at: number,
): { type: ColumnType; next: number } | undefined {
  const base = tokens[at]?.kind === 'word' ? readBase(tokens, at) : undefined;
  if (!base) return undefined;
  let { type, next } = base;
  while (tokens[next]?.text === '[' && tokens[next + 1]?.text === ']') {
    type = arrayOf(type);
    next += 2;
  }
  return { type, next };
}

const arrayOf = (inner: ColumnType): ColumnType => ({
  // The engine has no arrays of arrays of objects; an array of objects is one JSON value.
  engine: inner.engine === 'jsonb' ? 'jsonb' : `${inner.engine.replace(/\[\]$/, '')}[]`,
  crate: `${inner.crate}_array`,
});

function readBase(tokens: Token[], at: number): { type: ColumnType; next: number } | undefined {
  const word = tokens[at]?.value ?? '';
  const value = (offset: number): string => tokens[at + offset]?.value ?? '';
  if (word === 'array' && value(1) === '(') {
    const inner = readType(tokens, at + 2);
    return inner && { type: arrayOf(inner.type), next: inner.next + 1 };
  }
  const simple = SIMPLE[word];
  if (!simple) return undefined;
  if (word === 'object') return readObject(tokens, at);
  if (word === 'double' && value(1) === 'precision') return named(simple, at + 2);
  let [engine, crate] = simple;
  let next = at + 1;
  if (word === 'character' && value(1) === 'varying') {
    [engine, crate] = ['varchar', 'character varying'];
    next++;
  }
  if (tokens[next]?.text === '(') {
    const end = closing(tokens, next);
    const size = tokens.slice(next, end + 1).map((token) => token.text);
    if (!engine.includes('(')) engine += size.join('');
    next = end + 1;
  }
  if (word === 'timestamp' && /^with(out)?$/.test(tokens[next]?.value ?? '')) {
    if (tokens[next]?.value === 'with') [engine, crate] = SIMPLE.timestamptz ?? [engine, crate];
    next += 3;
  }
  return named([engine, crate], next);
}

const named = ([engine, crate]: [string, string], next: number) => ({
  type: { engine, crate },
  next,
});

/** OBJECT [(DYNAMIC | STRICT | IGNORED)] [AS (name type, ...)] */
function readObject(tokens: Token[], at: number): { type: ColumnType; next: number } {
  let next = at + 1;
  const paths: Record<string, string> = {};
  if (tokens[next]?.text === '(') next = closing(tokens, next) + 1;
  if (tokens[next]?.value === 'as' && tokens[next + 1]?.text === '(') {
    const end = closing(tokens, next + 1);
    for (const [from] of splitAtCommas(tokens, next + 2, end)) {
      const key = tokens[from]?.value ?? '';
      const inner = readType(tokens, from + 1);
      if (!inner) continue;
      paths[JSON.stringify([key])] = inner.type.crate;
      for (const [path, type] of Object.entries(inner.type.paths ?? {})) {
        paths[JSON.stringify([key, ...JSON.parse(path)])] = type;
      }
    }
    next = end + 1;
  }
  return { type: { engine: 'jsonb', crate: 'object', paths }, next };
}

/** CrateDB's type code, or `[100, code]` for an array. */
export type TypeCode = number | [100, TypeCode];

/** API: the numbers in `col_types`, by the engine's type (Postgres OID). */
const CODES: Record<number, number> = {
  16: 3,
  18: 4,
  19: 4,
  20: 10,
  21: 8,
  23: 9,
  24: 19,
  25: 4,
  26: 9,
  114: 12,
  600: 13,
  700: 7,
  701: 6,
  705: 4,
  869: 5,
  1042: 27,
  1043: 4,
  1082: 24,
  1083: 20,
  1114: 15,
  1184: 11,
  1186: 17,
  1266: 20,
  1560: 25,
  1562: 25,
  1700: 22,
  2205: 23,
  2249: 18,
  2950: 29,
  3802: 12,
};

/** The engine's array types and what they hold (Postgres OIDs). */
export const ARRAYS: Record<number, number> = {
  1000: 16,
  1003: 19,
  1005: 21,
  1007: 23,
  1009: 25,
  1014: 1042,
  1015: 1043,
  1016: 20,
  1017: 600,
  1021: 700,
  1022: 701,
  1041: 869,
  1115: 1114,
  1182: 1082,
  1185: 1184,
  1231: 1700,
  2951: 2950,
  3807: 3802,
};

/** CrateDB's code for an engine type; 1 ("not supported") for what CrateDB does not have. */
export function typeCode(oid: number): TypeCode {
  const inner = ARRAYS[oid];
  return inner === undefined ? (CODES[oid] ?? 1) : [100, typeCode(inner)];
}
