/** The output fields of a table's rows. */
import type { Column, Table } from '../clients/sql/columns.ts';
import { type MadeOutput, partKey } from '../kit/fields/dynamic.ts';
import { hasLines, isPoint, keyOfPart, partsOfLines } from './cells.ts';
import { keyOfColumn, labelOfColumn } from './names.ts';
import { placeOf } from './table.ts';

/** Output fields for the columns of the chosen table; none while none is chosen. */
export async function outputsOfTable(run: Parameters<typeof placeOf>[0]): Promise<MadeOutput[]> {
  const place = await placeOf(run);
  return place ? columnOutputs(place.table) : [];
}

function columnOutputs(table: Table): MadeOutput[] {
  return table.columns
    .filter(({ inList }) => !inList)
    .flatMap((column) => (hasLines(table, column) ? linesOutputs(table, column) : plain(column)));
}

/** The same for line items called `rows`, in which lists are JSON. */
export function lineOutputs(table: Table): MadeOutput[] {
  return table.columns
    .filter(({ inList }) => !inList)
    .flatMap(plain)
    .map(({ list, ...field }) => ({
      ...field,
      key: `rows[]${field.key}`,
      ...(list ? { type: 'string' } : {}),
    }));
}

function plain(column: Column): MadeOutput[] {
  const label = labelOfColumn(column);
  const { depth, scalar } = column.type;
  const isList = depth === 1 && scalar !== 'object';
  const type = depth > 0 && !isList ? 'string' : outputType(column);
  const whole = { key: keyOfColumn(column), label, type, ...(isList ? { list: true } : {}) };
  if (!isPoint(column)) return [whole];
  return [
    whole,
    { key: keyOfPart(column, 'longitude'), label: `${label}: Longitude`, type: 'number' },
    { key: keyOfPart(column, 'latitude'), label: `${label}: Latitude`, type: 'number' },
  ];
}

/** The parts of line items, and all of them as JSON, which goes into such a column again. */
function linesOutputs(table: Table, column: Column): MadeOutput[] {
  const key = keyOfColumn(column);
  const label = labelOfColumn(column);
  const parts = partsOfLines(table, column).map((part): MadeOutput => {
    const name = part.path.slice(column.path.length).join('.');
    return { key: `${key}[]${partKey(name)}`, label: `${label}: ${name}`, type: lineType(part) };
  });
  return [...parts, { key: keyOfPart(column, 'json'), label: `${label}: As JSON`, type: 'string' }];
}

const lineType = (part: Column) => (part.type.depth > 0 ? 'string' : outputType(part));

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
