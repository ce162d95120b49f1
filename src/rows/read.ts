/** Reading the rows that a condition is true of. */
import { isProblem } from '../base/problem.ts';
import type { Column, Table } from '../clients/sql/columns.ts';
import { quotedPath, quotedTable } from '../clients/sql/identifiers.ts';
import type { SqlResult } from '../clients/sql/reply.ts';
import type { Run } from '../kit/run/run.ts';
import { toKeyParameters } from './assign.ts';
import type { Given } from './columns.ts';
import { selectionOf } from './row.ts';
import { keyCondition, keyValuesOf } from './row-key.ts';
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

type Looking = { order: string; limit: number; isKey: boolean };

/**
 * The rows that a condition is true of, to be read by `toRows` or `toLines`.
 *
 * CrateDB, measured: what was just written is seen at once by its whole key; everything else sees it after a
 * refresh, up to a second later, and until then finds rows by their old values. So what is found otherwise is
 * looked at once more by its keys, and where nothing is found, or something that is not so any more, the table is
 * refreshed and asked again. A refresh takes up to half a second.
 */
export async function someRowsWhere(
  run: Run<unknown>,
  place: TablePlace,
  condition: Condition,
  looking: Looking,
): Promise<SqlResult> {
  const { cluster, sql, table } = place;
  const look = (where: Condition) => sql.read(...selection(table, where, looking));
  return asked(run, cluster, async () => {
    const found = await look(condition);
    if (looking.isKey || table.isView) return found;
    if (found.rows.length > 0) {
      const now = await look(amongRows(table, found, condition));
      if (now.rows.length === found.rows.length) return now;
    }
    await refresh(place);
    return look(condition);
  });
}

/** The same of so many rows that a refresh costs less than looking at each once more. */
export async function manyRowsWhere(
  run: Run<unknown>,
  place: TablePlace,
  condition: Condition,
  looking: Looking,
): Promise<SqlResult> {
  return asked(run, place.cluster, async () => {
    if (!looking.isKey && !place.table.isView) await refresh(place);
    return place.sql.read(...selection(place.table, condition, looking));
  });
}

function selection(
  table: Table,
  { sql, args }: Condition,
  { order, limit }: Looking,
): [string, unknown[]] {
  const where = sql === '' ? '' : ` WHERE ${sql}`;
  const statement = `SELECT ${selectionOf(table)} FROM ${quotedTable(table)}${where}${order} LIMIT ?`;
  return [statement, [...args, limit]];
}

/** Those of some rows that the condition is true of now. */
function amongRows(table: Table, { rows }: SqlResult, condition: Condition): Condition {
  const keysOf = keyValuesOf(table);
  const keys = rows.map(() => `(${keyCondition(table)})`).join(' OR ');
  return {
    sql: [`(${keys})`, condition.sql].filter(Boolean).join(' AND '),
    args: [...rows.flatMap((row) => toKeyParameters(table, keysOf(row))), ...condition.args],
  };
}

/** Lets everything that was written be seen. */
export async function refresh({ sql, table }: TablePlace): Promise<void> {
  try {
    await sql.read(`REFRESH TABLE ${quotedTable(table)}`);
  } catch (error) {
    // CrateDB, measured: a table that is set to be read-only takes no refresh; nor does it take anything to be seen.
    if (!isProblem(error, 'refused')) throw error;
  }
}

/** True when the columns are the whole primary key, others beside it or not. */
export function hasWholeKey({ primaryKey }: Table, columns: readonly Column[]): boolean {
  return primaryKey.length > 0 && primaryKey.every((column) => columns.includes(column));
}
