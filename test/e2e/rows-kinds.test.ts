/** Tables of every kind: how a row's key is told, where it is kept, and what its columns are called. */
import type { Zapier } from '../../sandbox/zapier/index.ts';
import { openZapier } from '../support/app.ts';
import { newCloud } from '../support/sandbox.ts';

type Item = Record<string, unknown>;

const CLUSTER = { cluster_id: 'weather-prod' };

let zapier: Zapier;

beforeAll(async () => {
  zapier = await openZapier(await newCloud());
});

/** A table of its own, by what stands behind its name. */
async function newTable(name: string, rest: string) {
  const statement = `CREATE TABLE doc.${name} ${rest}`;
  await zapier.create('run_statement', { ...CLUSTER, statement });
  return { ...CLUSTER, table: `doc.${name}` };
}

const json = (rows: object[]) => ({ rows_json: JSON.stringify(rows) });

const all = async (table: object): Promise<Item[]> => {
  const [found] = (await zapier.search('find_rows', { ...table })) as Item[];
  return (found?.rows ?? []) as Item[];
};

type Kind = {
  kind: string;
  table: string;
  /** Two rows that differ in their keys, and in `v`. */
  rows: [Item, Item];
  key: Item | null;
};

const KINDS: Kind[] = [
  {
    kind: 'one column as key',
    table: '(id INTEGER PRIMARY KEY, v TEXT)',
    rows: [
      { id: 1, v: 'a' },
      { id: 2, v: 'b' },
    ],
    key: { column_id: '1' },
  },
  {
    kind: 'no key',
    table: '(id INTEGER, v TEXT)',
    rows: [
      { id: 1, v: 'a' },
      { id: 2, v: 'b' },
    ],
    key: null,
  },
  {
    kind: 'no key, clustered',
    table: '(id INTEGER, v TEXT) CLUSTERED BY (id) INTO 2 SHARDS',
    rows: [
      { id: 1, v: 'a' },
      { id: 2, v: 'b' },
    ],
    key: null,
  },
  {
    kind: 'no key, partitioned',
    table: '(id INTEGER, v TEXT) PARTITIONED BY (id)',
    rows: [
      { id: 1, v: 'a' },
      { id: 2, v: 'b' },
    ],
    key: null,
  },
  {
    kind: 'a key that is the partition',
    table: '(id INTEGER PRIMARY KEY, v TEXT) PARTITIONED BY (id)',
    rows: [
      { id: 1, v: 'a' },
      { id: 2, v: 'b' },
    ],
    key: { column_id: '1' },
  },
  {
    kind: 'a key inside of an object',
    table:
      "(o OBJECT(STRICT) AS (id INTEGER, c TEXT), v TEXT, PRIMARY KEY (o['id'], o['c'])) CLUSTERED BY (o['c']) INTO 2 SHARDS",
    rows: [
      { o: { id: 1, c: 'x' }, v: 'a' },
      { o: { id: 2, c: 'x' }, v: 'b' },
    ],
    key: { column_oZ2eZid: '1', column_oZ2eZc: 'x' },
  },
  {
    kind: 'a partition inside of an object',
    table:
      "(id INTEGER, o OBJECT AS (d TEXT), v TEXT, PRIMARY KEY (id, o['d'])) PARTITIONED BY (o['d'])",
    rows: [
      { id: 1, o: { d: 'x' }, v: 'a' },
      { id: 2, o: { d: 'x' }, v: 'b' },
    ],
    key: { column_id: '1', column_oZ2eZd: 'x' },
  },
  {
    kind: 'a month that the database calculates in its key',
    table:
      "(id INTEGER, at TIMESTAMP WITH TIME ZONE, month TIMESTAMP WITH TIME ZONE GENERATED ALWAYS AS date_trunc('month', at), v TEXT, PRIMARY KEY (id, month)) PARTITIONED BY (month)",
    rows: [
      { id: 1, at: '2026-03-02', v: 'a' },
      { id: 2, at: '2026-03-02', v: 'b' },
    ],
    key: { column_id: '1', column_month: '2026-03-01' },
  },
  {
    kind: 'a time in its key and the month that is calculated from it',
    table:
      "(id INTEGER, at TIMESTAMP WITH TIME ZONE, month TIMESTAMP WITH TIME ZONE GENERATED ALWAYS AS date_trunc('month', at), v TEXT, PRIMARY KEY (month, id, at)) PARTITIONED BY (month)",
    rows: [
      { id: 1, at: '2026-03-02', v: 'a' },
      { id: 2, at: '2026-03-02', v: 'b' },
    ],
    key: { column_id: '1', column_at: '2026-03-02' },
  },
  {
    kind: 'a number in its key that is calculated from two others',
    table:
      '(id INTEGER, n INTEGER, both INTEGER GENERATED ALWAYS AS id + n, v TEXT, PRIMARY KEY (id, both))',
    rows: [
      { id: 1, n: 2, v: 'a' },
      { id: 2, n: 2, v: 'b' },
    ],
    key: { column_id: '1', column_n: '2' },
  },
];

