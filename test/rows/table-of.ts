/** Tables as `information_schema` tells them, for what works on them without a database. */
import type { Column, Table } from '../../src/clients/sql/columns.ts';
import { typeNamed } from '../../src/clients/sql/types.ts';

/** @param name `o.p` for the part p of the object o */
export function columnOf(name: string, typeName: string, more: Partial<Column> = {}): Column {
  return {
    name,
    path: name.split('.'),
    type: typeNamed(typeName),
    typeName,
    nullable: true,
    calculation: null,
    defaultTo: null,
    inList: false,
    ...more,
  };
}

/** @param key the names of the primary key's columns */
export function tableOf(
  columns: readonly Column[],
  key: readonly string[],
  more: Partial<Table> = {},
): Table {
  return {
    schema: 'doc',
    name: 'orders',
    isView: false,
    closed: false,
    columns: [...columns],
    primaryKey: key.flatMap((name) => columns.filter((column) => column.name === name)),
    partitionedBy: [],
    clusteredBy: null,
    ...more,
  };
}
