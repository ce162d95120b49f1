import type { Table } from '../clients/sql/columns.ts';
import { refuse } from '../kit/errors.ts';
import type { InputField } from '../kit/fields/read.ts';
import type { Run } from '../kit/run/run.ts';
import { defineSearch } from '../kit/search.ts';
import { inColumns } from './assign.ts';
import { isCalculated, isForeseeable, keysOf, usedBy } from './calculated-key.ts';
import { fieldsToMatch, filledColumns, type Given, refuseGone, soughtType } from './columns.ts';
import { keyOfColumn, labelOfColumn } from './names.ts';
import { someRowsWhere } from './read.ts';
import { rowRecord, toRows } from './row.ts';
import { isSeenByKey, keyCondition } from './row-key.ts';
import { outputsOfTable } from './row-outputs.ts';
import { asked, placeOf, type TablePlace, targetFields, targetOf } from './table.ts';

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
      return keyFields(place.table);
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
    const { sql, argsOf } = keyCondition(table);
    const key = await keyGiven(run, place, given);
    const found = await someRowsWhere(
      run,
      place,
      { sql, args: argsOf(key) },
      {
        order: '',
        limit: 1,
        isKey: isSeenByKey(table),
      },
    );
    return toRows(place.cluster, table, found);
  },
});

/** In place of a column that the cluster calculates, those that it is made from can be given. */
function keyFields(table: Table): InputField[] {
  const { primaryKey } = table;
  const made = primaryKey.filter((column) => isCalculated(column) && isForeseeable(table, column));
  const used = made.flatMap((column) => usedBy(table, column));
  const asked = new Set(primaryKey.filter((column) => !made.includes(column)).map(keyOfColumn));
  return fieldsToMatch({ ...table, columns: [...new Set([...primaryKey, ...used])] }).map(
    (field) => (asked.has(field.key) ? { ...field, required: true } : field),
  );
}

/** The key's values, as they were given or can be calculated. */
async function keyGiven(
  run: Run<unknown>,
  { cluster, sql, table }: TablePlace,
  given: readonly Given[],
): Promise<unknown[]> {
  const { primaryKey } = table;
  const key = primaryKey.flatMap((one) => given.filter(({ column }) => column === one));
  if (key.length === primaryKey.length) return key.map(({ value }) => value);
  const columns = inColumns(given.map(({ column: { path }, value }) => ({ path, value })));
  const [made] = primaryKey.some(isCalculated)
    ? await asked(run, cluster, () => keysOf(sql, table, [columns]))
    : [];
  if (made) return made;
  const names = primaryKey.map(labelOfColumn).join(', ');
  throw refuse(`the key needs all of its columns (${names})`, 'Fill them in.');
}
