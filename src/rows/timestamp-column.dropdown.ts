import { isTimestamp } from '../clients/sql/types.ts';
import { defineDropdown } from '../kit/dropdown.ts';
import { columnsOf } from './columns-of.ts';

/** Columns that hold a time. */
export const timestampColumnDropdown = defineDropdown({
  key: 'timestamp_column',
  noun: 'Column',
  label: 'Timestamp Columns',
  example: { id: 'placed_at', label: 'placed_at (timestamp with time zone)' },
  list: (run) => columnsOf(run, (column) => isTimestamp(column.type) && !column.inList),
});
