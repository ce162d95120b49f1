/** What a row is written with: values by column, put together from the fields of a form or from JSON. */
import type { Column, Table } from '../clients/sql/columns.ts';
import { quotedPath } from '../clients/sql/identifiers.ts';
import { toParameter } from '../clients/sql/parameters.ts';
import { refuse } from '../kit/errors.ts';
import { isCalculated, usedBy, usedByKey } from './calculated-key.ts';
import {
  chosenColumn,
  filledColumns,
  type Given,
  requiredFinder,
  writableColumns,
} from './columns.ts';
import { labelOfColumn } from './names.ts';

/** A way to write null, which a blank field is not: that is left out. */
export const nullField = {
  key: 'null_columns',
  label: 'Set to Null',
  list: true,
  exact: true,
  dynamic: 'writable_column.id.label',
  dependsOn: ['cluster_id', 'table'],
  helpText: 'Columns to set to null. A field that is left blank is not changed.',
} as const;

export const LEFT_OUT_LABEL = 'Columns Not Written (Gone From the Table)';

/** A value at a place of the row: a column, or a part of an object. */
export type Assignment = { path: string[]; value: unknown };

export type Assigned = {
  assignments: Assignment[];
  /** Columns that were filled in and are not in the table any more. */
  gone: string[];
};

/** What was filled into the form, with what is to be null. */
export function assignedIn(
  table: Table,
  input: Record<string, unknown>,
  nulls: readonly string[],
): Assigned {
  const columns = writableColumns(table);
  const { given, gone } = filledColumns(columns, input);
  const isWritable = (column: Column) => columns.includes(column);
  const empty = nulls.map((name) => chosenColumn(table, name, isWritable, 'column to write named'));
  for (const column of empty) {
    if (!given.some((one) => one.column === column)) continue;
    throw refuse(
      `“${labelOfColumn(column)}” has a value and is in “Set to Null” as well`,
      'Take one of the two away.',
    );
  }
  const all: Given[] = [...given, ...empty.map((column) => ({ column, value: null }))];
  if (all.length === 0) throw refuse('no column has a value', 'Fill in at least one column.');
  return { assignments: merged(all), gone };
}

/** Parts of an object that is given as a whole go into it; the others stand for themselves. */
export function merged(given: readonly Given[]): Assignment[] {
  const assignments: Assignment[] = [];
  const wholes = given
    .filter(({ column }) => column.type.scalar === 'object')
    .map(({ column }) => column);
  if (wholes.length === 0) return given.map(({ column: { path }, value }) => ({ path, value }));
  for (const { column, value } of inOrder(given)) {
    const whole = wholes.find(
      (one) => one !== column && one.path.every((part, index) => part === column.path[index]),
    );
    const into = whole && assignments.find(({ path }) => path.join('.') === whole.path.join('.'));
    if (into) into.value = withPart(into.value, column.path.slice(into.path.length), value);
    else assignments.push({ path: column.path, value });
  }
  return assignments;
}

/** Wholes before their parts. */
const inOrder = (given: readonly Given[]) =>
  [...given].sort((a, b) => a.column.path.length - b.column.path.length);

function withPart(of: unknown, path: readonly string[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const object = typeof of === 'object' && of !== null && !Array.isArray(of) ? of : {};
  const inner: unknown = Object.hasOwn(object, key) ? (object as Record<string, unknown>)[key] : {};
  return { ...object, [key]: withPart(inner, rest, value) };
}

/** A new row's columns: parts of an object make the object. */
export function inColumns(assignments: readonly Assignment[]): Map<string, unknown> {
  const columns = new Map<string, unknown>();
  for (const { path, value } of assignments) {
    const [column = '', ...rest] = path;
    columns.set(column, withPart(columns.get(column), rest, value));
  }
  return columns;
}

/** `"a" = ?, "o"['p'] = ?` with its parameters. */
export function settings(assignments: readonly Assignment[]): { sql: string; args: unknown[] } {
  return {
    sql: assignments.map(({ path }) => `${quotedPath(path)} = ?`).join(', '),
    args: assignments.map(({ value }) => value),
  };
}

/**
 * Finds what an update must leave alone: CrateDB refuses keys and what decides a row's place, so an object that holds
 * such a part cannot be set as a whole either. What a key is calculated from is left alone, too: measured, with
 * another key the row would stay in the place of the old one, and a second row could get the same key.
 */
export function fixedFinder(table: Table) {
  return within([...placing(table), ...usedByKey(table), ...usedByPartition(table)]);
}

/** The key's columns, and those that say where a row is kept. */
function placing(table: Table): Column[] {
  const { columns, primaryKey, partitionedBy, clusteredBy } = table;
  const names = [...partitionedBy, clusteredBy ?? ''];
  return columns.filter((column) => primaryKey.includes(column) || isNamed(names, column));
}

const isNamed = (names: readonly string[], column: Column) =>
  names.includes(column.name) || names.includes(labelOfColumn(column));

/** CrateDB, measured: what a partition is calculated from is never changed, not even to another time of its month. */
export function usedByPartition(table: Table): Column[] {
  return table.columns
    .filter((column) => isNamed(table.partitionedBy, column))
    .flatMap((column) => usedBy(table, column));
}

const within =
  (fixed: readonly Column[]) =>
  ({ path }: Pick<Column, 'path'>): boolean =>
    fixed.some((column) => path.every((part, index) => part === column.path[index]));

/** What an update of a row by its key can set: of an object with a fixed part, the other parts that are given. */
export function changeFinder(table: Table) {
  const isFixed = within([...placing(table), ...usedByPartition(table)]);
  const changesIn = (assignments: readonly Assignment[]): Assignment[] =>
    assignments.flatMap((assignment) => {
      if (!isFixed(assignment)) return [assignment];
      const { path, value } = assignment;
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
      return changesIn(
        Object.entries(value).map(([key, inner]) => ({ path: [...path, key], value: inner })),
      );
    });
  return changesIn;
}

/** Columns that the database would miss in a new row. */
export function missingColumns(table: Table, columns: ReadonlyMap<string, unknown>): Column[] {
  return missingFinder(table)(columns);
}

/** The same for many rows. What a calculated key is made of may be null, but has to be there. */
export function missingFinder(table: Table) {
  const isRequired = requiredFinder(table);
  const required = table.columns.filter((column) => isRequired(column) && !isCalculated(column));
  return (columns: ReadonlyMap<string, unknown>): Column[] =>
    required.filter(({ path, nullable }) => {
      const value = columns.get(path[0] ?? '');
      return value === undefined || (value === null && !nullable);
    });
}

/** A key that was read, in the form that a parameter has: times as milliseconds, bigints as text. */
export function toKeyParameters({ primaryKey }: Table, key: readonly unknown[]): unknown[] {
  return key.map((value, index) => {
    const column = primaryKey[index];
    const parameter = column ? toParameter(column.type, value) : { value };
    return 'value' in parameter ? parameter.value : value;
  });
}
