import { refuse } from '../kit/errors.ts';
import { defineSearch } from '../kit/search.ts';
import { fieldsToMatch, filledColumns, refuseGone, soughtType } from './columns.ts';
import { orderFields, orderOf } from './order.ts';
import { equalTo, someRowsWhere } from './read.ts';
import { rowRecord, toRows } from './row.ts';
import { isWholeKey } from './row-key.ts';
import { outputsOfTable } from './row-outputs.ts';
import { fitting } from './sizes.ts';
import { placeOf, sourceFields, sourceOf } from './table.ts';

/** A Zap takes the first. */
const MOST_ROWS = 10;

export const findRow = defineSearch({
  key: 'find_row',
  noun: 'Row',
  label: 'Find Row',
  description: 'Finds a row of a table by the values of one or several columns.',
  inputFields: [...sourceFields, ...orderFields],
  made: {
    inputs: async (run) => {
      const place = await placeOf(run);
      return place ? fieldsToMatch(place.table) : [];
    },
    inputsAbove: 'order_column',
    outputs: outputsOfTable,
  },
  record: rowRecord,
  orCreate: {
    create: 'create_row',
    label: 'Find or Create Row',
    description: 'Finds a row by the values of columns, or creates one that is not there.',
  },
  perform: async (run) => {
    const place = await sourceOf(run);
    const { table } = place;
    const { given, gone } = filledColumns(table.columns, run.madeInput, soughtType);
    refuseGone(table, gone);
    if (given.length === 0) {
      throw refuse('no column has a value to look for', 'Fill in at least one column.');
    }
    const found = await someRowsWhere(run, place, equalTo(table, given), {
      order: orderOf(table, run.input),
      limit: MOST_ROWS,
      isKey: isWholeKey(
        table,
        given.map(({ column }) => column),
        [],
      ),
    });
    const rows = toRows(place.cluster, table, found);
    const whole = fitting(rows, MOST_ROWS);
    // One that is too large alone is shortened.
    return whole.length > 0 ? whole : rows.slice(0, 1);
  },
});
