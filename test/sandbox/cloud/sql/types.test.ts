import { startDatabase, type TestDatabase } from './database.ts';

let db: TestDatabase;
beforeAll(() => {
  db = startDatabase();
});

/** What each type takes, the type code of its column, and the JSON text that comes back. */
const KEPT: Array<[type: string, code: unknown, sent: unknown, back: string]> = [
  ['BOOLEAN', 3, 'true', 'true'],
  ['BYTE', 2, 127, '127'],
  ['SMALLINT', 8, '-5', '-5'],
  ['INTEGER', 9, '12', '12'],
  ['BIGINT', 10, '9223372036854775806', '9223372036854775806'],
  ['REAL', 7, 1.5, '1.5'],
  ['DOUBLE PRECISION', 6, 5, '5.0'],
  ['NUMERIC(18, 4)', 22, '12345678901234.5678', '12345678901234.5678'],
  ['NUMERIC(18, 4)', 22, 5, '5.0000'],
  ['TEXT', 4, 5, '"5"'],
  ['VARCHAR(3)', 4, 'abc', '"abc"'],
  ['CHARACTER(3)', 27, 'a', '"a  "'],
  ['IP', 5, '10.0.0.1', '"10.0.0.1"'],
  ['UUID', 29, '123e4567-e89b-12d3-a456-426614174000', '"123e4567-e89b-12d3-a456-426614174000"'],
  ['TIMESTAMP WITH TIME ZONE', 11, '2025-01-01T00:00:00+01:00', String(Date.UTC(2024, 11, 31, 23))],
  ['TIMESTAMP WITHOUT TIME ZONE', 15, '2025-01-01', String(Date.UTC(2025, 0, 1))],
  ['GEO_POINT', 13, [9.5, 47], '[9.5,47.0]'],
  [
    'GEO_SHAPE',
    14,
    { type: 'Point', coordinates: [1, 2] },
    '{"coordinates":[1.0,2.0],"type":"Point"}',
  ],
  ['FLOAT_VECTOR(2)', 28, [1.5, 2], '[1.5,2.0]'],
  ['BIT(4)', 25, '0101', '"B\'0101\'"'],
  ['OBJECT', 12, { a: 1, b: { c: ['x'] } }, '{"a":1,"b":{"c":["x"]}}'],
  ['ARRAY(TEXT)', [100, 4], ['a', null], '["a",null]'],
  ['ARRAY(ARRAY(INTEGER))', [100, [100, 9]], [[1, 2], [3]], '[[1,2],[3]]'],
  ['ARRAY(OBJECT AS (x BIGINT))', [100, 12], [{ x: 1 }, { x: null }], '[{"x":1},{"x":null}]'],
];

test.each(KEPT)(
  'a column of %s has code %j, takes %j and gives %s',
  async (type, code, sent, back) => {
    await db.run('DROP TABLE IF EXISTS kept');
    await db.run(`CREATE TABLE kept (v ${type})`);
    await db.run('INSERT INTO kept (v) VALUES (?)', [sent]);
    await db.run('INSERT INTO kept (v) VALUES (?)', [null]);
    await db.run('REFRESH TABLE kept');
    const { col_types, text } = await db.run('SELECT v FROM kept WHERE v IS NOT NULL');
    expect(col_types).toEqual([code]);
    expect(text).toContain(`"rows":[[${back}]],"rowcount":1`);
    expect(await db.rows('SELECT count(*) FROM kept WHERE v IS NULL')).toEqual([[1]]);
  },
);

/** What a column refuses, as an argument. */
const REFUSED: Array<[type: string, sent: unknown, message: string]> = [
  ['INTEGER', 'x', 'Cannot cast value `x` to type `integer`'],
  ['INTEGER', 3_000_000_000, 'Cannot cast value `3000000000` to type `integer`'],
  ['BYTE', 128, 'Cannot cast value `128` to type `byte`'],
  ['BOOLEAN', 'maybe', 'Cannot cast value `maybe` to type `boolean`'],
  ['IP', 'nope', 'Cannot cast value `nope` to type `ip`'],
  ['UUID', 'nope', 'Cannot cast value `nope` to type `uuid`'],
  ['TIMESTAMP', 'yesterday', 'Cannot cast value `yesterday` to type `timestamp without time zone`'],
  ['NUMERIC(5, 2)', '12345.67', 'Cannot cast value `12345.67` to type `numeric(5,2)`'],
  ['VARCHAR(2)', 'abc', "'abc' is too long for the text type of length: 2"],
  ['CHARACTER(2)', 'abc', "'abc' is too long for the character type of length: 2"],
];

test.each(REFUSED)('a column of %s refuses %j', async (type, sent, message) => {
  await db.run('DROP TABLE IF EXISTS refused');
  await db.run(`CREATE TABLE refused (v ${type})`);
  expect(await db.error('INSERT INTO refused (v) VALUES (?)', [sent])).toBe(
    `400 4000 SQLParseException[${message}]`,
  );
  await db.run('REFRESH TABLE refused');
  expect(await db.rows('SELECT * FROM refused')).toEqual([]);
});

