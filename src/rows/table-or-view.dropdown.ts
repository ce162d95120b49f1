import { defineDropdown } from '../kit/dropdown.ts';
import { tablesOf } from './tables-of.ts';

/** What can be read from. */
export const tableOrViewDropdown = defineDropdown({
  key: 'table_or_view',
  noun: 'Table or View',
  label: 'Tables and Views',
  example: { id: 'doc.orders', label: 'doc.orders' },
  list: (run) => tablesOf(run, { withViews: true }),
});
