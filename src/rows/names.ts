/** What tables and columns are called where people read it, and in the keys of fields. */
import type { Column } from '../clients/sql/columns.ts';
import type { TableName } from '../clients/sql/identifiers.ts';
import { keyForName } from '../kit/fields/dynamic.ts';

export function labelOfTable({ schema, name }: TableName): string {
  return `${schema}.${name}`;
}

/** `o.p` for the part p of the object o. CrateDB: no name of a column has a dot. */
export function labelOfColumn({ path }: Pick<Column, 'path'>): string {
  return path.join('.');
}

export function keyOfColumn(column: Pick<Column, 'path'>): string {
  return keyForName(labelOfColumn(column));
}
