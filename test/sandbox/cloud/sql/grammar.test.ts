import { startDatabase, type TestDatabase } from './database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = startDatabase();
  await db.run('CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER)');
});

/** What other databases know and CrateDB does not, with the place and the word where it stops. */
test.each([
  ['WITH a AS (DELETE FROM t RETURNING id) SELECT * FROM a', "1:12: mismatched input 'DELETE'"],
  ['SELECT * INTO z FROM t', "1:10: mismatched input 'INTO'"],
  ['SELECT * FROM t FOR UPDATE', "1:17: mismatched input 'FOR'"],
  ['UPDATE t SET n = 1 FROM x WHERE t.id = x.id', "1:20: mismatched input 'FROM'"],
  ['DELETE FROM t USING x WHERE t.id = x.id', "1:15: mismatched input 'USING'"],
  ['DELETE FROM t RETURNING id', "1:15: mismatched input 'RETURNING'"],
  ['SELECT (id, n) = (1, 2) FROM t', '1:11: no viable alternative'],
  ['(SELECT 1)', "1:1: extraneous input '('"],
  ['SELECT 1 LIMIT -1', "1:16: no viable alternative at input 'LIMIT -'"],
  ['TRUNCATE t', "1:1: mismatched input 'TRUNCATE'"],
  ['SELECT 1; SELECT 2', '1:'],
  ['SELEC 1', "1:1: mismatched input 'SELEC'"],
])('%s is no CrateDB', async (stmt, place) => {
  const error = await db.error(stmt);
  expect(error?.slice(0, 9)).toBe('400 4000 ');
  expect(error).toContain(`[line ${place}`);
});

test.each([
  [
    'CREATE TABLE "a.b" (a INTEGER)',
    "4002 InvalidRelationName[Relation name 'doc.a.b' is invalid.",
  ],
  ['CREATE TABLE "a b" (a INTEGER)', "4002 InvalidRelationName[Relation name 'a b' is invalid."],
  [
    'CREATE TABLE q ("_id" INTEGER)',
    '4008 InvalidColumnNameException["_id" conflicts with system column]',
  ],
  [
    'CREATE TABLE q ("a[b" INTEGER)',
    '4008 InvalidColumnNameException["a[b" conflicts with subscript pattern',
  ],
  ['CREATE TABLE q ("a.b" INTEGER)', '4008 InvalidColumnNameException["a.b" contains a dot]'],
  [
    'CREATE TABLE q (a INTEGER, a TEXT)',
    '4000 SQLParseException[column "a" specified more than once]',
  ],
  [
    'CREATE TABLE sys.q (a INTEGER)',
    '4000 SQLParseException[Cannot create relation in read-only schema: sys]',
  ],
])('%s names what may not be named so', async (stmt, text) => {
  expect(await db.error(stmt)).toContain(`400 ${text}`);
});

test.each(["COPY t FROM 'file:///x'", 'EXPLAIN SELECT 1', "SELECT to_char(now(), 'YYYY')"])(
  '%s is refused as unknown to the sandbox',
  async (stmt) => {
    expect(await db.error(stmt)).toMatch(/sandbox/i);
  },
);

describe('SHOW CREATE TABLE', () => {
  test('gives a statement that makes the same table', async () => {
    await db.run(
      "CREATE TABLE whole (id TEXT DEFAULT 'x' PRIMARY KEY, o OBJECT(STRICT) AS (a INTEGER, l ARRAY(TEXT)), v VARCHAR(5) NOT NULL, g INTEGER GENERATED ALWAYS AS o['a'] + 1) CLUSTERED INTO 2 SHARDS WITH (number_of_replicas = '0-1')",
    );
    const show = async () => (await db.rows('SHOW CREATE TABLE whole'))[0]?.[0];
    const first = await show();
    await db.run('DROP TABLE whole');
    await db.run(String(first));
    expect(await show()).toBe(first);
  });
});

test.each(['SELECT ', 'SELECT 1 WHERE 1 = '])(
  'thousands of brackets inside of each other are refused at once: %s',
  async (start) => {
    const deep = `${start}${'('.repeat(3_000)}1${')'.repeat(3_000)}`;
    expect(await db.error(deep)).toContain('statement is too large');
  },
);

test('brackets beside each other are as many as one likes', async () => {
  const many = Array.from({ length: 600 }, (_, index) => `(${index}) AS n${index}`).join(', ');
  expect(await db.error(`SELECT ${many}`)).toBeUndefined();
});

test('a carriage return ends a comment', async () => {
  await db.run('CREATE TABLE cr (id INTEGER)');
  await db.run('-- nothing\rDROP TABLE cr');
  expect(await db.error('SELECT * FROM cr')).toContain('cr');
});
