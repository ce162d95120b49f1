/**
 * Tables that are partitioned by a time which the database calculates, as most with time series are: the calculated
 * column is a part of the key, and a row is found by what it is calculated from.
 */
import type { Zapier } from '../../sandbox/zapier/index.ts';
import { openZapier } from '../support/app.ts';
import { newCloud, type TestCloud } from '../support/sandbox.ts';

type Item = Record<string, unknown>;

const CLUSTER = { cluster_id: 'weather-prod' };

let cloud: TestCloud;
let zapier: Zapier;

beforeAll(async () => {
  cloud = await newCloud();
  zapier = await openZapier(cloud);
});

let tables = 0;

async function newTable(columns: string) {
  tables += 1;
  const table = `doc.calculated${tables}`;
  const statement = `CREATE TABLE ${table} ${columns}`;
  await zapier.create('run_statement', { ...CLUSTER, statement });
  return { ...CLUSTER, table };
}

const MONTHS = `(id TEXT, ts TIMESTAMP WITH TIME ZONE, month TIMESTAMP GENERATED ALWAYS AS date_trunc('month', ts),
  v DOUBLE PRECISION, PRIMARY KEY (id, month)) PARTITIONED BY (month)`;

const json = (rows: object[]) => ({ rows_json: JSON.stringify(rows) });

const all = async (table: object): Promise<Item[]> => {
  const [found] = (await zapier.search('find_rows', { ...table })) as Item[];
  return (found?.rows ?? []) as Item[];
};

const said = (work: Promise<unknown>): Promise<string> =>
  work.then(
    (done) => `it was done: ${JSON.stringify(done)}`,
    (error: Error) => error.message,
  );

/** Statements that a step sends before it writes: about the table, and what calculates the key. */
const ABOUT_TABLE = 3;
const WITH_KEY = 4;

/** The reply to one of a step's statements is lost. */
async function losing<T>(skip: number, way: () => Promise<T>): Promise<T> {
  await cloud.control.fault({ route: '*/_sql', cut: 'after', times: 1, skip });
  return way().finally(() => cloud.control.clearFaults());
}

