import type { SqlService } from '../../../../sandbox/cloud/sql/service.ts';
import { createSqlService } from '../../../../sandbox/cloud/sql/service.ts';
import type { Call } from './support.ts';
import { ask, CTX, makeCluster } from './support.ts';

let service: SqlService;
const sql = (stmt: string, args?: unknown[], call: Call = {}) =>
  ask(service, stmt, { ...call, ...(args && { args }) });
/** One statement that has to succeed. */
const done = async (stmt: string, args?: unknown[], call: Call = {}) => {
  const reply = await sql(stmt, args, call);
  expect(reply.error).toBeUndefined();
  return reply;
};

beforeAll(async () => {
  service = createSqlService();
  await done('SELECT 1');
}, 60_000);
afterAll(() => service.close());

describe('the reply', () => {
  test('has the keys in their order, and types only when asked for', async () => {
    const plain = await sql('SELECT 1 AS a', [], { query: {} });
    expect(plain.text).toMatch(
      /^\{"cols":\["a"\],"rows":\[\[1\]\],"rowcount":1,"duration":\d+\.\d+\}$/,
    );
    expect(plain.headers['content-type']).toMatch(/^application\/json/);
    const typed = await sql('SELECT 1 AS a', [], { query: { types: '' } });
    expect(typed.text).toMatch(
      /^\{"cols":\["a"\],"col_types":\[9\],"rows":\[\[1\]\],"rowcount":1,/,
    );
  });

  test('of an empty result, and of a statement without one', async () => {
    const { rows, rowcount, cols } = await done("SELECT id FROM sensor_readings WHERE id = 'x'");
    expect({ cols, rows, rowcount }).toEqual({ cols: ['id'], rows: [], rowcount: 0 });
    const deleted = await done('DELETE FROM orders WHERE number > 100', [], { world: 'reply' });
    expect(deleted.text).toMatch(/^\{"cols":\[\],"col_types":\[\],"rows":\[\[\]\],"rowcount":0,/);
  });

  test('names columns as CrateDB does', async () => {
    const { cols } = await done(
      "SELECT name, fs['total']['used'], fs['total']['size'] AS size, count(*), CURRENT_USER FROM sys.nodes GROUP BY 1, 2, 3",
    );
    expect(cols).toEqual(['name', "fs['total']['used']", 'size', 'count', 'current_user']);
  });

  test('gives every type with its code', async () => {
    await done(
      `CREATE TABLE types (b BOOLEAN, t TEXT, v VARCHAR(5), i IP, d DOUBLE, r REAL, s SHORT, n INTEGER, l LONG,
       ts TIMESTAMP WITH TIME ZONE, tl TIMESTAMP, o OBJECT, g GEO_POINT, at ARRAY(TEXT), al ARRAY(BIGINT), ad ARRAY(DOUBLE), ats ARRAY(TIMESTAMP WITH TIME ZONE), ao ARRAY(OBJECT))
       CLUSTERED INTO 2 SHARDS WITH (number_of_replicas = 0)`,
    );
    await done(
      `INSERT INTO types VALUES (true, 'x', 'abc', '192.168.0.1', 1, 1.5, 7, 8, 9, 1700000000000, '2024-02-29T12:00:00.5Z',
       {a = 1, "B" = {c = ['x', NULL]}}, [13.4, 52.5], ['a', NULL, 'b,"c"'], [1, 9223372036854775806], [0.5], ['2024-01-01'], [{x = 1}])`,
    );
    await done('REFRESH TABLE types');
    const { cols, col_types, rows, text } = await done('SELECT * FROM types');
    const byName = Object.fromEntries(
      cols.map((name, i) => [name, [col_types?.[i], rows[0]?.[i]]]),
    );
    expect(byName).toEqual({
      b: [3, true],
      t: [4, 'x'],
      v: [4, 'abc'],
      i: [5, '192.168.0.1'],
      d: [6, 1],
      r: [7, 1.5],
      s: [8, 7],
      n: [9, 8],
      l: [10, 9],
      ts: [11, 1_700_000_000_000],
      tl: [15, Date.UTC(2024, 1, 29, 12, 0, 0, 500)],
      o: [12, { a: 1, B: { c: ['x', null] } }],
      g: [13, [13.4, 52.5]],
      at: [
        [100, 4],
        ['a', null, 'b,"c"'],
      ],
      al: [
        [100, 10],
        [1, Number(9223372036854775806n)],
      ],
      ad: [[100, 6], [0.5]],
      ats: [[100, 11], [Date.UTC(2024, 0, 1)]],
      ao: [[100, 12], [{ x: 1 }]],
    });
    expect(text).toContain('[1,9223372036854775806]');
    expect(text).toContain('1.0,1.5,7,8,9');
  });

  test('takes values back as it gave them, and keeps all digits', async () => {
    await done(
      'CREATE TABLE back (id TEXT PRIMARY KEY, n BIGINT, o OBJECT, ts TIMESTAMP WITH TIME ZONE, a ARRAY(BIGINT), g GEO_POINT)',
    );
    const body =
      '{"stmt": "INSERT INTO back VALUES (?, ?, ?, ?, ?, ?)", "args": [5, 9007199254740993, {"n": -9007199254740993, "x": null}, "2025-03-01T01:02:03.456789+02:00", [9007199254740993, null], [1, 2]]}';
    expect((await sql('', [], { body })).rowcount).toBe(1);
    await done('REFRESH TABLE back');
    const { text } = await done('SELECT * FROM back WHERE n = 9007199254740993');
    expect(text).toContain(
      `[["5",9007199254740993,{"n":-9007199254740993,"x":null},${Date.UTC(2025, 1, 28, 23, 2, 3, 456)},[9007199254740993,null],[1.0,2.0]]]`,
    );
    const exact = await done('SELECT id FROM back WHERE ts = ? AND ts > ? AND n = ANY(?)', [
      Date.UTC(2025, 1, 28, 23, 2, 3, 456),
      '2025-02-28',
      [1, 2],
    ]);
    expect(exact.rows).toEqual([]);
  });

  test('calculates with the types CrateDB has', async () => {
    const { col_types, text } = await done(
      'SELECT sum(big), avg(number), 1.5, count(*), max(ts), max(value) FROM sensor_readings, orders',
    );
    expect(col_types).toEqual([10, 6, 6, 10, 11, 6]);
    expect(text).toContain(`[[${8n * (9_007_199_254_740_993n + 186_000n)},2.5,1.5,160,`);
  });
});

describe('arguments', () => {
  test('stand where they were meant', async () => {
    const { rows, cols } = await done(
      `SELECT '?' AS a, "number" AS "what?", ? /* ? */ AS b, $$?$$ AS c -- ?
       FROM orders WHERE customer = ? AND number = ?;`,
      ['x', 'Acme', 2],
    );
    expect(cols).toEqual(['a', 'what?', 'b', 'c']);
    expect(rows).toEqual([['?', 2, 'x', '?']]);
    const twice = await done('SELECT $2 AS b, $1 AS a, $2 AS c', [1, 'z']);
    expect(twice.rows).toEqual([['z', 1, 'z']]);
  });

  test('have a type where nothing but their value tells it', async () => {
    const { rows, col_types } = await done(
      "SELECT ? IS NULL, concat('a', ?, ?), coalesce(?, 'z'), {a = ?} AS o",
      [null, 'b', 2, null, 1.5],
    );
    expect(rows).toEqual([[true, 'ab2', 'z', { a: 1.5 }]]);
    expect(col_types).toEqual([3, 4, 4, 12]);
  });

  test('may be more than needed, but not fewer', async () => {
    expect((await done('SELECT ?', [1, 2])).rows).toEqual([[1]]);
    const { status, error } = await sql('SELECT ?, ?', [1]);
    expect(status).toBe(400);
    expect(error?.message).toMatch(/placeholder \$2/);
  });

  test('null, booleans and numbers as text', async () => {
    await done('CREATE TABLE a (id TEXT, b BOOLEAN, d DOUBLE)');
    await done('INSERT INTO a VALUES (?, ?, ?)', [12, 'true', '1.5']);
    await done('INSERT INTO a VALUES (?, ?, ?)', [null, null, null]);
    await done('REFRESH TABLE a');
    const { rows } = await done('SELECT * FROM a WHERE id = ? OR id IS NULL ORDER BY id', [12]);
    expect(rows).toEqual([
      ['12', true, 1.5],
      [null, null, null],
    ]);
  });
});

describe('objects', () => {
  test('give typed values, which can be compared and calculated with', async () => {
    const { rows, col_types, cols } = await done(
      `SELECT r.payload['battery'] - 1, payload['location']['room'] AS room, payload['location'], tags[1]
       FROM doc.sensor_readings r WHERE payload['battery'] >= ? AND payload['unit'] = 'C' ORDER BY payload['battery']`,
      [99],
    );
    expect(cols).toEqual(["(payload['battery'] - 1)", 'room', "payload['location']", 'tags[1]']);
    expect(col_types).toEqual([10, 4, 12, 4]);
    expect(rows).toEqual([
      [98, 'R1', { floor: 1, room: 'R1' }, 'outdoor'],
      [99, 'R0', { floor: 0, room: 'R0' }, null],
    ]);
  });

  test('have the types declared for them', async () => {
    await done(
      'CREATE TABLE o (id INT, o OBJECT(DYNAMIC) AS (at TIMESTAMP WITH TIME ZONE, n INTEGER, l ARRAY(TEXT)))',
    );
    await done(
      "INSERT INTO o VALUES (1, {at = '2025-01-01T00:00:00Z', n = 5, l = ['a', 'b'], free = 1.5})",
    );
    await done('INSERT INTO o (id, o) VALUES (2, ?)', [{ at: 1735689600000, n: null }]);
    await done('REFRESH TABLE o');
    const { rows, col_types } = await done(
      "SELECT o['at'], o['n'], o['l'], o['l'][2], o['free'] FROM o ORDER BY id",
    );
    expect(col_types).toEqual([11, 9, [100, 4], 4, 6]);
    expect(rows).toEqual([
      [Date.UTC(2025, 0, 1), 5, ['a', 'b'], 'b', 1.5],
      [Date.UTC(2025, 0, 1), null, null, null, null],
    ]);
    await done(
      "UPDATE o SET o['n'] = o['n'] + 1, o['free'] = ?, o['new'] = {x = 'y'} WHERE id = 1",
      ['2.5'],
    );
    await done('REFRESH TABLE o');
    const after = await done('SELECT o FROM o WHERE id = 1');
    expect(after.rows[0]?.[0]).toMatchObject({ n: 6, free: 2.5, new: { x: 'y' } });
    const text = await sql("UPDATE o SET o['free'] = ? WHERE id = 1", ['now text']);
    expect(text.error?.message).toBe(
      'SQLParseException[Cannot cast value `now text` to type `double precision`]',
    );
  });

  test('have no other paths than those seen or declared', async () => {
    const { status, error } = await sql("SELECT payload['nope'] FROM sensor_readings");
    expect(status).toBe(404);
    expect(error).toEqual({
      code: 4043,
      message: "ColumnUnknownException[Column payload['nope'] unknown]",
    });
    expect((await sql("SELECT fs['nope'] FROM sys.nodes")).error?.code).toBe(4043);
  });
});

describe('writing', () => {
  test('makes, changes and drops tables', async () => {
    expect((await done('CREATE TABLE my."Täble" ("A" INT)')).rowcount).toBe(1);
    expect((await done('CREATE TABLE IF NOT EXISTS my."Täble" ("A" INT)')).rowcount).toBe(0);
    await done('ALTER TABLE my."Täble" ADD COLUMN b STRING');
    await done(`INSERT INTO my."Täble" ("A", b) VALUES (1, 'x')`);
    await done('REFRESH TABLE my."Täble"');
    expect((await done('SELECT "A", b FROM my."Täble"')).rows).toEqual([[1, 'x']]);
    expect((await done('DROP TABLE my."Täble"')).rowcount).toBe(1);
    expect((await done('DROP TABLE IF EXISTS my."Täble"')).rowcount).toBe(0);
    expect((await sql('SELECT 1 FROM my."Täble"')).error?.code).toBe(4045);
  });

  test('the default schema is what the header says', async () => {
    const mine = { defaultSchema: 'mine' };
    await done('CREATE TABLE here (a INT)', [], mine);
    await done('INSERT INTO here VALUES (1)', [], mine);
    await done('REFRESH TABLE here', [], mine);
    expect((await done('SELECT a FROM mine.here')).rows).toEqual([[1]]);
    expect((await sql('SELECT a FROM here')).error?.code).toBe(4041);
    expect(
      (await done('SELECT name FROM nodes LIMIT 1', [], { defaultSchema: 'sys' })).rowcount,
    ).toBe(1);
  });

  test('views see the system tables of their cluster', async () => {
    await done("CREATE VIEW v AS SELECT name, fs['total']['used'] AS used FROM sys.nodes");
    const { rows } = await done('SELECT count(*), min(used) FROM v');
    expect(rows).toEqual([[3, 32 * 1024 ** 3]]);
  });
});

test("time is the sandbox's", async () => {
  const now = new Date('2031-01-01T00:00:00Z');
  const at = { world: 'later', ctx: { ...CTX, now } };
  const { rows } = await done(
    "SELECT now(), CURRENT_TIMESTAMP, count(*) FROM sensor_readings WHERE ts > now() - '90 minutes'::interval",
    [],
    at,
  );
  expect(rows).toEqual([[now.getTime(), now.getTime(), 2]]);
});

describe('errors', () => {
  test.each([
    ['SELEC 1', 400, 4000, /^ParsingException\[line 1:1: mismatched input 'SELEC' expecting \{/],
    ['SELECT a b c FROM orders', 400, 4000, /^ParsingException\[line 1:12: mismatched input 'c'/],
    [
      'SELECT FROM WHERE',
      400,
      4000,
      /^ParsingException\[line 1:8: no viable alternative at input 'SELECT FROM'/,
    ],
    [
      'SELECT 1; SELECT 2',
      400,
      4000,
      /^ParsingException\[line 1:11: mismatched input 'SELECT' expecting <EOF>\]$/,
    ],
    [
      'SELECT customer, count(*) FROM orders',
      400,
      4000,
      /^SQLParseException\['customer' must appear in the GROUP BY/,
    ],
    ['SELECT * FROM x', 404, 4041, /^RelationUnknown\[Relation 'x' unknown\]$/],
    ['SELECT * FROM order', 400, 4000, /^ParsingException\[/],
    [
      'SELECT * FROM orderz',
      404,
      4041,
      /^RelationUnknown\[Relation 'orderz' unknown. Maybe you meant 'orders'\]$/,
    ],
    ['SELECT * FROM doc.x', 404, 4041, /^RelationUnknown\[Relation 'doc.x' unknown\]$/],
    ['SELECT y.a FROM orders', 404, 4041, /^RelationUnknown\[Relation 'doc.y' unknown\]$/],
    ['SELECT * FROM sys.nope', 404, 4041, /^RelationUnknown\[Relation 'sys.nope' unknown\]$/],
    [
      'SELECT * FROM information_schema.nope',
      404,
      4041,
      /^RelationUnknown\[Relation 'information_schema.nope' unknown\]$/,
    ],
    ['DROP TABLE x', 404, 4041, /^RelationUnknown\[Relation 'x' unknown\]$/],
    ['REFRESH TABLE x', 404, 4041, /^RelationUnknown\[Relation 'x' unknown\]$/],
    ['SELECT x FROM orders', 404, 4043, /^ColumnUnknownException\[Column x unknown\]$/],
    ['SELECT o.x FROM orders o', 404, 4043, /^ColumnUnknownException\[Column x unknown\]$/],
    [
      'INSERT INTO orders (x) VALUES (1)',
      404,
      4043,
      /^ColumnUnknownException\[Column x unknown\]$/,
    ],
    ['UPDATE orders SET x = 1', 404, 4043, /^ColumnUnknownException\[Column x unknown\]$/],
    ['SELECT * FROM foo.x', 404, 4045, /^SchemaUnknownException\[Schema 'foo' unknown\]$/],
    [
      "INSERT INTO orders (customer, number) VALUES ('Acme', 1)",
      409,
      4091,
      /^DuplicateKeyException\[/,
    ],
    [
      'CREATE TABLE orders (a INT)',
      409,
      4093,
      /^RelationAlreadyExists\[Relation 'doc.orders' already exists.\]$/,
    ],
    [
      "INSERT INTO orders (customer, number) VALUES ('a', 'b')",
      400,
      4000,
      /^SQLParseException\[Cannot cast `'b'` of type `text` to type `integer`\]$/,
    ],
    [
      "INSERT INTO orders (customer, number) VALUES ('a', 3000000000)",
      400,
      4000,
      /^SQLParseException\[Cannot cast `3000000000` of type `bigint` to type `integer`\]$/,
    ],
    [
      "SELECT '2024-13-45'::timestamp",
      400,
      4000,
      /^SQLParseException\[Cannot cast `'2024-13-45'` of type `text` to type `timestamp without time zone`\]$/,
    ],
    [
      "INSERT INTO orders (customer) VALUES ('a')",
      400,
      4000,
      /^SQLParseException\[A primary key value must not be NULL\]$/,
    ],
    ['SELECT 1 / 0', 400, 4000, /^SQLParseException\[\/ by zero\]$/],
    ['SELECT nope(1)', 400, 4004, /^UnsupportedFunctionException\[Unknown function: nope\(1\)\]$/],
    [
      'SELECT number FROM orders a, orders b',
      400,
      4006,
      /^AmbiguousColumnException\[Column "number" is ambiguous\]$/,
    ],
    [
      'DELETE FROM sys.nodes',
      400,
      4007,
      /^OperationOnInaccessibleRelationException\[The relation "sys.nodes" doesn't support or allow DELETE operations\]$/,
    ],
    [
      "COPY orders FROM 'x'",
      400,
      4004,
      /^UnsupportedFeatureException\[The sandbox does not know COPY ORDERS FROM\]$/,
    ],
  ])('%s', async (stmt, status, code, message) => {
    const reply = await sql(stmt);
    expect({ status: reply.status, code: reply.error?.code }).toEqual({ status, code });
    expect(reply.error?.message).toMatch(message);
    expect(Object.keys(JSON.parse(reply.text))).toEqual(['error']);
  });

  test.each([
    ['no JSON', 400, 4000, /^SQLParseException\[Can't parse \[no JSON\]/],
    ['', 400, 4000, /^SQLParseException\[Missing request body\]$/],
    ['[]', 400, 4000, /^SQLParseException\[Can't parse \[\[\]\]/],
    ['{"stmt": "SELECT 1", "other": 5}', 400, 4000, /^SQLParseException\[Can't parse /],
    ['{}', 500, 5000, /^SQLParseSourceException\[Field \[stmt\] is missing\]$/],
    [
      '{"stmt": "SELECT 1", "args": null}',
      500,
      5000,
      /must start with an array, not `VALUE_NULL`\]$/,
    ],
    [
      '{"stmt": "SELECT 1", "args": 5}',
      500,
      5000,
      /must start with an array, not `VALUE_NUMBER`\]$/,
    ],
    ['{"stmt": "SELECT 1", "bulk_args": [5]}', 500, 5000, /Got unexpected: VALUE_NUMBER\]$/],
  ])('a body of %s', async (body, status, code, message) => {
    const reply = await sql('', [], { body });
    expect({ status: reply.status, code: reply.error?.code }).toEqual({ status, code });
    expect(reply.error?.message).toMatch(message);
  });

  test('are traced when asked for', async () => {
    const { error_trace } = await sql('SELECT * FROM x', [], { query: { error_trace: 'true' } });
    expect(error_trace).toContain('RelationUnknown');
  });

  test.each([
    ['ts > ?', ['no date'], 'Cannot cast value `no date` to type `timestamp with time zone`'],
    ['big = ?', ['x'], 'Cannot cast value `x` to type `bigint`'],
    ['active = ?', ['perhaps'], 'Cannot cast value `perhaps` to type `boolean`'],
    ['big = ?', [{ a: 1 }], 'Cannot cast `$1` of type `object` to type `bigint`'],
  ])('an argument that does not fit its column: %s', async (condition, args, text) => {
    const reply = await sql(`SELECT * FROM sensor_readings WHERE ${condition}`, args);
    expect([reply.status, reply.error]).toEqual([
      400,
      { code: 4000, message: `SQLParseException[${text}]` },
    ]);
  });
});

describe('isolation', () => {
  const other = makeCluster({ id: 'another-cluster', user: 'someone' });

  test('between clusters', async () => {
    await done('CREATE TABLE secret.t (a INT)');
    await done("INSERT INTO sensor_readings (id) VALUES ('only here')");
    expect((await sql('SELECT * FROM secret.t', [], { cluster: other })).error?.code).toBe(4045);
    const there = await done("SELECT count(*) FROM sensor_readings WHERE id = 'only here'", [], {
      cluster: other,
    });
    expect(there.rows).toEqual([[0]]);
    const tables = await done(
      "SELECT table_name FROM information_schema.tables WHERE table_schema NOT IN ('sys', 'information_schema', 'pg_catalog') ORDER BY 1",
      [],
      { cluster: other },
    );
    expect(tables.rows).toEqual([['orders'], ['sensor_readings']]);
    expect((await done('SHOW SCHEMAS', [], { cluster: other })).rows).toEqual([
      ['blob'],
      ['doc'],
      ['information_schema'],
      ['pg_catalog'],
      ['sys'],
    ]);
    expect((await done('SELECT CURRENT_USER', [], { cluster: other })).rows).toEqual([['someone']]);
  });

  test('between worlds', async () => {
    await done('DELETE FROM orders', [], { world: 'before reset' });
    await done('REFRESH TABLE orders', [], { world: 'before reset' });
    await done('CREATE TABLE gone (a INT)', [], { world: 'before reset' });
    expect((await done('SELECT count(*) FROM orders', [], { world: 'after reset' })).rows).toEqual([
      [8],
    ]);
    expect((await sql('SELECT * FROM gone', [], { world: 'after reset' })).error?.code).toBe(4041);
    expect((await done('SELECT count(*) FROM orders', [], { world: 'before reset' })).rows).toEqual(
      [[0]],
    );
  });

  test('twenty calls at once do not mix', async () => {
    const replies = await Promise.all(
      Array.from({ length: 20 }, async (_, i) => {
        const call = { cluster: makeCluster({ id: `many-${i % 5}`, name: `name-${i % 5}` }) };
        const [cluster, inserted] = await Promise.all([
          done('SELECT name, id FROM sys.cluster', [], call),
          done('INSERT INTO orders (customer, number) VALUES (?, ?)', [`c${i}`, i], call),
        ]);
        return [...(cluster.rows[0] ?? []), inserted.rowcount];
      }),
    );
    expect(replies).toEqual(
      Array.from({ length: 20 }, (_, i) => [`name-${i % 5}`, `many-${i % 5}`, 1]),
    );
    await done('REFRESH TABLE orders', [], { cluster: makeCluster({ id: 'many-3' }) });
    const { rows } = await done(
      "SELECT number FROM orders WHERE customer LIKE 'c%' ORDER BY 1",
      [],
      {
        cluster: makeCluster({ id: 'many-3' }),
      },
    );
    expect(rows).toEqual([[3], [8], [13], [18]]);
  });
});
