import type { SqlCluster, SqlService } from '../../../../sandbox/cloud/sql/service.ts';
import { createSqlService } from '../../../../sandbox/cloud/sql/service.ts';
import { ask, CTX, GIB, makeCluster } from './support.ts';

let service: SqlService;
const sql = async (stmt: string, cluster: SqlCluster = makeCluster()) => {
  const reply = await ask(service, stmt, { cluster });
  expect(reply.error).toBeUndefined();
  return reply;
};
const rows = async (stmt: string, cluster?: SqlCluster) => (await sql(stmt, cluster)).rows;

beforeAll(async () => {
  service = createSqlService();
  await sql('SELECT 1');
}, 60_000);
afterAll(() => service.close());

describe('sys', () => {
  test('nodes, as clients ask for their use of storage', async () => {
    const reply = await sql(
      "SELECT name, fs['total']['size'], fs['total']['used'], fs['total']['available'], process['cpu']['percent'], heap['used'], heap['max'], load['1'], os_info['available_processors'], version['number'] FROM sys.nodes ORDER BY name",
    );
    expect(reply.col_types).toEqual([4, 10, 10, 10, 8, 10, 10, 6, 9, 4]);
    expect(reply.rows).toEqual(
      [0, 1, 2].map((i) => [
        `data-hot-${i}`,
        64 * GIB,
        (32 + i) * GIB,
        (32 - i) * GIB,
        10 + i,
        GIB,
        4 * GIB,
        0.5 + i,
        2,
        '6.4.3',
      ]),
    );
    const percent =
      "SELECT round(fs['total']['used'] * 100.0 / fs['total']['size'], 1) AS p FROM sys.nodes WHERE load['1'] > 1 ORDER BY p DESC";
    expect((await sql(percent)).rows).toEqual([[53.1], [51.6]]);
  });

  test('nodes in whole', async () => {
    const { cols, rows, col_types } = await sql('SELECT * FROM sys.nodes LIMIT 1');
    expect(cols).toEqual(
      expect.arrayContaining(['id', 'name', 'hostname', 'fs', 'process', 'heap']),
    );
    expect(col_types?.[cols.indexOf('fs')]).toBe(12);
    expect(rows[0]?.[cols.indexOf('fs')]).toMatchObject({ total: { used: 32 * GIB } });
    const [at] = (await sql("SELECT heap['probe_timestamp'] FROM sys.nodes")).rows;
    expect(at).toEqual([CTX.now.getTime()]);
  });

  test('follows the cluster as it is at each call', async () => {
    const cluster = makeCluster();
    const before = await rows("SELECT sum(fs['total']['used']) FROM sys.nodes", cluster);
    const [first, ...others] = cluster.nodes;
    if (!first) throw new Error('no node');
    const grown = { ...cluster, nodes: [{ ...first, diskUsed: first.diskUsed + 5 }, ...others] };
    const after = await rows("SELECT sum(fs['total']['used']) FROM sys.nodes", grown);
    expect(after[0]?.[0]).toBe(Number(before[0]?.[0]) + 5);
    expect(await rows('SELECT count(*) FROM sys.nodes', { ...cluster, nodes: [] })).toEqual([[0]]);
  });

  test('cluster', async () => {
    const { id, name } = makeCluster();
    expect(await rows("SELECT id, name, settings['cluster'] IS NOT NULL FROM sys.cluster")).toEqual(
      [[id, name, true]],
    );
    expect(
      await rows('SELECT n.name FROM sys.cluster c JOIN sys.nodes n ON n.id = c.master_node'),
    ).toEqual([['data-hot-0']]);
  });

  test('checks: the passing ones, and those that fail', async () => {
    expect(await rows('SELECT count(*) FROM sys.checks WHERE NOT passed')).toEqual([[0]]);
    const failing = makeCluster({
      failedChecks: [
        { id: 3, severity: 3, description: 'recreate doc.old' },
        { id: 8, severity: 1, description: 'something new' },
      ],
    });
    const { rows: all, col_types } = await sql(
      'SELECT id, severity, description, passed FROM sys.checks ORDER BY id',
      failing,
    );
    expect(all).toEqual([
      [2, 2, expect.stringContaining('https://cr8.is/d-cluster-check-2'), true],
      [3, 3, 'recreate doc.old', false],
      [8, 1, 'something new', false],
    ]);
    expect(col_types).toEqual([9, 9, 4, 3]);
  });

  test('node checks: given ones, and the watermarks by the storage used', async () => {
    const cluster = makeCluster({
      failedNodeChecks: [
        { id: 1, node: 'data-hot-2', severity: 2, description: 'nodes are missing' },
      ],
    });
    const full = cluster.nodes.map((node, i) => ({
      ...node,
      past: { low: i === 0, high: i === 0, flood_stage: false },
    }));
    const failed = await rows(
      'SELECT c.id, n.name, c.acknowledged FROM sys.node_checks c JOIN sys.nodes n ON n.id = c.node_id WHERE NOT c.passed ORDER BY 1',
      { ...cluster, nodes: full },
    );
    expect(failed).toEqual([
      [1, 'data-hot-2', false],
      [5, 'data-hot-0', false],
      [6, 'data-hot-0', false],
    ]);
    // Seven checks for each of three nodes.
    expect(await rows('SELECT count(*) FROM sys.node_checks')).toEqual([[21]]);
  });

  test('shards: of each table as many as it has, dealt out evenly, each with one primary', async () => {
    const counts = await rows(
      "SELECT node['name'], count(*) FROM sys.shards GROUP BY 1 ORDER BY 1",
    );
    expect(counts).toEqual([
      ['data-hot-0', 6],
      ['data-hot-1', 5],
      ['data-hot-2', 5],
    ]);
    const doubled = await rows(
      'SELECT count(*) FROM sys.shards WHERE "primary" GROUP BY schema_name, table_name, partition_ident, id HAVING count(*) > 1',
    );
    expect(doubled).toEqual([]);
    expect(await rows('SELECT DISTINCT state, schema_name FROM sys.shards')).toEqual([
      ['STARTED', 'doc'],
    ]);
  });

  test('health and shards name the tables there are', async () => {
    const cluster = makeCluster({ id: 'own tables' });
    expect(await rows('SELECT table_name, health FROM sys.health ORDER BY 1', cluster)).toEqual([
      ['orders', 'GREEN'],
      ['sensor_readings', 'GREEN'],
    ]);
    await sql('CREATE TABLE my.third (a INT)', cluster);
    expect(
      await rows("SELECT table_name FROM sys.health WHERE table_schema = 'my'", cluster),
    ).toEqual([['third']]);
    expect(await rows('SELECT DISTINCT table_name FROM sys.shards ORDER BY 1', cluster)).toEqual([
      ['orders'],
      ['sensor_readings'],
      ['third'],
    ]);
  });
});

