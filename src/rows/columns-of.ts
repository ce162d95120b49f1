/** Columns to choose from, as dropdowns show them. */
import type { Column, Table } from '../clients/sql/columns.ts';
import type { DropdownItem } from '../kit/dropdown.ts';
import { refuse } from '../kit/errors.ts';
import type { Run } from '../kit/run/run.ts';
import { labelOfColumn } from './names.ts';
import { placeOf } from './table.ts';

type Input = {
  cluster_id: string | undefined;
  schema: string | undefined;
  table: string | undefined;
};

/** The columns of the chosen table that are fit, in the table's order. */
export async function columnsOf(
  run: Run<Input>,
  isFit: (column: Column, table: Table) => boolean,
): Promise<DropdownItem[]> {
  const place = await placeOf(run);
  if (place === null) throw refuse('no table is chosen', 'Choose a cluster and a table first.');
  const { table } = place;
  return table.columns
    .filter((column) => isFit(column, table))
    .map((column) => ({
      id: labelOfColumn(column),
      label: `${labelOfColumn(column)} (${column.typeName})`,
    }));
}
