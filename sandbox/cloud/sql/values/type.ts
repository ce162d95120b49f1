/** CrateDB's types, their names, codes and what may be converted into what. Source: CrateDB 6.4's `io.crate.types`. */

export type Policy = 'dynamic' | 'strict' | 'ignored';

type Plain =
  | 'undefined'
  | 'boolean'
  | 'byte'
  | 'smallint'
  | 'integer'
  | 'bigint'
  | 'real'
  | 'double precision'
  | 'timestamp with time zone'
  | 'timestamp without time zone'
  | 'date'
  | 'time with time zone'
  | 'interval'
  | 'ip'
  | 'geo_point'
  | 'geo_shape'
  | 'json'
  | 'uuid'
  | 'regclass'
  | 'regproc'
  | 'regtype'
  | 'oidvector'
  | 'record';

export type Type =
  | { name: Plain }
  | { name: 'text'; length?: number }
  | { name: 'character'; length: number }
  | { name: 'numeric'; precision?: number; scale?: number }
  | { name: 'bit'; length: number }
  | { name: 'float_vector'; dimensions: number }
  | { name: 'array'; of: Type }
  | ObjectType;

export type ObjectType = {
  name: 'object';
  policy: Policy;
  keys: Map<string, Type>;
  /** Of a system table's column that has any key: what each of them is. */
  leaf?: Type;
};

export type TypeName = Type['name'];

const plain = (name: Plain): Type => ({ name });

export const UNDEFINED = plain('undefined');
export const BOOLEAN = plain('boolean');
const BYTE = plain('byte');
export const SMALLINT = plain('smallint');
export const INTEGER = plain('integer');
export const BIGINT = plain('bigint');
export const REAL = plain('real');
export const DOUBLE = plain('double precision');
export const TIMESTAMPTZ = plain('timestamp with time zone');
export const TIMESTAMP = plain('timestamp without time zone');
export const DATE = plain('date');
export const TIMETZ = plain('time with time zone');
export const INTERVAL = plain('interval');
const IP = plain('ip');
export const GEO_POINT = plain('geo_point');
export const GEO_SHAPE = plain('geo_shape');
const JSON_TYPE = plain('json');
const UUID = plain('uuid');
export const REGCLASS = plain('regclass');
export const TEXT: Type = { name: 'text' };
export const NUMERIC: Type = { name: 'numeric' };
export const arrayOf = (of: Type): Type => ({ name: 'array', of });
export const objectOf = (
  policy: Policy = 'dynamic',
  keys = new Map<string, Type>(),
): ObjectType => ({
  name: 'object',
  policy,
  keys,
});
export const OBJECT: Type = objectOf();

/** An object of a system table, of which any key may be asked and is text. */
export const TEXTS: Type = { ...objectOf(), leaf: TEXT };

/** API: the codes in `col_types`; an array is `[100, code]`. */
const CODES: Record<TypeName, number> = {
  undefined: 0,
  byte: 2,
  boolean: 3,
  text: 4,
  ip: 5,
  'double precision': 6,
  real: 7,
  smallint: 8,
  integer: 9,
  bigint: 10,
  'timestamp with time zone': 11,
  object: 12,
  geo_point: 13,
  geo_shape: 14,
  'timestamp without time zone': 15,
  interval: 17,
  record: 18,
  regproc: 19,
  'time with time zone': 20,
  oidvector: 21,
  numeric: 22,
  regclass: 23,
  date: 24,
  bit: 25,
  json: 26,
  character: 27,
  float_vector: 28,
  uuid: 29,
  regtype: 30,
  array: 100,
};

export type TypeCode = number | [100, TypeCode];

export function typeCode(type: Type): TypeCode {
  return type.name === 'array' ? [100, typeCode(type.of)] : CODES[type.name];
}

