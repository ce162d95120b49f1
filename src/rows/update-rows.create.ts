import { quotedTable } from '../clients/sql/identifiers.ts';
import { defineAction } from '../kit/action.ts';
import { refuse } from '../kit/errors.ts';
import { grouped } from '../kit/fields/groups.ts';
import { text } from '../kit/record/static.ts';
import { assignedIn, fixedFinder, LEFT_OUT_LABEL, nullField, settings } from './assign.ts';
import { changeRecord, changeRows, limitFields, rowsFields } from './change-many.ts';
import { fieldsToWrite } from './columns.ts';
import { conditionOf } from './conditions.ts';
import { labelOfColumn } from './names.ts';
import { lostReplyNote, placeOf, targetOf } from './table.ts';

export const updateRows = defineAction({
  key: 'update_rows',
  noun: 'Row',
  label: 'Update Rows',
  description: 'Updates all rows that match the conditions.',
  replay: 'unsafe',
  lock: null,
  inputFields: [...rowsFields, ...grouped('values', nullField), ...limitFields, lostReplyNote],
  made: {
    inputs: async (run) => {
      const place = await placeOf(run);
      if (place === null) return [];
      const isFixed = fixedFinder(place.table);
      return fieldsToWrite(
        place.table,
        () => false,
        (column) => !isFixed(column),
      );
    },
    inputsAbove: 'null_columns',
  },
  record: { ...changeRecord('updated'), columns_left_out: text(LEFT_OUT_LABEL, '') },
  perform: async (run) => {
    const place = await targetOf(run);
    const { table } = place;
    const { assignments, gone } = assignedIn(table, run.madeInput, run.input.null_columns);
    const fixed = assignments.find(fixedFinder(table));
    if (fixed) {
      throw refuse(
        `“${labelOfColumn(fixed)}” decides where a row is kept and cannot be changed`,
        'Nothing was changed. Leave it out.',
      );
    }
    const set = settings(assignments);
    const result = await changeRows(
      run,
      place,
      conditionOf(table, run.input.conditions),
      'updated',
      { sql: `UPDATE ${quotedTable(table)} SET ${set.sql}`, args: set.args },
    );
    return { ...result, columns_left_out: gone.join(', ') || null };
  },
});
