import { runSql } from '../database/inside.ts';
import type { Cluster, TableColumn } from '../state/types.ts';
import type { World } from '../world/world.ts';
import { columnType, fitted } from './columns.ts';
import type { Records } from './records.ts';

export type TableName = { schema: string; name: string };

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
export const quotedTable = ({ schema, name }: TableName) => `${quoted(schema)}.${quoted(name)}`;

/** `table`, `schema.table` or `"schema"."table"`; without a schema it is `doc`. */
export function tableName(text: string): TableName {
  const parts =
    /^"((?:[^"]|"")+)"\."((?:[^"]|"")+)"$/.exec(text) ??
    /^()"((?:[^"]|"")+)"$/.exec(text) ??
    /^([^".]+)\.(.+)$/.exec(text);
  const [, schema = '', name = text] = parts ?? [];
  const plain = (part: string) => part.replaceAll('""', '"');
  return { schema: plain(schema) || 'doc', name: plain(name) };
}

/** API: the table is told without quotes. */
export function unquoted(text: string): string {
  return text.replaceAll(/"((?:[^"]|"")*)"/g, (_, name: string) => name.replaceAll('""', '"'));
}

type Wanted = {
  table: TableName;
  /** Whether table and columns are made as needed. */
  create: boolean;
  definition: TableColumn[] | null;
};

/** Puts the records into the table; counts those the database took and those it refused. */
export async function writeRecords(
  world: World,
  cluster: Cluster,
  wanted: Wanted,
  records: Records,
): Promise<{ written: number; failed: number; createTable: string | null }> {
  const { columns, rows } = records;
  const target = quotedTable(wanted.table);
  let existing = await columnsOf(world, cluster, wanted.table);
  let createTable: string | null = null;
  if (wanted.create) {
    const typed = columns.map((name, i) => ({ name, type: columnType(rows.map((row) => row[i])) }));
    if (existing.size === 0) {
      createTable = createStatement(target, wanted.definition ?? typed);
      await runSql(world, cluster, { stmt: createTable });
    } else {
      for (const { name, type } of typed.filter((it) => !existing.has(it.name))) {
        const stmt = `ALTER TABLE ${target} ADD COLUMN ${quoted(name)} ${type}`;
        await runSql(world, cluster, { stmt });
      }
    }
    existing = await columnsOf(world, cluster, wanted.table);
  }
  const types = columns.map((name) => existing.get(name) ?? '');
  const stmt = `INSERT INTO ${target} (${columns.map(quoted).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
  let written = 0;
  for (let from = 0; from < rows.length; from += BATCH_ROWS) {
    const bulk_args = rows
      .slice(from, from + BATCH_ROWS)
      .map((row) => row.map((value, i) => fitted(value, types[i] ?? '')));
    written += await writeBatch(world, cluster, stmt, bulk_args);
  }
  return { written, failed: rows.length - written, createTable };
}

const BATCH_ROWS = 1000;

/** How many rows were taken. A value that does not fit fails a whole call: then they go one by one. */
async function writeBatch(
  world: World,
  cluster: Cluster,
  stmt: string,
  bulk_args: unknown[][],
): Promise<number> {
  const count = (results: Array<{ rowcount: number }>) =>
    results.filter((it) => it.rowcount === 1).length;
  try {
    return count((await runSql(world, cluster, { stmt, bulk_args })).results);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('SQLParseException')) throw error;
    if (bulk_args.length === 1) return 0;
  }
  let written = 0;
  for (const row of bulk_args) written += await writeBatch(world, cluster, stmt, [row]);
  return written;
}

function createStatement(target: string, columns: TableColumn[]): string {
  const lines = columns.map(({ name, type, extra }) => `${quoted(name)} ${type} ${extra ?? ''}`);
  return `CREATE TABLE ${target} (${lines.map((it) => it.trim()).join(', ')})`;
}

/** Types by column name; none for a table that is not there. */
async function columnsOf(
  world: World,
  cluster: Cluster,
  { schema, name }: TableName,
): Promise<Map<string, string>> {
  const { rows } = await runSql(world, cluster, {
    stmt: 'SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = ? AND table_name = ?',
    args: [schema, name],
  });
  return new Map(rows.map(([column, type]) => [String(column), String(type)]));
}
