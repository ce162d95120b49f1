import { defineDropdown } from '../kit/dropdown.ts';
import { writableColumns } from './columns.ts';
import { columnsOf } from './columns-of.ts';

/** Columns that may be empty. */
export const writableColumnDropdown = defineDropdown({
  key: 'writable_column',
  noun: 'Column',
  label: 'Columns That May Be Empty',
  example: { id: 'status', label: 'status (text)' },
  list: (run) =>
    columnsOf(run, (column, table) => column.nullable && writableColumns(table).includes(column)),
});
