import { singleStatement } from '../../../../sandbox/cloud/sql/lexer.ts';
import { translate } from '../../../../sandbox/cloud/sql/translate.ts';

const TYPES: Record<string, string> = {
  'fs total,used': 'bigint',
  'o name': 'text',
  'o at': 'timestamp with time zone',
};

function run(statement: string, args: unknown[] = []) {
  return translate(singleStatement(statement), statement, {
    engineSchema: (schema) => (schema === 'sys' ? 'sys' : `x_${schema}`),
    user: "o'hara",
    defaultSchema: 'doc',
    objectType: (column, path) => TYPES[`${column} ${path}`],
    args,
    typed: new Set(),
  });
}
const sql = (statement: string, args: unknown[] = []) => run(statement, args).steps.join('; ');

test.each([
  ['SELECT a FROM doc.t', 'SELECT a FROM "x_doc"."t"'],
  ['SELECT a FROM "Doc"."T" x, sys.nodes', 'SELECT a FROM "x_Doc"."T" x, "sys"."nodes"'],
  ['SELECT a FROM crate.doc.t', 'SELECT a FROM "x_doc"."t"'],
  ['SELECT doc.t.a FROM doc.t', 'SELECT "x_doc"."t"."a" FROM "x_doc"."t"'],
  [
    'SELECT t.a FROM s.t JOIN s.u ON t.a = u.a, s.v WHERE t.b = 1',
    'SELECT t.a FROM "x_s"."t" JOIN "x_s"."u" ON t.a = u.a, "x_s"."v" WHERE t.b = 1',
  ],
  ['SELECT a FROM (SELECT a FROM s.t) x', 'SELECT a FROM (SELECT a FROM "x_s"."t") x'],
  [
    'SELECT a FROM t WHERE EXISTS (SELECT b FROM s.u)',
    'SELECT a FROM "t" WHERE EXISTS (SELECT b FROM "x_s"."u")',
  ],
  [
    'SELECT a FROM t WHERE a IS DISTINCT FROM b.c',
    'SELECT a FROM "t" WHERE a IS DISTINCT FROM b.c',
  ],
  ['INSERT INTO s.t (a) VALUES (1)', 'INSERT INTO "x_s"."t" (a) VALUES (1)'],
  ['DELETE FROM s.t WHERE a = 1', 'DELETE FROM "x_s"."t" WHERE a = 1'],
  ['UPDATE s.t SET a = 1, b = 2 WHERE c', 'UPDATE "x_s"."t" SET a = 1, b = 2 WHERE c'],
])('schemas are those of the cluster: %s', (statement, expected) => {
  expect(sql(statement)).toBe(expected);
});

test.each([
  ['SELECT a FROM t WHERE b = ? AND c = ?', 'SELECT a FROM "t" WHERE b = $1 AND c = $2'],
  ["SELECT a FROM t WHERE b = '?' AND c = ?", `SELECT a FROM "t" WHERE b = '?' AND c = $1`],
  ["SELECT a FROM t WHERE b = 'it''s ?' AND c=?", `SELECT a FROM "t" WHERE b = 'it''s ?' AND c=$1`],
  ['SELECT "a?" FROM t WHERE b = ?', 'SELECT "a?" FROM "t" WHERE b = $1'],
  ['SELECT a /* ? */ FROM t -- ?\n WHERE b = ?', 'SELECT a /* ? */ FROM "t" -- ?\n WHERE b = $1'],
  ['SELECT a FROM t WHERE b IN (?, ?)LIMIT ?', 'SELECT a FROM "t" WHERE b IN ($1, $2)LIMIT $3'],
  ['SELECT a FROM t WHERE b = $2 OR b = $1', 'SELECT a FROM "t" WHERE b = $2 OR b = $1'],
  ['SELECT a FROM t WHERE b = $$?$$ AND c = ?', 'SELECT a FROM "t" WHERE b = $$?$$ AND c = $1'],
])('placeholders: %s', (statement, expected) => {
  expect(sql(statement)).toBe(expected);
});

test('a lone placeholder has the type of its value', () => {
  expect(sql('SELECT ?, ? AS b', [1, 'x'])).toBe('SELECT $1::bigint AS "$1", $2::text AS b');
  expect(sql('SELECT ? c', [[1]])).toBe('SELECT $1::jsonb c');
});

