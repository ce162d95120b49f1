/** Writing many rows, and what became of each. */
import { isProblem } from '../base/problem.ts';
import { type RowOutcome, reasonOf, writeEach } from '../clients/sql/bulk.ts';
import type { Table } from '../clients/sql/columns.ts';
import { quoted, quotedPath } from '../clients/sql/identifiers.ts';
import { refuse } from '../kit/errors.ts';
import type { Run } from '../kit/run/run.ts';
import { isFixed } from './assign.ts';
import { labelOfColumn } from './columns.ts';
import { insertion } from './insert.ts';
import { textOf } from './row.ts';
import type { GivenRow } from './rows-given.ts';
import { asked, labelOfTable, type TablePlace } from './table.ts';

export type IfExists = 'fail' | 'skip' | 'update';

export type RowResult = {
  number: number;
  outcome: 'written' | 'skipped' | 'failed' | 'unknown';
  reason: string | null;
  row_key: string | null;
  source: Readonly<Record<string, unknown>>;
};

/** Rows with the same columns go by one statement; a column that is left out gets its default. */
export async function writeRows(
  run: Run<unknown>,
  place: TablePlace,
  rows: readonly GivenRow[],
  ifExists: IfExists,
): Promise<RowResult[]> {
  const { cluster, sql, table } = place;
  if (ifExists !== 'fail' && table.primaryKey.length === 0) {
    throw refuse(
      `${labelOfTable(table)} has no primary key, so no row is there already`,
      'Nothing was written. Choose “Fail” in “If a Row Exists”.',
    );
  }
  const results = new Map<number, RowResult>();
  for (const row of rows) {
    if ('invalid' in row) results.set(row.number, resultOf(table, row, null));
  }
  for (const group of sameColumns(rows)) {
    const [first] = group;
    if (first === undefined) continue;
    const { sql: statement } = insertion(table, first.columns);
    const outcomes = await asked(run, cluster, () =>
      writeEach(
        sql,
        `${statement}${onConflict(table, [...first.columns.keys()], ifExists)}`,
        group.map(({ columns }) => [...first.columns.keys()].map((name) => columns.get(name))),
        () => run.deadline.remainingMs(),
      ).catch((error: unknown) => {
        // What other statements of this run wrote must be told all the same.
        if (!hasWritten(results) || !isProblem(error)) throw error;
        return group.map(
          (): RowOutcome =>
            error.maybeDone ? { kind: 'unknown' } : { kind: 'failed', reason: error },
        );
      }),
    );
    for (const [index, row] of group.entries()) {
      results.set(row.number, resultOf(table, row, outcomes[index] ?? null));
    }
  }
  return rows.flatMap(({ number }) => results.get(number) ?? []);
}

const hasWritten = (results: ReadonlyMap<number, RowResult>) =>
  [...results.values()].some(({ outcome }) => outcome === 'written');

type Good = Extract<GivenRow, { columns: unknown }>;

function sameColumns(rows: readonly GivenRow[]): Good[][] {
  const groups = new Map<string, Good[]>();
  for (const row of rows) {
    if (!('columns' in row)) continue;
    const names = JSON.stringify([...row.columns.keys()].sort());
    groups.set(names, [...(groups.get(names) ?? []), row]);
  }
  return [...groups.values()];
}

/** CrateDB: the target is the whole key, and no key, clustering or partition column may be set. */
function onConflict(table: Table, names: readonly string[], ifExists: IfExists): string {
  if (ifExists === 'fail') return '';
  const changed = names.filter((name) => !isFixed(table, { path: [name] }));
  if (ifExists === 'skip' || changed.length === 0) return ' ON CONFLICT DO NOTHING';
  const target = table.primaryKey.map(({ path }) => quotedPath(path)).join(', ');
  const set = changed.map((name) => `${quoted(name)} = excluded.${quoted(name)}`).join(', ');
  return ` ON CONFLICT (${target}) DO UPDATE SET ${set}`;
}

function resultOf(table: Table, row: GivenRow, outcome: RowOutcome | null): RowResult {
  const known = { number: row.number, source: row.source, row_key: keyText(table, row) };
  if ('invalid' in row) return { ...known, outcome: 'failed', reason: row.invalid };
  switch (outcome?.kind) {
    case 'done':
      return outcome.count > 0
        ? { ...known, outcome: 'written', reason: null }
        : { ...known, outcome: 'skipped', reason: 'a row with this key is there already' };
    case 'unknown':
      return { ...known, outcome: 'unknown', reason: 'the reply was lost; it may be written' };
    default:
      return { ...known, outcome: 'failed', reason: reasonOf(outcome) };
  }
}

/** The row's key as far as it was given. */
function keyText(table: Table, row: GivenRow): string | null {
  if (!('columns' in row) || table.primaryKey.length === 0) return null;
  const parts = table.primaryKey.map((column) => row.columns.get(labelOfColumn(column)) ?? null);
  if (parts.includes(null)) return null;
  return parts.length === 1 ? textOf(parts[0]) : JSON.stringify(parts.map(textOf));
}
