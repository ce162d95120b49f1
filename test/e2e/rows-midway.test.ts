/**
 * Every step about rows, with something going wrong at each of its statements in turn: what it then says is a
 * sentence that helps, what it counts is what happened, and nothing happens that it does not tell.
 */
import type { Zapier } from '../../sandbox/zapier/index.ts';
import { openZapier } from '../support/app.ts';
import { newCloud, type TestCloud } from '../support/sandbox.ts';

const CLUSTER = { cluster_id: 'weather-prod' };
const TABLE = { ...CLUSTER, table: 'doc.visits' };
const KEYLESS = { ...CLUSTER, table: 'doc.notes' };
/** With a part of the key that is calculated. */
const MONTHS = { ...CLUSTER, table: 'doc.months' };

/** Is in what every step sends, and must be in nothing that it says. */
const CANARY = 'canary-7731';

type Rows = Record<string, string>;
type Given = Record<string, unknown>;

/** A step, and the rows that its answer says it has written, changed or deleted. */
type Way = {
  go(zapier: Zapier): Promise<unknown>;
  /** Of an answer: how many rows are other than before, at least and at most. */
  changes?(given: Given): [least: number, most: number];
};

const one = (): [number, number] => [1, 1];

const many = (given: Given): [number, number] => {
  const written = Number(given.written_count ?? given.changed_count);
  const outcomes = (given.results ?? given.rows) as { outcome: string }[];
  return [written, written + outcomes.filter(({ outcome }) => outcome === 'unknown').length];
};

