/** Whole Zaps about rows: a form, upserts, many rows, queries, and tables of every kind. */
import type { Zapier } from '../../sandbox/zapier/index.ts';
import { openZapier } from '../support/app.ts';
import { newCloud, type TestCloud } from '../support/sandbox.ts';

type Item = Record<string, unknown>;

let cloud: TestCloud;
let zapier: Zapier;

beforeAll(async () => {
  cloud = await newCloud();
  zapier = await openZapier(cloud);
});

const CLUSTER = { cluster_id: 'weather-prod' };

const run = (statement: string, ...values: string[]) =>
  zapier.create('run_statement', {
    ...CLUSTER,
    statement,
    ...Object.fromEntries(values.map((value, index) => [`value_${index + 1}`, value])),
  });

const query = async (statement: string): Promise<Item[]> => {
  const [found] = (await zapier.search('find_rows_by_query', { ...CLUSTER, statement })) as Item[];
  return (found?.rows ?? []) as Item[];
};

/** A row that was just written is seen by its key at once, and by anything else a second later. */
const shown = () => cloud.control.advance({ seconds: 2 });

test('a form entry is stored, found, changed, told once and counted', async () => {
  await run(
    'CREATE TABLE doc.leads (email TEXT PRIMARY KEY, name TEXT NOT NULL, score INTEGER DEFAULT 1, added TIMESTAMP WITH TIME ZONE)',
  );
  const table = { ...CLUSTER, table: 'doc.leads' };
  const zap = zapier.trigger('new_row', { ...table, time_column: 'added' });
  await zap.switchOn();
  const added = new Date(await cloud.control.now()).toISOString();
  const made = await zapier.create('create_row', {
    ...table,
    column_email: 'ada@example.com',
    column_name: 'Ada',
    column_added: added,
  });
  expect(made).toMatchObject({ row_key: 'ada@example.com', column_score: 1, column_added: added });
  // By another column than the key, right after it was written.
  const found = (await zapier.search('find_row', { ...table, column_name: 'Ada' })) as Item[];
  expect(found.map(({ row_key }) => row_key)).toEqual(['ada@example.com']);

  await expect(
    zapier.create('create_row', { ...table, column_email: 'ada@example.com', column_name: 'Eve' }),
  ).rejects.toMatchObject({ kind: 'halted', message: expect.stringContaining('Upsert Row') });
  const changed = await zapier.create('upsert_row', {
    ...table,
    column_email: 'ada@example.com',
    column_score: '7',
  });
  expect(changed).toMatchObject({ outcome: 'updated', column_name: 'Ada', column_score: 7 });
  await expect(
    zapier.create('upsert_row', { ...table, column_email: 'bob@example.com', column_score: '2' }),
  ).rejects.toMatchObject({ message: expect.stringContaining('a new one needs name') });
  const upserted = await zapier.create('upsert_row', {
    ...table,
    column_email: 'bob@example.com',
    column_name: 'Bob',
    column_added: added,
    null_columns: ['score'],
  });
  expect(upserted).toMatchObject({ outcome: 'created', created: true, column_score: null });

  await shown();
  expect((await zap.poll()).map(({ row_key }) => row_key).sort()).toEqual([
    'ada@example.com',
    'bob@example.com',
  ]);
  expect(await zap.poll()).toEqual([]);
  expect(await query('SELECT count(*) AS leads FROM "doc"."leads"')).toEqual([
    { row_number: 1, column_leads: '2' },
  ]);
});

