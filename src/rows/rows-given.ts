/** Rows for a table, as line items or as JSON, checked before any of them is sent. */

import { parseJson } from '../base/json.ts';
import { type Column, isTop, type Table } from '../clients/sql/columns.ts';
import { toParameter } from '../clients/sql/parameters.ts';
import { refuse } from '../kit/errors.ts';
import { nameForKey } from '../kit/fields/dynamic.ts';
import { isSameText } from '../kit/text.ts';
import { inColumns, missingColumns } from './assign.ts';
import { labelOfColumn, writableColumns } from './columns.ts';

/** A row as it was given, and what it is written with, or why it cannot be. */
export type GivenRow = {
  /** From 1. */
  number: number;
  source: Readonly<Record<string, unknown>>;
} & ({ columns: ReadonlyMap<string, unknown> } | { invalid: string });

/** More rows than this are another run. */
const MOST_ROWS = 10_000;

export function rowsGiven(
  table: Table,
  lines: unknown,
  json: string | undefined,
  isNeeded: (column: Column) => boolean = () => true,
): GivenRow[] {
  const sources = [...lineItems(lines), ...(json === undefined ? [] : jsonRows(json))];
  if (sources.length === 0) throw refuse('there are no rows', 'Map line items, or give JSON.');
  if (sources.length > MOST_ROWS) {
    throw refuse(
      `${sources.length} rows are more than the ${MOST_ROWS} of one run`,
      'Nothing was written. Give them in several runs.',
    );
  }
  const find = finder(writableColumns(table));
  return sources.map((source, index) => {
    const row = { number: index + 1, source };
    const read = readRow(find, source);
    if (typeof read === 'string') return { ...row, invalid: read };
    const missing = missingColumns(table, read).filter(isNeeded);
    if (missing.length === 0) return { ...row, columns: read };
    return { ...row, invalid: `${missing.map(labelOfColumn).join(', ')} must have a value` };
  });
}

/** Line items of a form: what is blank is left out, by its name. */
function lineItems(lines: unknown): Record<string, unknown>[] {
  const list = Array.isArray(lines) ? lines : lines === undefined ? [] : [lines];
  return list
    .filter((line): line is Record<string, unknown> => typeof line === 'object' && line !== null)
    .map((line) =>
      Object.fromEntries(
        Object.entries(line)
          .filter(([, value]) => value !== null && value !== undefined && value !== '')
          .map(([key, value]) => [nameForKey(key) ?? key, value]),
      ),
    )
    .filter((line) => Object.keys(line).length > 0);
}

function jsonRows(json: string): Record<string, unknown>[] {
  let read: unknown;
  try {
    read = parseJson(json);
  } catch {
    throw refuse('“Rows as JSON” is no JSON', 'Nothing was written. Give a list of objects.');
  }
  const list = Array.isArray(read) ? read : [read];
  const wrong = list.findIndex(
    (row) => typeof row !== 'object' || row === null || Array.isArray(row),
  );
  if (wrong < 0) return list as Record<string, unknown>[];
  throw refuse(`row ${wrong + 1} of the JSON is no object`, 'Nothing was written. Correct it.');
}

type Find = (name: string) => Column | undefined;

/** By the exact name, or without case where only one column is meant. */
function finder(columns: readonly Column[]): Find {
  const exact = new Map(columns.map((column) => [labelOfColumn(column), column]));
  return (name) => {
    const found = exact.get(name);
    if (found) return found;
    const similar = columns.filter((column) => isSameText(labelOfColumn(column), name));
    if (similar.length === 1) return similar[0];
    const made = nameForKey(name);
    return made === null ? undefined : exact.get(made);
  };
}

/** The row's parameters by column, or what is wrong with it. */
function readRow(find: Find, source: Readonly<Record<string, unknown>>) {
  const assignments: { path: string[]; value: unknown }[] = [];
  for (const [name, value] of Object.entries(source)) {
    const column = find(name);
    if (column === undefined) return `there is no column “${name.slice(0, 40)}”`;
    if (value === null && isTop(column) && !column.nullable) {
      return `${labelOfColumn(column)} must have a value`;
    }
    const parameter = toParameter(column.type, value);
    if ('invalid' in parameter) return `${labelOfColumn(column)} ${parameter.invalid}`;
    assignments.push({ path: column.path, value: parameter.value });
  }
  return inColumns(assignments);
}