describe.each(KINDS)('$kind', ({ kind, table: columns, rows, key }) => {
  const name = `k${KINDS.findIndex((one) => one.kind === kind)}`;
  const where = (value: string) => [{ column: 'v', value }];

  test('rows are written, found by all ways under one key, changed and deleted at once', async () => {
    const table = await newTable(name, columns);
    expect(await zapier.create('create_rows', { ...table, ...json(rows) })).toMatchObject({
      written_count: 2,
    });
    if (key) {
      // Without anything that would refresh the table first.
      const byKey = (await zapier.search('find_row_by_key', { ...table, ...key })) as Item[];
      expect(byKey.map(({ column_v }) => column_v)).toEqual(['a']);
    }
    const [found] = (await zapier.search('find_row', { ...table, column_v: 'a' })) as Item[];
    expect(found?.row_key).not.toContain('"v"');
    const told = (await all(table)).map((row) => [row.row_key, row.column_v]);
    expect(told).toContainEqual([found?.row_key, 'a']);
    expect(new Set(told.map(([text]) => text)).size).toBe(2);

    const changed = await zapier.create('update_rows', {
      ...table,
      conditions: where('a'),
      column_v: 'c',
    });
    expect(changed).toMatchObject({
      changed_count: 1,
      rows: [{ row_key: found?.row_key, outcome: 'changed' }],
    });
    // By its new value, and not by its old one.
    expect(await zapier.search('find_row', { ...table, column_v: 'a' })).toEqual([]);
    expect(await zapier.search('find_row', { ...table, column_v: 'c' })).toMatchObject([
      { row_key: found?.row_key },
    ]);
    const deleted = await zapier.create('delete_rows', {
      ...table,
      conditions: where('c'),
      confirm: name,
    });
    expect(deleted).toMatchObject({ changed_count: 1, unchanged_count: 0 });
    expect(await zapier.search('find_row', { ...table, column_v: 'c' })).toEqual([]);
    expect((await all(table)).map(({ column_v }) => column_v)).toEqual(['b']);
  });

  test('an upsert tells whether the row was there', async () => {
    const table = { ...CLUSTER, table: `doc.${name}` };
    const given = {
      ...key,
      ...Object.fromEntries(
        Object.entries(rows[0]).flatMap(([column, value]) =>
          typeof value === 'object' ? [] : [[`column_${column}`, String(value)]],
        ),
      ),
    };
    const upsert = (v: string) => zapier.create('upsert_row', { ...table, ...given, column_v: v });
    if (key === null) {
      await expect(upsert('a')).rejects.toMatchObject({
        message: expect.stringMatching(/has no primary key/),
      });
      return;
    }
    expect(await upsert('a')).toMatchObject({ outcome: 'created', column_v: 'a' });
    expect(await upsert('d')).toMatchObject({ outcome: 'updated', column_v: 'd' });
    const again = await zapier.create('create_rows', {
      ...table,
      if_exists: 'update',
      ...json([{ ...rows[0], v: 'e' }]),
    });
    expect(again).toMatchObject({ written_count: 1, failed_count: 0 });
    expect(await zapier.search('find_row_by_key', { ...table, ...key })).toMatchObject([
      { column_v: 'e' },
    ]);
  });
});

