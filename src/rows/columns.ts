/** A table's columns as fields of a form, and what was filled into them as parameters. */
import { type Column, isTop, type Table } from '../clients/sql/columns.ts';
import { parsedExactly } from '../clients/sql/digits.ts';
import { isComparable, type SqlType } from '../clients/sql/types.ts';
import { refuse } from '../kit/errors.ts';
import { nameForKey } from '../kit/fields/dynamic.ts';
import type { InputField } from '../kit/fields/read.ts';
import { isSameText } from '../kit/text.ts';
import { isCalculated, usedByKey } from './calculated-key.ts';
import { hintOf } from './hints.ts';
import { keyOfColumn, labelOfColumn } from './names.ts';
import { toColumnParameter } from './object-parts.ts';

/** Columns that a row is written with: those that the database calculates are left to it. */
export function writableColumns({ columns }: Table): Column[] {
  const calculated = columns.filter(isCalculated).map(({ path }) => path[0]);
  return columns.filter(({ path, inList }) => !inList && !calculated.includes(path[0]));
}

/** Finds the columns that the database refuses to leave empty, and those that it calculates a row's key from. */
export function requiredFinder(table: Table): (column: Column) => boolean {
  const used = usedByKey(table);
  return (column) =>
    column.defaultTo === null && ((isTop(column) && !column.nullable) || used.includes(column));
}

/** A field for each column that can be written. */
export function fieldsToWrite(
  table: Table,
  isNeeded = requiredFinder(table),
  isWanted: (column: Column) => boolean = () => true,
): InputField[] {
  return writableColumns(table)
    .filter(isWanted)
    .map((column) => toField(column, isNeeded(column)));
}

/** A field for each column that rows can be looked for by. */
export function fieldsToMatch(table: Table): InputField[] {
  return table.columns
    .filter((column) => isComparable(column.type) && !column.inList)
    .map((column) => toField(column, false));
}

function toField(column: Column, required: boolean): InputField {
  const { type } = column;
  const isFlag = type.scalar === 'boolean' && type.depth === 0;
  const isLong = type.scalar === 'object' || type.depth > 1 || type.scalar === 'geo_shape';
  const isList = type.depth === 1 && type.scalar !== 'object';
  return {
    key: keyOfColumn(column),
    label: labelOfColumn(column),
    type: isLong || (type.scalar === 'text' && type.length === null) ? 'text' : 'string',
    ...(required ? { required } : {}),
    ...(isFlag ? { choices: { true: 'Yes', false: 'No' } } : {}),
    ...(isList ? { list: true } : {}),
    helpText: hintOf(column),
  };
}

/** The column that a text names: as it stands, or without case where only one is meant. */
export function chosenColumn(
  table: Table,
  text: string,
  isFit: (column: Column) => boolean,
  what: string,
): Column {
  const named = table.columns.filter((column) => isSameText(labelOfColumn(column), text));
  const exact = named.find((column) => labelOfColumn(column) === text || column.name === text);
  const column = exact ?? (named.length === 1 ? named[0] : undefined);
  if (column && isFit(column)) return column;
  const names = table.columns.filter(isFit).map(labelOfColumn);
  const there = names.length > 0 ? `There are: ${names.slice(0, 6).join(', ')}.` : 'There is none.';
  throw refuse(`${table.schema}.${table.name} has no ${what} “${text.slice(0, 40)}”`, there);
}

/** What is looked for may be longer than what a column stores: then there is no such row. */
export function soughtType({ type }: Column): SqlType {
  return { ...type, length: null };
}

/** A column and its value as a parameter. */
export type Given = { column: Column; value: unknown };

export type Filled = {
  given: Given[];
  /** Columns that were filled in and are not there any more. */
  gone: string[];
};

/** What was filled into the fields of columns; a blank field is left out. */
export function filledColumns(
  columns: readonly Column[],
  input: Record<string, unknown>,
  typeOf: (column: Column) => SqlType = ({ type }) => type,
): Filled {
  const byName = new Map(columns.map((column) => [labelOfColumn(column), column]));
  const filled: Filled = { given: [], gone: [] };
  for (const [key, value] of Object.entries(input)) {
    const name = nameForKey(key);
    if (name === null || isBlank(value)) continue;
    const column = byName.get(name);
    if (column === undefined) filled.gone.push(name);
    else {
      const sought = { ...column, type: typeOf(column) };
      filled.given.push({ column, value: parameterOf(columns, sought, value) });
    }
  }
  return filled;
}

/** The value as the column takes it, or a refusal that names the column. */
function parameterOf(columns: readonly Column[], column: Column, value: unknown): unknown {
  const parameter = toColumnParameter(columns, column, theOnly(column, value));
  if ('value' in parameter) return parameter.value;
  throw refuse(
    `“${labelOfColumn(column)}” ${parameter.invalid}`,
    `It is of the type ${column.typeName}. Correct it.`,
  );
}

/**
 * Some apps send a list of one for a single value, and one value where several are wanted. A list in a list
 * of one is unwrapped where it cannot be a value itself: a text may begin with a bracket.
 */
function theOnly({ type }: Column, value: unknown): unknown {
  if (!Array.isArray(value)) return type.depth === 1 && !isJsonList(value) ? [value] : value;
  if (value.length !== 1) return value;
  const isVector = type.scalar === 'float_vector';
  if (type.depth === 0 && !isVector) return value[0];
  const least = type.depth + (isVector || type.scalar === 'geo_point' ? 1 : 0);
  const mayBeText = ['text', 'character', 'other'].includes(type.scalar) && isJsonList(value[0]);
  return !mayBeText && levelsOf(value[0]) >= least ? value[0] : value;
}

function isJsonList(value: unknown): boolean {
  return typeof value === 'string' && value.trim().startsWith('[');
}

/** How many lists are within each other, in a list or its JSON. */
function levelsOf(value: unknown): number {
  const list = isJsonList(value) ? parsedExactly(String(value)) : value;
  return Array.isArray(list) ? 1 + levelsOf(list[0]) : 0;
}

/** True for what a form leaves out: nothing, or nothing but blanks. */
export function isBlank(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === '';
  return value === undefined || value === null || (Array.isArray(value) && value.every(isBlank));
}

/** A condition without one of its columns would be another condition. */
export function refuseGone(table: Table, gone: readonly string[]): void {
  if (gone.length === 0) return;
  throw refuse(
    `${table.schema}.${table.name} has no column “${gone[0]?.slice(0, 40)}” any more`,
    'Empty its field, or choose the table anew in the step.',
  );
}