test.each(['DATE', 'TIME WITH TIME ZONE', 'INTERVAL', 'JSON', 'NUMERIC'])(
  '%s is no type of a column',
  async (type) => {
    expect(await db.error(`CREATE TABLE no (v ${type})`)).toMatch(/^400 (4004|4000) /);
  },
);

describe('casts', () => {
  test.each([
    ["'abc'::INTEGER", "Cannot cast `'abc'` of type `text` to type `integer`"],
    ['3000000000::INTEGER', 'Cannot cast `3000000000` of type `bigint` to type `integer`'],
    ["'maybe'::BOOLEAN", "Cannot cast `'maybe'` of type `text` to type `boolean`"],
    ["'300.1.1.1'::IP", "Cannot cast `'300.1.1.1'` of type `text` to type `ip`"],
    [
      '123456789012345678901.5::NUMERIC(20,4)',
      'Cannot cast `123456789012345678901.5` of type `numeric` to type `numeric(20,4)`',
    ],
  ])('SELECT %s', async (expression, message) => {
    expect(await db.error(`SELECT ${expression}`)).toBe(`400 4000 SQLParseException[${message}]`);
    const [, value, type] = /^(.*)::(.*)$/.exec(expression) ?? [];
    expect(await db.rows(`SELECT try_cast(${value} AS ${type})`)).toEqual([[null]]);
  });
});

describe('an object', () => {
  beforeAll(async () => {
    await db.run(
      'CREATE TABLE o (id INTEGER PRIMARY KEY, s OBJECT(STRICT) AS (a INTEGER), d OBJECT(DYNAMIC) AS (n INTEGER), i OBJECT(IGNORED))',
    );
  });

  test('that is strict takes what is declared', async () => {
    expect(await db.error('INSERT INTO o (id, s) VALUES (1, ?)', [{ b: 1 }])).toBe(
      '400 4000 SQLParseException[Cannot add column `b` to strict object `s`]',
    );
    await db.run('INSERT INTO o (id, s) VALUES (1, ?)', [{ a: '7' }]);
    expect(await db.rows('SELECT s FROM o WHERE id = 1')).toEqual([[{ a: 7 }]]);
  });

  test('that is dynamic gets columns of what it takes, and keeps their types', async () => {
    await db.run('INSERT INTO o (id, d) VALUES (2, ?)', [
      { n: 1, seen: '2025-01-01', deep: { x: 1.5 } },
    ]);
    const columns = await db.rows(
      "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'o' AND column_name LIKE 'd[%' ORDER BY ordinal_position",
    );
    expect(columns).toEqual([
      ["d['n']", 'integer'],
      ["d['seen']", 'text'],
      ["d['deep']", 'object'],
      ["d['deep']['x']", 'double precision'],
    ]);
    expect(await db.error('INSERT INTO o (id, d) VALUES (3, ?)', [{ deep: { x: 'far' } }])).toMatch(
      /^400 4000 .*Cannot cast/,
    );
    expect(await db.error("SELECT d['nope'] FROM o")).toBe(
      "404 4043 ColumnUnknownException[Column d['nope'] unknown]",
    );
  });

  test('that is ignored takes all, and gives no columns', async () => {
    await db.run('INSERT INTO o (id, i) VALUES (4, ?)', [{ x: 1 }]);
    await db.run('INSERT INTO o (id, i) VALUES (5, ?)', [{ x: 'text' }]);
    expect(await db.rows("SELECT i['x'] FROM o WHERE id IN (4, 5) ORDER BY id")).toEqual([
      [1],
      ['text'],
    ]);
    expect(
      await db.rows(
        "SELECT count(*) FROM information_schema.columns WHERE table_name = 'o' AND column_name LIKE 'i[%'",
      ),
    ).toEqual([[0]]);
  });

  test('of an array gives the values of all', async () => {
    await db.run('CREATE TABLE lines (id INTEGER PRIMARY KEY, l ARRAY(OBJECT AS (qty INTEGER)))');
    await db.run('INSERT INTO lines VALUES (1, ?)', [[{ qty: 1 }, { qty: 2 }]]);
    const { rows, col_types } = await db.run(
      "SELECT l['qty'], l[2]['qty'] FROM lines WHERE id = 1",
    );
    expect({ rows, col_types }).toEqual({ rows: [[[1, 2], 2]], col_types: [[100, 9], 9] });
  });
});

describe('table functions in a select list', () => {
  test('make rows, also inside of an expression', async () => {
    expect(await db.rows('SELECT unnest([1, 2]) * 10, unnest([1, 2, 3])')).toEqual([
      [10, 1],
      [20, 2],
      [null, 3],
    ]);
    expect(
      await db.rows(
        "SELECT regexp_matches(name, '(\\w+)-\\w+')[1] AS kind, count(*) FROM sys.nodes GROUP BY kind",
      ),
    ).toEqual([['data', 3]]);
  });

  test('have no place elsewhere', async () => {
    expect(await db.error('SELECT sum(unnest([1, 2]))')).toMatch(/^400 4004/);
    expect(await db.error('SELECT count(*) FROM sys.nodes GROUP BY unnest([1, 2])')).toBe(
      '400 4000 SQLParseException[Table functions are not allowed in GROUP BY]',
    );
  });
});