test('of many rows three bad ones are told with their reasons, and the others are written', async () => {
  await run('CREATE TABLE doc.stock (id INTEGER PRIMARY KEY, name TEXT NOT NULL, qty INTEGER)');
  const rows: Item[] = Array.from({ length: 60 }, (_, index) => ({
    id: index + 1,
    name: `item ${index + 1}`,
    qty: index,
  }));
  rows[9] = { id: 10, name: 'half', qty: 1.5 };
  rows[19] = { id: 20, qty: 1 };
  rows[29] = { id: 1, name: 'twice' };
  const result = await zapier.create('create_rows', {
    ...CLUSTER,
    table: 'doc.stock',
    rows_json: JSON.stringify(rows),
  });
  expect(result).toMatchObject({ total_count: 60, written_count: 57, failed_count: 3 });
  const failed = result.failed_rows as Item[];
  expect(failed.map(({ row_number }) => row_number)).toEqual([10, 20, 30]);
  expect(failed.map(({ reason }) => reason)).toEqual([
    expect.stringContaining('qty has a fraction'),
    expect.stringContaining('name must have a value'),
    expect.stringContaining('same primary key'),
  ]);
  const stopped = zapier.create('create_rows', {
    ...CLUSTER,
    table: 'doc.stock',
    rows_json: JSON.stringify([
      { id: 100, name: 'a' },
      { id: 'x', name: 'b' },
    ]),
    if_rows_fail: 'stop',
  });
  await expect(stopped).rejects.toMatchObject({
    message: expect.stringContaining('Nothing was written'),
  });
  expect(
    await zapier.search('find_row', { ...CLUSTER, table: 'doc.stock', column_id: '100' }),
  ).toEqual([]);
  const refused = zapier.create('create_rows', {
    ...CLUSTER,
    table: 'doc.stock',
    rows_json: JSON.stringify([201, 2, 3].map((id) => ({ id, name: 'c' }))),
    if_rows_fail: 'stop',
  });
  await expect(refused).rejects.toMatchObject({
    message: expect.stringMatching(
      /1 of 3 rows were written to doc\.stock; 2 failed; row 2: .*same primary key/,
    ),
  });
});

test('rows come as line items of a form, too', async () => {
  await run('CREATE TABLE doc.lines (id INTEGER PRIMARY KEY, name TEXT)');
  const result = await zapier.create('create_rows', {
    ...CLUSTER,
    table: 'doc.lines',
    row_items: [
      { column_id: '1', column_name: 'a' },
      { column_id: '2', column_name: '' },
    ],
  });
  expect(result).toMatchObject({ written_count: 2, failed_count: 0 });
});

test('a CSV of 10,000 rows goes in batches, and a batch that is repeated doubles nothing', async () => {
  await run('CREATE TABLE doc.readings (id INTEGER PRIMARY KEY, value DOUBLE PRECISION)');
  const csv = Array.from({ length: 10_000 }, (_, index) => `${index},${index / 4}`);
  const batch = (from: number) =>
    zapier.create('create_rows', {
      ...CLUSTER,
      table: 'doc.readings',
      rows_json: JSON.stringify(
        csv.slice(from, from + 2_000).map((line) => {
          const [id, value] = line.split(',');
          return { id, value };
        }),
      ),
      if_exists: 'skip',
    });
  for (let from = 0; from < csv.length; from += 2_000) {
    expect(await batch(from)).toMatchObject({ written_count: 2_000, failed_count: 0 });
  }
  expect(await batch(0)).toMatchObject({ written_count: 0, skipped_count: 2_000 });
  await run('REFRESH TABLE "doc"."readings"');
  expect(await query('SELECT count(*) AS n, sum(value) AS total FROM "doc"."readings"')).toEqual([
    { row_number: 1, column_n: '10000', column_total: 12_498_750 },
  ]);
});

test('rows of a table without a key are changed and deleted one by one', async () => {
  await run('CREATE TABLE doc.notes (kind TEXT, body TEXT)');
  const table = { ...CLUSTER, table: 'doc.notes' };
  for (const body of ['one', 'two', 'three']) {
    const made = await zapier.create('create_row', {
      ...table,
      column_kind: 'x',
      column_body: body,
    });
    expect(made.row_key).toMatch(/\S/);
  }
  const conditions = [{ column: 'body', comparison: 'one_of', value: 'one, two' }];
  const preview = await zapier.create('update_rows', {
    ...table,
    conditions,
    column_kind: 'y',
    preview: 'true',
  });
  expect(preview).toMatchObject({ changed: false, matched_count: 2, changed_count: 0 });
  const few = zapier.create('update_rows', {
    ...table,
    conditions,
    column_kind: 'y',
    most_rows: 1,
  });
  await expect(few).rejects.toMatchObject({ message: expect.stringContaining('more than 1 row') });
  const updated = await zapier.create('update_rows', { ...table, conditions, column_kind: 'y' });
  expect(updated).toMatchObject({ changed: true, changed_count: 2, failed_count: 0 });
  const wrong = zapier.create('delete_rows', {
    ...table,
    conditions: [{ column: 'kind', value: 'y' }],
    confirm: 'other',
  });
  await expect(wrong).rejects.toMatchObject({ kind: 'halted' });
  const deleted = await zapier.create('delete_rows', {
    ...table,
    conditions: [{ column: 'kind', value: 'y' }],
    confirm: 'notes',
  });
  expect(deleted).toMatchObject({ changed_count: 2 });
  await shown();
  expect(await zapier.search('find_rows', table)).toMatchObject([
    { count: 1, cut: false, rows: [{ column_kind: 'x', column_body: 'three' }] },
  ]);
});

