/** A row as a step gives it: what is known of every row, and a value for each column. */
import type { Cluster } from '../clients/cloud/clusters.ts';
import { type Column, isTop, type Table } from '../clients/sql/columns.ts';
import { quoted, quotedPath } from '../clients/sql/identifiers.ts';
import type { SqlResult } from '../clients/sql/reply.ts';
import { keyForName, type MadeOutput, partKey } from '../kit/fields/dynamic.ts';
import { primaryText, text } from '../kit/record/static.ts';
import { consoleUrl, consoleUrlOf } from '../vocabulary/console.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { keyOfColumn, labelOfColumn } from './columns.ts';
import { labelOfTable } from './table.ts';

export const rowRecord = {
  row_key: primaryText('Row Key', '["Acme","17"]'),
  summary: summaryField('Row of doc.orders: customer Acme, number 17, status paid, total 79.96.'),
  table: text('Table', 'doc.orders'),
  cluster_id: text('Cluster ID', 'e1e38d92-0000-48f1-8a70-000000000003'),
  cluster_name: text('Cluster Name', 'weather-prod'),
  console_url: consoleUrlOf('cluster'),
};

/** What a row is read with: all its columns, and its own id where it has no key. */
export function selectionOf(table: Table): string {
  const columns = topColumns(table).map(({ path }) => quoted(path[0] ?? ''));
  return hasKey(table) ? columns.join(', ') : ['_id', ...columns].join(', ');
}

/** A table's row can be told from all others: by its key, or by the id that the database gives it. */
function hasKey({ primaryKey, isView }: Table): boolean {
  return primaryKey.length > 0 || isView;
}

const topColumns = ({ columns }: Table) => columns.filter(isTop);

/** The rows that were read with `selectionOf`. */
export function toRows(cluster: Cluster, table: Table, { rows }: SqlResult) {
  const columns = topColumns(table);
  return rows.map((values) => {
    const own = hasKey(table) ? values : values.slice(1);
    const byName = new Map(columns.map(({ path }, index) => [path[0] ?? '', own[index] ?? null]));
    const fields = fieldsOf(table, byName);
    const key = hasKey(table) ? keyOf(table, byName) : String(values[0]);
    return {
      row_key: key,
      summary: summaryOf(table, fields),
      table: labelOfTable(table),
      cluster_id: cluster.id,
      cluster_name: cluster.name,
      console_url: consoleUrl('cluster'),
      ...fields,
    };
  });
}

/** The key's values as one text: of one column as it is, of several as a JSON list of texts. */
function keyOf(table: Table, values: ReadonlyMap<string, unknown>): string {
  // A view has no key: all of its row stands for it.
  const columns = table.isView ? topColumns(table) : table.primaryKey;
  const parts = columns.map((column) => textOf(simple(column, at(column.path, values))));
  return parts.length === 1 ? (parts[0] ?? '') : JSON.stringify(parts);
}

/** The same of the key's values alone, or of a row's `_id`. */
export function rowKeyOf({ primaryKey }: Table, values: readonly unknown[]): string {
  const parts = values.map((value, index) => {
    const column = primaryKey[index];
    return textOf(column ? simple(column, value) : value);
  });
  return parts.length === 1 ? (parts[0] ?? '') : JSON.stringify(parts);
}

function at(path: readonly string[], values: ReadonlyMap<string, unknown>): unknown {
  const [column = '', ...keys] = path;
  return keys.reduce<unknown>((of, key) => member(of, key), values.get(column));
}

function member(of: unknown, key: string): unknown {
  if (typeof of !== 'object' || of === null || !Object.hasOwn(of, key)) return null;
  return (of as Record<string, unknown>)[key];
}

/** A value for each column and each part of an object, by the keys of their output fields. */
function fieldsOf(table: Table, values: ReadonlyMap<string, unknown>): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const column of table.columns) {
    if (column.inList) continue;
    const value = at(column.path, values);
    const key = keyOfColumn(column);
    fields[key] = isLines(column) ? linesOf(table, column, value) : simple(column, value);
    if (isPoint(column)) {
      const [longitude = null, latitude = null] = Array.isArray(value) ? value : [];
      Object.assign(fields, {
        [partOf(column, 'longitude')]: longitude,
        [partOf(column, 'latitude')]: latitude,
      });
    }
  }
  return fields;
}

const isPoint = ({ type }: Column) => type.scalar === 'geo_point' && type.depth === 0;
const isLines = ({ type }: Column) => type.scalar === 'object' && type.depth === 1;
const partOf = (column: Column, part: string) => keyForName(`${labelOfColumn(column)}.${part}`);