describe('partitioned by a calculated month', () => {
  const row = (id: string, ts: string, v: string) => ({
    column_id: id,
    column_ts: ts,
    column_v: v,
  });

  test('an upsert makes a row, updates it, and makes one of the next month', async () => {
    const table = await newTable(MONTHS);
    const upsert = (ts: string, v: string) =>
      zapier.create('upsert_row', { ...table, ...row('a', ts, v) });
    const key = '["a","2026-03-01T00:00:00.000"]';
    const made = await upsert('2026-03-02T09:00:00Z', '1');
    expect(made).toMatchObject({ outcome: 'created', row_key: key, columns_left_out: null });
    expect(await upsert('2026-03-02T09:00:00Z', '2')).toMatchObject({
      outcome: 'updated',
      row_key: key,
      column_v: 2,
      columns_left_out: null,
    });
    // Another time of the same month: CrateDB does not change what decides the partition, which is told.
    expect(await upsert('2026-03-31T23:00:00+00:00', '3')).toMatchObject({
      outcome: 'updated',
      column_ts: '2026-03-02T09:00:00.000Z',
      column_v: 3,
      columns_left_out: 'ts',
    });
    expect(await upsert('2026-04-01', '4')).toMatchObject({ outcome: 'created' });
    expect((await all(table)).map(({ row_key, column_v }) => [row_key, column_v]).sort()).toEqual([
      [key, 3],
      ['["a","2026-04-01T00:00:00.000"]', 4],
    ]);
  });

  test('an upsert whose reply is lost writes nothing twice', async () => {
    const table = await newTable(MONTHS);
    const upsert = () => zapier.create('upsert_row', { ...table, ...row('a', '2026-03-02', '1') });
    // Zapier runs it again by itself.
    expect(await losing(WITH_KEY, upsert)).toMatchObject({ outcome: 'updated' });
    expect(await all(table)).toHaveLength(1);
  });

  test('a row is created once although the reply is lost, and refused where it is there', async () => {
    const table = await newTable(MONTHS);
    const create = () => zapier.create('create_row', { ...table, ...row('a', '2026-03-02', '1') });
    expect(await losing(ABOUT_TABLE, create)).toMatchObject({
      row_key: '["a","2026-03-01T00:00:00.000"]',
    });
    expect(await all(table)).toHaveLength(1);
    expect(await said(create())).toMatch(/has a row with this key.*Use “Upsert Row” to update it/);
  });

  test('many rows are told by their keys, updated, and the last of the same key wins', async () => {
    const table = await newTable(MONTHS);
    const create = (if_exists: string, rows: object[]) =>
      zapier.create('create_rows', { ...table, if_exists, ...json(rows) });
    const made = await create('fail', [
      { id: 'a', ts: '2026-03-02', v: 1 },
      { id: 'b', ts: '2026-04-02', v: 1 },
      { id: 'c', v: 1 },
      { id: 'd', ts: 'no time', v: 1 },
    ]);
    expect(made).toMatchObject({ written_count: 2, failed_count: 2 });
    expect((made.results as Item[]).map(({ row_key, reason }) => [row_key, reason])).toEqual([
      ['["a","2026-03-01T00:00:00.000"]', null],
      ['["b","2026-04-01T00:00:00.000"]', null],
      [null, 'ts must have a value'],
      [null, expect.stringContaining('ts is no time')],
    ]);
    const again = await create('update', [
      { id: 'a', ts: '2026-03-09', v: 2 },
      // Of other columns, so by a statement of its own, which must not come before.
      { id: 'b', ts: '2026-04-02' },
      { id: 'a', ts: '2026-03-10', v: 3 },
      { id: 'e', ts: '2026-03-02', v: 4 },
    ]);
    // What is made of the key alone has nothing to update.
    expect(again).toMatchObject({ written_count: 3, skipped_count: 1, failed_count: 0 });
    expect(
      (await all(table)).map(({ column_id, column_v }) => [column_id, column_v]).sort(),
    ).toEqual([
      ['a', 3],
      ['b', 1],
      ['e', 4],
    ]);
    expect(await create('skip', [{ id: 'a', ts: '2026-03-11', v: 9 }])).toMatchObject({
      skipped_count: 1,
      results: [{ row_key: '["a","2026-03-01T00:00:00.000"]' }],
    });
  });

  test('a row is found by its month, and by a time of it', async () => {
    const table = await newTable(MONTHS);
    await zapier.create('create_row', { ...table, ...row('a', '2026-03-02', '1') });
    const find = (given: object) =>
      zapier.search('find_row_by_key', { ...table, column_id: 'a', ...given });
    expect(await find({ column_month: '2026-03-01' })).toMatchObject([{ column_v: 1 }]);
    expect(await find({ column_ts: '2026-03-30T12:00:00Z' })).toMatchObject([{ column_v: 1 }]);
    expect(await find({ column_ts: '2026-04-01' })).toEqual([]);
    expect(await said(find({}))).toMatch(/the key needs all of its columns \(id, month\)/);
    const fields = (await zapier.fields('searches', 'find_row_by_key', table)) as Item[];
    expect(
      fields.flatMap(({ key, required }) =>
        String(key).startsWith('column_') ? [[key, required ?? false]] : [],
      ),
    ).toEqual([
      ['column_id', true],
      ['column_month', false],
      ['column_ts', false],
    ]);
  });

  test('what the month is made of is asked for, and never changed', async () => {
    const table = await newTable(MONTHS);
    const upsert = zapier.create('upsert_row', { ...table, column_id: 'a', column_v: '1' });
    expect(await said(upsert)).toMatch(
      /needs the whole key \(id, month made from ts\).*Fill it in/,
    );
    const create = zapier.create('create_row', { ...table, column_id: 'a', column_v: '1' });
    expect(await said(create)).toMatch(/takes no row without ts/);
    const update = zapier.create('update_rows', {
      ...table,
      conditions: [{ column: 'id', value: 'a' }],
      column_ts: '2026-03-02',
    });
    expect(await said(update)).toMatch(/“ts” decides where a row is kept/);
    const fields = (await zapier.fields('creates', 'update_rows', table)) as Item[];
    const keys = fields.map(({ key }) => key);
    expect([keys.includes('column_v'), keys.includes('column_ts')]).toEqual([true, false]);
  });
});

