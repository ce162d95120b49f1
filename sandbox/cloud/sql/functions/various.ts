import { parseError } from '../errors.ts';
import { compareValues, keyOf } from '../values/compare.ts';
import { distance, isWithin } from '../values/geo.ts';
import { isInNetwork } from '../values/ip.ts';
import {
  arrayOf,
  BOOLEAN,
  DOUBLE,
  GEO_POINT,
  GEO_SHAPE,
  INTEGER,
  OBJECT,
  REAL,
  REGCLASS,
  TEXT,
  type Type,
} from '../values/type.ts';
import type { ObjectValue, Value } from '../values/value.ts';
import { asNumber, asString, type Functions, scalar } from './function.ts';

const firstType = ([type]: Type[]): Type => type ?? TEXT;
/** The first type that is known: what E came to. */
const sharedType = (types: Type[]): Type =>
  types.find((it) => it.name !== 'undefined') ?? firstType(types);

const extreme = (sign: 1 | -1) =>
  scalar(
    ['E'],
    sharedType,
    (values) =>
      values.reduce<Value>((best, value) => {
        if (value === null) return best;
        return best === null || compareValues(value, best) * sign > 0 ? value : best;
      }, null),
    { variadic: true, nulls: true },
  );

const constant = (value: Value, type: Type = TEXT) => scalar([], type, () => value);

const vectors = (a: Value | undefined, b: Value | undefined): Array<[number, number]> => {
  const [x, y] = [a as number[], b as number[]];
  if (x.length !== y.length) throw parseError('Vectors must have same length');
  return x.map((value, i) => [value, y[i] ?? 0]);
};

const FLOAT_VECTOR: Type = { name: 'float_vector', dimensions: 1 };

export const VARIOUS: Functions = {
  coalesce: [
    scalar(['E'], sharedType, (values) => values.find((it) => it !== null) ?? null, {
      variadic: true,
      nulls: true,
    }),
  ],
  greatest: [extreme(1)],
  least: [extreme(-1)],
  nullif: [
    scalar(
      ['E', 'E'],
      firstType,
      ([a, b]) =>
        b !== null && b !== undefined && keyOf(a ?? null) === keyOf(b) ? null : (a ?? null),
      { nulls: true },
    ),
  ],
  null_or_empty: [
    scalar(
      ['any'],
      BOOLEAN,
      ([value]) => {
        if (value === null || value === undefined) return true;
        if (Array.isArray(value)) return value.length === 0;
        return typeof value === 'object' && Object.keys(value).length === 0;
      },
      { nulls: true },
    ),
  ],
  ignore3vl: [scalar([BOOLEAN], BOOLEAN, ([value]) => value ?? false, { nulls: true })],
  object_keys: [scalar([OBJECT], arrayOf(TEXT), ([value]) => Object.keys(value as object))],
  pg_typeof: [scalar(['any'], TEXT, () => null, { nulls: true })],
  current_schema: [
    scalar([], TEXT, (_, { session }) => session.currentSchema(), { text: 'current_schema' }),
  ],
  current_schemas: [
    scalar([BOOLEAN], arrayOf(TEXT), ([implicit], { session }) =>
      implicit ? ['pg_catalog', ...session.searchPath()] : session.searchPath(),
    ),
  ],
  current_user: [scalar([], TEXT, (_, { user }) => user, { text: 'CURRENT_USER' })],
  session_user: [scalar([], TEXT, (_, { user }) => user, { text: 'SESSION_USER' })],
  user: [scalar([], TEXT, (_, { user }) => user, { text: 'CURRENT_USER' })],
  current_catalog: [constant('crate')],
  current_database: [constant('crate')],
  current_setting: [
    scalar([TEXT], TEXT, ([name], { session }) => session.show(asString(name))),
    scalar([TEXT, BOOLEAN], TEXT, ([name, missing], { session }) =>
      missing ? (session.find(asString(name)) ?? null) : session.show(asString(name)),
    ),
  ],
  version: [
    scalar(
      [],
      TEXT,
      (_, { version }) =>
        `CrateDB ${version} (built unknown/unknown, Linux 6.1 amd64, OpenJDK 64-Bit Server VM 25)`,
    ),
  ],
  pg_backend_pid: [constant(-1n, INTEGER)],
  pg_encoding_to_char: [scalar([INTEGER], TEXT, () => 'UTF8')],
  pg_get_userbyid: [scalar([INTEGER], TEXT, () => 'crate')],
  pg_sleep: [
    scalar(
      [DOUBLE],
      BOOLEAN,
      ([seconds], { sleep }) => {
        sleep.milliseconds += asNumber(seconds) * 1000;
        return true;
      },
      { volatile: true },
    ),
  ],
  format_type: [scalar([INTEGER, INTEGER], TEXT, () => '???', { nulls: true })],
  col_description: [scalar([INTEGER, INTEGER], TEXT, () => null)],
  obj_description: [scalar([INTEGER, TEXT], TEXT, () => null)],
  pg_get_expr: [
    scalar([TEXT, INTEGER], TEXT, () => null),
    scalar([TEXT, INTEGER, BOOLEAN], TEXT, () => null),
  ],
  pg_table_is_visible: [scalar([REGCLASS], BOOLEAN, () => true)],
  pg_function_is_visible: [scalar([INTEGER], BOOLEAN, () => true)],
  distance: [
    scalar([GEO_POINT, GEO_POINT], DOUBLE, ([a, b]) => distance(a as number[], b as number[])),
  ],
  latitude: [scalar([GEO_POINT], DOUBLE, ([point]) => (point as number[])[1] ?? null)],
  longitude: [scalar([GEO_POINT], DOUBLE, ([point]) => (point as number[])[0] ?? null)],
  within: [
    scalar([GEO_POINT, GEO_SHAPE], BOOLEAN, ([point, shape]) => {
      const inside = isWithin(point as number[], shape as ObjectValue);
      if (inside === undefined) throw parseError('within: only polygons are known to the sandbox');
      return inside;
    }),
  ],
  knn_match: [scalar([FLOAT_VECTOR, FLOAT_VECTOR, INTEGER], BOOLEAN, () => true)],
  vector_similarity: [
    scalar([FLOAT_VECTOR, FLOAT_VECTOR], REAL, ([a, b]) =>
      Math.fround(1 / (1 + vectors(a, b).reduce((sum, [x, y]) => sum + (x - y) ** 2, 0))),
    ),
  ],
  has_schema_privilege: [scalar(['any'], BOOLEAN, () => true, { variadic: true })],
  has_table_privilege: [scalar(['any'], BOOLEAN, () => true, { variadic: true })],
  has_database_privilege: [scalar(['any'], BOOLEAN, () => true, { variadic: true })],
};

/** `<<` of an address and a network. */
export function isContained(address: Value, network: Value): Value {
  const found = isInNetwork(asString(address), asString(network));
  if (found === undefined) throw parseError(`Invalid network: ${network}`);
  return found;
}