test.each([
  ["fs['total']['used']", `((fs #>> ARRAY['total', 'used'])::bigint) AS "fs['total']['used']"`],
  ["n.fs['total']['used'] AS u", `((n.fs #>> ARRAY['total', 'used'])::bigint) AS u`],
  ["o['name']", `(o #>> ARRAY['name']) AS "o['name']"`],
  ["o['at'] x", `crate.to_timestamp(o #>> ARRAY['at']) x`],
  ["o['list'][1]", `(o #> ARRAY['list', '0']) AS "o['list'][1]"`],
  ['tags[1]', 'tags[1] AS "tags[1]"'],
  ['[1, ?] AS a', 'ARRAY[1, $1] AS a'],
  [
    '{a = 1, "B" = {c = []}} AS x',
    `jsonb_build_object('a', 1, 'B', jsonb_build_object('c', '[]'::jsonb)) AS x`,
  ],
  ['count(*)', 'count(*) AS "count(*)"'],
  ['count(*) n', 'count(*) n'],
  ['a+1', 'a+1 AS "(a + 1)"'],
  ['a, t.b, "C", *', 'a, t.b, "C", *'],
  ['DISTINCT a', 'DISTINCT a'],
  ['max( A ), b', 'max( A ) AS "max(a)", b'],
  ['a IS NULL', 'a IS NULL AS "a is null"'],
  ['CURRENT_USER', `'o''hara'::text AS "current_user"`],
  ['current_schema AS s', `'doc'::text AS s`],
  ['now() AS n, CURRENT_TIMESTAMP c', 'crate.now() AS n, crate.now() c'],
  ['CAST(a AS LONG) AS b', 'CAST(a AS bigint) AS b'],
  ['a::STRING b', 'a::text b'],
  ["'x'::timestamp with time zone t", "'x'::timestamptz(3) t"],
])('in a select list: %s', (item, expected) => {
  expect(sql(`SELECT ${item} FROM t`)).toBe(`SELECT ${expected} FROM "t"`);
});

test('a name too long for the engine is given back afterwards', () => {
  const long = `max(${'a'.repeat(70)})`;
  const { steps, columnNames } = run(`SELECT ${long} FROM t`);
  const given = /AS "(.+?)"/.exec(steps[0] ?? '')?.[1] ?? '';
  expect(Buffer.byteLength(given)).toBeLessThanOrEqual(63);
  expect(columnNames.get(given)).toBe(long);
});

test('values put into an object become JSON', () => {
  expect(sql("UPDATE t SET o['a']['b'] = 'x', c = 2 WHERE d = ?")).toBe(
    `UPDATE "t" SET o['a']['b'] = jsonb_build_object('value', 'x') -> 'value', c = 2 WHERE d = $1`,
  );
  expect(sql("UPDATE t SET o['a'] = ?", [1.5])).toContain("('value', $1::double precision)");
});

test.each([
  ['TEXT', 'text'],
  ['STRING', 'text'],
  ['VARCHAR(10)', 'varchar(10)'],
  ['INTEGER', 'integer'],
  ['LONG', 'bigint'],
  ['BIGINT', 'bigint'],
  ['DOUBLE', 'double precision'],
  ['DOUBLE PRECISION', 'double precision'],
  ['REAL', 'real'],
  ['FLOAT', 'real'],
  ['BOOLEAN', 'boolean'],
  ['TIMESTAMP', 'timestamp(3)'],
  ['TIMESTAMP WITHOUT TIME ZONE', 'timestamp(3)'],
  ['TIMESTAMP WITH TIME ZONE', 'timestamptz(3)'],
  ['OBJECT', 'jsonb'],
  ['OBJECT(DYNAMIC) AS (a INT)', 'jsonb'],
  ['ARRAY(TEXT)', 'text[]'],
  ['TEXT[]', 'text[]'],
  ['ARRAY(OBJECT)', 'jsonb'],
  ['IP', 'inet'],
  ['GEO_POINT', 'point'],
])('column type %s', (type, expected) => {
  const { steps } = run(`CREATE TABLE t (a ${type} NOT NULL, b INT)`);
  expect(steps[1]).toBe(`CREATE TABLE "x_doc"."t" ("a" ${expected} NOT NULL, "b" integer)`);
});

