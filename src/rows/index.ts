/** Rows of tables, by SQL with the cluster's token. */
import type { Step } from '../kit/step.ts';
import { createRow } from './create-row.create.ts';
import { findRow } from './find-row.search.ts';
import { orderColumnDropdown } from './order-column.dropdown.ts';
import { schemaDropdown } from './schema.dropdown.ts';
import { tableDropdown } from './table.dropdown.ts';
import { tableOrViewDropdown } from './table-or-view.dropdown.ts';
import { upsertRowAction } from './upsert-row.create.ts';
import { writableColumnDropdown } from './writable-column.dropdown.ts';

export const rows: readonly Step[] = [
  findRow,
  createRow,
  upsertRowAction,
  schemaDropdown,
  tableDropdown,
  tableOrViewDropdown,
  orderColumnDropdown,
  writableColumnDropdown,
];
