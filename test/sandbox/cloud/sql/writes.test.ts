import { later, startDatabase, type TestDatabase } from './database.ts';

let db: TestDatabase;
beforeEach(async () => {
  db = startDatabase();
  await db.run(
    'CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER CONSTRAINT small CHECK (n < 100), s TEXT NOT NULL) CLUSTERED INTO 1 SHARDS',
  );
});
const INSERT = 'INSERT INTO t (id, n, s) VALUES (?, ?, ?)';
const all = async () => {
  await db.run('REFRESH TABLE t');
  return db.rows('SELECT id, n, s FROM t ORDER BY id');
};

describe('a bulk', () => {
  test('with a value that is none of its column writes nothing at all', async () => {
    const reply = await db.ask(INSERT, undefined, {
      bulk: [
        [1, 1, 'a'],
        [2, 'x', 'b'],
      ],
    });
    expect({ status: reply.status, error: reply.error }).toEqual({
      status: 400,
      error: { code: 4000, message: 'SQLParseException[Cannot cast value `x` to type `integer`]' },
    });
    expect(await all()).toEqual([]);
  });

  test('refuses single rows for keys, constraints and nulls, and writes the others', async () => {
    await db.run(INSERT, [5, 5, 'there']);
    const results = await db.bulk(INSERT, [
      [1, 1, 'a'],
      [5, 6, 'again'],
      [2, 100, 'b'],
      [3, 3, null],
      [1, 9, 'twice'],
      [4, null, 'd'],
    ]);
    const duplicate = 'DuplicateKeyException[A document with the same primary key exists already]';
    expect(results).toEqual([
      1,
      [-2, 4091, duplicate],
      [-2, 4000, expect.stringMatching(/Failed CONSTRAINT small CHECK \("n" < 100\) for values/)],
      [-2, 4000, expect.stringMatching(/"s" must not be null/)],
      [-2, 4091, duplicate],
      1,
    ]);
    expect(await all()).toEqual([
      [1, 1, 'a'],
      [4, null, 'd'],
      [5, 5, 'there'],
    ]);
  });

  test('gives reasons for the first ten failures of a shard', async () => {
    await db.run(INSERT, [1, 1, 'a']);
    const results = await db.bulk(
      INSERT,
      Array.from({ length: 14 }, () => [1, 2, 'b']),
    );
    expect(results.filter((it) => Array.isArray(it))).toHaveLength(10);
    expect(results.filter((it) => it === -2)).toHaveLength(4);
  });

  test('counts what it deletes and changes by key', async () => {
    await db.bulk(INSERT, [
      [1, 1, 'a'],
      [2, 2, 'b'],
    ]);
    expect(
      await db.bulk('UPDATE t SET n = ? WHERE id = ?', [
        [7, 1],
        [8, 99],
      ]),
    ).toEqual([1, [-2, 40411, 'DocumentMissingException[[99]: document missing]']]);
    expect(await db.bulk('DELETE FROM t WHERE id = ?', [[2], [99]])).toEqual([
      1,
      [-2, 40411, 'DocumentMissingException[[99]: document missing]'],
    ]);
    expect(await all()).toEqual([[1, 7, 'a']]);
  });

  test('gives no reasons before 5.10', async () => {
    db = startDatabase('5.8.7');
    await db.run('CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, s TEXT)');
    await db.run(INSERT, [1, 1, 'a']);
    expect(
      await db.bulk(INSERT, [
        [1, 2, 'b'],
        [2, 2, 'c'],
      ]),
    ).toEqual([-2, 1]);
  });
});

describe('INSERT', () => {
  test('of one row tells why it fails', async () => {
    await db.run(INSERT, [1, 1, 'a']);
    expect(await db.error(INSERT, [1, 2, 'b'])).toBe(
      '409 4091 DuplicateKeyException[A document with the same primary key exists already]',
    );
    expect(await db.error(INSERT, [2, 2, null])).toBe(
      '400 4000 SQLParseException["s" must not be null]',
    );
    expect(await db.error(INSERT, [2, 200, 'b'])).toBe(
      '400 4000 SQLParseException[Failed CONSTRAINT small CHECK ("n" < 100) for values: [2, 200, b]]',
    );
    expect(await db.error(INSERT, ['x', 2, 'b'])).toBe(
      '400 4000 SQLParseException[Cannot cast value `x` to type `integer`]',
    );
    expect(await db.error('INSERT INTO t (id, nope) VALUES (1, 1)')).toBe(
      '404 4043 ColumnUnknownException[Column nope unknown]',
    );
    expect(await all()).toEqual([[1, 1, 'a']]);
  });

  test('of several rows leaves out the ones that fail, and says nothing', async () => {
    const { rowcount } = await db.run(
      "INSERT INTO t (id, n, s) VALUES (1, 1, 'a'), (1, 2, 'same key'), (2, 200, 'too much'), (3, 3, 'c')",
    );
    expect(rowcount).toBe(2);
    expect(await all()).toEqual([
      [1, 1, 'a'],
      [3, 3, 'c'],
    ]);
  });

  test('takes the rows of a query', async () => {
    await db.run(INSERT, [1, 1, 'a']);
    await db.run('REFRESH TABLE t');
    const { rowcount } = await db.run(
      "INSERT INTO t (id, n, s) (SELECT id + 1, n * 2, s || '!' FROM t)",
    );
    expect(rowcount).toBe(1);
    expect(await all()).toEqual([
      [1, 1, 'a'],
      [2, 2, 'a!'],
    ]);
  });
});

