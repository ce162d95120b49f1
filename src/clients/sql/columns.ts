/** What tables a cluster has and what is in them, as `information_schema` tells. */
import type { SqlClient } from './client.ts';
import type { TableName } from './identifiers.ts';
import { unreadable } from './reply.ts';
import { type SqlType, typeNamed } from './types.ts';

export type Table = TableName & {
  isView: boolean;
  closed: boolean;
  /** In the table's order; the parts of an object after it, each on its own. */
  columns: Column[];
  /** The key's columns in their order; empty for a table without a key and for a view. */
  primaryKey: Column[];
  partitionedBy: string[];
  /** The column that decides a row's shard; null where nothing was said. */
  clusteredBy: string | null;
};

export type Column = {
  /** As the database names it: `o['p']`. */
  name: string;
  /** `['o', 'p']` is the part p of the object o. */
  path: string[];
  type: SqlType;
  /** The type as the database says it. */
  typeName: string;
  /** False for columns that must have a value, those of the primary key among them. */
  nullable: boolean;
  /** SQL that the database calculates its value by, and takes no other for it; null when there is none. */
  calculation: string | null;
  /** SQL that gives the value of a column that is left out; null when there is none. */
  defaultTo: string | null;
  /** A part of the objects of an array: there are as many of it as the array has objects. */
  inList: boolean;
};

/** CrateDB: schemas of its own, and on Cloud that of Grand Central. */
const FOREIGN_SCHEMAS = "('sys', 'information_schema', 'pg_catalog', 'blob', 'gc')";

const TABLES = `SELECT table_schema, table_name, table_type FROM information_schema.tables
  WHERE table_schema NOT IN ${FOREIGN_SCHEMAS} ORDER BY table_schema, table_name LIMIT 10000`;

const ONE_TABLE = `SELECT table_type, partitioned_by, clustered_by, closed
  FROM information_schema.tables WHERE table_schema = ? AND table_name = ?`;

const COLUMNS = `SELECT column_name, data_type, is_nullable, is_generated, column_default, column_details,
  character_maximum_length, generation_expression FROM information_schema.columns
  WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position LIMIT 10000`;

const KEY = `SELECT column_name FROM information_schema.key_column_usage
  WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position`;

type Reader = Pick<SqlClient, 'read'>;

/** Tables and views that are the user's own, by schema and name. */
export async function listTables(sql: Reader): Promise<(TableName & { isView: boolean })[]> {
  const { rows } = await sql.read(TABLES);
  return rows.map(([schema, name, type]) => ({
    schema: nameIn(schema),
    name: nameIn(name),
    isView: type === 'VIEW',
  }));
}

/** A table with its columns; null when there is none of that name, or none that the user may see. */
export async function readTable(sql: Reader, { schema, name }: TableName): Promise<Table | null> {
  const where = [schema, name];
  const [tables, columns, key] = await Promise.all([
    sql.read(ONE_TABLE, where),
    sql.read(COLUMNS, where),
    sql.read(KEY, where),
  ]);
  const [found] = tables.rows;
  if (!found) return null;
  const [type, partitionedBy, clusteredBy, closed] = found;
  const known = withLists(columns.rows.map(toColumn));
  return {
    schema,
    name,
    isView: type === 'VIEW',
    closed: closed === true,
    columns: known,
    primaryKey: keyIn(
      known,
      key.rows.map(([column]) => columnNamed(known, nameIn(column))),
    ),
    partitionedBy: Array.isArray(partitionedBy) ? partitionedBy.map(nameIn) : [],
    // CrateDB: `_id` where nothing was said and the key is not one column.
    clusteredBy: typeof clusteredBy === 'string' && clusteredBy !== '_id' ? clusteredBy : null,
  };
}

/**
 * CrateDB, measured: of a key that is part of an object only the object is named, once for each part. Such parts must
 * have a value, so they are among those that must.
 */
function keyIn(columns: readonly Column[], named: readonly Column[]): Column[] {
  const parts = named.flatMap((column) => {
    if (column.type.scalar !== 'object') return [column];
    return columns.filter(
      ({ path, type, nullable, inList }) =>
        path.length > 1 &&
        path[0] === column.path[0] &&
        type.scalar !== 'object' &&
        !nullable &&
        !inList,
    );
  });
  return [...new Set(parts)];
}

/** Half a key would be the key of another row. */
function columnNamed(columns: readonly Column[], name: string): Column {
  const column = columns.find((one) => one.name === name);
  if (column === undefined) throw unreadable(false);
  return column;
}

/** A name as it stands there, which CrateDB lets be blank; whatever is none makes the reply unreadable. */
function nameIn(value: unknown): string {
  if (typeof value !== 'string') throw unreadable(false);
  return value;
}

function withLists(columns: Omit<Column, 'inList'>[]): Column[] {
  const lists = columns.filter(({ type }) => type.depth > 0).map(({ path }) => path);
  const isIn = (path: string[], list: string[]) =>
    path.length > list.length && list.every((part, index) => part === path[index]);
  return columns.map((column) => ({
    ...column,
    inList: lists.some((list) => isIn(column.path, list)),
  }));
}

function toColumn(row: unknown[]): Omit<Column, 'inList'> {
  const [name, dataType, nullable, generated, defaultTo, details, length, calculation] = row;
  const typeName = nameIn(dataType);
  const type = typeWithLength(typeName, length);
  return {
    name: nameIn(name),
    path: pathOf(nameIn(name), details),
    type,
    typeName: nameWithLength(typeName, type),
    // CrateDB: YES or NO since 6.1, a boolean before.
    nullable: nullable !== 'NO' && nullable !== false,
    calculation: generated === 'ALWAYS' ? String(calculation ?? '') : null,
    defaultTo: typeof defaultTo === 'string' ? defaultTo : null,
  };
}

/** CrateDB: VARCHAR(5) is called `text`, and its length stands beside it; that of an array's texts nowhere. */
function typeWithLength(dataType: string, length: unknown): SqlType {
  const type = typeNamed(dataType);
  const isMeant = MEASURED_IN_LENGTH.includes(type.scalar) && type.depth === 0;
  return isMeant && typeof length === 'number' && length > 0 ? { ...type, length } : type;
}

const MEASURED_IN_LENGTH: readonly string[] = ['text', 'character', 'float_vector'];

function nameWithLength(dataType: string, { length }: SqlType): string {
  return length === null || dataType.includes('(') ? dataType : `${dataType}(${length})`;
}

function pathOf(name: string, details: unknown): string[] {
  if (typeof details === 'object' && details !== null && 'name' in details && 'path' in details) {
    const { name: column, path } = details;
    if (Array.isArray(path)) return [nameIn(column), ...path.map(nameIn)];
  }
  return [name];
}

/** True for what a row has at its top, where a value can be written and read by itself. */
export function isTop({ path }: Column): boolean {
  return path.length === 1;
}