test('a partitioned table is written, upserted and emptied by the day', async () => {
  await run(
    'CREATE TABLE doc.by_day (id INTEGER, day TEXT, v TEXT, PRIMARY KEY (id, day)) PARTITIONED BY (day)',
  );
  const table = { ...CLUSTER, table: 'doc.by_day' };
  for (const day of ['2026-03-01', '2026-03-02']) {
    const row = { ...table, column_id: '1', column_day: day, column_v: 'a' };
    expect(await zapier.create('upsert_row', row)).toMatchObject({ outcome: 'created' });
    expect(await zapier.create('upsert_row', { ...row, column_v: 'b' })).toMatchObject({
      outcome: 'updated',
      column_v: 'b',
      row_key: `["1","${day}"]`,
    });
  }
  const moved = zapier.create('update_rows', {
    ...table,
    conditions: [{ column: 'id', value: '1' }],
    column_day: '2026-03-03',
  });
  await expect(moved).rejects.toMatchObject({
    message: expect.stringContaining('cannot be changed'),
  });
  const deleted = await zapier.create('delete_rows', {
    ...table,
    conditions: [{ column: 'day', value: '2026-03-01' }],
    confirm: 'by_day',
  });
  expect(deleted).toMatchObject({ matched_count: 1, changed_count: 1 });
});

test('schemas, tables and columns keep their case', async () => {
  await run(
    'CREATE TABLE "MySchema"."MixedCase" ("Id" INTEGER PRIMARY KEY, "select" TEXT, "a b" TEXT, "Größe" DOUBLE PRECISION)',
  );
  const table = { ...CLUSTER, table: 'MySchema.MixedCase' };
  const made = await zapier.create('create_row', {
    ...table,
    column_Id: '1',
    column_select: 's',
    column_aZ20Zb: 'with a blank',
    column_GrZf6ZZdfZe: '1.5',
  });
  expect(made).toMatchObject({ row_key: '1', column_aZ20Zb: 'with a blank' });
  const [found] = (await zapier.search('find_row', {
    ...table,
    column_GrZf6ZZdfZe: '1.5',
  })) as Item[];
  expect(found).toMatchObject({ column_Id: 1, column_select: 's' });
  expect(await zapier.dropdown('schema', CLUSTER)).toContainEqual(
    expect.objectContaining({ id: 'MySchema' }),
  );
});

test('a query that writes is not sent, and values are never part of the statement', async () => {
  await expect(query('DELETE FROM "doc"."orders"')).rejects.toMatchObject({
    message: expect.stringContaining('Nothing was sent'),
  });
  const [found] = (await zapier.search('find_rows_by_query', {
    ...CLUSTER,
    statement: 'SELECT ? AS given',
    value_1: "'; DROP TABLE doc.orders; --",
  })) as Item[];
  expect(found?.rows).toEqual([{ row_number: 1, column_given: "'; DROP TABLE doc.orders; --" }]);
});

test('a row that the database drops without a word is told, and not called written', async () => {
  await run('CREATE TABLE doc.loose (id INTEGER PRIMARY KEY, extra OBJECT)');
  const row = {
    ...CLUSTER,
    table: 'doc.loose',
    column_id: '1',
    column_extra: '{"list": [1, "two"]}',
  };
  const says = expect.stringMatching(/all values must be of one type/);
  await expect(zapier.create('create_row', row)).rejects.toMatchObject({ message: says });
  await expect(zapier.create('upsert_row', row)).rejects.toMatchObject({ message: says });
  expect(await query('SELECT id FROM doc.loose WHERE id = 1')).toEqual([]);
});
