import { defineAction } from '../kit/action.ts';
import { flag, text } from '../kit/record/static.ts';
import { assignedIn, LEFT_OUT_LABEL, nullField } from './assign.ts';
import { fieldsToWrite } from './columns.ts';
import { rowRecord } from './row.ts';
import { outputsOfTable } from './row-outputs.ts';
import { placeOf, targetFields, targetOf } from './table.ts';
import { upsertRow } from './upsert.ts';

export const upsertRowAction = defineAction({
  key: 'upsert_row',
  noun: 'Row',
  label: 'Upsert Row',
  description: 'Updates the row with the same primary key, or creates it.',
  replay: 'safe',
  lock: null,
  inputFields: [...targetFields, nullField],
  made: {
    inputs: async (run) => {
      const place = await placeOf(run);
      if (place === null) return [];
      const { primaryKey } = place.table;
      return fieldsToWrite(place.table, (column) => primaryKey.includes(column));
    },
    inputsAbove: 'null_columns',
    outputs: outputsOfTable,
  },
  record: {
    outcome: text('Outcome (Created, Updated or Unchanged)', 'updated'),
    created: flag('Created', false),
    ...rowRecord,
    columns_left_out: text(LEFT_OUT_LABEL, ''),
  },
  perform: async (run) => {
    const place = await targetOf(run);
    const { assignments, gone } = assignedIn(place.table, run.madeInput, run.input.null_columns);
    const { row, outcome } = await upsertRow(run, place, assignments);
    return {
      outcome,
      created: outcome === 'created',
      ...row,
      columns_left_out: gone.join(', ') || null,
    };
  },
});
