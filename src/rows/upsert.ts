/** Writing one row that may be there already. */
import type { Column, Table } from '../clients/sql/columns.ts';
import { quotedTable } from '../clients/sql/identifiers.ts';
import { toParameter } from '../clients/sql/parameters.ts';
import type { SqlResult } from '../clients/sql/reply.ts';
import { refuse } from '../kit/errors.ts';
import type { Run } from '../kit/run/run.ts';
import {
  type Assignment,
  changeFinder,
  inColumns,
  missingColumns,
  settings,
  usedByPartition,
} from './assign.ts';
import { isForeseeable, keysOf, usedBy } from './calculated-key.ts';
import { partAt, placeFinder } from './cells.ts';
import { insertion, leftOut } from './insert.ts';
import { labelOfColumn, labelOfTable } from './names.ts';
import { refresh } from './read.ts';
import { type Row, selectionOf, toRows } from './row.ts';
import { isSeenByKey, keyCondition } from './row-key.ts';
import { asked, type TablePlace } from './table.ts';

export type Upserted = {
  row: Row;
  outcome: 'created' | 'updated' | 'unchanged';
  /** Columns that keep another value than what was given: they decide the partition, and cannot be changed. */
  kept: Column[];
};

/** A row that is deleted between the two statements is made anew; so often it is not. */
const MOST_TURNS = 4;

/**
 * Makes the row, or gives the one with its key these values. Both statements address the row by its key, so
 * that neither needs a refresh, and the pair may be repeated.
 *
 * CrateDB: nothing in the reply of an upsert tells an insert from an update, but DO NOTHING says whether there
 * was one. Required columns must be given even where the row exists, so without them only an update is tried.
 */
export async function upsertRow(
  run: Run<unknown>,
  place: TablePlace,
  assignments: readonly Assignment[],
): Promise<Upserted> {
  const { cluster, table } = place;
  const columns = inColumns(assignments);
  const missing = missingColumns(table, columns);
  const changes = changeFinder(table)(assignments);
  return asked(run, cluster, async () => {
    const key = await wholeKey(place, columns);
    for (let turn = 1; turn <= MOST_TURNS; turn += 1) {
      const made = missing.length === 0 ? await insertIfNew(place, columns) : null;
      if (made) return { row: made, outcome: 'created' as const, kept: [] };
      if (!isSeenByKey(table)) await refresh(place);
      const found = await updateByKey(place, key, changes);
      const [row] = toRows(cluster, table, found);
      if (row) {
        const outcome = changes.length ? ('updated' as const) : ('unchanged' as const);
        return { row, outcome, kept: keptColumns(table, columns, found.rows[0] ?? []) };
      }
      if (missing.length > 0) {
        const names = missing.map(labelOfColumn).join(', ');
        throw refuse(
          `there is no row with this key, and a new one needs ${names}`,
          'Nothing was written. Fill it in.',
        );
      }
    }
    // Nobody deletes a row so often: the database leaves it out.
    throw leftOut();
  });
}

async function insertIfNew(
  { cluster, sql, table }: TablePlace,
  columns: ReadonlyMap<string, unknown>,
): Promise<Row | undefined> {
  const { sql: statement, args } = insertion(table, columns);
  const result = await sql.write(
    `${statement} ON CONFLICT DO NOTHING RETURNING ${selectionOf(table)}`,
    args,
  );
  return toRows(cluster, table, result)[0];
}

async function updateByKey(
  { sql, table }: TablePlace,
  key: readonly unknown[],
  changes: readonly Assignment[],
): Promise<SqlResult> {
  const { sql: where, argsOf } = keyCondition(table);
  if (changes.length === 0) {
    const read = `SELECT ${selectionOf(table)} FROM ${quotedTable(table)} WHERE ${where}`;
    return sql.read(read, argsOf(key));
  }
  const set = settings(changes);
  return sql.write(
    `UPDATE ${quotedTable(table)} SET ${set.sql} WHERE ${where} RETURNING ${selectionOf(table)}`,
    [...set.args, ...argsOf(key)],
  );
}

/** @param read the row as `selectionOf` reads it */
function keptColumns(
  table: Table,
  given: ReadonlyMap<string, unknown>,
  read: readonly unknown[],
): Column[] {
  const find = placeFinder(table);
  return usedByPartition(table).filter((column) => {
    const { place, path } = find(column);
    const wanted = partAt(given.get(column.path[0] ?? ''), column.path, 1);
    const [now, then] = [partAt(read[place], path), wanted].map((value) =>
      JSON.stringify(toParameter(column.type, value)),
    );
    return now !== then;
  });
}

async function wholeKey(
  { sql, table }: TablePlace,
  columns: ReadonlyMap<string, unknown>,
): Promise<unknown[]> {
  const { primaryKey } = table;
  if (primaryKey.length === 0) {
    throw refuse(`${labelOfTable(table)} has no primary key`, 'Use “Create Row” or “Update Rows”.');
  }
  const made = primaryKey.find((column) => !isForeseeable(table, column));
  if (made) {
    throw refuse(
      `the cluster calculates “${labelOfColumn(made)}”, a part of the key, and nobody knows it before, so that no row can be found by it`,
      'Nothing was written. Use “Create Many Rows” with Skip, or “Update Rows”.',
    );
  }
  const [key] = await keysOf(sql, table, [columns]);
  if (key) return key;
  const names = primaryKey.map((column) => {
    const used = usedBy(table, column).map(labelOfColumn);
    return [labelOfColumn(column), ...(used.length > 0 ? [`made from ${used.join(' and ')}`] : [])];
  });
  throw refuse(
    `an upsert needs the whole key (${names.map((words) => words.join(' ')).join(', ')})`,
    'Nothing was written. Fill it in.',
  );
}