const byName: Record<string, Type> = {
  boolean: BOOLEAN,
  byte: BYTE,
  smallint: SMALLINT,
  short: SMALLINT,
  int2: SMALLINT,
  integer: INTEGER,
  int: INTEGER,
  int4: INTEGER,
  bigint: BIGINT,
  long: BIGINT,
  int8: BIGINT,
  real: REAL,
  float: REAL,
  float4: REAL,
  'double precision': DOUBLE,
  double: DOUBLE,
  float8: DOUBLE,
  numeric: NUMERIC,
  decimal: NUMERIC,
  text: TEXT,
  string: TEXT,
  varchar: TEXT,
  name: TEXT,
  'character varying': TEXT,
  character: { name: 'character', length: 1 },
  char: { name: 'character', length: 1 },
  '"char"': { name: 'character', length: 1 },
  'timestamp with time zone': TIMESTAMPTZ,
  timestamptz: TIMESTAMPTZ,
  'timestamp without time zone': TIMESTAMP,
  timestamp: TIMESTAMP,
  date: DATE,
  'time with time zone': TIMETZ,
  timetz: TIMETZ,
  interval: INTERVAL,
  ip: IP,
  geo_point: GEO_POINT,
  geo_shape: GEO_SHAPE,
  object: OBJECT,
  json: JSON_TYPE,
  uuid: UUID,
  regclass: REGCLASS,
  regproc: plain('regproc'),
  regtype: plain('regtype'),
  oidvector: plain('oidvector'),
  bit: { name: 'bit', length: 1 },
  float_vector: { name: 'float_vector', dimensions: 1 },
};

/** A type by its name or alias with its parameters; the text says what is wrong with them. */
export function typeByName(name: string, parameters: number[] = []): Type | string {
  const type = Object.hasOwn(byName, name) ? byName[name] : undefined;
  if (!type) return `Cannot find data type: ${name}`;
  const [first, second] = parameters;
  if (first === undefined) return type;
  switch (type.name) {
    case 'text':
      if (parameters.length > 1) {
        return `The text type can only have a single parameter value, received: ${parameters.length}`;
      }
      if (first <= 0) return `The text type length must be at least 1, received: ${first}`;
      return { name: 'text', length: first };
    case 'character':
      return { name: 'character', length: first };
    case 'numeric':
      if (second !== undefined && second > first) {
        return `Scale of numeric must be less or equal the precision. NUMERIC(${first}, ${second}) is unsupported.`;
      }
      return { name: 'numeric', precision: first, scale: second ?? 0 };
    case 'bit':
      return { name: 'bit', length: first };
    case 'float_vector':
      return { name: 'float_vector', dimensions: first };
    default:
      return `The '${name}' type doesn't support type parameters.`;
  }
}

/** The name in `data_type` and in most errors: `text_array` for arrays. */
export function nameOf(type: Type): string {
  return type.name === 'array' ? `${nameOf(type.of)}_array` : type.name;
}

/** As errors show it: with its parameters where the type's own text has them. */
export function textOf(type: Type): string {
  switch (type.name) {
    case 'array':
      return `${textOf(type.of)}_array`;
    case 'numeric':
      if (type.precision === undefined) return 'numeric';
      return `numeric(${type.precision},${type.scale})`;
    case 'text':
      return type.length === undefined ? 'text' : `text(${type.length})`;
    default:
      return type.name;
  }
}

/** As SQL: in casts, SHOW CREATE TABLE and defaults. */
export function sqlOf(type: Type): string {
  switch (type.name) {
    case 'array':
      return `ARRAY(${sqlOf(type.of)})`;
    case 'numeric':
      return type.precision === undefined ? 'NUMERIC' : `NUMERIC(${type.precision}, ${type.scale})`;
    case 'text':
      return type.length === undefined ? 'TEXT' : `VARCHAR(${type.length})`;
    case 'character':
      return `CHARACTER(${type.length})`;
    case 'bit':
      return `BIT(${type.length})`;
    case 'float_vector':
      return `FLOAT_VECTOR(${type.dimensions})`;
    case 'object': {
      const policy = `OBJECT(${type.policy.toUpperCase()})`;
      if (type.keys.size === 0) return policy;
      const keys = [...type.keys].map(
        ([key, inner]) => `"${key.replaceAll('"', '""')}" ${sqlOf(inner)}`,
      );
      return `${policy} AS (${keys.join(', ')})`;
    }
    default:
      return type.name.toUpperCase();
  }
}

const PRECEDENCE: TypeName[] = [
  'undefined',
  'text',
  'character',
  'boolean',
  'byte',
  'smallint',
  'time with time zone',
  'integer',
  'regtype',
  'regproc',
  'regclass',
  'interval',
  'date',
  'timestamp with time zone',
  'timestamp without time zone',
  'uuid',
  'bigint',
  'ip',
  'real',
  'double precision',
  'numeric',
  'array',
  'record',
  'geo_point',
  'object',
  'geo_shape',
  'bit',
  'json',
  'float_vector',
  'oidvector',
];
const rank = new Map(PRECEDENCE.map((name, i) => [name, i]));

