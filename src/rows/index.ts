/** Rows of tables, by SQL with the cluster's token. */
import type { Step } from '../kit/step.ts';
import { columnDropdown } from './column.dropdown.ts';
import { createRow } from './create-row.create.ts';
import { createRows } from './create-rows.create.ts';
import { deleteRows } from './delete-rows.create.ts';
import { findRow } from './find-row.search.ts';
import { findRowByKey } from './find-row-by-key.search.ts';
import { findRows } from './find-rows.search.ts';
import { findRowsByQuery } from './find-rows-by-query.search.ts';
import { newOrUpdatedRow } from './new-or-updated-row.trigger.ts';
import { newRow } from './new-row.trigger.ts';
import { newRowFromQuery } from './new-row-from-query.trigger.ts';
import { orderColumnDropdown } from './order-column.dropdown.ts';
import { runStatement } from './run-statement.create.ts';
import { schemaDropdown } from './schema.dropdown.ts';
import { tableDropdown } from './table.dropdown.ts';
import { tableOrViewDropdown } from './table-or-view.dropdown.ts';
import { timestampColumnDropdown } from './timestamp-column.dropdown.ts';
import { updateRows } from './update-rows.create.ts';
import { upsertRowAction } from './upsert-row.create.ts';
import { writableColumnDropdown } from './writable-column.dropdown.ts';

export const rows: readonly Step[] = [
  newRow,
  newOrUpdatedRow,
  newRowFromQuery,
  findRow,
  findRowByKey,
  findRows,
  findRowsByQuery,
  createRow,
  createRows,
  upsertRowAction,
  updateRows,
  deleteRows,
  runStatement,
  schemaDropdown,
  tableDropdown,
  tableOrViewDropdown,
  columnDropdown,
  timestampColumnDropdown,
  orderColumnDropdown,
  writableColumnDropdown,
];
