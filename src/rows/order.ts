/** The order that a user chose for rows. */

import type { Table } from '../clients/sql/columns.ts';
import { quotedPath } from '../clients/sql/identifiers.ts';
import { isOrderable } from '../clients/sql/types.ts';
import { chosenColumn } from './columns.ts';

export const orderFields = [
  {
    key: 'order_column',
    label: 'Order By',
    exact: true,
    dynamic: 'order_column.id.label',
    dependsOn: ['cluster_id', 'table'],
    helpText: 'Leave blank for no particular order. Rows without a value come last.',
  },
  {
    key: 'order_direction',
    label: 'Order',
    choices: { descending: 'Largest or Newest First', ascending: 'Smallest or Oldest First' },
    default: 'descending',
    helpText: 'Used only with “Order By”.',
  },
] as const;

type Ordering = {
  order_column: string | undefined;
  order_direction: 'descending' | 'ascending';
};

/** ` ORDER BY …`, or nothing. CrateDB puts nulls first in descending order unless told not to. */
export function orderOf(table: Table, input: Ordering): string {
  if (input.order_column === undefined) return '';
  const isFit = (column: Table['columns'][number]) => isOrderable(column.type) && !column.inList;
  const column = chosenColumn(table, input.order_column, isFit, 'column to order by named');
  const direction = input.order_direction === 'ascending' ? 'ASC' : 'DESC';
  return ` ORDER BY ${quotedPath(column.path)} ${direction} NULLS LAST`;
}
