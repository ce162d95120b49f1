import { refuse } from '../kit/errors.ts';
import { defineSearch } from '../kit/search.ts';
import { fieldsToMatch, filledColumns, refuseGone, soughtType } from './columns.ts';
import { labelOfColumn } from './names.ts';
import { equalTo, someRowsWhere } from './read.ts';
import { rowRecord, toRows } from './row.ts';
import { outputsOfTable } from './row-outputs.ts';
import { placeOf, targetFields, targetOf } from './table.ts';

export const findRowByKey = defineSearch({
  key: 'find_row_by_key',
  noun: 'Row',
  label: 'Find Row by Key',
  description: 'Finds the row of a table with a primary key, also if it was just written.',
  inputFields: [...targetFields],
  made: {
    inputs: async (run) => {
      const place = await placeOf(run);
      if (place === null) return [];
      const { table } = place;
      const key = { ...table, columns: table.primaryKey };
      return fieldsToMatch(key).map((field) => ({ ...field, required: true }));
    },
    outputs: outputsOfTable,
  },
  record: rowRecord,
  orCreate: {
    create: 'upsert_row',
    label: 'Find or Upsert Row',
    description:
      'Finds the row with a primary key, or creates it; one that others make meanwhile is updated.',
  },
  perform: async (run) => {
    const place = await targetOf(run);
    const { table } = place;
    if (table.primaryKey.length === 0) {
      throw refuse(`${table.schema}.${table.name} has no primary key`, 'Use “Find Row”.');
    }
    const { given, gone } = filledColumns(table.columns, run.madeInput, soughtType);
    refuseGone(table, gone);
    const key = given.filter(({ column }) => table.primaryKey.includes(column));
    if (key.length < table.primaryKey.length) {
      const names = table.primaryKey.map(labelOfColumn).join(', ');
      throw refuse(`the key needs all of its columns (${names})`, 'Fill them in.');
    }
    const found = await someRowsWhere(run, place, equalTo(key), {
      order: '',
      limit: 1,
      isKey: true,
    });
    return toRows(place.cluster, table, found);
  },
});