type Kind = { calculated: string; columns: string; first: Item; same: Item; key: string };

const KINDS: Kind[] = [
  {
    calculated: 'a day without partitions',
    columns:
      "ts TIMESTAMP WITHOUT TIME ZONE, k TIMESTAMP GENERATED ALWAYS AS date_trunc('day', ts), PRIMARY KEY (id, k)",
    first: { column_ts: '2026-03-02T09:00:00' },
    same: { column_ts: '2026-03-02T10:00:00' },
    key: '2026-03-02T00:00:00.000',
  },
  {
    calculated: 'a text made of parts of an object',
    columns: `o OBJECT AS ("a b" TEXT, p OBJECT AS (x BIGINT)),
      k TEXT GENERATED ALWAYS AS concat(o['a b'], o['p']['x']), PRIMARY KEY (id, k)`,
    first: { column_o: '{"a b": "it\'s", "p": {"x": 9007199254740}}' },
    same: { column_oZ2eZaZ20Zb: "it's", column_oZ2eZpZ2eZx: '9007199254740' },
    key: "it's9007199254740",
  },
  {
    calculated: 'a number made of a column with quotes in its name',
    columns: '"No ""1" BIGINT, k BIGINT GENERATED ALWAYS AS "No ""1" % 10, PRIMARY KEY (id, k)',
    first: { column_NoZ20ZZ22Z1: '9223372036854775804' },
    same: { column_NoZ20ZZ22Z1: '14' },
    key: '4',
  },
  {
    calculated: 'a text of two columns, or what looks like a time',
    columns:
      "a TEXT, b BOOLEAN, k TEXT GENERATED ALWAYS AS upper(concat(a, b, 'now()')), PRIMARY KEY (id, k)",
    first: { column_a: 'x', column_b: 'Yes' },
    same: { column_a: 'X', column_b: 'Yes' },
    key: 'XTNOW()',
  },
];

test.each(KINDS)('$calculated is a part of the key', async ({ columns, first, same, key }) => {
  const table = await newTable(`(id INTEGER, v TEXT, ${columns})`);
  const upsert = (given: Item, v: string) =>
    zapier.create('upsert_row', { ...table, column_id: '1', ...given, column_v: v });
  const row_key = JSON.stringify(['1', key]);
  expect(await upsert(first, 'a')).toMatchObject({ outcome: 'created', row_key });
  const changed = await upsert(same, 'b');
  expect(changed).toMatchObject({ outcome: 'updated', row_key, column_v: 'b' });
  expect(changed.columns_left_out).toBeNull();
  expect(await all(table)).toHaveLength(1);
  const found = await zapier.search('find_row_by_key', { ...table, column_id: '1', ...same });
  expect(found).toMatchObject([{ row_key, column_v: 'b' }]);
});

test.each([
  ['another one for each row', 'k TEXT GENERATED ALWAYS AS gen_random_text_uuid()'],
  ['the time', "k TIMESTAMP GENERATED ALWAYS AS date_trunc('day', now())"],
  [
    'of a number whose digits are not known',
    'n NUMERIC(6, 2), k BIGINT GENERATED ALWAYS AS n::BIGINT',
  ],
])('%s is calculated: no row is found by it, which is said', async (_what, columns) => {
  const table = await newTable(`(id INTEGER, v TEXT, ${columns}, PRIMARY KEY (id, k))`);
  const given = { ...table, column_id: '1', column_v: 'a', column_n: '1.5' };
  expect(await said(zapier.create('upsert_row', given))).toMatch(
    /calculates “k”, a part of the key, and nobody knows it before.*Use “Create Many Rows” with Skip/,
  );
  const rows = columns.includes('NUMERIC') ? [{ id: 1, v: 'a', n: 1.5 }] : [{ id: 1, v: 'a' }];
  expect(await zapier.create('create_rows', { ...table, ...json(rows) })).toMatchObject({
    written_count: 1,
    results: [{ row_key: null }],
  });
});
