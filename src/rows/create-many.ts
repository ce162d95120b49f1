/** Writing many rows, and what became of each. */
import { isProblem } from '../base/problem.ts';
import { LEAST_MS, type RowOutcome, reasonOf, writeEach } from '../clients/sql/bulk.ts';
import type { Table } from '../clients/sql/columns.ts';
import { quoted, quotedPath } from '../clients/sql/identifiers.ts';
import { refuse } from '../kit/errors.ts';
import type { Run } from '../kit/run/run.ts';
import { type Assignment, changeFinder } from './assign.ts';
import { keysOf } from './calculated-key.ts';
import { insertion } from './insert.ts';
import { labelOfTable } from './names.ts';
import { keyReader, writtenKeyReader } from './row-key.ts';
import type { GivenRow } from './rows-given.ts';
import { asked, type TablePlace } from './table.ts';

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
  const { cluster, table } = place;
  if (ifExists !== 'fail' && table.primaryKey.length === 0) {
    throw refuse(
      `${labelOfTable(table)} has no primary key, so no row is there already`,
      'Nothing was written. Choose “Fail” in “If a Row Exists”.',
    );
  }
  const keyText = writtenKeyReader(table);
  const keys = await asked(run, cluster, () => keysByNumber(place, rows));
  const outcomes = new Map<number, RowOutcome>();
  for (const group of groupsOf(table, rows, keys, ifExists)) {
    for (const [index, outcome] of (
      await written(run, place, group, ifExists, outcomes)
    ).entries()) {
      outcomes.set(group.rows[index]?.number ?? 0, outcome);
    }
  }
  return rows.map((row) => {
    const key = keys.get(row.number);
    const known = { number: row.number, source: row.source, row_key: key ? keyText(key) : null };
    return 'invalid' in row
      ? { ...known, outcome: 'failed', reason: row.invalid }
      : { ...known, ...told(outcomes.get(row.number)) };
  });
}

/** The keys of the rows that can be sent, as far as they are known before. */
async function keysByNumber({ sql, table }: TablePlace, rows: readonly GivenRow[]) {
  const good = rows.flatMap((row) => ('columns' in row ? [row] : []));
  const columns = good.map((row) => row.columns);
  const keys = await keysOf(sql, table, columns).catch((error: unknown) => {
    // One row's values may break the calculation of all; the rows themselves are told of it when they are sent.
    if (!isProblem(error, 'refused')) throw error;
    return [];
  });
  return new Map(good.map(({ number }, index) => [number, keys[index] ?? null]));
}

/** A row that can be sent, with what it sets where it is there already. */
type Good = Extract<GivenRow, { columns: unknown }> & {
  changes: readonly Assignment[];
  /** Its key as a text; null where it is not known. */
  key: string | null;
};

/** Rows that one statement writes. */
type Group = { rows: Good[]; names: string };

/** Rows with the same columns together; of those with the same key, the later ones are written later. */
function groupsOf(
  table: Table,
  rows: readonly GivenRow[],
  keys: ReadonlyMap<number, unknown[] | null>,
  ifExists: IfExists,
): Group[] {
  const changesIn = ifExists === 'update' ? changeFinder(table) : () => [];
  const keyText = keyReader(table);
  const namesOf = columnsNamer();
  const groups: Group[] = [];
  /** The latest group of those columns, and that of the latest row with a key. */
  const latest = new Map<string, number>();
  const placeOfKey = new Map<string, number>();
  for (const row of rows) {
    if (!('columns' in row)) continue;
    const changes = changesIn(row.assignments);
    const names = namesOf([...row.assignments, ...changes]);
    const key = keys.get(row.number);
    const text = key ? keyText(key) : null;
    const first = text === null ? 0 : (placeOfKey.get(text) ?? 0);
    let place = latest.get(names);
    if (place === undefined || place < first) {
      place = groups.push({ rows: [], names }) - 1;
      latest.set(names, place);
    }
    groups[place]?.rows.push({ ...row, changes, key: text });
    if (text !== null) placeOfKey.set(text, place);
  }
  return groups;
}

