import { defineAction } from '../kit/action.ts';
import { text } from '../kit/record/static.ts';
import { assignedIn, LEFT_OUT_LABEL, nullField } from './assign.ts';
import { fieldsToWrite } from './columns.ts';
import { insertRow } from './insert.ts';
import { rowRecord } from './row.ts';
import { outputsOfTable } from './row-outputs.ts';
import { lostReplyNote, placeOf, targetFields, targetOf } from './table.ts';

export const createRow = defineAction({
  key: 'create_row',
  noun: 'Row',
  label: 'Create Row',
  description: 'Creates a row in a table.',
  replay: 'unsafe',
  lock: null,
  inputFields: [...targetFields, nullField, lostReplyNote],
  made: {
    inputs: async (run) => {
      const place = await placeOf(run);
      return place ? fieldsToWrite(place.table) : [];
    },
    inputsAbove: 'null_columns',
    outputs: outputsOfTable,
  },
  record: { ...rowRecord, columns_left_out: text(LEFT_OUT_LABEL, '') },
  perform: async (run) => {
    const place = await targetOf(run);
    const { assignments, gone } = assignedIn(place.table, run.madeInput, run.input.null_columns);
    const row = await insertRow(run, place, assignments);
    return { ...row, columns_left_out: gone.join(', ') || null };
  },
});