describe('information_schema', () => {
  test('tables', async () => {
    await sql(
      "CREATE TABLE my.t (d TEXT, a INT, PRIMARY KEY (d, a)) CLUSTERED BY (a) INTO 6 SHARDS PARTITIONED BY (d) WITH (number_of_replicas = '1')",
    );
    await sql('CREATE VIEW my.v AS SELECT 1 AS one');
    const all = await rows(
      "SELECT table_schema, table_name, table_type, number_of_shards, number_of_replicas, clustered_by, partitioned_by FROM information_schema.tables WHERE table_schema IN ('doc', 'my') ORDER BY 1, 2",
    );
    expect(all).toEqual([
      ['doc', 'orders', 'BASE TABLE', 4, '0-1', '_id', null],
      ['doc', 'sensor_readings', 'BASE TABLE', 4, '0-1', 'id', null],
      ['my', 't', 'BASE TABLE', 6, '1', 'a', ['d']],
      ['my', 'v', 'VIEW', null, null, null, null],
    ]);
    const schemas = await rows(
      'SELECT DISTINCT table_schema FROM information_schema.tables ORDER BY 1',
    );
    expect(schemas).toEqual([['doc'], ['information_schema'], ['my'], ['pg_catalog'], ['sys']]);
  });

  test('columns, with the paths inside objects', async () => {
    const { rows: all, col_types } = await sql(
      "SELECT column_name, ordinal_position, data_type, is_nullable, is_generated, column_default FROM information_schema.columns WHERE table_schema = 'doc' AND table_name = 'sensor_readings' ORDER BY ordinal_position",
    );
    expect(col_types).toEqual([4, 9, 4, 4, 4, 4]);
    const types = Object.fromEntries(all.map(([name, , type]) => [name, type]));
    expect(types).toEqual({
      id: 'text',
      ts: 'timestamp with time zone',
      sensor: 'text',
      value: 'double precision',
      big: 'bigint',
      tags: 'text_array',
      payload: 'object',
      active: 'boolean',
      "payload['battery']": 'bigint',
      "payload['location']": 'object',
      "payload['location']['floor']": 'bigint',
      "payload['location']['room']": 'text',
      "payload['unit']": 'text',
    });
    expect(all.map(([, position]) => position)).toEqual(all.map((_, i) => i + 1));
    expect(all[0]).toEqual(['id', 1, 'text', 'NO', 'NEVER', null]);
    const details = await rows(
      "SELECT column_details['path'] FROM information_schema.columns WHERE column_name = 'payload[''location''][''room'']'",
    );
    expect(details).toEqual([[['location', 'room']]]);
  });

  test('every type under its CrateDB name, defaults and generated columns', async () => {
    await sql(
      `CREATE TABLE my.types (a SHORT, b INT DEFAULT 5, c REAL, d TIMESTAMP, e IP, f GEO_POINT, g ARRAY(BIGINT), h ARRAY(OBJECT), i VARCHAR(3),
       j BIGINT GENERATED ALWAYS AS (b * 2), o OBJECT AS (x INT))`,
    );
    const all = await rows(
      "SELECT column_name, data_type, column_default, generation_expression, is_generated FROM information_schema.columns WHERE table_name = 'types' ORDER BY ordinal_position",
    );
    expect(all.map(([name, type]) => `${name} ${type}`)).toEqual([
      'a smallint',
      'b integer',
      'c real',
      'd timestamp without time zone',
      'e ip',
      'f geo_point',
      'g bigint_array',
      'h object_array',
      'i text',
      'j bigint',
      'o object',
      "o['x'] integer",
    ]);
    expect(all[1]?.slice(2)).toEqual(['5', null, 'NEVER']);
    expect(all[9]?.slice(2)).toEqual([null, '(b * 2)', 'ALWAYS']);
  });

  test('the system tables have columns too', async () => {
    const all = await rows(
      "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = 'sys' AND table_name = 'nodes'",
    );
    expect(all).toEqual(
      expect.arrayContaining([
        ['name', 'text'],
        ["fs['total']['used']", 'bigint'],
      ]),
    );
  });

  test('keys: the whole primary key, in its order', async () => {
    const keys = await rows(
      `SELECT k.table_name, k.column_name, k.ordinal_position FROM information_schema.table_constraints c
       JOIN information_schema.key_column_usage k ON k.constraint_name = c.constraint_name AND k.table_schema = c.table_schema
       WHERE c.constraint_type = 'PRIMARY KEY' AND c.table_schema = 'doc' ORDER BY 1, 3`,
    );
    expect(keys).toEqual([
      ['orders', 'customer', 1],
      ['orders', 'number', 2],
      ['sensor_readings', 'id', 1],
    ]);
  });
});
