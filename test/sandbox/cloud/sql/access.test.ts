import { startDatabase, type TestDatabase } from './database.ts';
import { type Call, CTX, makeCluster } from './support.ts';

let db: TestDatabase;
beforeEach(async () => {
  db = startDatabase();
  await db.run('CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER) CLUSTERED INTO 1 SHARDS');
  await db.run('INSERT INTO t VALUES (1, 1)');
  await db.run('REFRESH TABLE t');
});

const as = (user: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:secret`).toString('base64')}`,
});
const make = (user: string) => db.run(`CREATE USER ${user} WITH (password = 'secret')`);

describe('a user', () => {
  test('without a privilege does not learn that a schema is there', async () => {
    await make('nobody');
    expect(await db.error('SELECT * FROM doc.t', [], as('nobody'))).toBe(
      "404 4045 SchemaUnknownException[Schema 'doc' unknown]",
    );
    expect(
      await db.rows(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'doc'",
        [],
        as('nobody'),
      ),
    ).toEqual([]);
    expect(await db.rows('SELECT current_user', [], as('nobody'))).toEqual([['nobody']]);
  });

  test('reads with DQL and writes with DML', async () => {
    await make('reader');
    await make('writer');
    await db.run('GRANT DQL ON TABLE doc.t TO reader');
    await db.run('GRANT DML ON SCHEMA doc TO writer');
    expect(await db.rows('SELECT n FROM doc.t', [], as('reader'))).toEqual([[1]]);
    expect(await db.error('INSERT INTO doc.t VALUES (2, 2)', [], as('reader'))).toBe(
      "401 4011 MissingPrivilegeException[Missing 'DML' privilege for user 'reader']",
    );
    expect(await db.error('SELECT n FROM doc.t', [], as('writer'))).toBe(
      "401 4011 MissingPrivilegeException[Missing 'DQL' privilege for user 'writer']",
    );
    expect((await db.run('INSERT INTO doc.t VALUES (2, 2)', [], as('writer'))).rowcount).toBe(1);
    expect(await db.error('CREATE TABLE doc.mine (a INTEGER)', [], as('writer'))).toMatch(
      /^401 4011 .*'DDL'/,
    );
  });

  test('loses what is revoked, and has nothing that is denied', async () => {
    await make('guest');
    await db.run('GRANT DQL TO guest');
    await db.run('DENY DQL ON TABLE doc.t TO guest');
    expect(await db.error('SELECT n FROM doc.t', [], as('guest'))).toMatch(/^40[34] /);
    await db.run('REVOKE DQL ON TABLE doc.t FROM guest');
    expect(await db.rows('SELECT n FROM doc.t', [], as('guest'))).toEqual([[1]]);
    await db.run('REVOKE DQL FROM guest');
    expect(await db.error('SELECT n FROM doc.t', [], as('guest'))).toMatch(/^404 4045 /);
  });

  test('needs the right password', async () => {
    await db.run("CREATE USER locked WITH (password = 'another')");
    const { status } = await db.service.handle(
      makeCluster(),
      {
        world: 'first',
        authorization: as('locked').authorization,
        body: '{"stmt": "SELECT 1"}',
        query: {},
      },
      CTX,
    );
    expect(status).toBe(401);
  });
});

describe('a table', () => {
  test('on a node past the flood stage takes no writes, and is still read', async () => {
    const cluster = makeCluster();
    const call: Call = {
      cluster: {
        ...cluster,
        nodes: cluster.nodes.map((it) => ({
          ...it,
          past: { low: true, high: true, flood_stage: true },
        })),
      },
    };
    const blocked =
      /^403 4037 ClusterBlockException\[blocked by: \[RELATION_READ_DELETE_ONLY\/12\//;
    expect(await db.error('INSERT INTO t VALUES (2, 2)', [], call)).toMatch(blocked);
    expect(await db.error('UPDATE t SET n = 2 WHERE id = 1', [], call)).toMatch(blocked);
    expect(await db.rows('SELECT n FROM t', [], call)).toEqual([[1]]);
    expect((await db.run('INSERT INTO t VALUES (2, 2)')).rowcount).toBe(1);
  });

  test('that is closed gives and takes nothing until it is opened', async () => {
    await db.run('ALTER TABLE t CLOSE');
    for (const [stmt, what] of [
      ['SELECT n FROM t', 'READ'],
      ['INSERT INTO t VALUES (2, 2)', 'INSERT'],
      ['DELETE FROM t', 'DELETE'],
    ] as const) {
      expect(await db.error(stmt)).toBe(
        `400 4007 OperationOnInaccessibleRelationException[The relation "doc.t" doesn't support or allow ${what} operations, as it is currently closed.]`,
      );
    }
    await db.run('ALTER TABLE t OPEN');
    expect(await db.rows('SELECT n FROM t')).toEqual([[1]]);
  });

  test('that is blocked for writes is read', async () => {
    await db.run('ALTER TABLE t SET ("blocks.write" = true)');
    expect(await db.error('INSERT INTO t VALUES (2, 2)')).toMatch(/^400 4007 .*allow INSERT/);
    expect(await db.rows('SELECT n FROM t')).toEqual([[1]]);
  });
});

describe('a session', () => {
  test('is a connection: what is set there holds there', async () => {
    const here: Call = { connection: 'here' };
    await db.run("SET search_path = 'other'", undefined, here);
    expect(await db.rows('SELECT current_schema', undefined, here)).toEqual([['other']]);
    expect(await db.error('SELECT n FROM t', undefined, here)).toMatch(/^404 4041 /);
    expect(await db.rows('SELECT n FROM t', undefined, { connection: 'there' })).toEqual([[1]]);
    await db.run("SET statement_timeout = '5s'", undefined, here);
    expect(await db.rows('SHOW statement_timeout', undefined, here)).toEqual([['5s']]);
    expect(await db.rows('SHOW statement_timeout', undefined, { connection: 'there' })).toEqual([
      ['0s'],
    ]);
  });

  test('takes its schema from the header of its first request alone', async () => {
    const first: Call = { connection: 'c', defaultSchema: 'sys' };
    expect(await db.rows('SELECT count(*) FROM nodes', undefined, first)).toEqual([[3]]);
    const second: Call = { connection: 'c', defaultSchema: 'doc' };
    expect(await db.error('SELECT n FROM t', undefined, second)).toMatch(/^404 4041 /);
  });

  test('ends a statement that takes longer than it may', async () => {
    const call: Call = { connection: 'hasty' };
    await db.run("SET statement_timeout = '1ms'", undefined, call);
    expect(
      await db.error(
        'SELECT count(*) FROM generate_series(1, 1000) a, generate_series(1, 1000) b',
        undefined,
        call,
      ),
    ).toBe('500 5005 JobKilledException[Job killed. statement_timeout (1ms/exec)]');
  });
});