const WAYS: Record<string, Way> = {
  create_row: {
    go: (zapier) => zapier.create('create_row', { ...TABLE, column_id: '9', column_note: CANARY }),
    changes: one,
  },
  'create_row without a key': {
    go: (zapier) => zapier.create('create_row', { ...KEYLESS, column_note: CANARY }),
    changes: one,
  },
  'upsert_row of a new row': {
    go: (zapier) => zapier.create('upsert_row', { ...TABLE, column_id: '9', column_note: CANARY }),
    changes: one,
  },
  'upsert_row of a row that is there': {
    go: (zapier) => zapier.create('upsert_row', { ...TABLE, column_id: '1', column_note: CANARY }),
    changes: one,
  },
  'create_row with a calculated key': {
    go: (zapier) =>
      zapier.create('create_row', { ...MONTHS, column_at: '2026-04-02', column_note: CANARY }),
    changes: one,
  },
  'upsert_row with a calculated key': {
    go: (zapier) =>
      zapier.create('upsert_row', { ...MONTHS, column_at: '2026-03-02', column_note: CANARY }),
    changes: one,
  },
  'create_rows with a calculated key': {
    go: (zapier) =>
      zapier.create('create_rows', {
        ...MONTHS,
        if_exists: 'update',
        rows_json: JSON.stringify(
          ['03-02', '04-01'].map((at) => ({ at: `2026-${at}`, note: CANARY })),
        ),
      }),
    changes: many,
  },
  // Rows of other columns go by statements of their own.
  create_rows: {
    go: (zapier) =>
      zapier.create('create_rows', {
        ...TABLE,
        rows_json: JSON.stringify([
          { id: 7, note: CANARY },
          { id: 8, note: CANARY },
          { id: 9, note: CANARY, n: 1 },
          { id: 1, n: 1 },
        ]),
      }),
    changes: many,
  },
  'create_rows of rows that are there': {
    go: (zapier) =>
      zapier.create('create_rows', {
        ...TABLE,
        if_exists: 'update',
        rows_json: JSON.stringify([1, 2, 9].map((id) => ({ id, note: CANARY }))),
      }),
    changes: many,
  },
  update_rows: {
    go: (zapier) =>
      zapier.create('update_rows', {
        ...TABLE,
        conditions: [{ column: 'n', comparison: 'at_most', value: '2' }],
        column_note: CANARY,
      }),
    changes: many,
  },
  'update_rows of one row by its key': {
    go: (zapier) =>
      zapier.create('update_rows', {
        ...TABLE,
        conditions: [{ column: 'id', value: '1' }],
        column_note: CANARY,
      }),
    changes: many,
  },
  delete_rows: {
    go: (zapier) =>
      zapier.create('delete_rows', {
        ...TABLE,
        conditions: [
          { column: 'n', comparison: 'at_most', value: '2' },
          { column: 'note', comparison: 'differs', value: CANARY },
        ],
        confirm: 'visits',
      }),
    changes: many,
  },
  'delete_rows without a key': {
    go: (zapier) =>
      zapier.create('delete_rows', {
        ...KEYLESS,
        conditions: [{ column: 'note', comparison: 'differs', value: CANARY }],
        confirm: 'notes',
      }),
    changes: many,
  },
  run_statement: {
    go: (zapier) =>
      zapier.create('run_statement', {
        ...CLUSTER,
        statement: 'UPDATE doc.visits SET note = ? WHERE id = 1',
        value_1: CANARY,
      }),
    changes: one,
  },
  find_row: { go: (zapier) => zapier.search('find_row', { ...TABLE, column_n: '1' }) },
  'find_row of what is not there': {
    go: (zapier) => zapier.search('find_row', { ...TABLE, column_note: CANARY }),
  },
  find_row_by_key: {
    go: (zapier) => zapier.search('find_row_by_key', { ...TABLE, column_id: '1' }),
  },
  find_rows: {
    go: (zapier) =>
      zapier.search('find_rows', {
        ...TABLE,
        conditions: [{ column: 'note', comparison: 'differs', value: CANARY }],
      }),
  },
  find_rows_by_query: {
    go: (zapier) =>
      zapier.search('find_rows_by_query', {
        ...CLUSTER,
        statement: 'SELECT id FROM doc.visits WHERE note <> ? ORDER BY id',
        value_1: CANARY,
      }),
  },
  new_row: { go: (zapier) => zapier.poll('new_row', { ...TABLE, time_column: 'at' }) },
  new_or_updated_row: {
    go: (zapier) => zapier.poll('new_or_updated_row', { ...TABLE, time_column: 'at' }),
  },
  new_row_from_query: {
    go: (zapier) =>
      zapier.poll('new_row_from_query', {
        ...CLUSTER,
        statement: `SELECT id FROM doc.visits WHERE note <> '${CANARY}' ORDER BY id`,
        identity_columns: ['id'],
      }),
  },
};

const said = (status: number, code: number, message: string) => ({
  status,
  body: { error: { message, code } },
});

/** What a statement can meet, as a real CrateDB and the way to it were seen to do it. */
const TROUBLES: Record<string, object> = {
  breaker: said(500, 5000, "CircuitBreakingException[Allocating 2mb for 'query' failed]"),
  'no time': said(500, 5005, 'JobKilledException[Job killed. statement_timeout (5s/exec)]'),
  'no shards': said(500, 5002, 'UnavailableShardsException[[visits][0] shard is not active]'),
  'full storage': said(
    403,
    4037,
    'ClusterBlockException[blocked by: [RELATION_READ_DELETE_ONLY/12/index read-only / allow delete (api)];]',
  ),
  'full storage of 5.8': said(
    500,
    5000,
    'ClusterBlockException[blocked by: [FORBIDDEN/12/index read-only / allow delete (api)];]',
  ),
  'no privilege': said(
    401,
    4011,
    "MissingPrivilegeException[Missing 'DML' privilege for user 'x']",
  ),
  'no schema': said(404, 4045, "SchemaUnknownException[Schema 'doc' unknown]"),
  'no table': said(404, 4041, "RelationUnknown[Relation 'doc.visits' unknown]"),
  'no column': said(404, 4043, 'ColumnUnknownException[Column note unknown]'),
  closed: said(
    400,
    4007,
    `OperationOnInaccessibleRelationException[The relation "doc.visits" doesn't support or allow READ operations, as it is currently closed.]`,
  ),
  unreadable: said(
    400,
    4000,
    `SQLParseException[Can't parse [{"args":["${CANARY}"]}]. Expecting x]`,
  ),
  firewall: { status: 403, html: '<html><body>Blocked</body></html>' },
  gateway: { status: 502, body: 'Bad Gateway', contentType: 'text/plain' },
  'a cut before': { cut: 'before' },
  'a lost reply': { cut: 'after' },
  'half a reply': { malformed: true },
};