test('rows of whole days are deleted with their partitions, and counted', async () => {
  const table = await newTable('days', '(day TEXT PRIMARY KEY, v TEXT) PARTITIONED BY (day)');
  const rows = ['a', 'b', 'c', 'd'].map((day) => ({ day, v: 'x' }));
  await zapier.create('create_rows', { ...table, ...json(rows) });
  const remove = (comparison: string, value: string) =>
    zapier.create('delete_rows', {
      ...table,
      conditions: [{ column: 'day', comparison, value }],
      confirm: 'days',
    });
  expect(await remove('equals', 'a')).toMatchObject({ matched_count: 1, changed_count: 1 });
  expect(await remove('one_of', 'b,c')).toMatchObject({ matched_count: 2, changed_count: 2 });
  expect(await remove('equals', 'a')).toMatchObject({ matched_count: 0, changed_count: 0 });
  expect((await all(table)).map(({ column_day }) => column_day)).toEqual(['d']);
});

test('a part of an object with its key can be changed with the whole object', async () => {
  const table = await newTable('whole', '(o OBJECT AS (id INTEGER PRIMARY KEY, v TEXT), w TEXT)');
  const upsert = (o: object, w: string) =>
    zapier.create('upsert_row', { ...table, column_o: JSON.stringify(o), column_w: w });
  expect(await upsert({ id: 1, v: 'a' }, 'w')).toMatchObject({ outcome: 'created', row_key: '1' });
  expect(await upsert({ id: 1, v: 'b', more: 2 }, 'x')).toMatchObject({ outcome: 'updated' });
  const [row] = (await zapier.search('find_row_by_key', {
    ...table,
    column_oZ2eZid: '1',
  })) as Item[];
  expect(JSON.parse(String(row?.column_o))).toEqual({ id: 1, v: 'b', more: 2 });
});

test('names that are blank, or look alike, are columns of their own', async () => {
  const names = ['', ' ', ' a', 'a', 'a ', 'A', 'constructor', 'hasOwnProperty', 'row_key', 'a__b'];
  const columns = names.map((name) => `"${name}" TEXT`).join();
  const table = await newTable('names', `("key" INTEGER PRIMARY KEY, ${columns})`);
  const values = Object.fromEntries(names.map((name, index) => [name, `v${index}`]));
  const made = await zapier.create('create_rows', { ...table, ...json([{ key: 1, ...values }]) });
  expect(made).toMatchObject({ written_count: 1 });
  const listed = (await zapier.dropdown('column', table)) as { id: string }[];
  const ids = listed.map(({ id }) => id).filter((id) => names.includes(id));
  // What is blank cannot be chosen.
  expect(ids).toEqual(names.filter((name) => name.trim() !== ''));
  for (const id of ids) {
    const conditions = [{ column: id, value: values[id] }];
    expect(await zapier.search('find_rows', { ...table, conditions })).toMatchObject([
      { count: 1 },
    ]);
    await zapier.create('update_rows', { ...table, conditions, null_columns: [id] });
    expect(await zapier.search('find_rows', { ...table, conditions })).toEqual([]);
  }
});

test('an object with a blank key leaves its table as it was', async () => {
  const table = await newTable('blank', '(id INTEGER PRIMARY KEY, o OBJECT)');
  const row = { ...table, column_id: '1', column_o: '{"": 1, "a": 2}' };
  expect(await zapier.create('create_row', row)).toMatchObject({ row_key: '1' });
  expect(await zapier.create('upsert_row', row)).toMatchObject({ outcome: 'updated' });
  expect(await zapier.search('find_row_by_key', { ...table, column_id: '1' })).toMatchObject([
    { column_oZ2eZa: '2' },
  ]);
});

test('line items do without a column that is gone, and JSON is told of it', async () => {
  const table = await newTable('went', '(id INTEGER PRIMARY KEY, v TEXT)');
  const items = await zapier.create('create_rows', {
    ...table,
    row_items: [
      { column_id: '1', column_v: 'a', column_went: 'x' },
      { column_id: '2', column_v: 'b', column_went: 'y' },
    ],
  });
  expect(items).toMatchObject({ written_count: 2, failed_count: 0, columns_left_out: 'went' });
  const given = await zapier.create('create_rows', {
    ...table,
    ...json([{ id: 3, went: 'x' }, {}]),
  });
  expect(given).toMatchObject({ written_count: 0, failed_count: 2, columns_left_out: null });
  expect((given.failed_rows as Item[]).map(({ reason }) => reason)).toEqual([
    'there is no column “went”',
    expect.stringMatching(/must have a value|no column has a value/),
  ]);
});

