/** Writing one row that may be there already. */
import type { Table } from '../clients/sql/columns.ts';
import { quotedTable } from '../clients/sql/identifiers.ts';
import { refuse } from '../kit/errors.ts';
import type { Run } from '../kit/run/run.ts';
import { type Assignment, changeFinder, inColumns, missingColumns, settings } from './assign.ts';
import { insertion, keyOf, leftOut } from './insert.ts';
import { labelOfColumn, labelOfTable } from './names.ts';
import { type Row, selectionOf, toRows } from './row.ts';
import { keyCondition } from './row-key.ts';
import { asked, type TablePlace } from './table.ts';

export type Upserted = { row: Row; outcome: 'created' | 'updated' | 'unchanged' };

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
  const key = keyOf(table, columns);
  if (key === null) throw refuseKey(table);
  const missing = missingColumns(table, columns);
  const changes = changeFinder(table)(assignments);
  return asked(run, cluster, async () => {
    for (let turn = 1; turn <= MOST_TURNS; turn += 1) {
      const made = missing.length === 0 ? await insertIfNew(place, columns) : null;
      if (made) return { row: made, outcome: 'created' as const };
      const found = await updateByKey(place, key, changes);
      if (found)
        return {
          row: found,
          outcome: changes.length ? ('updated' as const) : ('unchanged' as const),
        };
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
  { cluster, sql, table }: TablePlace,
  key: readonly unknown[],
  changes: readonly Assignment[],
): Promise<Row | undefined> {
  const where = keyCondition(table);
  if (changes.length === 0) {
    const read = `SELECT ${selectionOf(table)} FROM ${quotedTable(table)} WHERE ${where}`;
    return toRows(cluster, table, await sql.read(read, key))[0];
  }
  const set = settings(changes);
  const result = await sql.write(
    `UPDATE ${quotedTable(table)} SET ${set.sql} WHERE ${where} RETURNING ${selectionOf(table)}`,
    [...set.args, ...key],
  );
  return toRows(cluster, table, result)[0];
}

function refuseKey(table: Table) {
  const names = table.primaryKey.map(labelOfColumn).join(', ');
  const made = table.primaryKey.find((column) => column.generated);
  if (made) {
    return refuse(
      `the cluster calculates “${labelOfColumn(made)}”, a part of the key, so that no row can be found by it`,
      'Nothing was written. Use “Create Many Rows” with Skip, or “Update Rows”.',
    );
  }
  return table.primaryKey.length === 0
    ? refuse(`${labelOfTable(table)} has no primary key`, 'Use “Create Row” or “Update Rows”.')
    : refuse(`an upsert needs the whole key (${names})`, 'Nothing was written. Fill it in.');
}
