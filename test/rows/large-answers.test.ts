/** Tables with more than an answer holds: what is given is whole, and its number is the true one. */
import type { Zapier } from '../../sandbox/zapier/index.ts';
import { openZapier } from '../support/app.ts';
import { newCloud, type TestCloud } from '../support/sandbox.ts';

type Item = Record<string, unknown>;

const TABLE = { cluster_id: 'weather-prod', table: 'doc.letters' };

/** Together they are 7.5 MB. */
const ROWS = 3_750;
const BODY = 2_000;

/** Rows that fit into 5 MB with all that stands beside the text. */
const FITTING = { least: 1_500, most: 2_450 };

let cloud: TestCloud;
let zapier: Zapier;

beforeAll(async () => {
  cloud = await newCloud();
  zapier = await openZapier(cloud);
  await zapier.create('run_statement', {
    cluster_id: 'weather-prod',
    statement:
      'CREATE TABLE doc.letters (id INTEGER PRIMARY KEY, body TEXT INDEX OFF, at TIMESTAMP WITH TIME ZONE) CLUSTERED INTO 1 SHARDS',
  });
  const now = Date.parse(await cloud.control.now());
  for (let from = 0; from < ROWS; from += 1_250) {
    const rows = Array.from({ length: 1_250 }, (_, index) => ({
      id: from + index,
      body: bodyOf(from + index),
      at: now - (from + index) * 1_000,
    }));
    const written = await zapier.create('create_rows', {
      ...TABLE,
      rows_json: JSON.stringify(rows),
    });
    expect(written).toMatchObject({ written_count: 1_250 });
  }
  await cloud.control.advance({ seconds: 2 });
});

const bodyOf = (id: unknown) => `${id}:`.padEnd(BODY, 'letter ');

function expectWhole(rows: Item[]): void {
  const cut = rows.filter((row) => row.column_body !== bodyOf(row.column_id));
  expect(cut.map((row) => row.column_id)).toEqual([]);
  expect(rows.length).toBeGreaterThanOrEqual(FITTING.least);
  expect(rows.length).toBeLessThanOrEqual(FITTING.most);
}

test.each([
  ['new_row', { ...TABLE, time_column: 'at' }],
  ['new_or_updated_row', { ...TABLE, time_column: 'at' }],
  [
    'new_row_from_query',
    {
      cluster_id: 'weather-prod',
      statement: 'SELECT id, body, at FROM doc.letters ORDER BY at DESC',
      identity_columns: ['id'],
    },
  ],
])('%s gives the newest rows as they are, and counts the others', async (key, input) => {
  const rows = (await zapier.poll(key, input)) as Item[];
  expectWhole(rows);
  expect(rows.map((row) => row.column_id)).toEqual(rows.map((_, index) => index));
  for (const row of rows) {
    expect(row).toMatchObject({
      older_rows_not_given: ROWS - rows.length,
      summary: expect.stringContaining('id'),
    });
  }
});

test.each([
  ['find_rows', { ...TABLE, order_column: 'at', most_rows: 10_000 }],
  [
    'find_rows_by_query',
    {
      cluster_id: 'weather-prod',
      statement: 'SELECT id, body FROM doc.letters ORDER BY at DESC',
      most_rows: 10_000,
    },
  ],
])('%s counts the line items that it gives', async (key, input) => {
  const [found] = (await zapier.search(key, input)) as Item[];
  const rows = found?.rows as Item[];
  expectWhole(rows);
  expect(found).toMatchObject({ count: rows.length, cut: true });
});

test('small rows by the thousand are all given, or counted', async () => {
  const statement = `SELECT n AS id, '${'x'.repeat(600)}' AS text FROM generate_series(1, 10000) AS g(n)`;
  const [found] = (await zapier.search('find_rows_by_query', {
    cluster_id: 'weather-prod',
    statement,
    most_rows: 10_000,
  })) as Item[];
  const rows = found?.rows as Item[];
  expect(rows.length).toBeGreaterThan(7_000);
  expect(found).toMatchObject({ count: rows.length, cut: true });
});

test('a row that is too large alone is an error where it would look like none', async () => {
  const statement = `SELECT '${'x'.repeat(100_000)}' || repeat('y', 6000000) AS text`;
  const search = zapier.search('find_rows_by_query', { cluster_id: 'weather-prod', statement });
  await expect(search).rejects.toMatchObject({
    message: expect.stringMatching(/first row alone has more than the 5 MB.*with a query\.$/),
  });
  // A statement was run, whatever it gives.
  const run = await zapier.create('run_statement', { cluster_id: 'weather-prod', statement });
  expect(run).toMatchObject({ cut: true, rows: [] });
});

test('of several large rows the first is given whole', async () => {
  await zapier.create('run_statement', {
    cluster_id: 'weather-prod',
    statement: 'CREATE TABLE doc.books (id INTEGER PRIMARY KEY, kind TEXT, body TEXT INDEX OFF)',
  });
  await zapier.create('run_statement', {
    cluster_id: 'weather-prod',
    statement: `INSERT INTO doc.books (id, kind, body) SELECT n, 'x', repeat('y', 600000) FROM generate_series(1, 10) AS g(n)`,
  });
  const found = (await zapier.search('find_row', {
    cluster_id: 'weather-prod',
    table: 'doc.books',
    column_kind: 'x',
    order_column: 'id',
  })) as Item[];
  expect(found[0]?.column_id).toBe(10);
  expect(found.map((row) => String(row.column_body).length)).toEqual(found.map(() => 600_000));
});
