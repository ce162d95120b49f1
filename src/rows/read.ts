/** Reading the rows that a condition is true of. */
import { isProblem } from '../base/problem.ts';
import type { Table } from '../clients/sql/columns.ts';
import { quotedPath, quotedTable } from '../clients/sql/identifiers.ts';
import type { SqlResult } from '../clients/sql/reply.ts';
import type { Run } from '../kit/run/run.ts';
import { toKeyParameters } from './assign.ts';
import type { Given } from './columns.ts';
import { selectionOf } from './row.ts';
import { equality, isSeenByKey, keyCondition, keyValuesOf } from './row-key.ts';
import { asked, type TablePlace } from './table.ts';

/** A condition in SQL, with its parameters. */
export type Condition = { sql: string; args: unknown[] };

/** Every column has its value. */
export function equalTo(table: Table, given: readonly Given[]): Condition {
  return {
    sql: given.map(({ column }) => equality(table, quotedPath(column.path))).join(' AND '),
    args: given.map(({ value }) => value),
  };
}

type Looking = { order: string; limit: number; isKey: boolean };

/**
 * The rows that a condition is true of, to be read by `toRows` or `toLines`.
 *
 * CrateDB, measured: what was just written is seen at once by one whole key, or by several and nothing beside
 * them; everything else sees it after a refresh, up to a second later, and until then finds rows by their old
 * values. So what is found otherwise is looked at once more by its keys, and where nothing is found, or something
 * that is not as it was found, the table is refreshed and asked again. A refresh takes up to half a second.
 */
export async function someRowsWhere(
  run: Run<unknown>,
  place: TablePlace,
  condition: Condition,
  looking: Looking,
): Promise<SqlResult> {
  const { cluster, sql, table } = place;
  const look = () => sql.read(...selection(table, condition, looking));
  return asked(run, cluster, async () => {
    const found = await look();
    if (looking.isKey || table.isView) return found;
    if (found.rows.length > 0 && isSeenByKey(table) && (await areSo(place, found))) return found;
    await refresh(place);
    return look();
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
  { order, limit }: Pick<Looking, 'order' | 'limit'>,
): [string, unknown[]] {
  const where = sql === '' ? '' : ` WHERE ${sql}`;
  const statement = `SELECT ${selectionOf(table)} FROM ${quotedTable(table)}${where}${order} LIMIT ?`;
  return [statement, [...args, limit]];
}

/** True when rows are, looked at by their keys, just as they were found. */
async function areSo({ sql, table }: TablePlace, { rows }: SqlResult): Promise<boolean> {
  const valuesOf = keyValuesOf(table);
  const { sql: isRow, argsOf } = keyCondition(table);
  const keys = {
    sql: rows.map(() => `(${isRow})`).join(' OR '),
    args: rows.flatMap((row) => argsOf(toKeyParameters(table, valuesOf(row)))),
  };
  const now = await sql.read(...selection(table, keys, { order: '', limit: rows.length }));
  const known = new Set(now.rows.map((row) => JSON.stringify(row)));
  return rows.every((row) => known.has(JSON.stringify(row)));
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