/** The objects of an array as line items. CrateDB tells the type of a part in one of them. */
function linesOf(table: Table, list: Column, value: unknown): Record<string, unknown>[] {
  const parts = partsOfLines(table, list);
  return (Array.isArray(value) ? value : []).map((line) =>
    Object.fromEntries(
      parts.map((part) => {
        const keys = part.path.slice(list.path.length);
        const found = keys.reduce<unknown>((of, key) => member(of, key), line);
        return [partKey(keys.join('.')), simple(part, found)];
      }),
    ),
  );
}

const partsOfLines = ({ columns }: Table, list: Column) =>
  columns.filter(
    ({ path }) =>
      path.length > list.path.length && list.path.every((part, index) => part === path[index]),
  );

/** One value in the form that is given: exact numbers as text, times as ISO 8601, what is nested as JSON. */
function simple({ type }: Column, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (type.depth === 1 && type.scalar !== 'object' && Array.isArray(value)) {
    return value.map((item) => simpleItem(type.scalar, item));
  }
  return type.depth > 0 ? JSON.stringify(value) : simpleItem(type.scalar, value);
}

function simpleItem(scalar: Column['type']['scalar'], value: unknown): unknown {
  if (value === null || value === undefined) return null;
  switch (scalar) {
    case 'bigint':
    case 'numeric':
      return String(value);
    case 'geo_point':
      return Array.isArray(value) ? `POINT (${value.join(' ')})` : value;
    // Inside of an object a timestamp comes as the milliseconds that it is kept as.
    case 'timestamp with time zone':
      return typeof value === 'number' ? new Date(value).toJSON() : value;
    case 'timestamp without time zone':
      return typeof value === 'number' ? (new Date(value).toJSON()?.slice(0, -1) ?? null) : value;
    default:
      return typeof value === 'object' ? JSON.stringify(value) : value;
  }
}

export const textOf = (value: unknown) =>
  typeof value === 'string' ? value : JSON.stringify(value);

/** Columns that fit into a sentence. */
const IN_SUMMARY = 4;

function summaryOf(table: Table, fields: Readonly<Record<string, unknown>>): string {
  const told = topColumns(table)
    .map((column) => [labelOfColumn(column), fields[keyOfColumn(column)]] as const)
    .filter(([, value]) => value !== null && typeof value !== 'object')
    .slice(0, IN_SUMMARY)
    .map(([name, value]) => `${name} ${String(value).replace(/\s+/g, ' ').slice(0, 60)}`);
  return `Row of ${labelOfTable(table)}: ${told.join(', ') || 'no values'}.`;
}

/** Output fields for the columns of a table. */
export function columnOutputs(table: Table): MadeOutput[] {
  return table.columns.flatMap((column): MadeOutput[] => {
    if (column.inList) return [];
    const key = keyOfColumn(column);
    const label = labelOfColumn(column);
    if (isLines(column)) {
      return partsOfLines(table, column).map((part) => {
        const name = part.path.slice(column.path.length).join('.');
        return {
          key: `${key}[]${partKey(name)}`,
          label: `${label}: ${name}`,
          type: outputType(part),
        };
      });
    }
    const isList = column.type.depth === 1;
    const whole = { key, label, type: outputType(column), ...(isList ? { list: true } : {}) };
    if (!isPoint(column)) return [whole];
    return [
      whole,
      { key: partOf(column, 'longitude'), label: `${label}: Longitude`, type: 'number' },
      { key: partOf(column, 'latitude'), label: `${label}: Latitude`, type: 'number' },
    ];
  });
}

/** The same for line items called `rows`, in which lists are JSON. */
export function lineOutputs(table: Table): MadeOutput[] {
  const fields = new Map<string, MadeOutput>();
  for (const field of columnOutputs(table)) {
    const key = `rows[]${field.key.replace(/\[\].*/, '')}`;
    const isList = field.key.includes('[]');
    const { list: _, ...single } = field;
    const isText = isList || field.list;
    if (!fields.has(key))
      fields.set(key, { ...single, key, ...(isText ? { type: 'string' } : {}) });
  }
  return [...fields.values()];
}

function outputType({ type }: Column): MadeOutput['type'] {
  switch (type.scalar) {
    case 'boolean':
      return 'boolean';
    case 'byte':
    case 'smallint':
    case 'integer':
      return 'integer';
    case 'real':
    case 'double precision':
      return 'number';
    // Without a zone a time is no moment that Zapier could convert.
    case 'timestamp with time zone':
      return 'datetime';
    default:
      return 'string';
  }
}

/** The condition that finds the row with a key; parameters in the order of the key's columns. */
export function keyCondition(table: Table): string {
  return table.primaryKey.length === 0
    ? '_id = ?'
    : table.primaryKey.map(({ path }) => `${quotedPath(path)} = ?`).join(' AND ');
}
