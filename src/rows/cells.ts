/** A row's values in the form that a step gives, each under the key of its output field. */
import { type Column, isTop, type Table } from '../clients/sql/columns.ts';
import type { SqlType } from '../clients/sql/types.ts';
import { keyForName, partKey } from '../kit/fields/dynamic.ts';
import { keyOfColumn, labelOfColumn } from './names.ts';

/** Turns a value of one column into what is given; made once for all rows. */
type Reader = (value: unknown) => unknown;

/** An output field, where its value stands in what was read, and how it is given. */
type Cell = { key: string; place: number; path: readonly string[]; read: Reader };

/** Line items hold single values only. */
type Form = 'row' | 'line';

/** Puts a row's values into what is given of it. What the table says of them is looked at once for all rows. */
export function cellWriter(table: Table, first: number, form: Form) {
  const cells = cellsOf(table, first, form);
  return (row: Record<string, unknown>, values: readonly unknown[]): void => {
    for (const { key, place, path, read } of cells) {
      row[key] = read(partAt(values[place], path));
    }
  };
}

export const topColumns = ({ columns }: Table) => columns.filter(isTop);

/**
 * What a row is read by, in this order: its columns, and each NUMERIC that is a part of an object. Within the object
 * it comes as a number whose scale, and more digits than a double has, would be lost here.
 */
export function readColumns(table: Table): Column[] {
  const parts = table.columns.filter(
    (column) => !isTop(column) && !column.inList && column.type.scalar === 'numeric',
  );
  return [...topColumns(table), ...parts];
}

/** Finds where the value of a column stands in what was read by `readColumns`, and at which path of it. */
export function placeFinder(table: Table) {
  const read = readColumns(table);
  return (column: Column): { place: number; path: readonly string[] } => {
    const own = read.indexOf(column);
    if (own >= 0) return { place: own, path: [] };
    const [top, ...path] = column.path;
    return { place: read.findIndex((one) => isTop(one) && one.path[0] === top), path };
  };
}

/** A cell for each column, each part of an object, and what else is made of one. */
function cellsOf(table: Table, first: number, form: Form): Cell[] {
  const find = placeFinder(table);
  return table.columns
    .filter(({ inList }) => !inList)
    .flatMap((column) => {
      const { place, path } = find(column);
      const read = form === 'line' ? singleReader(column) : readerOf(column);
      const whole = { key: keyOfColumn(column), place: first + place, path, read };
      if (hasLines(table, column) && form === 'row') {
        return [
          { ...whole, read: linesReader(table, column) },
          { ...whole, key: keyOfPart(column, 'json') },
        ];
      }
      if (!isPoint(column)) return [whole];
      return [
        whole,
        { ...whole, key: keyOfPart(column, 'longitude'), read: numberOfPoint(0) },
        { ...whole, key: keyOfPart(column, 'latitude'), read: numberOfPoint(1) },
      ];
    });
}

export const isPoint = ({ type }: Column) => type.scalar === 'geo_point' && type.depth === 0;

/** The key of what is given beside a column, made of it. CrateDB: no column has a dot in its name. */
export const keyOfPart = (column: Column, part: 'longitude' | 'latitude' | 'json') =>
  keyForName(`${labelOfColumn(column)}.${part}`);

const numberOfPoint =
  (index: number): Reader =>
  (value) =>
    Array.isArray(value) ? (value[index] ?? null) : null;

/** True for an array of objects whose parts are known: each object is a line item. */
export function hasLines(table: Table, column: Column): boolean {
  const { scalar, depth } = column.type;
  return scalar === 'object' && depth === 1 && partsOfLines(table, column).length > 0;
}

export const partsOfLines = ({ columns }: Table, list: Column) =>
  columns.filter(
    ({ path }) =>
      path.length > list.path.length && list.path.every((part, index) => part === path[index]),
  );

/** The objects of an array as line items. CrateDB tells the type of a part in one of them. */
function linesReader(table: Table, list: Column): Reader {
  const parts = partsOfLines(table, list).map((part) => {
    const path = part.path.slice(list.path.length);
    return { key: partKey(path.join('.')), path, read: singleReader(part) };
  });
  return (value) =>
    (Array.isArray(value) ? value : []).map((line) =>
      Object.fromEntries(parts.map(({ key, path, read }) => [key, read(partAt(line, path))])),
    );
}

/** Exact numbers as text, times as ISO 8601, lists of single values as lists, what is nested as JSON. */
export function readerOf({ type }: Pick<Column, 'type'>): Reader {
  const read = itemReader(type.scalar);
  if (type.depth === 0) return read;
  const isList = type.depth === 1 && type.scalar !== 'object';
  return (value) => {
    if (value === null || value === undefined) return null;
    return isList && Array.isArray(value) ? value.map(read) : JSON.stringify(value);
  };
}

/** As one value, whatever it is. */
function singleReader(column: Column): Reader {
  const read = readerOf(column);
  return column.type.depth === 0 ? read : (value) => other(read(value));
}

function itemReader(scalar: SqlType['scalar']): Reader {
  switch (scalar) {
    case 'bigint':
    case 'numeric':
      return (value) => (value === null || value === undefined ? null : String(value));
    case 'geo_point':
      return (value) => (Array.isArray(value) ? `POINT (${value.join(' ')})` : other(value));
    // Inside of an object a timestamp comes as the milliseconds that it is kept as.
    case 'timestamp with time zone':
      return (value) => (typeof value === 'number' ? isoOf(value, 'Z') : other(value));
    case 'timestamp without time zone':
      return (value) => (typeof value === 'number' ? isoOf(value, '') : other(value));
    // The same of bits: there they are `B'1010'`.
    case 'bit':
      return (value) =>
        typeof value === 'string' ? value.replace(/^B'(.*)'$/, '$1') : other(value);
    default:
      return other;
  }
}

/** CrateDB keeps times that JavaScript's calendar does not have; they stay what they are. */
function isoOf(milliseconds: number, zone: 'Z' | ''): unknown {
  const iso = new Date(milliseconds).toJSON();
  if (iso === null) return milliseconds;
  return zone === 'Z' ? iso : iso.slice(0, -1);
}

function other(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  return typeof value === 'object' ? JSON.stringify(value) : value;
}

/** A part of an object, or null; `from` says at which place of the path to begin. */
export function partAt(of: unknown, path: readonly string[], from = 0): unknown {
  let value = of;
  for (let index = from; index < path.length; index += 1) {
    const key = path[index] ?? '';
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return null;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}
