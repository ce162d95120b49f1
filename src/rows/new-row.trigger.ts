import { defineTrigger } from '../kit/trigger.ts';
import { rowRecord } from './row.ts';
import { newest, notGivenField, watched, watchedFields, watchedOutputs } from './watching.ts';
import { keysInWindow } from './window.ts';

export const newRow = defineTrigger({
  key: 'new_row',
  noun: 'Row',
  label: 'New Row',
  description: 'Triggers when a row is added to a table.',
  kind: 'new',
  whole: true,
  inputFields: watchedFields({
    label: 'Time of Insertion',
    helpText:
      'A column that is set when a row is inserted and never changed. If the table has no such column, use “New Row From Query”. Rows without a time never trigger.',
  }),
  made: watchedOutputs,
  record: { ...rowRecord, ...notGivenField },
  seed: async (run) => {
    const keys = await keysInWindow(run, await watched(run));
    return keys.map(({ row_key }) => ({ row_key }));
  },
  perform: async (run) => newest(run, await watched(run), (row) => row),
});