test("a table's clauses are kept as its options, and mean nothing to the engine", () => {
  const { steps } = run(
    `CREATE TABLE my.t (a INT INDEX OFF PRIMARY KEY, "B" TEXT INDEX USING FULLTEXT WITH (analyzer = 'english') NOT NULL STORAGE WITH (columnstore = false), INDEX x USING FULLTEXT (b))
     CLUSTERED BY (a) INTO 3 SHARDS PARTITIONED BY (a, "B") WITH (number_of_replicas = '2', column_policy = 'dynamic')`,
  );
  expect(steps).toEqual([
    'CREATE SCHEMA IF NOT EXISTS "x_my"',
    'CREATE TABLE "x_my"."t" ("a" integer PRIMARY KEY, "B" text NOT NULL)',
    `COMMENT ON TABLE "x_my"."t" IS '{"shards":3,"replicas":"2","columnPolicy":"dynamic","clusteredBy":"a","partitionedBy":["a","B"]}'`,
  ]);
});

test('declared types inside objects are kept', () => {
  const { steps } = run('CREATE TABLE t (o OBJECT AS (a INT, b OBJECT AS (c ARRAY(TEXT))))');
  expect(steps[2]).toBe(
    `COMMENT ON COLUMN "x_doc"."t"."o" IS '{"type":"object","paths":{"[\\"a\\"]":"integer","[\\"b\\"]":"object","[\\"b\\",\\"c\\"]":"text_array"}}'`,
  );
});

test.each([
  ['ALTER TABLE t ADD COLUMN a LONG', 'ALTER TABLE "t" ADD COLUMN "a" bigint'],
  ['ALTER TABLE t DROP COLUMN a', 'ALTER TABLE "t" DROP COLUMN a'],
  ["ALTER TABLE s.t SET (number_of_replicas = '1')", 'SELECT FROM "x_s"."t" LIMIT 0'],
  ['REFRESH TABLE t, s.u', 'SELECT FROM "t" LIMIT 0; SELECT FROM "x_s"."u" LIMIT 0'],
  ['DROP TABLE IF EXISTS s.t', 'DROP TABLE if exists "x_s"."t"'],
  [
    'CREATE VIEW s.v AS SELECT count(*) FROM s.t',
    'CREATE VIEW "x_s"."v" AS SELECT count(*) AS "count(*)" FROM "x_s"."t"',
  ],
  ['BEGIN', ''],
  ['SET SESSION application_name = x', ''],
])('other statements: %s', (statement, expected) => {
  expect(sql(statement)).toBe(expected);
});

test.each([
  ['SELECT 1; SELECT 2', 4000, /line 1:10: mismatched input 'SELECT'/],
  ['', 4000, /EOF/],
  [';;', 4000, /EOF/],
  ['-- only this', 4000, /EOF/],
  ["SELECT 'open", 4000, /token recognition error/],
  ['SELECT (1', 4000, /expecting '\)'/],
  ['FOO BAR', 4000, /line 1:0: mismatched input 'FOO'/],
  ['COPY t FROM ?', 4004, /COPY/],
  ['CREATE USER x', 4004, /CREATE USER/],
  ['SET GLOBAL x = 1', 4004, /settings/],
  ['SELECT * FROM pg_catalog.pg_class', 4041, /pg_catalog.pg_class/],
  ['SELECT * FROM pg_tables', 4041, /pg_tables/],
  ["SELECT pg_read_file('x')", 4004, /pg_read_file/],
  ["SELECT set_config('a.b', 'c', true)", 4004, /set_config/],
  ['SELECT pg_catalog.now()', 4004, /pg_catalog.now/],
  ['DELETE FROM sys.nodes', 4007, /sys.nodes/],
  ['CREATE TABLE sys.x (a INT)', 4007, /sys.x/],
  ['WITH x AS (UPDATE pg_catalog.pg_class SET a = 1) SELECT 1', 4041, /pg_class/],
  ['DELETE FROM t USING pg_catalog.pg_class', 4041, /pg_class/],
  ['SELECT * FROM gc.jobs', 4011, /privilege/],
  ['CREATE TABLE t (a FOO)', 4000, /FOO/],
])('refused: %s', (statement, code, message) => {
  expect(() => run(statement)).toThrow(expect.objectContaining({ code }));
  expect(() => run(statement)).toThrow(message);
});

test('a trailing semicolon is fine', () => {
  expect(sql('SELECT a FROM t; ; -- done')).toBe('SELECT a FROM "t"');
});