describe('ON CONFLICT', () => {
  beforeEach(() => db.run(INSERT, [1, 10, 'old']));

  test('leaves the row or changes it, and counts only what it wrote', async () => {
    expect((await db.run(`${INSERT} ON CONFLICT DO NOTHING`, [1, 1, 'new'])).rowcount).toBe(0);
    expect((await db.run(`${INSERT} ON CONFLICT (id) DO NOTHING`, [2, 1, 'new'])).rowcount).toBe(1);
    const reply = await db.run(
      `${INSERT} ON CONFLICT (id) DO UPDATE SET n = n + excluded.n, s = excluded.s RETURNING id, n, s, _version`,
      [1, 5, 'new'],
    );
    expect(reply).toMatchObject({
      cols: ['id', 'n', 's', '_version'],
      rows: [[1, 15, 'new', null]],
      rowcount: 1,
    });
  });

  test('needs the whole key and nothing but it, and does not change it', async () => {
    const upsert = (target: string, set: string) =>
      db.error(`${INSERT} ON CONFLICT ${target} DO UPDATE SET ${set}`, [1, 5, 'new']);
    expect(await upsert('(n)', 'n = 1')).toBe(
      '400 4000 SQLParseException[Conflict target (n) did not match the primary key columns ([id])]',
    );
    expect(await upsert('(id)', 'id = 2')).toBe(
      '400 4003 ColumnValidationException[Validation failed for id: Updating a primary key is not supported]',
    );
    expect(await upsert('(id)', 'n = t.n + 1')).toBe(
      '400 4000 SQLParseException[Column reference "t.n" has too many parts. A column must not have a schema or a table here.]',
    );
    expect(await upsert('(id)', 'n = 100')).toMatch(/Failed CONSTRAINT small/);
    expect(await all()).toEqual([[1, 10, 'old']]);
  });

  test('wants a row that could be inserted, also where one is there', async () => {
    const upsert =
      'INSERT INTO t (id, n) VALUES (1, 11) ON CONFLICT (id) DO UPDATE SET n = excluded.n';
    expect(await db.error(upsert)).toMatch(/"s" must not be null/);
  });
});

describe('UPDATE and DELETE', () => {
  beforeEach(async () => {
    await db.bulk(INSERT, [
      [1, 1, 'a'],
      [2, 2, 'b'],
      [3, 3, 'b'],
    ]);
    await db.run('REFRESH TABLE t');
  });

  test('count rows, and return them as they are afterwards', async () => {
    expect(
      await db.run(
        "UPDATE t SET n = n + 1 WHERE s = 'b' RETURNING id, n AS now, _seq_no >= 0 AS counted",
      ),
    ).toMatchObject({ cols: ['id', 'now', 'counted'], rowcount: 2 });
    expect((await db.run("DELETE FROM t WHERE s = 'a'")).rowcount).toBe(1);
    expect((await db.run('DELETE FROM t WHERE id = 99')).rowcount).toBe(0);
    expect(await all()).toEqual([
      [2, 3, 'b'],
      [3, 4, 'b'],
    ]);
  });

  test('keep keys, constraints and types', async () => {
    expect(await db.error('UPDATE t SET id = 9 WHERE id = 1')).toBe(
      '400 4003 ColumnValidationException[Validation failed for id: Updating a primary key is not supported]',
    );
    expect(await db.error('UPDATE t SET s = NULL WHERE id = 1')).toMatch(/"s" must not be null/);
    expect(await db.error('UPDATE t SET n = 100 WHERE id = 1')).toMatch(/Failed CONSTRAINT small/);
    expect(await db.error("UPDATE t SET n = 'many' WHERE id = 1")).toMatch(
      /^400 4003 .*Validation failed for n: Cannot cast/,
    );
    expect(await db.error('UPDATE t SET nope = 1')).toMatch(/^404 4043 .*nope unknown/);
  });

  test('do not know how many rows a partition had that is dropped whole', async () => {
    await db.run('CREATE TABLE p (day TEXT, n INTEGER) PARTITIONED BY (day)');
    await db.run("INSERT INTO p VALUES ('a', 1), ('a', 2), ('b', 3)");
    await db.run('REFRESH TABLE p');
    expect((await db.run("DELETE FROM p WHERE day = 'a'")).rowcount).toBe(-1);
    expect((await db.run('DELETE FROM p WHERE n = 3')).rowcount).toBe(1);
  });

  test('find a row by its _id', async () => {
    expect(await db.rows("SELECT _id, id, _version FROM t WHERE _id = '2'")).toEqual([['2', 2, 1]]);
    expect((await db.run("UPDATE t SET n = 5 WHERE _id = '2'")).rowcount).toBe(1);
    expect((await db.run("DELETE FROM t WHERE _id = '3'")).rowcount).toBe(1);
    expect(await all()).toEqual([
      [1, 1, 'a'],
      [2, 5, 'b'],
    ]);
  });

  test('leave views alone', async () => {
    await db.run('CREATE VIEW seen AS SELECT id, n FROM t');
    for (const [stmt, what] of [
      ['INSERT INTO seen VALUES (1, 1)', 'INSERT'],
      ['UPDATE seen SET n = 1', 'UPDATE'],
      ['DELETE FROM seen', 'DELETE'],
    ] as const) {
      expect(await db.error(stmt)).toBe(
        `400 4007 OperationOnInaccessibleRelationException[The relation "doc.seen" doesn't support or allow ${what} operations]`,
      );
    }
  });
});

