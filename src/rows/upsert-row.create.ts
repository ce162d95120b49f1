import { defineAction } from '../kit/action.ts';
import { flag, text } from '../kit/record/static.ts';
import { assignedIn, nullField } from './assign.ts';
import { usedByKey } from './calculated-key.ts';
import { fieldsToWrite } from './columns.ts';
import { labelOfColumn } from './names.ts';
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
      const { table } = place;
      const key = [...table.primaryKey, ...usedByKey(table)];
      return fieldsToWrite(table, (column) => key.includes(column));
    },
    inputsAbove: 'null_columns',
    outputs: outputsOfTable,
  },
  record: {
    outcome: text('Outcome (Created, Updated or Unchanged)', 'updated'),
    created: flag('Created', false),
    ...rowRecord,
    columns_left_out: text('Columns Not Written (Gone, or Deciding the Partition)', ''),
  },
  perform: async (run) => {
    const place = await targetOf(run);
    const { assignments, gone } = assignedIn(place.table, run.madeInput, run.input.null_columns);
    const { row, outcome, kept } = await upsertRow(run, place, assignments);
    return {
      outcome,
      created: outcome === 'created',
      ...row,
      columns_left_out: [...gone, ...kept.map(labelOfColumn)].join(', ') || null,
    };
  },
});
