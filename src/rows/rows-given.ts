/** Rows for a table, as line items or as JSON, checked before any of them is sent. */

import { type Column, isTop, type Table } from '../clients/sql/columns.ts';
import { Digits, parsedExactly } from '../clients/sql/digits.ts';
import { refuse } from '../kit/errors.ts';
import { nameForKey } from '../kit/fields/dynamic.ts';
import { itemsOf } from '../kit/fields/list.ts';
import { isSameText } from '../kit/text.ts';
import { type Assignment, inColumns, merged, missingFinder } from './assign.ts';
import { isBlank, writableColumns } from './columns.ts';
import { labelOfColumn } from './names.ts';
import { toColumnParameter } from './object-parts.ts';

/** A row as it was given, and what it is written with, or why it cannot be. */
export type GivenRow = {
  /** From 1. */
  number: number;
  source: Readonly<Record<string, unknown>>;
} & (
  | { assignments: readonly Assignment[]; columns: ReadonlyMap<string, unknown> }
  | { invalid: string }
);

/** More rows than this are another run. */
const MOST_ROWS = 10_000;

export type GivenRows = {
  rows: GivenRow[];
  /** Columns that the form had fields for and the table has not any more; they are left out. */
  gone: string[];
};

export function rowsGiven(table: Table, lines: unknown, json: string | undefined): GivenRows {
  const fields = new Set<string>();
  const items = lineItems(lines, fields);
  const sources = [...items, ...(json === undefined ? [] : jsonRows(json))];
  if (sources.every((source) => source === null)) {
    throw refuse('there are no rows', 'Map line items, or give JSON.');
  }
  if (sources.length > MOST_ROWS) {
    throw refuse(
      `${sources.length} rows are more than the ${MOST_ROWS} of one run`,
      'Nothing was written. Give them in several runs.',
    );
  }
  const columns = writableColumns(table);
  const find = finder(columns);
  const gone = [...fields].filter((name) => find(name) === undefined);
  const missingIn = missingFinder(table);
  const rows = sources.flatMap((source, index): GivenRow[] => {
    if (source === null) return [];
    const row = { number: index + 1, source };
    const isItem = index < items.length;
    const read = readRow(columns, find, source, isItem ? listed : asGiven, isItem ? gone : []);
    if (typeof read === 'string') return [{ ...row, invalid: read }];
    const missing = missingIn(read.columns);
    if (missing.length === 0) return [{ ...row, ...read }];
    return [{ ...row, invalid: `${missing.map(labelOfColumn).join(', ')} must have a value` }];
  });
  return { rows, gone };
}

type Source = Record<string, unknown>;

/**
 * Line items of a form, or their list as JSON: what is blank is left out, by its name. Each keeps its place.
 *
 * @param fields gets the names that fields of the form stand for
 */
function lineItems(given: unknown, fields: Set<string>): (Source | null)[] {
  return itemsOf(given ?? []).map((line) => {
    if (isBlank(line)) return null;
    if (typeof line !== 'object' || line === null || Array.isArray(line)) {
      throw refuse(
        '“Rows” must be line items',
        'Nothing was written. Map line items to its fields.',
      );
    }
    const filled = Object.entries(line).filter(([, value]) => !isBlank(value));
    const named = filled.map(([key, value]) => {
      const name = nameForKey(key);
      if (name !== null) fields.add(name);
      return [name ?? key, value] as const;
    });
    return named.length === 0 ? null : Object.fromEntries(named);
  });
}

function jsonRows(json: string): Source[] {
  const read = parsedExactly(json);
  if (read === undefined) {
    throw refuse('“Rows as JSON” is no JSON', 'Nothing was written. Give a list of objects.');
  }
  const list = Array.isArray(read) ? read : [read];
  const wrong = list.findIndex(
    (row) => typeof row !== 'object' || row === null || Array.isArray(row) || row instanceof Digits,
  );
  if (wrong < 0) return list as Source[];
  throw refuse(`row ${wrong + 1} of the JSON is no object`, 'Nothing was written. Correct it.');
}

type Find = (name: string) => Column | undefined;

/** By the exact name, or without case where only one column is meant. Each name is looked for once. */
function finder(columns: readonly Column[]): Find {
  const known = new Map<string, Column | undefined>(
    columns.map((column) => [labelOfColumn(column), column]),
  );
  const find = (name: string) => {
    const similar = columns.filter((column) => isSameText(labelOfColumn(column), name));
    if (similar.length === 1) return similar[0];
    const made = nameForKey(name);
    return made === null ? undefined : known.get(made);
  };
  return (name) => {
    if (!known.has(name)) known.set(name, find(name));
    return known.get(name);
  };
}

const asGiven = (_column: Column, value: unknown) => value;

/** Zapier puts a list inside of a line item into one text, with commas. */
function listed({ type }: Column, value: unknown): unknown {
  const isList = type.depth === 1 && type.scalar !== 'object';
  if (!isList || typeof value !== 'string') return value;
  return itemsOf(value).map((item) => (typeof item === 'string' ? item.trim() : item));
}

/** The row's parameters by column, or what is wrong with it. */
function readRow(
  columns: readonly Column[],
  find: Find,
  source: Readonly<Source>,
  form: (column: Column, value: unknown) => unknown,
  gone: readonly string[],
): { assignments: Assignment[]; columns: Map<string, unknown> } | string {
  const given = new Map<Column, unknown>();
  for (const [name, value] of Object.entries(source)) {
    const column = find(name);
    if (column === undefined && gone.includes(name)) continue;
    if (column === undefined) return `there is no column “${name.slice(0, 40)}”`;
    if (given.has(column)) return `${labelOfColumn(column)} is given twice`;
    if (value === null && isTop(column) && !column.nullable) {
      return `${labelOfColumn(column)} must have a value`;
    }
    const parameter = toColumnParameter(columns, column, form(column, value));
    if ('invalid' in parameter) return `${labelOfColumn(column)} ${parameter.invalid}`;
    given.set(column, parameter.value);
  }
  if (given.size === 0) return 'no column has a value';
  const assignments = merged([...given].map(([column, value]) => ({ column, value })));
  return { assignments, columns: inColumns(assignments) };
}