describe('generated columns', () => {
  beforeEach(() =>
    db.run(
      'CREATE TABLE g (id INTEGER PRIMARY KEY, a INTEGER, twice INTEGER GENERATED ALWAYS AS a * 2)',
    ),
  );

  test('follow what they are made of', async () => {
    await db.run('INSERT INTO g (id, a) VALUES (1, 4)');
    await db.run('UPDATE g SET a = 5 WHERE id = 1');
    expect(await db.rows('SELECT twice FROM g WHERE id = 1')).toEqual([[10]]);
  });

  test('take no value but that', async () => {
    expect(await db.error('INSERT INTO g (id, a, twice) VALUES (1, 4, 9)')).toBe(
      '400 4000 SQLParseException[Given value 9 for generated column twice does not match calculation (a * 2) = 8]',
    );
    expect((await db.run('INSERT INTO g (id, a, twice) VALUES (1, 4, 8)')).rowcount).toBe(1);
  });

  test('take any value where it is another each time', async () => {
    await db.run('CREATE TABLE r (id INTEGER, k TEXT GENERATED ALWAYS AS gen_random_text_uuid())');
    expect((await db.run('INSERT INTO r (id) VALUES (1)')).rowcount).toBe(1);
    expect(await db.rows("INSERT INTO r (id, k) VALUES (2, 'x') RETURNING k")).toEqual([['x']]);
  });

  test('that decide the partition keep what they are made of, and nothing beside it', async () => {
    await db.run(
      "CREATE TABLE p (o OBJECT AS (d TEXT, q INTEGER), k TEXT GENERATED ALWAYS AS upper(o['d'])) PARTITIONED BY (k)",
    );
    await db.run("INSERT INTO p (o) VALUES ({d = 'a', q = 1})");
    await db.run('REFRESH TABLE p');
    expect((await db.run("UPDATE p SET o['q'] = 2")).rowcount).toBe(1);
    for (const set of ["o['d'] = 'b'", 'o = {q = 1}']) {
      expect(await db.error(`UPDATE p SET ${set}`)).toContain(
        'referenced in a partitioned by generated column expression',
      );
    }
  });
});

describe('a written row', () => {
  const count = async (milliseconds: number) =>
    (await db.rows('SELECT count(*) FROM t', undefined, later(milliseconds)))[0]?.[0];

  test('is there at once for who knows its key, and for all others after a second', async () => {
    await db.run(INSERT, [1, 1, 'a']);
    expect(await db.rows('SELECT s FROM t WHERE id = 1')).toEqual([['a']]);
    expect(await db.rows("SELECT s FROM t WHERE _id = '1'")).toEqual([['a']]);
    expect(await db.rows("SELECT s FROM t WHERE s = 'a'")).toEqual([]);
    expect([await count(999), await count(1000)]).toEqual([0, 1]);
  });

  test('is there for all after REFRESH, and one that is gone is gone', async () => {
    await db.run(INSERT, [1, 1, 'a']);
    await db.run('REFRESH TABLE t');
    expect(await count(0)).toBe(1);
    await db.run('DELETE FROM t WHERE id = 1');
    expect(await count(0)).toBe(1);
    expect(await db.rows('SELECT s FROM t WHERE id = 1')).toEqual([]);
    await db.run('REFRESH TABLE t');
    expect(await count(0)).toBe(0);
  });

  test('waits for REFRESH where the table says so', async () => {
    await db.run('ALTER TABLE t SET (refresh_interval = -1)');
    await db.run(INSERT, [1, 1, 'a']);
    expect(await count(3_600_000)).toBe(0);
    await db.run('REFRESH TABLE t');
    expect(await count(3_600_000)).toBe(1);
  });
});
