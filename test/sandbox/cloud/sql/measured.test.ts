/** What a running CrateDB 6.4.3 was seen to do, beyond the recorded requests. */
import { createSqlService } from '../../../../sandbox/cloud/sql/service.ts';
import { startDatabase, type TestDatabase } from './database.ts';
import { ask } from './support.ts';

let db: TestDatabase;
beforeEach(async () => {
  db = startDatabase();
  await db.run(
    'CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER CONSTRAINT small CHECK (n < 100), s TEXT NOT NULL, o OBJECT) CLUSTERED INTO 1 SHARDS',
  );
  await db.run("INSERT INTO t (id, n, s) VALUES (1, 1, 'a')");
  await db.run("INSERT INTO t (id, n, s) VALUES (2, 99, 'a')");
  await db.run('REFRESH TABLE t');
});

const refusal = async (stmt: string, args?: unknown[]) => {
  const { status, error } = await db.ask(stmt, args);
  return `${status} ${error?.message}`;
};

describe('an update', () => {
  test('by a condition leaves out in silence the rows that break a rule', async () => {
    expect((await db.run("UPDATE t SET n = n + 1 WHERE s = 'a'")).rowcount).toBe(1);
    await db.run('REFRESH TABLE t');
    expect(await db.rows('SELECT id, n FROM t ORDER BY id')).toEqual([
      [1, 2],
      [2, 99],
    ]);
  });

  test('by the key is refused with the whole row', async () => {
    expect(await refusal('UPDATE t SET n = 100 WHERE id = 1')).toBe(
      '400 SQLParseException[Failed CONSTRAINT small CHECK ("n" < 100) for values: [1, 100, a, null]]',
    );
  });

  test('that gives a required column null fails a whole bulk', async () => {
    const { status, error } = await db.ask('UPDATE t SET s = ? WHERE id = ?', undefined, {
      bulk: [
        [null, 1],
        ['b', 2],
      ],
    });
    expect(`${status} ${error?.message}`).toBe('400 SQLParseException["s" must not be null]');
    await db.run('REFRESH TABLE t');
    expect(await db.rows('SELECT s FROM t')).toEqual([['a'], ['a']]);
  });
});

test('a new list of mixed types drops its row in silence, and has a reason in a bulk alone', async () => {
  const stmt = 'INSERT INTO t (id, s, o) VALUES (?, ?, ?)';
  const mixed = { list: [1, 'two'] };
  expect((await db.run(stmt, [3, 'b', mixed])).rowcount).toBe(0);
  const results = await db.bulk(stmt, [
    [3, 'b', mixed],
    [4, 'c', { list: [1, 2.5] }],
  ]);
  expect(results).toEqual([[-2, 5000, 'ClassCastException[null]'], 1]);
});

test('rows of a query with a value that does not fit are left out in silence', async () => {
  expect(
    (await db.run("INSERT INTO t (id, s) SELECT v, 'q' FROM unnest(['7', 'x']) AS u(v)")).rowcount,
  ).toBe(1);
});

test.each([
  [
    "SELECT '5'::int, 'a' || 'b', ts::timestamptz FROM (SELECT 0 AS ts) x",
    "CAST('5' AS int),op_||,CAST(ts AS timestamptz)",
  ],
  ['SELECT [1] && [2]', 'array_overlap'],
])('%s has the columns %s', async (stmt, names) => {
  expect((await db.run(stmt)).cols.join()).toBe(names);
});

test.each([
  [
    'SELECT s FROM (SELECT s FROM t)',
    '400 UnsupportedFeatureException[subquery in FROM clause must have an alias]',
  ],
  [
    'SELECT id FROM t INTERSECT SELECT id FROM t',
    '400 UnsupportedFeatureException[INTERSECT is not supported]',
  ],
  [
    'SELECT sum(DISTINCT n) FROM t',
    '400 UnsupportedFunctionException[Unknown function: collection_sum(collect_set(doc.t.n))]',
  ],
  ['SELECT nope(n) FROM t', '400 UnsupportedFunctionException[Unknown function: nope(doc.t.n)]'],
  [
    'SELECT relpages FROM pg_catalog.pg_class',
    '400 UnsupportedFeatureException[The sandbox does not know pg_catalog.pg_class.relpages]',
  ],
  ['SELECT nope FROM pg_catalog.pg_class', '404 ColumnUnknownException[Column nope unknown]'],
  ['DROP VIEW nope', '404 RelationsUnknown[Relations not found: doc.nope]'],
])('%s is refused', async (stmt, says) => {
  expect(await refusal(stmt)).toBe(says);
});

test.each([
  ["'^a'", false],
  ["'a'", true],
  ["'[^b]'", true],
  ["'\\w'", true],
])('the pattern %s is matched as Lucene does it: %s', async (pattern, matches) => {
  expect(await db.rows(`SELECT s ~ ${pattern} FROM t WHERE id = 1`)).toEqual([[matches]]);
});

test('percentiles are values that are there, and a deviation is of a sample', async () => {
  expect(
    await db.rows(
      'SELECT percentile(v, [0.0, 0.25, 0.5, 0.9]), stddev(v), variance(v) FROM unnest([1, 2, 3, 4]) AS u(v)',
    ),
  ).toEqual([[[1, 2, 3, 4], 1.2909944487358056, 1.25]]);
});

test('a statement is ended by KILL from another connection', async () => {
  const service = createSqlService();
  try {
    await ask(service, 'SELECT 1');
    const sleeping = ask(service, 'SELECT pg_sleep(30)', { connection: 'one' });
    const job = async () =>
      (await ask(service, "SELECT id FROM sys.jobs WHERE stmt = 'SELECT pg_sleep(30)'"))
        .rows[0]?.[0];
    while ((await job()) === undefined) await new Promise((done) => setImmediate(done));
    const killed = await ask(service, 'KILL ?', { connection: 'two', args: [await job()] });
    expect(killed.rowcount).toBe(1);
    const { status, error } = await sleeping;
    expect(`${status} ${error?.code} ${error?.message}`).toBe(
      '500 5005 JobKilledException[Job killed. KILL invoked by user: admin]',
    );
    expect(await job()).toBeUndefined();
  } finally {
    await service.close();
  }
});
