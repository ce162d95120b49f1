import { listTables } from '../clients/sql/columns.ts';
import { byLabel, defineDropdown } from '../kit/dropdown.ts';
import { refuse } from '../kit/errors.ts';
import { asked, reached } from './table.ts';

/** Schemas with tables of the user's own. */
export const schemaDropdown = defineDropdown({
  key: 'schema',
  noun: 'Schema',
  label: 'Schemas',
  example: { id: 'doc', label: 'doc' },
  list: async (run) => {
    const { cluster_id: text } = run.input;
    if (text === undefined) throw refuse('no cluster is chosen', 'Choose one first.');
    const { cluster, sql } = await reached(run, text);
    const tables = await asked(run, cluster, () => listTables(sql));
    const names = [...new Set(tables.map((table) => table.schema))];
    return byLabel(names.map((name) => ({ id: name, label: name })));
  },
});
