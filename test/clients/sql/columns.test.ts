/** What a cluster says of a table's columns, in the forms that its versions have. */
import { readTable } from '../../../src/clients/sql/columns.ts';

/** A cluster with one table of a column `a`, which says so of it. */
const clusterSaying = (isNullable: unknown) => ({
  read: async (statement: string) => {
    const rows = /key_column_usage/.test(statement)
      ? []
      : /information_schema\.tables/.test(statement)
        ? [['BASE TABLE', null, null, false]]
        : [['a', 'integer', isNullable, 'NEVER', null, { name: 'a', path: [] }, null, null]];
    return { columns: [], types: [], rows, rowCount: rows.length };
  },
});

test.each([
  ['NO', false],
  ['YES', true],
  [false, false],
  [true, true],
])('a column that may be null is told by %j', async (said, nullable) => {
  const table = await readTable(clusterSaying(said), { schema: 'doc', name: 't' });
  expect(table?.columns).toMatchObject([{ name: 'a', nullable, calculation: null }]);
});
