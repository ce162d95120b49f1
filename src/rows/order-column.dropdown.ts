import { isOrderable } from '../clients/sql/types.ts';
import { defineDropdown } from '../kit/dropdown.ts';
import { columnsOf } from './columns-of.ts';

/** Columns that rows can be ordered by. */
export const orderColumnDropdown = defineDropdown({
  key: 'order_column',
  noun: 'Column',
  label: 'Columns to Order By',
  example: { id: 'placed_at', label: 'placed_at (timestamp with time zone)' },
  list: (run) => columnsOf(run, (column) => isOrderable(column.type) && !column.inList),
});
