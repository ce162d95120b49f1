/** What a cluster says of a table's columns, in the forms that its versions have. */
import { isTop, listTables, readTable } from '../../../src/clients/sql/columns.ts';

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

type Said = { tables?: unknown[][]; columns?: unknown[][]; key?: unknown[][] };

const cluster = ({
  tables = [['BASE TABLE', null, null, false]],
  columns = [],
  key = [],
}: Said) => ({
  read: async (statement: string) => {
    const isKey = statement.includes('key_column_usage');
    const rows = isKey ? key : statement.includes('.tables') ? tables : columns;
    return { columns: [], types: [], rows, rowCount: rows.length };
  },
});

const where = { schema: 'doc', name: 't' };
const column = (path: string[], type = 'integer', nullable = true, more: unknown[] = []) => {
  const [name = '', ...inner] = path;
  const written = `${name}${inner.map((part) => `['${part}']`).join('')}`;
  const [generated = 'NEVER', defaultTo = null, length = null, calculation = null] = more;
  return [
    written,
    type,
    nullable,
    generated,
    defaultTo,
    { name, path: inner },
    length,
    calculation,
  ];
};

test('a table is told as it is, and one that is not there is none', async () => {
  const tables = [['BASE TABLE', ['day'], 'id', true]];
  expect(await readTable(cluster({ tables }), where)).toMatchObject({
    ...where,
    isView: false,
    closed: true,
    partitionedBy: ['day'],
    clusteredBy: 'id',
  });
  const view = [['VIEW', null, '_id', null]];
  expect(await readTable(cluster({ tables: view }), where)).toMatchObject({
    isView: true,
    closed: false,
    partitionedBy: [],
    clusteredBy: null,
  });
  expect(await readTable(cluster({ tables: [] }), where)).toBeNull();
});

test('columns come with their types, lengths, defaults and calculations', async () => {
  const columns = [
    column(['a'], 'text', true, ['NEVER', "'x'", 5]),
    column(['b'], 'text', true, ['ALWAYS', null, null, 'upper(a)']),
    column(['c'], 'integer', true, ['NEVER', null, 32]),
    column(['d'], 'text_array', true, ['NEVER', null, 5]),
    column(['e'], 'float_vector(3)', true, ['NEVER', null, 3]),
    column(['f'], 'character', true, ['NEVER', null, 0]),
  ];
  const table = await readTable(cluster({ columns }), where);
  expect(
    table?.columns.map(({ typeName, type, defaultTo, calculation }) => [
      typeName,
      type.length,
      defaultTo,
      calculation,
    ]),
  ).toEqual([
    ['text(5)', 5, "'x'", null],
    ['text', null, null, 'upper(a)'],
    ['integer', null, null, null],
    ['text_array', null, null, null],
    ['float_vector(3)', 3, null, null],
    ['character', null, null, null],
  ]);
});

test('parts of objects are known by their way, and those within a list as such', async () => {
  const columns = [
    column(['o'], 'object'),
    column(['o', 'p']),
    column(['l'], 'object_array'),
    column(['l', 'p']),
    column(['lp']),
  ];
  const table = await readTable(cluster({ columns }), where);
  expect(table?.columns.map((one) => [one.name, isTop(one), one.inList])).toEqual([
    ['o', true, false],
    ["o['p']", false, false],
    ['l', true, false],
    ["l['p']", false, true],
    ['lp', true, false],
  ]);
});

test('a key is made of its columns, and of an object of those parts that must have a value', async () => {
  const columns = [
    column(['o'], 'object', false),
    column(['o', 'id'], 'integer', false),
    column(['o', 'day'], 'text', false),
    column(['o', 'note'], 'text', true),
    column(['o', 'q'], 'object', false),
    column(['other', 'id'], 'integer', false),
    column(['a'], 'integer', false),
  ];
  const keyOf = async (...names: string[]) => {
    const key = names.map((name) => [name]);
    const table = await readTable(cluster({ columns, key }), where);
    return table?.primaryKey.map(({ name }) => name);
  };
  expect(await keyOf('a', 'o', 'o')).toEqual(['a', "o['id']", "o['day']"]);
  expect(await keyOf()).toEqual([]);
  await expect(keyOf('gone')).rejects.toMatchObject({ kind: 'unavailable' });
});

test('tables and views are listed by name, and what is no name makes no list', async () => {
  const tables = [
    ['doc', 'orders', 'BASE TABLE'],
    ['lab', '', 'VIEW'],
  ];
  expect(await listTables(cluster({ tables }))).toEqual([
    { schema: 'doc', name: 'orders', isView: false },
    { schema: 'lab', name: '', isView: true },
  ]);
  await expect(listTables(cluster({ tables: [['doc', null, 'VIEW']] }))).rejects.toMatchObject({
    kind: 'unavailable',
    maybeDone: false,
  });
});
