import { identity } from '../kit/identity.ts';
import { primaryText, text } from '../kit/record/static.ts';
import { defineTrigger } from '../kit/trigger.ts';
import { keyOfColumn } from './names.ts';
import { rowRecord } from './row.ts';
import { newest, notGivenField, watched, watchedFields, watchedOutputs } from './watching.ts';
import { keysInWindow } from './window.ts';

export const newOrUpdatedRow = defineTrigger({
  key: 'new_or_updated_row',
  noun: 'Row',
  label: 'New or Updated Row',
  description: 'Triggers when a row is added to a table, or its time of change becomes newer.',
  kind: 'new',
  whole: true,
  inputFields: watchedFields({
    label: 'Time of Change',
    helpText:
      'A column that is set at every insert and update. Of several updates between two polls, only the last one triggers. Rows without a time never trigger.',
  }),
  made: watchedOutputs,
  record: {
    change_key: primaryText('Change Key', '2026-03-02T09:00:00.000Z:["Acme","17"]'),
    ...rowRecord,
    row_key: text('Row Key', '["Acme","17"]'),
    ...notGivenField,
  },
  seed: async (run) => {
    const keys = await keysInWindow(run, await watched(run));
    return keys.map(({ row_key, at }) => ({ change_key: identity(at, row_key) }));
  },
  perform: async (run) => {
    const window = await watched(run);
    const time = keyOfColumn(window.time);
    return newest(run, window, (row) => ({
      change_key: identity(String(row[time]), row.row_key),
      ...row,
    }));
  },
});
