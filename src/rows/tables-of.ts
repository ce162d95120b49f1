import { listTables } from '../clients/sql/columns.ts';
import { byLabel, type DropdownItem } from '../kit/dropdown.ts';
import { refuse } from '../kit/errors.ts';
import type { Run } from '../kit/run/run.ts';
import { labelOfTable } from './names.ts';
import { asked, reached } from './table.ts';

type Input = { cluster_id: string | undefined; schema: string | undefined };

/** The tables of the chosen cluster and schema, with its views where they can be chosen. */
export async function tablesOf(
  run: Run<Input>,
  { withViews }: { withViews: boolean },
): Promise<DropdownItem[]> {
  const { cluster_id: text, schema } = run.input;
  if (text === undefined) throw refuse('no cluster is chosen', 'Choose one first.');
  const { cluster, sql } = await reached(run, text);
  const tables = await asked(run, cluster, () => listTables(sql));
  const items = tables
    .filter((table) => schema === undefined || table.schema === schema)
    .filter((table) => withViews || !table.isView)
    .map((table) => ({
      id: labelOfTable(table),
      label: `${labelOfTable(table)}${table.isView ? ' (view)' : ''}`,
    }));
  return byLabel(items);
}