/** The columns' names in one order, whatever that of the row. */
function columnsNamer() {
  const known = new Map<string, string>();
  return (assignments: readonly Assignment[]): string => {
    const given = JSON.stringify(assignments.map(({ path }) => path));
    const names =
      known.get(given) ??
      assignments
        .map(({ path }) => JSON.stringify(path))
        .sort()
        .join();
    known.set(given, names);
    return names;
  };
}

/** What became of the rows of one group; what other statements of this run wrote is told all the same. */
async function written(
  run: Run<unknown>,
  { cluster, sql, table }: TablePlace,
  { rows }: Group,
  ifExists: IfExists,
  before: ReadonlyMap<number, RowOutcome>,
): Promise<RowOutcome[]> {
  const [first] = rows;
  if (first === undefined) return [];
  const isFirst = ![...before.values()].some(
    (outcome) => outcome.kind === 'unknown' || (outcome.kind === 'done' && outcome.count > 0),
  );
  const remaining = () => run.deadline.remainingMs();
  if (!isFirst && remaining() < LEAST_MS) return rows.map(() => ({ kind: 'unsent' }));
  const names = [...first.columns.keys()];
  const conflict = onConflict(table, first, ifExists);
  const parameters = rows.map(({ columns, changes }) => {
    const parts = new Map(changes.map(({ path, value }) => [quotedPath(path), value]));
    return [
      ...names.map((name) => columns.get(name)),
      ...conflict.parts.map((part) => parts.get(part)),
    ];
  });
  const insert = insertion(table, first.columns).sql;
  const hasKey = ifExists === 'fail' && table.primaryKey.length > 0;
  return asked(run, cluster, () =>
    writeEach(sql, {
      statement: `${insert}${conflict.sql}`,
      unlessThere: hasKey ? `${insert}${DO_NOTHING}` : null,
      rows: parameters,
      ...(table.primaryKey.length > 0 ? { keys: rows.map(({ key }) => key) } : {}),
      remainingMs: remaining,
    }).catch((error: unknown) => {
      if (isFirst || !isProblem(error)) throw error;
      return rows.map(
        (): RowOutcome =>
          error.maybeDone ? { kind: 'unknown' } : { kind: 'failed', reason: error },
      );
    }),
  );
}

const DO_NOTHING = ' ON CONFLICT DO NOTHING';

/**
 * CrateDB: the target is the whole key, and no key, clustering or partition column may be set. Of an object that
 * is given in parts only these are set, each by a parameter of its own.
 */
function onConflict(
  table: Table,
  { changes }: Good,
  ifExists: IfExists,
): { sql: string; parts: string[] } {
  if (ifExists === 'fail') return { sql: '', parts: [] };
  if (ifExists === 'skip' || changes.length === 0) {
    return { sql: DO_NOTHING, parts: [] };
  }
  const target = table.primaryKey.map(({ path }) => quotedPath(path)).join(', ');
  const parts = changes.filter(({ path }) => path.length > 1).map(({ path }) => quotedPath(path));
  const wholes = changes
    .filter(({ path }) => path.length === 1)
    .map(({ path }) => quoted(path[0] ?? ''));
  const set = [
    ...wholes.map((name) => `${name} = excluded.${name}`),
    ...parts.map((part) => `${part} = ?`),
  ];
  return { sql: ` ON CONFLICT (${target}) DO UPDATE SET ${set.join(', ')}`, parts };
}

function told(outcome: RowOutcome | undefined): Pick<RowResult, 'outcome' | 'reason'> {
  switch (outcome?.kind) {
    case 'done':
      return outcome.count > 0
        ? { outcome: 'written', reason: null }
        : { outcome: 'skipped', reason: 'a row with this key is there already' };
    case 'unknown':
      return { outcome: 'unknown', reason: 'the reply was lost; it may be written' };
    default:
      return { outcome: 'failed', reason: reasonOf(outcome) };
  }
}
