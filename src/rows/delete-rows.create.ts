import { quotedTable } from '../clients/sql/identifiers.ts';
import { defineAction } from '../kit/action.ts';
import { cannotBeUndone, checkConfirmation, confirmField } from '../kit/destructive.ts';
import { grouped } from '../kit/fields/groups.ts';
import { changeRecord, changeRows, limitFields, rowsFields } from './change-many.ts';
import { conditionOf } from './conditions.ts';
import { labelOfTable } from './names.ts';
import { lostReplyNote, targetOf } from './table.ts';

export const deleteRows = defineAction({
  key: 'delete_rows',
  noun: 'Row',
  label: 'Delete Rows',
  description: 'Deletes all rows that match the conditions.',
  replay: 'unsafe',
  lock: null,
  level: 'everything',
  inputFields: [
    cannotBeUndone('Rows that are deleted are gone for good. Only a backup can bring them back.'),
    ...rowsFields,
    ...grouped('safety', confirmField('Table Name')),
    ...limitFields,
    lostReplyNote,
  ],
  record: changeRecord('deleted'),
  perform: async (run) => {
    const place = await targetOf(run);
    const { table } = place;
    checkConfirmation(run.input.confirm, [table.name, labelOfTable(table)], 'Table Name');
    const start = { sql: `DELETE FROM ${quotedTable(table)}`, args: [] };
    return changeRows(run, place, conditionOf(table, run.input.conditions), 'deleted', start);
  },
});
