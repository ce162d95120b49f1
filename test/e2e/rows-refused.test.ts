/**
 * What every step and dropdown about rows says when SQL cannot be had or says no: one sentence, with the way
 * out, and nothing of what was sent.
 */
import type { Zapier } from '../../sandbox/zapier/index.ts';
import { openZapier } from '../support/app.ts';
import { newCloud, type TestCloud } from '../support/sandbox.ts';

const CLUSTER = { cluster_id: 'weather-prod' };
const TABLE = { ...CLUSTER, table: 'doc.visits' };

/** Is in what every step sends, and must be in nothing that it says. */
const CANARY = 'canary-7731';

type Asked = { cloud: TestCloud; zapier: Zapier };

/** A cloud of its own with a small table, and one row in it. */
async function withTable(): Promise<Asked> {
  const cloud = await newCloud();
  const zapier = await openZapier(cloud);
  await run(
    zapier,
    'CREATE TABLE doc.visits (id INTEGER PRIMARY KEY, who VARCHAR(5), note TEXT, n INTEGER, at TIMESTAMP WITH TIME ZONE)',
  );
  await run(zapier, "INSERT INTO doc.visits (id, who, n) VALUES (1, 'Ada', 1)");
  return { cloud, zapier };
}

const run = (zapier: Zapier, statement: string) =>
  zapier.create('run_statement', { ...CLUSTER, statement });

type Ways = Record<string, (zapier: Zapier) => Promise<unknown>>;

const conditions = [{ column: 'note', value: CANARY }];
const select = `SELECT id FROM doc.visits WHERE note <> '${CANARY}' OR note IS NULL`;

const WRITES: Ways = {
  create_row: (zapier) =>
    zapier.create('create_row', { ...TABLE, column_id: '2', column_note: CANARY }),
  upsert_row: (zapier) =>
    zapier.create('upsert_row', { ...TABLE, column_id: '1', column_note: CANARY }),
  create_rows: (zapier) =>
    zapier.create('create_rows', {
      ...TABLE,
      rows_json: JSON.stringify([3, 4].map((id) => ({ id, note: CANARY }))),
    }),
};

/** They look for rows first, so what is refused may be the looking. */
const CHANGES: Ways = {
  update_rows: (zapier) =>
    zapier.create('update_rows', {
      ...TABLE,
      conditions: [{ column: 'id', value: '1' }],
      column_note: CANARY,
    }),
  delete_rows: (zapier) =>
    zapier.create('delete_rows', { ...TABLE, conditions, confirm: 'visits' }),
};

const READS: Ways = {
  find_row: (zapier) => zapier.search('find_row', { ...TABLE, column_note: CANARY }),
  find_rows: (zapier) => zapier.search('find_rows', { ...TABLE, conditions }),
  find_row_by_key: (zapier) => zapier.search('find_row_by_key', { ...TABLE, column_id: '1' }),
  new_row: (zapier) => zapier.poll('new_row', { ...TABLE, time_column: 'at', conditions }),
  new_or_updated_row: (zapier) =>
    zapier.poll('new_or_updated_row', { ...TABLE, time_column: 'at', conditions }),
};

const STATEMENTS: Ways = {
  run_statement: (zapier) => run(zapier, select),
  find_rows_by_query: (zapier) =>
    zapier.search('find_rows_by_query', { ...CLUSTER, statement: select }),
  new_row_from_query: (zapier) =>
    zapier.poll('new_row_from_query', {
      ...CLUSTER,
      statement: select,
      identity_columns: ['id'],
    }),
};

const LISTS: Ways = {
  schema: (zapier) => zapier.dropdown('schema', CLUSTER),
  table: (zapier) => zapier.dropdown('table', CLUSTER),
  table_or_view: (zapier) => zapier.dropdown('table_or_view', CLUSTER),
};

const COLUMNS: Ways = {
  column: (zapier) => zapier.dropdown('column', TABLE),
  timestamp_column: (zapier) => zapier.dropdown('timestamp_column', TABLE),
  order_column: (zapier) => zapier.dropdown('order_column', TABLE),
  writable_column: (zapier) => zapier.dropdown('writable_column', TABLE),
  form: (zapier) => zapier.fields('creates', 'create_row', TABLE),
};

const TABLE_STEPS: Ways = { ...WRITES, ...CHANGES, ...READS };
const STEPS: Ways = { ...TABLE_STEPS, ...STATEMENTS };
const ALL: Ways = { ...STEPS, ...LISTS, ...COLUMNS };

/** What all of them say, each in one line that Zapier shows whole. */
async function sayings(asked: Asked, ways: Ways): Promise<Record<string, string>> {
  const list = await Promise.all(
    Object.entries(ways).map(async ([name, way]) => [name, await said(way(asked.zapier))] as const),
  );
  return Object.fromEntries(list);
}

async function said(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => new Error('it was done'),
    (thrown: Error) => thrown,
  );
  expect(error.message.length).toBeLessThanOrEqual(250);
  expect(error.message).not.toContain(CANARY);
  return error.message;
}

function expectAll(said: Record<string, string>, says: RegExp): void {
  const expected = Object.keys(said).map((name) => [name, expect.stringMatching(says)]);
  expect(said).toEqual(Object.fromEntries(expected));
}

type Situation = {
  what: string;
  make(asked: Asked): Promise<unknown>;
  says: RegExp;
  /** Who has to say it; everything there is unless said. */
  ways?: Ways;
};