/** Once, or from then on. */
const LASTS = { once: { times: 1 }, 'from then on': {} };

type Stage = { cloud: TestCloud; zapier: Zapier };

async function newStage(): Promise<Stage> {
  const cloud = await newCloud({ sideBySide: true });
  await cloud.control.cluster('weather-prod', { password: 'pw' });
  const stage = { cloud, zapier: await openZapier(cloud) };
  await ask(
    stage,
    'CREATE TABLE doc.visits (id INTEGER PRIMARY KEY, note TEXT, n INTEGER, at TIMESTAMP WITH TIME ZONE) CLUSTERED INTO 1 SHARDS',
  );
  await ask(stage, 'CREATE TABLE doc.notes (note TEXT) CLUSTERED INTO 1 SHARDS');
  await ask(
    stage,
    "CREATE TABLE doc.months (at TIMESTAMP WITH TIME ZONE, month TIMESTAMP GENERATED ALWAYS AS date_trunc('month', at) PRIMARY KEY, note TEXT) CLUSTERED INTO 1 SHARDS",
  );
  return stage;
}

/** Asks the database itself. */
async function ask({ cloud }: Stage, stmt: string): Promise<unknown[][]> {
  const reply = await fetch(`${cloud.control.origin}/sql/weather-prod/_sql`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from('admin:pw').toString('base64')}`,
      'content-type': 'application/json',
      connection: 'close',
    },
    body: JSON.stringify({ stmt }),
  });
  const { rows = [], error } = (await reply.json()) as { rows?: unknown[][]; error?: object };
  expect(error).toBeUndefined();
  return rows;
}

/** The same three rows in both tables; so few are written anew for each case. */
async function fill(stage: Stage): Promise<void> {
  const now = await stage.cloud.control.now();
  const rows = [1, 2, 3].map((id) => `(${id}, 'note ${id}', ${id}, '${now}')`).join();
  await ask(stage, 'REFRESH TABLE doc.visits, doc.notes, doc.months');
  await ask(stage, 'DELETE FROM doc.visits');
  await ask(stage, 'DELETE FROM doc.notes');
  await ask(stage, 'DELETE FROM doc.months');
  await ask(stage, `INSERT INTO doc.visits (id, note, n, at) VALUES ${rows}`);
  await ask(stage, "INSERT INTO doc.notes (note) VALUES ('a'), ('b')");
  await ask(stage, "INSERT INTO doc.months (at, note) VALUES ('2026-03-01', 'a')");
  await ask(stage, 'REFRESH TABLE doc.visits, doc.notes, doc.months');
}

/** What there is, by table and key. */
async function rowsNow(stage: Stage): Promise<Rows> {
  await ask(stage, 'REFRESH TABLE doc.visits, doc.notes, doc.months');
  const visits = await ask(stage, 'SELECT id, note, n FROM doc.visits');
  const notes = await ask(stage, 'SELECT _id, note FROM doc.notes');
  const months = await ask(stage, 'SELECT month, note FROM doc.months');
  return Object.fromEntries(
    [...visits, ...notes, ...months].map(([key, ...values]) => [
      String(key),
      JSON.stringify(values),
    ]),
  );
}

const differing = (before: Rows, after: Rows): number =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => before[key] !== after[key],
  ).length;

/** How many statements the step sends when nothing goes wrong. */
async function statementsOf(stage: Stage, way: Way): Promise<number> {
  await fill(stage);
  await stage.cloud.control.clearLogs();
  await way.go(stage.zapier);
  const requests = await stage.cloud.control.requests();
  return requests.filter(({ path }) => path.endsWith('/_sql')).length;
}

/** What is wrong with what came of it; null when nothing is. */
async function wrongWith(stage: Stage, way: Way, fault: object): Promise<string | null> {
  await fill(stage);
  const before = await rowsNow(stage);
  await stage.cloud.control.fault({ route: '*/_sql', ...fault });
  const [given, error] = await way.go(stage.zapier).then(
    (done) => [done, null] as const,
    (thrown: Error) => [null, thrown] as const,
  );
  const [{ hits = 0 } = {}] = await stage.cloud.control.faults();
  await stage.cloud.control.clearFaults();
  if (hits === 0) return null;
  const changed = differing(before, await rowsNow(stage));
  return error ? wrongSentence(error.message, changed) : wrongAnswer(way, given, changed);
}

function wrongSentence(message: string, changed: number): string | null {
  if (message.length > 250) return `${message.length} characters: ${message}`;
  if (message.includes(CANARY)) return `tells what was sent: ${message}`;
  // What could not be done, why, and what to do next.
  if (!/^Could not [^:]+: .{10,}\. [A-Z].+\.$/.test(message)) return `is no sentence: ${message}`;
  if (/unexpected|undefined|null|\[object|Exception/.test(message)) return `is raw: ${message}`;
  const isSaid = /may have happened|Running it again is safe|are written/.test(message);
  return changed > 0 && !isSaid ? `changed ${changed} and says: ${message}` : null;
}

function wrongAnswer(way: Way, given: unknown, changed: number): string | null {
  if (!way.changes) {
    const isThere = Array.isArray(given);
    return isThere && changed === 0 ? null : `read ${JSON.stringify(given)}, changed ${changed}`;
  }
  const [least, most] = way.changes(given as Given);
  if (changed >= least && changed <= most) return null;
  return `changed ${changed}, not ${least} to ${most}: ${JSON.stringify(given)}`;
}

test('a step that looks again after a lost reply does not forget it when that fails', async () => {
  const stage = await newStage();
  const way = WAYS['upsert_row of a new row'] as Way;
  const skip = (await statementsOf(stage, way)) - 1;
  expect(await wrongWith(stage, way, { cut: 'after', skip })).toBeNull();
});

/** All of them take minutes: `EVERY_FAULT=1`. */
const EACH = process.env.EVERY_FAULT ? 1 : 9;

/** Of one trouble, where and for how long it was met, and what was wrong with what came of it. */
async function wrongUnder(name: string, trouble: object): Promise<Record<string, string>> {
  const stage = await newStage();
  const wrong: Record<string, string> = {};
  let number = Object.keys(TROUBLES).indexOf(name);
  for (const [step, way] of Object.entries(WAYS)) {
    const statements = await statementsOf(stage, way);
    for (let skip = 0; skip < statements; skip += 1) {
      for (const [lasts, times] of Object.entries(LASTS)) {
        number += 1;
        if (number % EACH > 0) continue;
        const found = await wrongWith(stage, way, { ...trouble, ...times, skip });
        if (found) wrong[`${step}, statement ${skip + 1} of ${statements}, ${lasts}`] = found;
      }
    }
  }
  return wrong;
}

/** Side by side, for what is tried again waits in between. */
const found = new Map<string, Record<string, string>>();

beforeAll(async () => {
  await Promise.all(
    Object.entries(TROUBLES).map(async ([name, trouble]) => {
      found.set(name, await wrongUnder(name, trouble));
    }),
  );
}, 900_000);

test.each(Object.keys(TROUBLES))('%s at any statement of any step', (name) => {
  expect(found.get(name)).toEqual({});
});
