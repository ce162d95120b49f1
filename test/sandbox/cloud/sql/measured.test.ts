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

describe('what was just written is seen by', () => {
  const seen = async (stmt: string, args: unknown[]) => (await db.rows(stmt, args)).length;

  test.each([
    ['', 1],
    [' CLUSTERED BY (c)', 0],
    [' PARTITIONED BY (c)', 0],
  ])('the id of a table%s: %d', async (how, count) => {
    await db.run(`CREATE TABLE ids (c TEXT, v TEXT)${how}`);
    const [[id] = []] = await db.rows("INSERT INTO ids (c, v) VALUES ('x', 'y') RETURNING _id");
    expect(await seen('SELECT v FROM ids WHERE _id = ?', [id])).toBe(count);
    await db.run('REFRESH TABLE ids');
    expect(await seen('SELECT v FROM ids WHERE _id = ?', [id])).toBe(1);
  });

  test('a time of the key that is calculated as a text, and not as a bigint', async () => {
    await db.run(
      "CREATE TABLE months (id INTEGER, at TIMESTAMP, month TIMESTAMP GENERATED ALWAYS AS date_trunc('month', at), PRIMARY KEY (id, month))",
    );
    await db.run("INSERT INTO months (id, at) VALUES (1, '2026-03-02')");
    const month = Date.UTC(2026, 2, 1);
    const stmt = 'SELECT id FROM months WHERE id = ? AND month = ?';
    expect(await seen(stmt, [1, month])).toBe(0);
    expect(await seen(stmt, [1, String(month)])).toBe(1);
  });

  test('the key of a table that is clustered by a part of an object, in some shards only', async () => {
    await db.run(
      "CREATE TABLE parts (o OBJECT AS (id INTEGER, c TEXT), PRIMARY KEY (o['id'], o['c'])) CLUSTERED BY (o['c']) INTO 4 SHARDS",
    );
    const stmt = "SELECT o FROM parts WHERE o['id'] = ? AND o['c'] = ?";
    const found: number[] = [];
    for (let id = 0; id < 40; id += 1) {
      const c = `c${id % 7}`;
      await db.run('INSERT INTO parts (o) VALUES (?)', [{ id, c }]);
      if ((await seen(stmt, [id, c])) === 1) found.push(id);
    }
    // These ten of the forty were found by a 5.8.7 and a 6.4.3.
    expect(found).toEqual([2, 3, 5, 7, 8, 13, 17, 25, 28, 33]);
    await db.run('REFRESH TABLE parts');
    expect(
      await seen("SELECT o FROM parts WHERE o['id'] = ? AND NOT (o['c'] <> ?)", [1, 'c1']),
    ).toBe(1);
  });

  test.each([
    ['id = 1 AND at = ?', 1],
    ['id = 1 AND at = ? AND v <> 2', 1],
    ["id = 1 AND at = ? AND month = '1772323200000'", 0],
    ["id = 1 AND at = ? AND month <> '0'", 0],
    ["id = 1 AND month = '1772323200000' AND at > '0' AND ? IS NOT NULL", 1],
    ["id = 1 AND month = '1772323200000' AND NOT (at < '0') AND ? IS NOT NULL", 1],
    ["id = 1 AND month = '1772323200000' AND NOT (at = '0') AND ? IS NOT NULL", 0],
  ])('a part of the key that is calculated from one column, in %s: %d', async (where, count) => {
    await db.run(
      "CREATE TABLE months (id INTEGER, at TIMESTAMP, month TIMESTAMP GENERATED ALWAYS AS date_trunc('month', at), v INTEGER, PRIMARY KEY (id, month))",
    );
    await db.run("INSERT INTO months (id, at, v) VALUES (1, '2026-03-02', 1)");
    const at = String(Date.UTC(2026, 2, 2));
    expect(await seen(`SELECT id FROM months WHERE ${where}`, [at])).toBe(count);
  });
});

test('whole partitions are not deleted by a bulk', async () => {
  await db.run('CREATE TABLE days (day TEXT PRIMARY KEY) PARTITIONED BY (day)');
  await db.run("INSERT INTO days (day) VALUES ('a')");
  const { status, error } = await db.ask('DELETE FROM days WHERE day = ?', undefined, {
    bulk: [['a'], ['b']],
  });
  expect(`${status} ${error?.code} ${error?.message}`).toBe(
    '400 4004 UnsupportedFeatureException[Bulk operation not supported for DeletePartitions]',
  );
  expect((await db.run('DELETE FROM days WHERE day = ?', ['a'])).rowcount).toBe(-1);
});

test.each([
  ["CAST('0' AS NUMERIC(38, 10))", '0E-10'],
  ["CAST('0.0000000001' AS NUMERIC(38, 10))", '1E-10'],
  ["CAST('-0.00000012' AS NUMERIC(38, 8))", '-1.2E-7'],
  ["CAST('0.000001' AS NUMERIC(38, 6))", '0.000001'],
  ["CAST('0' AS NUMERIC(18, 4))", '0.0000'],
])('%s comes as %s', async (expression, text) => {
  const service = createSqlService();
  const reply = await ask(service, `SELECT ${expression} AS n`);
  expect(reply.text).toContain(`"rows":[[${text}]]`);
  await service.close();
});

test.each([
  ['BIT(4)', '1010'],
  ['UUID', '123e4567-e89b-12d3-a456-426614174000'],
])('of a %s no value is less than another', async (type, value) => {
  await db.run(`CREATE TABLE ranks (v ${type})`);
  for (const operator of ['<', '<=', '>', '>=']) {
    expect(await refusal(`SELECT v FROM ranks WHERE v ${operator} ?`, [value])).toMatch(
      /^400 UnsupportedFunctionException\[Invalid arguments in: /,
    );
  }
  expect(await db.rows('SELECT v FROM ranks WHERE v = ? ORDER BY v', [value])).toEqual([]);
});

test('an address with a zone is none', async () => {
  expect(await refusal("SELECT 'fe80::1%eth0'::ip")).toBe(
    "400 SQLParseException[Cannot cast `'fe80::1%eth0'` of type `text` to type `ip`]",
  );
});
