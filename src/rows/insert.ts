/** Writing one row. */
import { isProblem } from '../base/problem.ts';
import type { Table } from '../clients/sql/columns.ts';
import { quoted, quotedTable } from '../clients/sql/identifiers.ts';
import { unreadable } from '../clients/sql/reply.ts';
import { Refusal, refuse } from '../kit/errors.ts';
import type { Run } from '../kit/run/run.ts';
import { type Assignment, inColumns, missingColumns } from './assign.ts';
import { isForeseeable, keysOf } from './calculated-key.ts';
import { labelOfColumn, labelOfTable } from './names.ts';
import { refresh } from './read.ts';
import { type Row, selectionOf, toRows } from './row.ts';
import { isSeenByKey, keyCondition } from './row-key.ts';
import { asked, type TablePlace } from './table.ts';

/** `INSERT INTO "s"."t" ("a", "b") VALUES (?, ?)` with its parameters. */
export function insertion(table: Table, columns: ReadonlyMap<string, unknown>) {
  const names = [...columns.keys()].map(quoted).join(', ');
  const places = [...columns.keys()].map(() => '?').join(', ');
  return {
    sql: `INSERT INTO ${quotedTable(table)} (${names}) VALUES (${places})`,
    args: [...columns.values()],
  };
}

/**
 * Makes a row. After a lost reply nobody knows whether it was made; where its whole key was given, it is asked
 * for again: either it is made now, or it stands there with just these values and was made before.
 *
 * @throws Refusal where a row with its key was there already
 */
export async function insertRow(
  run: Run<unknown>,
  place: TablePlace,
  assignments: readonly Assignment[],
): Promise<Row> {
  const { cluster, sql, table } = place;
  const columns = inColumns(assignments);
  refuseMissing(table, columns);
  const { sql: statement, args } = insertion(table, columns);
  const insert = async (): Promise<Inserted> => {
    const result = await sql.write(`${statement} RETURNING ${selectionOf(table)}`, args);
    return { rows: toRows(cluster, table, result), count: result.rowCount };
  };
  return asked(run, cluster, async () => {
    try {
      return theRow(await insert());
    } catch (error) {
      if (isProblem(error, 'conflict')) throw exists(table);
      if (!isProblem(error) || !error.maybeDone) throw error;
      const [key] = await keysOf(sql, table, [columns]).catch(() => []);
      if (!key) throw error;
      return await insert()
        .then(theRow, (again: unknown) => madeBefore(place, key, columns, again))
        .catch((again: unknown) => {
          // Whatever the second try met, the first may have made the row.
          throw again instanceof Refusal ? again : error;
        });
    }
  });
}

type Inserted = { rows: Row[]; count: number };

/** The row that an earlier, unanswered statement of this run made. */
async function madeBefore(
  place: TablePlace,
  key: readonly unknown[],
  columns: ReadonlyMap<string, unknown>,
  error: unknown,
): Promise<Row> {
  const { cluster, sql, table } = place;
  if (!isProblem(error, 'conflict')) throw error;
  if (!isSeenByKey(table)) await refresh(place);
  const { sql: where, argsOf } = keyCondition(table);
  const found = await sql.read(
    `SELECT ${selectionOf(table)} FROM ${quotedTable(table)} WHERE ${where}`,
    argsOf(key),
  );
  const row = toRows(cluster, table, found)[0];
  if (row === undefined || !(await holds(sql, table, columns, key))) throw exists(table);
  return row;
}

/**
 * True when the row with the key has these values, as far as they can be compared. In a condition they would not all
 * leave it a look-up by the key, which alone sees what was just written.
 */
async function holds(
  sql: TablePlace['sql'],
  table: Table,
  columns: ReadonlyMap<string, unknown>,
  key: readonly unknown[],
): Promise<boolean> {
  const plain = [...columns].filter(([, value]) => typeof value !== 'object' || value === null);
  const conditions = plain.map(([name, value]) =>
    value === null ? `${quoted(name)} IS NULL` : `${quoted(name)} = ?`,
  );
  const values = plain.map(([, value]) => value).filter((value) => value !== null);
  const { sql: where, argsOf } = keyCondition(table);
  const { rows } = await sql.read(
    `SELECT ${['TRUE', ...conditions].join(' AND ')} FROM ${quotedTable(table)} WHERE ${where}`,
    [...values, ...argsOf(key)],
  );
  return rows[0]?.[0] === true;
}

function exists(table: Table) {
  const key = table.primaryKey.map(labelOfColumn).join(', ');
  return refuse(
    `${labelOfTable(table)} has a row with this key (${key}) already`,
    table.primaryKey.every((column) => isForeseeable(table, column))
      ? 'Nothing was written. Use “Upsert Row” to update it.'
      : 'Nothing was written. Use “Update Rows” to change it.',
  );
}

function refuseMissing(table: Table, columns: ReadonlyMap<string, unknown>): void {
  const missing = missingColumns(table, columns);
  if (missing.length === 0) return;
  throw refuse(
    `${labelOfTable(table)} takes no row without ${missing.map(labelOfColumn).join(', ')}`,
    'Nothing was written. Fill it in.',
  );
}

/** CrateDB: a single insert that fails is an error, but for some values that it leaves out in silence. */
function theRow({ rows, count }: Inserted): Row {
  const [row] = rows;
  if (row !== undefined) return row;
  throw count === 0 ? leftOut() : unreadable(true);
}

/** CrateDB 6.4.3, measured: a list of mixed types in a new key of an object leaves the row out, with 200. */
export function leftOut() {
  return refuse(
    'the cluster wrote no row, and did not say why',
    'In a list of an object all values must be of one type.',
  );
}