export const precedes = (a: Type, b: Type): boolean =>
  (rank.get(a.name) ?? 0) >= (rank.get(b.name) ?? 0);

const WHOLE = new Set<TypeName>(['byte', 'smallint', 'integer', 'bigint']);
const FLOATING = new Set<TypeName>(['real', 'double precision']);
const TIMES = new Set<TypeName>([
  'timestamp with time zone',
  'timestamp without time zone',
  'date',
]);

export const isWhole = (type: Type): boolean => WHOLE.has(type.name);
export const isFloating = (type: Type): boolean => FLOATING.has(type.name);
export const isNumber = (type: Type): boolean =>
  WHOLE.has(type.name) || FLOATING.has(type.name) || type.name === 'numeric';
export const isTimestamp = (type: Type): boolean => TIMES.has(type.name);
export const isText = (type: Type): boolean => type.name === 'text' || type.name === 'character';

/** The innermost type of an array of arrays. */
export const innermost = (type: Type): Type => (type.name === 'array' ? innermost(type.of) : type);

export function sameType(a: Type, b: Type): boolean {
  if (a.name === 'array' && b.name === 'array') return sameType(a.of, b.of);
  return a.name === b.name;
}

const NUMBERS: TypeName[] = [
  'byte',
  'smallint',
  'integer',
  'bigint',
  'real',
  'double precision',
  'numeric',
];
const NUMBER_TARGETS: TypeName[] = [
  ...NUMBERS,
  'boolean',
  'text',
  'timestamp with time zone',
  'timestamp without time zone',
  'date',
  'ip',
  'character',
];
const FROM_TEXT: TypeName[] = [
  ...NUMBER_TARGETS,
  'geo_shape',
  'geo_point',
  'object',
  'regproc',
  'regtype',
  'regclass',
  'time with time zone',
  'bit',
  'json',
  'uuid',
];
const FROM_TIME: TypeName[] = [
  'double precision',
  'bigint',
  'text',
  'character',
  'timestamp with time zone',
  'timestamp without time zone',
  'date',
];

const CONVERSIONS: Partial<Record<TypeName, TypeName[]>> = {
  ...Object.fromEntries(NUMBERS.map((name) => [name, NUMBER_TARGETS])),
  integer: [...NUMBER_TARGETS, 'regproc', 'regclass', 'regtype'],
  bigint: [...NUMBER_TARGETS, 'regproc', 'regclass', 'regtype'],
  regproc: ['text', 'integer', 'character'],
  regtype: ['text', 'integer', 'bigint', 'character'],
  regclass: ['text', 'integer', 'bigint', 'character'],
  boolean: ['text', 'character'],
  text: FROM_TEXT,
  character: FROM_TEXT,
  ip: ['text', 'character'],
  'timestamp with time zone': FROM_TIME,
  'timestamp without time zone': FROM_TIME,
  date: FROM_TIME,
  geo_shape: ['object'],
  object: ['geo_shape', 'json'],
  bit: ['bit'],
  json: ['object'],
};

/** Whether a value of one type may become one of another; `explicit` in a cast that is written. */
export function isConvertible(from: Type, to: Type, explicit: boolean): boolean {
  if (from.name === 'undefined' || to.name === 'undefined') return true;
  if (from.name === 'array') {
    if (to.name === 'geo_point' || to.name === 'float_vector') return true;
    return to.name === 'array' && isConvertible(from.of, to.of, explicit);
  }
  if (from.name === 'object' && to.name === 'text' && explicit) return true;
  if (from.name === 'object' && innermost(to).name === 'undefined') return true;
  if (from.name === 'geo_point' && to.name === 'array') return to.of.name === 'double precision';
  if (from.name === 'text' && explicit) {
    if (to.name === 'interval') return true;
    if (to.name === 'array') return ['text', 'json', 'object'].includes(to.of.name);
  }
  if (from.name === to.name) return true;
  return CONVERSIONS[from.name]?.includes(to.name) ?? false;
}
