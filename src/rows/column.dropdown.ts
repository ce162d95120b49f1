import { isComparable } from '../clients/sql/types.ts';
import { defineDropdown } from '../kit/dropdown.ts';
import { columnsOf } from './columns-of.ts';

/** Columns that a condition can be about. */
export const columnDropdown = defineDropdown({
  key: 'column',
  noun: 'Column',
  label: 'Columns',
  example: { id: 'status', label: 'status (text)' },
  list: (run) => columnsOf(run, (column) => isComparable(column.type) && !column.inList),
});
