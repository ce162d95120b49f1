import type { TypeCode } from './column-types.ts';
import { ARRAYS, typeCode } from './column-types.ts';
import { numberText, parseJson, writeJson } from './json.ts';

const OID = {
  bool: 16,
  int8: 20,
  int2: 21,
  int4: 23,
  text: 25,
  json: 114,
  point: 600,
  float4: 700,
  float8: 701,
  bpchar: 1042,
  varchar: 1043,
  date: 1082,
  timestamp: 1114,
  timestamptz: 1184,
  numeric: 1700,
  jsonb: 3802,
} as const;

/** CrateDB writes doubles with a fraction always, and what JSON can't hold as text. */
function double(text: string): unknown {
  if (/^-?\d+$/.test(text)) return numberText(`${text}.0`);
  return /\d/.test(text) ? numberText(text) : text;
}

/** The engine writes averages with sixteen zeros; whole numbers keep all their digits. */
function numeric(text: string): unknown {
  return /^-?\d+$/.test(text) ? numberText(text) : double(String(Number(text)));
}

/** API: dates and timestamps are milliseconds since 1970. The engine's session runs in UTC. */
function milliseconds(text: string): number | string {
  const [, date, time = '00:00:00'] = /^(\d+-\d\d-\d\d)(?: ([\d:.]+))?/.exec(text) ?? [];
  const parsed = Date.parse(`${date?.padStart(10, '0')}T${time}Z`);
  return Number.isNaN(parsed) ? text : parsed;
}

const point = (text: string): unknown => text.slice(1, -1).split(',').map(double);

/** By engine type: from the engine's text to what stands in CrateDB's JSON. Arrays follow from these. */
export const PARSERS: Record<number, (text: string) => unknown> = {
  [OID.bool]: (text) => text === 't',
  [OID.int2]: numeric,
  [OID.int4]: numeric,
  [OID.int8]: numeric,
  [OID.float4]: double,
  [OID.float8]: double,
  [OID.numeric]: numeric,
  [OID.date]: milliseconds,
  [OID.timestamp]: milliseconds,
  [OID.timestamptz]: milliseconds,
  [OID.point]: point,
  [OID.json]: parseJson,
  [OID.jsonb]: parseJson,
};

/** CrateDB takes ISO text, or milliseconds as number or text. */
function timestampArgument(value: unknown): string {
  const text = String(value);
  if (typeof value === 'string' && !/^-?\d{5,}$/.test(text)) return text;
  const date = new Date(Number(text));
  return Number.isNaN(date.getTime()) ? text : date.toISOString();
}

const textArgument = (value: unknown): string =>
  typeof value === 'object' ? writeJson(value) : String(value);

function jsonArgument(value: unknown): string {
  if (typeof value !== 'string') return writeJson(value);
  try {
    parseJson(value);
    return value;
  } catch {
    return writeJson(value);
  }
}

function pointArgument(value: unknown): string {
  if (Array.isArray(value)) return `(${value.join(',')})`;
  return String(value).replace(/^point\s*\(\s*(\S+)\s+(\S+)\s*\)$/i, '($1,$2)');
}

const SCALARS: Record<number, (value: unknown) => string> = {
  [OID.bool]: textArgument,
  [OID.int2]: textArgument,
  [OID.int4]: textArgument,
  [OID.int8]: textArgument,
  [OID.float4]: textArgument,
  [OID.float8]: textArgument,
  [OID.numeric]: textArgument,
  [OID.text]: textArgument,
  [OID.varchar]: textArgument,
  [OID.bpchar]: textArgument,
  [OID.date]: timestampArgument,
  [OID.timestamp]: timestampArgument,
  [OID.timestamptz]: timestampArgument,
  [OID.point]: pointArgument,
  [OID.json]: jsonArgument,
  [OID.jsonb]: jsonArgument,
};

function arrayArgument(values: unknown[], element: (value: unknown) => string): string {
  const parts = values.map((value) => {
    if (value === null) return 'NULL';
    if (Array.isArray(value)) return arrayArgument(value, element);
    return `"${element(value).replace(/[\\"]/g, '\\$&')}"`;
  });
  return `{${parts.join(',')}}`;
}

/**
 * By engine type: from an argument of the request to the engine's text. What does not fit becomes
 * text all the same and is refused by the engine: an exception here would leave it amid a message.
 */
export const SERIALIZERS: Record<number, (value: unknown) => string> = {
  ...SCALARS,
  ...Object.fromEntries(
    Object.entries(ARRAYS).map(([array, element]) => [
      array,
      (value: unknown) =>
        Array.isArray(value)
          ? arrayArgument(value, SCALARS[element] ?? textArgument)
          : textArgument(value),
    ]),
  ),
};

const CODE = { boolean: 3, text: 4, double: 6, bigint: 10, object: 12 } as const;

/** The code of a JSON value, for JSON columns whose type only the values tell. */
function jsonCode(value: unknown): TypeCode {
  if (Array.isArray(value)) {
    const first = value.find((part) => part !== null);
    return [100, first === undefined ? CODE.text : jsonCode(first)];
  }
  if (typeof value === 'boolean') return CODE.boolean;
  if (typeof value === 'string') return CODE.text;
  if (typeof value === 'bigint' || Number.isInteger(value)) return CODE.bigint;
  return typeof value === 'number' ? CODE.double : CODE.object;
}

/**
 * The type code of a result column. The engine calculates with "numeric" where CrateDB
 * has bigint (sums) or double (averages, decimal literals): the values tell which.
 */
export function columnCode(oid: number, values: unknown[]): TypeCode {
  const known = values.filter((value) => value !== null);
  if (oid === OID.numeric) {
    const whole = known.every((value) => /^-?\d+$/.test(writeJson(value)));
    return known.length > 0 && whole ? CODE.bigint : CODE.double;
  }
  if (oid === OID.jsonb && known.length > 0) return jsonCode(known[0]);
  return typeCode(oid);
}
