import { identity } from '../kit/identity.ts';
import { integer, primaryText, text } from '../kit/record/static.ts';
import { defineTrigger } from '../kit/trigger.ts';
import { keyOfColumn } from './columns.ts';
import { conditionOf, conditionsField } from './conditions.ts';
import { columnOutputs, rowRecord } from './row.ts';
import { placeOf, targetFields, targetOf } from './table.ts';
import {
  keysInWindow,
  lookBackField,
  rowsInWindow,
  sampleRows,
  timeColumnField,
  type Window,
  windowOf,
} from './window.ts';

const [cluster, table, schema] = targetFields;

export const newOrUpdatedRow = defineTrigger({
  key: 'new_or_updated_row',
  noun: 'Row',
  label: 'New or Updated Row',
  description: 'Triggers when a row is added to a table, or its time of change becomes newer.',
  kind: 'new',
  whole: true,
  inputFields: [
    cluster,
    table,
    {
      ...timeColumnField,
      label: 'Time of Change',
      helpText:
        'A column that is set at every insert and update. Of several updates between two polls, only the last one triggers. Rows without a time never trigger.',
    },
    schema,
    { ...conditionsField, label: 'Only Rows With' },
    lookBackField,
  ],
  made: {
    outputs: async (run) => {
      const place = await placeOf(run);
      return place ? columnOutputs(place.table) : [];
    },
  },
  record: {
    change_key: primaryText('Change Key', '2026-03-02T09:00:00.000Z:["Acme","17"]'),
    ...rowRecord,
    row_key: text('Row Key', '["Acme","17"]'),
    older_rows_not_given: integer('Older Rows Not Given (Too Many in Look Back)', 0),
  },
  seed: async (run) => {
    const place = await targetOf(run);
    const condition = conditionOf(place.table, run.input.conditions);
    const keys = await keysInWindow(run, windowOf(run, place, condition));
    return keys.map(({ row_key, at }) => ({ change_key: identity(at, row_key) }));
  },
  perform: async (run) => {
    const place = await targetOf(run);
    const window = windowOf(run, place, conditionOf(place.table, run.input.conditions));
    const { rows, notGiven } = run.isSample
      ? { rows: await sampleRows(run, window), notGiven: 0 }
      : await rowsInWindow(run, window);
    return rows.map((row) => ({
      change_key: identity(timeOf(row, window), row.row_key),
      ...row,
      older_rows_not_given: notGiven,
    }));
  },
});

function timeOf(row: Readonly<Record<string, unknown>>, { time }: Window): string {
  return String(row[keyOfColumn(time)]);
}