/** Whatever is sent to the cluster is answered so. */
const answered =
  (fault: object) =>
  ({ cloud }: Asked) =>
    cloud.control.fault({ route: '*/_sql', ...fault });

const failing = (status: number, code: number, message: string) =>
  answered({ status, body: { error: { code, message } } });

const situations: Situation[] = [
  {
    what: 'a suspended cluster',
    make: ({ cloud }) => cloud.control.cluster('weather-prod', { suspended: true }),
    says: /“weather-prod” is suspended\W+Resume it with “Resume Cluster”/,
  },
  {
    what: 'an allowlist without Zapier',
    make: ({ cloud }) => cloud.control.cluster('weather-prod', { sql: 'allowlisted' }),
    // What is sent without looking first may have arrived all the same.
    says: /IP allowlist, and Zapier is not on it\W+Add Zapier’s addresses with “Update Cluster IP Allowlist”|IP allowlist may keep Zapier out\W+This may have happened/,
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
    what: 'a token that the cluster does not take',
    make: answered({
      status: 401,
      body: 'The Claim value doesn’t contain the required audience.',
      contentType: '',
    }),
    says: /“weather-prod” does not accept CrateDB Cloud’s token\W+Upgrade it, or ask CrateDB support/,
  },
  {
    what: 'settings that let nobody in',
    make: answered({
      status: 401,
      body: 'No valid auth.host_based.config entry found for host "1.2.3.4", user "null", protocol "http".',
      contentType: '',
    }),
    says: /“weather-prod” is set \(auth\.host_based\) to let nobody in from Zapier\W+Ask whoever set it/,
  },
  {
    what: 'a privilege that is missing',
    make: failing(401, 4011, "MissingPrivilegeException[Missing 'DQL' privilege for user 'admin']"),
    says: /may not use SQL on cluster “weather-prod”\W+Connect with the key of an organization admin, or ask one/,
  },
  {
    what: 'a schema without a single privilege',
    make: failing(404, 4045, "SchemaUnknownException[Schema 'information_schema' unknown]"),
    says: /may not use SQL on cluster “weather-prod”\W+Connect with the key of an organization admin, or ask one/,
  },
  {
    what: 'a memory limit that is reached',
    make: failing(
      500,
      5000,
      `CircuitBreakingException[Allocating 2mb for 'query: SELECT 1' failed, breaker would use 1gb in total]`,
    ),
    says: /gave up on .*Allocating 2mb|Allocating 2mb.*(Ask for less|check before)/,
  },
  {
    what: 'a statement that ran out of time',
    make: failing(500, 5005, 'JobKilledException[Job killed. statement_timeout (5s/exec)]'),
    says: /Job killed\. statement_timeout.*(Ask for less at once|check before you repeat it)/,
  },
  {
    what: 'shards that are not there',
    make: failing(500, 5002, 'UnavailableShardsException[[visits][0] primary shard is not active]'),
    says: /primary shard is not active.*(Try again in a few minutes|check before you repeat it)/,
  },
  {
    what: 'a firewall in between',
    make: answered({ status: 403, html: '<html><body>Blocked</body></html>' }),
    says: /something between Zapier and the cluster refused the request.*in a few minutes/,
  },
  {
    what: 'a body that the cluster cannot read',
    make: failing(
      400,
      4000,
      `SQLParseException[Can't parse [{"args":["${CANARY}"]}]. Expecting …]`,
    ),
    says: /the request cannot be read/,
  },
  {
    what: 'a closed table',
    make: ({ zapier }) => run(zapier, 'ALTER TABLE doc.visits CLOSE'),
    says: /doc\.visits.* is closed\W+Open it|doc\.visits.*closed/,
    ways: STEPS,
  },
  {
    what: 'a table that is gone',
    make: ({ zapier }) => run(zapier, 'DROP TABLE doc.visits'),
    says: /there is no table “doc\.visits” on cluster “weather-prod”.*There are: /,
    ways: { ...TABLE_STEPS, ...COLUMNS },
  },
  {
    what: 'a table of a statement that is gone',
    make: ({ zapier }) => run(zapier, 'DROP TABLE doc.visits'),
    says: /Relation 'doc\.visits' unknown\W/,
    ways: STATEMENTS,
  },
  {
    what: 'full storage',
    make: ({ cloud }) => cloud.control.cluster('weather-prod', { usage: { used_percent: 97 } }),
    says: /storage of cluster “weather-prod” is full.*Use “Expand Cluster Storage”/,
    ways: WRITES,
  },
];

describe.each(situations)('$what', ({ make, says, ways = ALL }) => {
  test('is said by whatever meets it', async () => {
    const asked = await withTable();
    await make(asked);
    expectAll(await sayings(asked, ways), says);
  });
});

test('full storage lets reading go on, and names the rows that were not changed', async () => {
  const { cloud, zapier } = await withTable();
  await cloud.control.cluster('weather-prod', { usage: { used_percent: 97 } });
  expect(await READS.find_row_by_key?.(zapier)).toMatchObject([
    { row_key: '1', column_who: 'Ada' },
  ]);
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
  expectAll(await sayings({ cloud, zapier }, ALL), says);
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
  expectAll(await sayings({ cloud, zapier }, { ...TABLE_STEPS, ...COLUMNS }), unseen);
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
