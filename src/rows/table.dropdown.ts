import { defineDropdown } from '../kit/dropdown.ts';
import { tablesOf } from './tables-of.ts';

/** Tables that can be written to. */
export const tableDropdown = defineDropdown({
  key: 'table',
  noun: 'Table',
  label: 'Tables',
  example: { id: 'doc.orders', label: 'doc.orders' },
  list: (run) => tablesOf(run, { withViews: false }),
});