test('many rows that the cluster alone can tell to be bad leave no good one unwritten', async () => {
  const table = await newTable('spoilt', '(id INTEGER PRIMARY KEY, g GEO_SHAPE)');
  const isBad = (id: number) => id % 7 === 0;
  const rows = Array.from({ length: 400 }, (_, id) => ({
    id,
    g: isBad(id) ? 'POLYGON ((0 0, 1 1))' : 'POINT (1 1)',
  }));
  const made = await zapier.create('create_rows', { ...table, ...json(rows) });
  const bad = rows.filter(({ id }) => isBad(id)).length;
  expect(made).toMatchObject({ written_count: rows.length - bad, failed_count: bad });
  const reasons = (made.failed_rows as Item[]).map(({ reason }) => String(reason));
  expect(reasons.filter((reason) => !/cast/i.test(reason))).toEqual([]);
  expect(
    (await all({ ...table, most_rows: '1000' }))
      .map(({ column_id }) => Number(column_id))
      .sort((a, b) => a - b),
  ).toEqual(rows.flatMap(({ id }) => (isBad(id) ? [] : [id])));
});

describe('conditions', () => {
  let table: { cluster_id: string; table: string };

  beforeAll(async () => {
    table = await newTable(
      'texts',
      '(id INTEGER PRIMARY KEY, s TEXT, b BIT(4), u UUID, m NUMERIC(38, 10))',
    );
    const rows = ['100', '100%', '', 'A,B', ' x '].map((s, index) => ({
      id: index + 1,
      s,
      b: '1010',
      u: '123e4567-e89b-12d3-a456-426614174000',
      m: '0.0000000001',
    }));
    await zapier.create('create_rows', { ...table, ...json(rows) });
  });

  const found = async (column: string, comparison: string, value: string) => {
    const conditions = [{ column, comparison, value }];
    const [given] = (await zapier.search('find_rows', { ...table, conditions })) as Item[];
    const rows = (given?.rows ?? []) as Item[];
    return rows.map(({ column_id }) => column_id).sort();
  };

  test.each([
    ['100,100%', [1, 2]],
    // Nothing stands behind the comma, which is no empty text.
    ['100,', [1]],
    ['["", "A,B"]', [3, 4]],
    ['[" x "]', [5]],
    ['[]', []],
  ])('one of %j', async (value, ids) => {
    expect(await found('s', 'one_of', value)).toEqual(ids);
  });

  test.each(['b', 'u'])(
    'a column without a rank is compared for being equal: %s',
    async (column) => {
      const value = column === 'b' ? '1010' : '123e4567-e89b-12d3-a456-426614174000';
      expect(await found(column, 'equals', value)).toHaveLength(5);
      expect(await found(column, 'one_of', value)).toHaveLength(5);
      for (const comparison of ['less', 'at_most', 'greater', 'at_least']) {
        await expect(found(column, comparison, value)).rejects.toMatchObject({
          message: expect.stringMatching(/no value is less than another.*Use “Is”/),
        });
      }
    },
  );

  test('a small decimal is given as it was written, and can be looked for so', async () => {
    const [row] = (await zapier.search('find_row_by_key', { ...table, column_id: '1' })) as Item[];
    expect(row?.column_m).toBe('0.0000000001');
    expect(await found('m', 'equals', String(row?.column_m))).toHaveLength(5);
  });
});

test('decimals of JSON keep their digits, and what is no number any more is refused', async () => {
  const table = await newTable(
    'money',
    '(id INTEGER PRIMARY KEY, m NUMERIC(38, 10), d DOUBLE PRECISION, o OBJECT)',
  );
  const rows_json = `[
    {"id": 1, "m": 12345678901234567890.1234567891},
    {"id": 2, "m": 0.0000000001},
    {"id": 3, "d": 1e400},
    {"id": 4, "o": {"a": 1e400}},
    {"id": 5, "o": {"a": 9007199254740993}}
  ]`;
  const made = await zapier.create('create_rows', { ...table, rows_json });
  expect(made).toMatchObject({ written_count: 2, failed_count: 3 });
  expect((made.failed_rows as Item[]).map(({ reason }) => reason)).toEqual([
    expect.stringContaining('d is out of range'),
    expect.stringContaining('o has a number with more digits'),
    expect.stringContaining('o has a number with more digits'),
  ]);
  const given = await all(table);
  expect(given.map(({ column_m }) => column_m).sort()).toEqual([
    '0.0000000001',
    '12345678901234567890.1234567891',
  ]);
});
