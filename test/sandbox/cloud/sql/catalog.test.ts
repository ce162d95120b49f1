import { startDatabase, type TestDatabase } from './database.ts';

const TABLE = `CREATE TABLE c (
  id INTEGER, day TEXT, name VARCHAR(20) NOT NULL, code CHARACTER(4),
  o OBJECT(STRICT) AS (a INTEGER NOT NULL, p OBJECT(DYNAMIC) AS (q TEXT)),
  amount NUMERIC(18, 4), made TIMESTAMP WITH TIME ZONE DEFAULT now(),
  twice INTEGER GENERATED ALWAYS AS id * 2,
  PRIMARY KEY (day, id)
) CLUSTERED BY (id) INTO 3 SHARDS PARTITIONED BY (day)`;

async function makeTable(version?: string): Promise<TestDatabase> {
  const db = startDatabase(version);
  await db.run(version === '5.8.7' ? TABLE.replace('NUMERIC(18, 4)', 'DOUBLE') : TABLE);
  return db;
}

const columns = (db: TestDatabase, asked: string) =>
  db.rows(
    `SELECT column_name, ${asked} FROM information_schema.columns WHERE table_name = 'c' ORDER BY ordinal_position`,
  );

test('columns stand in the order of the table, each object before what is in it', async () => {
  const db = await makeTable();
  expect(await columns(db, 'data_type, is_nullable')).toEqual([
    ['id', 'integer', 'NO'],
    ['day', 'text', 'NO'],
    ['name', 'text', 'NO'],
    ['code', 'character', 'YES'],
    ['o', 'object', 'YES'],
    ["o['a']", 'integer', 'NO'],
    ["o['p']", 'object', 'YES'],
    ["o['p']['q']", 'text', 'YES'],
    ['amount', 'numeric', 'YES'],
    ['made', 'timestamp with time zone', 'YES'],
    ['twice', 'integer', 'YES'],
  ]);
});

test('is_nullable was a boolean before 6.1', async () => {
  const db = await makeTable('5.8.7');
  expect((await columns(db, 'is_nullable')).slice(0, 4)).toEqual([
    ['id', false],
    ['day', false],
    ['name', false],
    ['code', true],
  ]);
});

test('columns tell lengths, digits, defaults, and what they are made of', async () => {
  const db = await makeTable();
  const told = Object.fromEntries(
    (
      await columns(
        db,
        'character_maximum_length, numeric_precision, column_default, is_generated, generation_expression',
      )
    ).map(([name, ...rest]) => [name, rest]),
  );
  expect(told).toMatchObject({
    id: [null, 32, null, 'NEVER', null],
    name: [20, null, null, 'NEVER', null],
    code: [4, null, null, 'NEVER', null],
    amount: [null, 18, null, 'NEVER', null],
    made: [null, null, 'now()', 'NEVER', null],
    twice: [null, 32, null, 'ALWAYS', '(id * 2)'],
  });
});

test('column_details tell where a column stands and what its object takes', async () => {
  const db = await makeTable();
  const details = Object.fromEntries(
    (
      await columns(db, "column_details['name'], column_details['path'], column_details['policy']")
    ).map(([name, ...rest]) => [name, rest]),
  );
  expect(details).toMatchObject({
    o: ['o', [], 'strict'],
    "o['p']": ['o', ['p'], 'dynamic'],
    "o['p']['q']": ['o', ['p', 'q'], 'strict'],
  });
});

test('the key is told in its own order, by the version with another name', async () => {
  for (const [version, name] of [
    ['6.4.3', 'c_pkey'],
    ['5.8.7', 'c_pk'],
  ] as const) {
    const db = await makeTable(version);
    expect(
      await db.rows(
        "SELECT constraint_name, column_name, ordinal_position FROM information_schema.key_column_usage WHERE table_name = 'c' ORDER BY 3",
      ),
    ).toEqual([
      [name, 'day', 1],
      [name, 'id', 2],
    ]);
  }
});

test('tables and views are told apart', async () => {
  const db = await makeTable();
  await db.run('CREATE VIEW names AS SELECT name FROM c');
  expect(
    await db.rows(
      "SELECT table_name, table_type, number_of_shards, partitioned_by, clustered_by FROM information_schema.tables WHERE table_name IN ('c', 'names') ORDER BY 1",
    ),
  ).toEqual([
    ['c', 'BASE TABLE', 3, ['day'], 'id'],
    ['names', 'VIEW', null, null, null],
  ]);
  const [[definition] = []] = await db.rows(
    "SELECT view_definition FROM information_schema.views WHERE table_name = 'names'",
  );
  expect(definition).toMatch(/SELECT.*name.*FROM.*c/s);
  await db.run(
    "INSERT INTO c (id, day, name, o) VALUES (1, 'mon', 'x', {a = 1}), (2, 'tue', 'y', {a = 1})",
  );
  expect(
    await db.rows(
      "SELECT values['day'], number_of_shards FROM information_schema.table_partitions WHERE table_name = 'c' ORDER BY 1",
    ),
  ).toEqual([
    ['mon', 3],
    ['tue', 3],
  ]);
});

test('settings are told as they are set', async () => {
  const db = await makeTable();
  await db.run(
    `ALTER TABLE c SET (refresh_interval = '5s', "blocks.write" = true, "translog.flush_threshold_size" = '1gb')`,
  );
  expect(
    await db.rows(
      "SELECT settings['refresh_interval'], settings['blocks']['write'], settings['blocks']['read'], settings['translog']['flush_threshold_size'], settings['mapping']['total_fields']['limit'] FROM information_schema.tables WHERE table_name = 'c'",
    ),
  ).toEqual([[5000, true, false, 1_073_741_824, 1000]]);
});

test('statements that ran and that run are told, with their users', async () => {
  const db = await makeTable();
  expect(
    await db.rows("SELECT username, stmt FROM sys.jobs_log WHERE stmt LIKE 'CREATE TABLE%'"),
  ).toEqual([['admin', TABLE]]);
  await db.error('SELECT nope');
  const [[error] = []] = await db.rows("SELECT error FROM sys.jobs_log WHERE stmt = 'SELECT nope'");
  expect(error).toMatch(/nope unknown/);
});

test('what CrateDB has and the sandbox lacks is not called missing', async () => {
  const db = startDatabase();
  expect(await db.error('SELECT * FROM sys.summits')).toMatch(/^400 4004 .*sandbox does not know/);
  expect(await db.error('SELECT * FROM sys.nope')).toMatch(/^404 4041 .*unknown/);
});
