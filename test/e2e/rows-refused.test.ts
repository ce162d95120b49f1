/** What a writing and a reading step say when SQL cannot be had or says no: one sentence, with the way out. */
import type { Zapier } from '../../sandbox/zapier/index.ts';
import { openZapier } from '../support/app.ts';
import { newCloud, type TestCloud } from '../support/sandbox.ts';

const TABLE = { cluster_id: 'weather-prod', table: 'doc.visits' };

type Asked = { cloud: TestCloud; zapier: Zapier };

/** A cloud of its own with a small table, and one row in it. */
async function withTable(): Promise<Asked> {
  const cloud = await newCloud();
  const zapier = await openZapier(cloud);
  await run(zapier, 'CREATE TABLE doc.visits (id INTEGER PRIMARY KEY, who VARCHAR(5), n INTEGER)');
  await run(zapier, "INSERT INTO doc.visits (id, who, n) VALUES (1, 'Ada', 1)");
  return { cloud, zapier };
}

const run = (zapier: Zapier, statement: string) =>
  zapier.create('run_statement', { cluster_id: 'weather-prod', statement });

const write = (zapier: Zapier) =>
  zapier.create('create_row', { ...TABLE, column_id: '2', column_who: 'Bob' });

const read = (zapier: Zapier) => zapier.search('find_row', { ...TABLE, column_id: '1' });

/** What both say, and that it fits into one line that Zapier shows whole. */
async function said(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => new Error('it was done'),
    (thrown: Error) => thrown,
  );
  expect(error.message.length).toBeLessThanOrEqual(250);
  return error.message;
}

type Situation = { what: string; make(asked: Asked): Promise<unknown>; says: RegExp };

const situations: Situation[] = [
  {
    what: 'a suspended cluster',
    make: ({ cloud }) => cloud.control.cluster('weather-prod', { suspended: true }),
    says: /“weather-prod” is suspended\W+Resume it with “Resume Cluster”/,
  },
  {
    what: 'an allowlist without Zapier',
    make: ({ cloud }) => cloud.control.cluster('weather-prod', { sql: 'allowlisted' }),
    says: /IP allowlist, and Zapier is not on it\W+Add Zapier’s addresses with “Update Cluster IP Allowlist”/,
  },
  {
    what: 'a cluster without Grand Central',
    make: ({ cloud }) => cloud.control.cluster('weather-prod', { gc_available: false }),
    says: /Grand Central is off for cluster “weather-prod”.*Upgrade the cluster, or ask CrateDB support/,
  },
  {
    what: 'a version without tokens',
    make: ({ cloud }) => cloud.control.cluster('weather-prod', { crate_version: '5.7.1' }),
    says: /“weather-prod” runs CrateDB 5\.7\.1, and SQL steps need 5\.8\.2\W+Upgrade the cluster/,
  },
  {
    what: 'a closed table',
    make: ({ zapier }) => run(zapier, 'ALTER TABLE doc.visits CLOSE'),
    says: /doc\.visits is closed\W+Open it/,
  },
  {
    what: 'a table that is gone',
    make: ({ zapier }) => run(zapier, 'DROP TABLE doc.visits'),
    says: /there is no table “doc\.visits” on cluster “weather-prod”.*There are: /,
  },
];

describe.each(situations)('$what', ({ make, says }) => {
  test('is said by a step that writes and one that reads', async () => {
    const asked = await withTable();
    await make(asked);
    expect(await said(write(asked.zapier))).toMatch(says);
    expect(await said(read(asked.zapier))).toMatch(says);
  });
});

test('full storage stops what writes, names the way out, and lets reading go on', async () => {
  const { cloud, zapier } = await withTable();
  await cloud.control.cluster('weather-prod', { usage: { used_percent: 97 } });
  expect(await said(write(zapier))).toMatch(
    /storage of cluster “weather-prod” is full.*Use “Expand Cluster Storage”/,
  );
  const many = zapier.create('create_rows', {
    ...TABLE,
    rows_json: '[{"id":3,"who":"Cid"},{"id":4,"who":"Dan"}]',
  });
  expect(await said(many)).toMatch(/is full.*Use “Expand Cluster Storage”/);
  expect(await read(zapier)).toMatchObject([{ row_key: '1', column_who: 'Ada' }]);
});

test('a column that is gone is left out of a new row, and stops what looks for it', async () => {
  const { zapier } = await withTable();
  await run(zapier, 'ALTER TABLE doc.visits DROP COLUMN n');
  const made = await zapier.create('create_row', { ...TABLE, column_id: '2', column_n: '7' });
  expect(made).toMatchObject({ row_key: '2' });
  expect(JSON.stringify(made)).toContain('"n"');
  expect(await said(zapier.search('find_row', { ...TABLE, column_n: '7' }))).toMatch(
    /doc\.visits has no column “n” any more\W+Empty its field/,
  );
});

test('who gets no token for the cluster is told whom to ask', async () => {
  const { cloud } = await withTable();
  const { key, secret } = cloud.keys.member;
  const zapier = await openZapier({
    ...cloud,
    authData: { api_key: key, api_secret: secret, scope: 'everything' },
  });
  const says =
    /may not use SQL on cluster “weather-prod”\. Connect with the key of an organization admin/;
  expect(await said(write(zapier))).toMatch(says);
  expect(await said(read(zapier))).toMatch(says);
});

test('whose database user lacks a privilege is told so, for a schema, a table and a statement', async () => {
  const { cloud, zapier } = await withTable();
  const issuer = `${cloud.origin}/api/v2/meta/jwk/`;
  const owner = await cloud.control.cluster('weather-prod');
  await run(
    zapier,
    `CREATE USER reader WITH (jwt = {"iss" = '${issuer}', "username" = 'admin', "aud" = '${owner.id}'})`,
  );
  // From now on the token is that of a user without a single privilege.
  const unseen = /there is no table .* Ask an admin for the privileges on its schema/;
  expect(await said(write(zapier))).toMatch(unseen);
  expect(await said(read(zapier))).toMatch(unseen);
  const statement = 'SELECT * FROM doc.visits';
  const query = zapier.search('find_rows_by_query', { cluster_id: 'weather-prod', statement });
  expect(await said(query)).toMatch(/may not use SQL on cluster “weather-prod”.*privileges/);
});

test('a text that is too long for its column is refused before it is sent', async () => {
  const { cloud, zapier } = await withTable();
  const [who] = (
    (await zapier.fields('creates', 'create_row', TABLE)) as { key: string; helpText?: string }[]
  ).filter(({ key }) => key === 'column_who');
  expect(who?.helpText).toBe('Text of at most 5 characters.');
  await cloud.control.clearLogs();
  const long = zapier.create('create_row', { ...TABLE, column_id: '2', column_who: 'Beatrice' });
  expect(await said(long)).toMatch(/“who” is longer than the 5 characters of the column/);
  const many = await zapier.create('create_rows', {
    ...TABLE,
    rows_json: '[{"id":3,"who":"Cid"},{"id":4,"who":"Dorothea"}]',
  });
  expect(many).toMatchObject({ written_count: 1, failed_count: 1 });
  expect(await zapier.search('find_row', { ...TABLE, column_who: 'Beatrice' })).toEqual([]);
});
