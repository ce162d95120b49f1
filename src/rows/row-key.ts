/** What tells a row from all others of its table, as one text: the same from every step. */
import { isIPv4 } from 'node:net';
import type { Column, Table } from '../clients/sql/columns.ts';
import { quotedPath } from '../clients/sql/identifiers.ts';
import { isTimestamp, type SqlType } from '../clients/sql/types.ts';
import { usedBy, usedByKey } from './calculated-key.ts';
import { partAt, placeFinder, readerOf, topColumns } from './cells.ts';
import { labelOfColumn } from './names.ts';

/** A table's row can be told from all others: by its key, or by the id that the database gives it. */
export function hasKey({ primaryKey, isView }: Table): boolean {
  return primaryKey.length > 0 || isView;
}

/**
 * True where a row that was just written is seen by its key. CrateDB, measured: by `_id` it is, unless the table is
 * partitioned or says by what it is clustered, for then nothing in the id tells the shard.
 */
export function isSeenByKey(table: Table): boolean {
  const { primaryKey, partitionedBy, clusteredBy } = table;
  if (primaryKey.length > 0) return !isMisrouted(table);
  return partitionedBy.length === 0 && clusteredBy === null;
}

/**
 * True for a table that is clustered by a part of an object which its key's text does not stand for. CrateDB, measured
 * (5.8, 6.4): rows are kept by their key there and looked for by that part, so that a look-up by the key finds none.
 */
function isMisrouted({ columns, primaryKey, clusteredBy }: Table): boolean {
  const column = columns.find((one) => labelOfColumn(one) === clusteredBy);
  const isOther = primaryKey.length > 1 || column?.type.scalar === 'boolean';
  return column !== undefined && column.path.length > 1 && isOther;
}

/** What a row's key is read by. */
export function keySelection({ primaryKey }: Table): string[] {
  return primaryKey.length === 0 ? ['_id'] : primaryKey.map(({ path }) => quotedPath(path));
}

/**
 * The condition that finds the row with a key, and which of the key's values are its parameters.
 *
 * CrateDB, measured: where a column is compared, it adds by itself what is calculated from it alone. To compare that
 * as well would be twice, and no look-up by the key any more: what was just written would not be seen.
 */
export function keyCondition(table: Table) {
  const { primaryKey } = table;
  const isSought = primaryKey.map((column) => !isImplied(table, column));
  return {
    sql: keySelection(table)
      .filter((_, index) => isSought[index] ?? true)
      .map((column) => equality(table, column))
      .join(' AND '),
    argsOf: (key: readonly unknown[]) => key.filter((_, index) => isSought[index] ?? true),
  };
}

/** The condition that a column, as it is written in SQL, has a value, or one of several. */
export function equality(table: Table, column: string, of: 'one' | 'any' = 'one'): string {
  // What must not differ is looked for everywhere.
  if (isMisrouted(table)) return `NOT (${column} <> ${of === 'one' ? '?' : 'ALL(?)'})`;
  return `${column} = ${of === 'one' ? '?' : 'ANY(?)'}`;
}

/** True for a part of the key that follows from another part of it. */
function isImplied(table: Table, column: Column): boolean {
  const [only, ...others] = usedBy(table, column);
  return only !== undefined && others.length === 0 && table.primaryKey.includes(only);
}

/**
 * True where columns that are compared for being equal are the whole key, others beside it or not, so that what was
 * just written is seen. CrateDB, measured: not where a column that a part of the key is calculated from is compared
 * beside that part, nor where a column of the key, or such a one, has to differ from something.
 */
export function isWholeKey(
  table: Table,
  equal: readonly Column[],
  differing: readonly Column[],
): boolean {
  const { primaryKey } = table;
  const apart = usedByKey(table).filter((column) => !primaryKey.includes(column));
  return (
    primaryKey.length > 0 &&
    isSeenByKey(table) &&
    primaryKey.every((column) => equal.includes(column) !== isImplied(table, column)) &&
    !apart.some((column) => equal.includes(column)) &&
    ![...primaryKey, ...apart].some((column) => differing.includes(column))
  );
}

/** Makes the text out of a row's key as it was read, or out of its `_id`. */
export function keyReader({ primaryKey }: Table): (values: readonly unknown[]) => string {
  const readers = primaryKey.map(readerOf);
  return (values) => keyText(values.map((value, index) => readers[index]?.(value) ?? value));
}

/** The same out of the parameters that a row is written with; null where the database may write them otherwise. */
export function writtenKeyReader(table: Table): (parameters: readonly unknown[]) => string | null {
  const textOf = keyReader(table);
  const isTime = table.primaryKey.map(({ type }) => isTimestamp(type));
  return (parameters) =>
    table.primaryKey.every(({ type }, index) => isKept(type, parameters[index]))
      ? textOf(parameters.map((value, index) => (isTime[index] ? Number(value) : value)))
      : null;
}

/** CrateDB gives NUMERIC its scale, fills CHARACTER up, and writes an IPv6 address in its shortest form. */
function isKept({ scalar, length }: SqlType, value: unknown): boolean {
  switch (scalar) {
    case 'numeric':
    case 'real':
      return false;
    case 'ip':
      return isIPv4(String(value));
    case 'character':
      return String(value).length === length;
    default:
      return true;
  }
}

/** The same out of a whole row, as it was read: its `_id` first where it has no key. */
export function rowKeyReader(table: Table): (values: readonly unknown[]) => string {
  if (!hasKey(table)) return (values) => String(values[0]);
  const tops = topColumns(table);
  if (table.isView) {
    // A view has no key: all of its row stands for it.
    const readers = tops.map(readerOf);
    return (values) => keyText(readers.map((read, index) => read(values[index])));
  }
  const toText = keyReader(table);
  const valuesOf = keyValuesOf(table);
  return (values) => toText(valuesOf(values));
}

/** The values of the key in a whole row, or its `_id`. */
export function keyValuesOf(table: Table): (values: readonly unknown[]) => unknown[] {
  if (!hasKey(table)) return (values) => [values[0]];
  const keys = table.primaryKey.map(placeFinder(table));
  return (values) => keys.map(({ place, path }) => partAt(values[place], path));
}

/** A key of one value is that value; one of several, or of none at all, a JSON list of texts and of null. */
export function keyText(parts: readonly unknown[]): string {
  const texts = parts.map(textOf);
  const [only] = texts;
  return texts.length === 1 && typeof only === 'string' ? only : JSON.stringify(texts);
}

const textOf = (value: unknown) =>
  value === null || value === undefined || typeof value === 'string'
    ? (value ?? null)
    : JSON.stringify(value);
