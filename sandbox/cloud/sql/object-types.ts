import type { Run } from './engine.ts';
import { columnUnknown } from './errors.ts';
import type { Relation, Subscript } from './rewriter.ts';
import { SYS_TABLES, systemColumns } from './system-tables.ts';
import type { Environment, Translation } from './translate.ts';

/** By object column: CrateDB's type of each path in it, path as JSON text. */
type ObjectTypes = Map<string, Map<string, string>>;

function add(types: ObjectTypes, column: string, path: string[], type: string): void {
  const paths = types.get(column) ?? new Map<string, string>();
  types.set(column, paths);
  if (path.length > 0) paths.set(JSON.stringify(path), type);
}

function addSystemTypes(types: ObjectTypes, table: string): void {
  for (const { path, type } of systemColumns(table)) {
    const [column = '', ...rest] = path;
    // Without declared paths nothing is known of an object, so nothing may be refused.
    if (rest.length > 0) add(types, column, rest, type);
  }
}

/** Looks into the values and declarations of the object columns that a statement reads. */
async function addTableTypes(
  types: ObjectTypes,
  run: Run,
  tables: string[],
  columns: string[],
): Promise<void> {
  const { rows } = await run(
    `SELECT c.name, to_jsonb(p.path), p.type FROM crate.own_columns c
     LEFT JOIN LATERAL crate.object_paths(c.oid, c.name, c.comment) p ON true
     WHERE c.type = 'object' AND c.table_schema || '.' || c.table_name = ANY($1) AND c.name = ANY($2)`,
    [tables, columns],
  );
  for (const [column, path, type] of rows) {
    add(types, String(column), Array.isArray(path) ? path.map(String) : [], String(type));
  }
}

function lookUp(types: ObjectTypes, { column, path }: Subscript): string | undefined {
  const paths = types.get(column);
  if (!paths) return undefined;
  const keys = path.map(String);
  const type = paths.get(JSON.stringify(keys));
  if (type !== undefined) return type;
  const parent = paths.get(JSON.stringify(keys.slice(0, -1)));
  // An element of an array, or something inside an array of objects.
  if (parent?.endsWith('_array')) return parent.slice(0, -'_array'.length);
  const shown = path.map((key) => (typeof key === 'number' ? `[${key}]` : `['${key}']`)).join('');
  throw columnUnknown(column + shown);
}

/**
 * The types of what a statement reads inside objects. The environment's `objectType`
 * throws "column unknown" for a path that no value has, as CrateDB does.
 */
export async function readObjectTypes(
  statement: Pick<Translation, 'relations' | 'subscripts'>,
  defaultSchema: string,
  run: Run,
): Promise<Environment['objectType']> {
  const types: ObjectTypes = new Map();
  if (statement.subscripts.length === 0) return () => undefined;
  const schemaOf = (relation: Relation): string => relation.schema ?? defaultSchema;
  const own: string[] = [];
  for (const relation of statement.relations) {
    const schema = schemaOf(relation);
    if (schema === 'sys' && relation.name in SYS_TABLES) addSystemTypes(types, relation.name);
    else if (schema === 'information_schema') {
      add(types, 'column_details', ['name'], 'text');
      add(types, 'column_details', ['path'], 'text_array');
    } else own.push(`${schema}.${relation.name}`);
  }
  const columns = statement.subscripts.map((found) => found.column);
  if (own.length > 0) await addTableTypes(types, run, own, columns);
  return (column, path) => lookUp(types, { column, path });
}
