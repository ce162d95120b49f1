import { integer } from '../kit/record/static.ts';
import { defineTrigger } from '../kit/trigger.ts';
import { conditionOf, conditionsField } from './conditions.ts';
import { columnOutputs, rowRecord } from './row.ts';
import { placeOf, targetFields, targetOf } from './table.ts';
import {
  keysInWindow,
  lookBackField,
  rowsInWindow,
  sampleRows,
  timeColumnField,
  windowOf,
} from './window.ts';

const [cluster, table, schema] = targetFields;

export const newRow = defineTrigger({
  key: 'new_row',
  noun: 'Row',
  label: 'New Row',
  description: 'Triggers when a row is added to a table.',
  kind: 'new',
  whole: true,
  inputFields: [
    cluster,
    table,
    {
      ...timeColumnField,
      label: 'Time of Insertion',
      helpText:
        'A column that is set when a row is inserted and never changed. If the table has no such column, use “New Row From Query”. Rows without a time never trigger.',
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
    ...rowRecord,
    older_rows_not_given: integer('Older Rows Not Given (Too Many in Look Back)', 0),
  },
  seed: async (run) => {
    const place = await targetOf(run);
    const condition = conditionOf(place.table, run.input.conditions);
    const keys = await keysInWindow(run, windowOf(run, place, condition));
    return keys.map(({ row_key }) => ({ row_key }));
  },
  perform: async (run) => {
    const place = await targetOf(run);
    const window = windowOf(run, place, conditionOf(place.table, run.input.conditions));
    if (run.isSample) {
      return (await sampleRows(run, window)).map((row) => ({ ...row, older_rows_not_given: 0 }));
    }
    const { rows, notGiven } = await rowsInWindow(run, window);
    return rows.map((row) => ({ ...row, older_rows_not_given: notGiven }));
  },
});
