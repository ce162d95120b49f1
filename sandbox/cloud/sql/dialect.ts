/** The words and types in which CrateDB's SQL differs from the engine's. */

export const READ_ONLY = new Set(['sys', 'information_schema', 'pg_catalog']);
export const ENDS_FROM = new Set(
  'where group order having limit offset union intersect except set values returning window fetch'.split(
    ' ',
  ),
);
/** Words after which `[` begins an array and not a subscript. */
export const BEFORE_VALUE = new Set(
  'select in from and or not then else when case by on where set values like ilike is between as returning limit any all distinct'.split(
    ' ',
  ),
);
export const RESERVED = new Set([...ENDS_FROM, 'from', 'select', 'join', 'on', 'as', 'into']);
export const BEFORE_RELATION = new Set(['if', 'not', 'exists', 'only', 'lateral']);
/** Functions that have to follow the sandbox's clock, or are CrateDB's. */
export const FUNCTIONS: Record<string, string> = Object.fromEntries(
  ['now', 'version', 'gen_random_text_uuid', 'object_keys'].map((name) => [name, `crate.${name}`]),
);

export const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Not CrateDB's: functions of the engine that would see the tables of other clusters. */
export const FOREIGN_FUNCTION =
  /^(pg_|query_to_|table_to_|schema_to_|database_to_|cursor_to_|lo_|set_config$)/;

/** The type an argument has by itself: for places where the engine has nothing to infer it from. */
export function argumentType(value: unknown): string {
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'bigint') return 'bigint';
  if (typeof value === 'number') return Number.isInteger(value) ? 'bigint' : 'double precision';
  return typeof value === 'object' && value !== null ? 'jsonb' : 'text';
}

/** Casts the text at a path of an object to the type it is known to have. */
export const PATH_CASTS: Record<string, (text: string, json: string) => string> = {
  text: (text) => `(${text})`,
  boolean: (text) => `((${text})::boolean)`,
  byte: (text) => `((${text})::smallint)`,
  smallint: (text) => `((${text})::smallint)`,
  integer: (text) => `((${text})::integer)`,
  bigint: (text) => `((${text})::bigint)`,
  real: (text) => `((${text})::real)`,
  'double precision': (text) => `((${text})::double precision)`,
  ip: (text) => `((${text})::inet)`,
  'timestamp with time zone': (text) => `crate.to_timestamp(${text})`,
  'timestamp without time zone': (text) => `(crate.to_timestamp(${text})::timestamp)`,
  text_array: (_, json) => `crate.texts(${json})`,
  boolean_array: (_, json) => `(crate.texts(${json})::boolean[])`,
  integer_array: (_, json) => `(crate.texts(${json})::integer[])`,
  bigint_array: (_, json) => `(crate.texts(${json})::bigint[])`,
  'double precision_array': (_, json) => `(crate.texts(${json})::double precision[])`,
};
