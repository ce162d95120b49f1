/** Reading a table back over a window of time, for triggers. Nothing of ours remembers what was told. */
import type { Column } from '../clients/sql/columns.ts';
import { quotedPath, quotedTable } from '../clients/sql/identifiers.ts';
import { isTimestamp } from '../clients/sql/types.ts';
import type { Run } from '../kit/run/run.ts';
import { chosenColumn } from './columns.ts';
import type { Compared } from './conditions.ts';
import { type Row, selectionOf, toRows } from './row.ts';
import { keyReader, keySelection } from './row-key.ts';
import { fitting, toldRows } from './sizes.ts';
import { asked, type TablePlace } from './table.ts';

/** Rows that one poll gives; Zapier finds the new ones by their keys. */
export const MOST_ROWS = 10_000;

/** Keys that are remembered at switch-on: as many as Zapier keeps for a Zap. */
export const MOST_KEYS = 100_000;

/** Rows that a test in the editor gives. */
export const SAMPLES = 3;

type Input = { time_column: string; look_back_hours: number };

export type Window = {
  place: TablePlace;
  time: Column;
  /** The window's condition, with whatever else must be true of a row. */
  condition: Compared;
  hours: number;
};

export function windowOf(run: Run<Input>, place: TablePlace, condition: Compared): Window {
  const isFit = (column: Column) => isTimestamp(column.type) && !column.inList;
  const time = chosenColumn(place.table, run.input.time_column, isFit, 'timestamp column');
  return { place, time, condition, hours: run.input.look_back_hours };
}

/** A row as it is told, with how many more there are than can be given. */
type Told<Item> = Item & { older_rows_not_given: number };

/**
 * The rows of the window, newest first, each as it is to be told.
 *
 * The bounds stand in the statement: measured on a real CrateDB, without a lower bound all rows are looked at
 * (230 ms of a million against 12 ms). Now is the database's clock, and a clock that is ahead of it is let pass.
 */
export async function rowsInWindow<Item extends object>(
  run: Run<unknown>,
  window: Window,
  toItem: (row: Row) => Item,
): Promise<Told<Item>[]> {
  const { cluster, sql, table } = window.place;
  const { from, args } = sourceOf(window);
  return asked(run, cluster, async () => {
    const found = await sql.read(`SELECT ${selectionOf(table)} ${from}${orderOf(window)} LIMIT ?`, [
      ...args,
      MOST_ROWS + 1,
    ]);
    const all = toRows(cluster, table, found).map(toItem);
    return toldRows(all, MOST_ROWS, async (given) => {
      const { rows: counted } = await sql.read(`SELECT count(*) ${from}`, args);
      return Math.max(all.length, Number(counted[0]?.[0])) - given;
    });
  });
}

/** Some of the newest rows, however old they are. */
export async function sampleRows(run: Run<unknown>, window: Window): Promise<Row[]> {
  const { cluster, sql, table } = window.place;
  const { condition, time } = window;
  const where = [`${quotedPath(time.path)} IS NOT NULL`, condition.sql]
    .filter(Boolean)
    .join(' AND ');
  return asked(run, cluster, async () => {
    const found = await sql.read(
      `SELECT ${selectionOf(table)} FROM ${quotedTable(table)} WHERE ${where}${orderOf(window)} LIMIT ?`,
      [...condition.args, SAMPLES],
    );
    return toRows(cluster, table, found);
  });
}

/**
 * The keys of all rows of the window, with the time of each: what is remembered and not told when the Zap is
 * switched on.
 */
export async function keysInWindow(run: Run<unknown>, window: Window) {
  const { cluster, sql, table } = window.place;
  const { from, args } = sourceOf(window);
  const time = quotedPath(window.time.path);
  const selected = [...keySelection(table), time].join(', ');
  const { rows } = await asked(run, cluster, () =>
    sql.read(`SELECT ${selected} ${from} ORDER BY ${time} DESC LIMIT ?`, [...args, MOST_KEYS]),
  );
  const textOf = keyReader(table);
  const known = rows.map((row) => ({ row_key: textOf(row.slice(0, -1)), at: String(row.at(-1)) }));
  // Many more than a poll gives, be the keys as long as they may.
  return fitting(known, MOST_KEYS);
}

function sourceOf({ place: { table }, time, condition, hours }: Window) {
  const column = quotedPath(time.path);
  // The only number in the text; it was read as a whole one between 1 and 168.
  const span = `INTERVAL '${Math.trunc(hours)} hours'`;
  const where = [
    `${column} >= CURRENT_TIMESTAMP - ${span}`,
    `${column} <= CURRENT_TIMESTAMP + ${span}`,
    condition.sql,
  ].filter(Boolean);
  return { from: `FROM ${quotedTable(table)} WHERE ${where.join(' AND ')}`, args: condition.args };
}

/** Newest first, and rows of the same time always in the same order. */
function orderOf({ place: { table }, time }: Window): string {
  const keys = table.primaryKey.length > 0 ? keySelection(table) : [];
  return ` ORDER BY ${[`${quotedPath(time.path)} DESC`, ...keys].join(', ')}`;
}
