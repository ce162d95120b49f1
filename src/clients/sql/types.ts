/** CrateDB's types by their names in `information_schema`. */

const SCALARS = [
  'text',
  'character',
  'boolean',
  'byte',
  'smallint',
  'integer',
  'bigint',
  'real',
  'double precision',
  'numeric',
  'timestamp with time zone',
  'timestamp without time zone',
  'ip',
  'geo_point',
  'geo_shape',
  'object',
  'float_vector',
  'bit',
  'uuid',
] as const;

/** `other` is a type that CrateDB got after this was written: its values pass as they are. */
type Scalar = (typeof SCALARS)[number] | 'other';

export type SqlType = {
  scalar: Scalar;
  /** 0 for a single value, 1 for an array of them, 2 for an array of arrays. */
  depth: number;
  /** Characters, numbers or bits, where the type says how many. */
  length: number | null;
};

const OTHER_NAMES: Readonly<Record<string, Scalar>> = {
  'character varying': 'text',
  varchar: 'text',
  string: 'text',
  char: 'byte',
};

/** `integer_array_array`, `character varying(5)`: the type that a name of `information_schema` says. */
export function typeNamed(dataType: string): SqlType {
  const arrays = /(?:_array)*$/.exec(dataType)?.[0] ?? '';
  const single = dataType.slice(0, dataType.length - arrays.length);
  const [, name = '', length] = /^([^(]*?)\s*(?:\((\d+)[^)]*\))?$/.exec(single) ?? [];
  const known = SCALARS.find((scalar) => scalar === name);
  const other = Object.hasOwn(OTHER_NAMES, name) ? OTHER_NAMES[name] : undefined;
  return {
    scalar: known ?? other ?? 'other',
    depth: arrays.length / '_array'.length,
    length: length === undefined ? null : Number(length),
  };
}

/** CrateDB, measured: objects and arrays cannot be ordered by; shapes and vectors have no order. */
export function isOrderable({ scalar, depth }: SqlType): boolean {
  return depth === 0 && !['object', 'geo_shape', 'float_vector', 'other'].includes(scalar);
}

/** Types whose single values can be looked for with `=`. */
export function isComparable(type: SqlType): boolean {
  return isOrderable(type) && type.scalar !== 'geo_point';
}

/** CrateDB, measured: these are sorted, and yet no value of theirs is less than another. */
export function isRanked(type: SqlType): boolean {
  return isComparable(type) && type.scalar !== 'bit' && type.scalar !== 'uuid';
}

export function isTimestamp({ scalar, depth }: SqlType): boolean {
  return depth === 0 && scalar.startsWith('timestamp');
}

/** Whole numbers with a range, and how far it goes. */
export const WHOLE_NUMBERS: Readonly<Partial<Record<Scalar, { min: bigint; max: bigint }>>> = {
  byte: { min: -128n, max: 127n },
  smallint: { min: -32_768n, max: 32_767n },
  integer: { min: -2_147_483_648n, max: 2_147_483_647n },
  // CrateDB, measured: the two extreme values stand for null inside and cannot be stored.
  bigint: { min: -9_223_372_036_854_775_807n, max: 9_223_372_036_854_775_806n },
};
