/** Reading the rows that a condition is true of. */
import type { Column, Table } from '../clients/sql/columns.ts';
import { quotedPath, quotedTable } from '../clients/sql/identifiers.ts';
import type { SqlResult } from '../clients/sql/reply.ts';
import type { Run } from '../kit/run/run.ts';
import type { Given } from './columns.ts';
import { selectionOf } from './row.ts';
import { asked, type TablePlace } from './table.ts';

/** A condition in SQL, with its parameters. */
export type Condition = { sql: string; args: unknown[] };

/** Every column has its value. */
export function equalTo(given: readonly Given[]): Condition {
  return {
    sql: given.map(({ column }) => `${quotedPath(column.path)} = ?`).join(' AND '),
    args: given.map(({ value }) => value),
  };
}

/**
 * The rows that a condition is true of, to be read by `toRows` or `toLines`. A row that was just written is seen at once by its whole key;
 * everything else sees it after a refresh, up to a second later. So where nothing is found otherwise, the
 * table is refreshed and asked once more.
 */
export async function rowsWhere(
  run: Run<unknown>,
  { cluster, sql, table }: TablePlace,
  condition: Condition,
  { order, limit, isKey }: { order: string; limit: number; isKey: boolean },
): Promise<SqlResult> {
  const where = condition.sql === '' ? '' : ` WHERE ${condition.sql}`;
  const statement = `SELECT ${selectionOf(table)} FROM ${quotedTable(table)}${where}${order} LIMIT ?`;
  const args = [...condition.args, limit];
  return asked(run, cluster, async () => {
    const found = await sql.read(statement, args);
    if (found.rows.length > 0 || isKey || table.isView) return found;
    await sql.read(`REFRESH TABLE ${quotedTable(table)}`);
    return await sql.read(statement, args);
  });
}

/** True when the columns are the whole primary key, others beside it or not. */
export function hasWholeKey({ primaryKey }: Table, columns: readonly Column[]): boolean {
  return primaryKey.length > 0 && primaryKey.every((column) => columns.includes(column));
}
