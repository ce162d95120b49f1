import { placeShards, replicasOf, type ShardNode } from '../../../sandbox/cloud/clusters/shards.ts';
import { isPast } from '../../../sandbox/cloud/clusters/watermarks.ts';
import type { SqlTable } from '../../../sandbox/cloud/sql/types.ts';
import { list, object, type Tried, tryCloud } from './support.ts';

const GIB = 1024 ** 3;
let cloud: Tried;
beforeAll(async () => {
  cloud = await tryCloud();
});
beforeEach(() => cloud.control.reset());
afterAll(() => cloud.close());

const prod = () => `/clusters/${cloud.seed.clusters['weather-prod']}`;

async function sql(stmt: string, name = 'weather-prod'): Promise<unknown[][]> {
  const { json } = await cloud.ask('GET', `/clusters/${cloud.seed.clusters[name]}/jwt/`);
  const reply = await fetch(`${cloud.origin}/sql/${name}/_sql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${object(json).token}` },
    body: JSON.stringify({ stmt }),
  });
  return object(await reply.json()).rows as unknown[][];
}

const disks = () =>
  sql("SELECT fs['total']['size'], fs['total']['used'] FROM sys.nodes ORDER BY name");

const expand = (gib: number) =>
  cloud.ask('PUT', `${prod()}/storage/`, { body: { disk_size_per_node_bytes: gib * GIB } });

const provisioned = async () => {
  const { json } = await cloud.ask('GET', `${prod()}/`);
  return Number(object(object(json).hardware_specs).disk_size_per_node_bytes) / GIB;
};

describe('disks that are late', () => {
  test('the operation is SUCCEEDED, and the file system follows hours later', async () => {
    await cloud.control.switches({ diskDelayHours: 5 });
    expect((await expand(128)).status).toBe(200);
    await cloud.control.finishOperations();
    const { json } = await cloud.ask('GET', `${prod()}/operations/`);
    expect(list(object(json).operations)[0]).toMatchObject({
      type: 'EXPAND_STORAGE',
      status: 'SUCCEEDED',
    });
    expect(await provisioned()).toBe(128);
    expect((await disks()).map(([size]) => size)).toEqual([64, 64, 64].map((it) => it * GIB));
    await cloud.control.advance({ hours: 4, minutes: 59 });
    expect((await disks())[0]?.[0]).toBe(64 * GIB);
    await cloud.control.advance({ minutes: 1 });
    expect((await disks()).map(([size]) => size)).toEqual([128, 128, 128].map((it) => it * GIB));
  });

  test('a second expansion waits as well, from what the file system shows', async () => {
    await cloud.control.cluster('weather-prod', { disk_delay_hours: 5 });
    await expand(96);
    await cloud.control.finishOperations();
    await cloud.control.advance({ hours: 3 });
    await expand(128);
    await cloud.control.finishOperations();
    await cloud.control.advance({ hours: 3 });
    expect((await disks())[0]?.[0]).toBe(64 * GIB);
    await cloud.control.advance({ hours: 2 });
    expect((await disks())[0]?.[0]).toBe(128 * GIB);
  });

  test('below zero it never follows, until it is told to', async () => {
    await cloud.control.cluster('weather-prod', { disk_delay_hours: -1 });
    await expand(128);
    await cloud.control.finishOperations();
    await cloud.control.advance({ days: 9 });
    expect((await disks())[0]?.[0]).toBe(64 * GIB);
    await cloud.control.cluster('weather-prod', { file_system_bytes: null });
    expect((await disks())[0]?.[0]).toBe(128 * GIB);
  });

  test('the file system may show less than what is provisioned from the start', async () => {
    await cloud.control.cluster('weather-prod', {
      file_system_bytes: 62.6 * GIB,
      usage: { used_bytes: 52 * GIB },
      growth_bytes_per_hour: 0,
    });
    expect(await provisioned()).toBe(64);
    expect((await disks())[0]).toEqual([Math.round(62.6 * GIB), 52 * GIB]);
  });

  test('a disk is never fuller than the file system', async () => {
    await cloud.control.cluster('weather-prod', { growth_bytes_per_hour: 10 * GIB });
    await cloud.control.advance({ days: 2 });
    expect((await disks())[0]).toEqual([64 * GIB, 64 * GIB]);
  });
});

describe('nodes', () => {
  test('one that hangs has nulls, or -1, in all but its id and name', async () => {
    await cloud.control.cluster('weather-prod', {
      usage: { nodes: [{}, { silent: 'nulls' }, { silent: 'minus_one' }] },
    });
    const rows = await sql(
      "SELECT name, fs['total']['used'] > 0, heap['max'], process['cpu']['percent'], id IS NOT NULL FROM sys.nodes ORDER BY name",
    );
    expect(rows.map((it) => it.slice(0, 2))).toEqual([
      ['data-hot-0', true],
      ['data-hot-1', null],
      ['data-hot-2', false],
    ]);
    expect(rows.slice(1).map((it) => it.slice(2))).toEqual([
      [null, null, true],
      [-1, -1, true],
    ]);
  });

  test('one that has left is counted by the API and unknown to the database', async () => {
    await cloud.control.cluster('weather-prod', { usage: { nodes: [{}, { gone: true }] } });
    const { json } = await cloud.ask('GET', `${prod()}/`);
    expect(object(json).num_nodes).toBe(3);
    expect(await sql('SELECT name FROM sys.nodes ORDER BY 1')).toEqual([
      ['data-hot-0'],
      ['data-hot-2'],
    ]);
    expect(
      await sql(
        "SELECT count(*) FROM sys.shards WHERE state = 'UNASSIGNED' AND node['name'] IS NULL",
      ),
    ).toEqual([[5]]);
    expect(
      await sql('SELECT count(*) FROM sys.shards WHERE "primary" AND state = \'STARTED\''),
    ).toEqual([[8]]);
  });

  test('dedicated masters stand beside the data nodes, small and without shards', async () => {
    await cloud.control.cluster('weather-prod', {
      master_product_name: 'master_cr2',
      usage: { masters: [{ used_percent: 97, size_bytes: 16 * GIB }] },
    });
    const rows = await sql(
      "SELECT name, fs['total']['size'], fs['total']['used'] FROM sys.nodes WHERE name LIKE 'master%' ORDER BY 1",
    );
    expect(rows).toEqual([
      ['master-0', 16 * GIB, Math.round(16 * GIB * 0.97)],
      ['master-1', 16 * GIB, expect.any(Number)],
      ['master-2', 16 * GIB, expect.any(Number)],
    ]);
    expect(await sql("SELECT count(*) FROM sys.shards WHERE node['name'] LIKE 'master%'")).toEqual([
      [0],
    ]);
    expect(await sql('SELECT count(*) FROM sys.nodes', 'vault-records')).toEqual([[3]]);
  });

  test('several data paths: one may be full while the node is not', async () => {
    await cloud.control.cluster('weather-prod', {
      usage: { nodes: [{ disks: [{ used_percent: 96 }, { used_percent: 10 }] }] },
      growth_bytes_per_hour: 0,
    });
    const [row] = await sql(
      "SELECT fs['disks'], fs['data'], fs['total']['used'] FROM sys.nodes ORDER BY name LIMIT 1",
    );
    const size = 32 * GIB;
    expect(row?.[0]).toEqual([
      expect.objectContaining({ dev: '/dev/sda', size, used: Math.round(size * 0.96) }),
      expect.objectContaining({ dev: '/dev/sdb', size, used: Math.round(size * 0.1) }),
    ]);
    expect(row?.[1]).toEqual([
      { dev: '/dev/sda', path: '/data/data0' },
      { dev: '/dev/sdb', path: '/data/data1' },
    ]);
    expect(row?.[2]).toBe(Math.round(size * 0.96) + Math.round(size * 0.1));
    expect(
      await sql('SELECT DISTINCT id FROM sys.node_checks WHERE NOT passed ORDER BY 1'),
    ).toEqual([[5], [6], [7]]);
  });

  test('nodes differ in size, and each is filled by itself', async () => {
    await cloud.control.cluster('weather-prod', {
      growth_bytes_per_hour: 0,
      usage: {
        nodes: [
          { size_bytes: 62.6 * GIB, used_bytes: 59 * GIB },
          { size_bytes: 200 * GIB, used_bytes: 59 * GIB },
          { size_bytes: 200 * GIB, used_percent: 30 },
        ],
      },
    });
    expect(await disks()).toEqual([
      [Math.round(62.6 * GIB), 59 * GIB],
      [200 * GIB, 59 * GIB],
      [200 * GIB, 60 * GIB],
    ]);
  });

  test('watermarks are the ones that the cluster has set', async () => {
    await cloud.control.cluster('weather-prod', {
      watermarks: { low: '70%', high: '20gb', flood_stage: '0.97' },
      usage: { used_percent: 75 },
    });
    const [row] = await sql(
      "SELECT settings['cluster']['routing']['allocation']['disk']['watermark'] FROM sys.cluster",
    );
    expect(row?.[0]).toEqual({ low: '70%', high: '20gb', flood_stage: '0.97' });
    const failed = 'SELECT DISTINCT id FROM sys.node_checks WHERE NOT passed ORDER BY 1';
    expect(await sql(failed)).toEqual([[5], [6]]);
  });

  test('a health that is stale, though GREEN', async () => {
    await cloud.control.cluster('weather-prod', { health: { last_seen: '2026-02-27T09:00:00' } });
    const { json } = await cloud.ask('GET', `${prod()}/`);
    expect(object(json).health).toMatchObject({
      status: 'GREEN',
      last_seen: '2026-02-27T09:00:00',
    });
  });
});

describe('what is past a watermark', () => {
  const disk = { size: 100 * GIB, used: 85 * GIB };

  test.each([
    ['85%', true],
    ['85.1%', false],
    ['0.85', true],
    ['0.86', false],
    ['15gb', true],
    ['14.9gb', false],
    ['1tb', true],
    ['16106127360b', true],
    ['lots', false],
    ['', false],
  ])('%s of a disk with 85 of 100 GiB used: %s', (watermark, past) => {
    expect(isPast(disk, watermark)).toBe(past);
  });
});

describe('shards', () => {
  const table = (more: Partial<SqlTable> = {}): SqlTable => ({
    schema: 'doc',
    name: 't',
    shards: 4,
    replicas: '0-1',
    partitions: [{ ident: '', docs: 10, bytes: 1000 }],
    ...more,
  });
  const nodes = (count: number, gone: number[] = []): ShardNode[] =>
    Array.from({ length: count }, (_, i) => ({
      name: `n${i}`,
      present: !gone.includes(i),
      filled: 0,
    }));
  const perNode = (shards: ReturnType<typeof placeShards>, count: number) =>
    nodes(count).map(({ name }) => shards.filter((it) => it.node === name).length);

  test.each([
    ['0', 3, 0],
    ['1', 1, 1],
    ['0-1', 1, 0],
    ['0-1', 3, 1],
    ['0-all', 4, 3],
    ['2-all', 2, 2],
  ])('%s replicas on %s nodes: %s', (text, count, replicas) => {
    expect(replicasOf(text, count)).toBe(replicas);
  });

  test('are conserved when nodes come and go, and dealt out evenly', () => {
    const tables = [table({ replicas: '1' }), table({ name: 'u', shards: 18, replicas: '1' })];
    for (const count of [2, 3, 4, 7, 12]) {
      const shards = placeShards(tables, nodes(count));
      expect(shards).toHaveLength(2 * 4 + 2 * 18);
      const counts = perNode(shards, count);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }
  });

  test('have one primary each, and copies of one shard on different nodes', () => {
    const shards = placeShards([table({ replicas: '2' })], nodes(3));
    for (const id of [0, 1, 2, 3]) {
      const copies = shards.filter((it) => it.id === id);
      expect(copies.filter((it) => it.primary)).toHaveLength(1);
      expect(new Set(copies.map((it) => it.node)).size).toBe(3);
    }
  });

  test('hold what the table holds: rows and bytes, in the primaries once', () => {
    const primaries = placeShards([table()], nodes(3)).filter((it) => it.primary);
    const sum = (of: (it: (typeof primaries)[number]) => number) =>
      primaries.reduce((all, it) => all + of(it), 0);
    expect([sum((it) => it.docs), sum((it) => it.size)]).toEqual([10, 1000]);
  });

  test('a replica that has no node is unassigned; a lost primary is taken over', () => {
    const single = placeShards([table({ replicas: '1' })], nodes(1));
    expect(single.filter((it) => it.node === null && it.state === 'UNASSIGNED')).toHaveLength(4);
    const lost = placeShards([table()], nodes(2, [0]));
    expect(lost.filter((it) => it.primary).every((it) => it.node === 'n1')).toBe(true);
    const alone = placeShards([table({ replicas: '0' })], nodes(2, [0]));
    expect(alone.filter((it) => it.primary && it.node === null)).toHaveLength(2);
  });

  test('more are asked for than the tables have: old partitions, conserved too', () => {
    expect(placeShards([table()], nodes(3), 100)).toHaveLength(108);
    expect(placeShards([table()], nodes(6), 100)).toHaveLength(108);
    expect(placeShards([], nodes(3), 100)).toEqual([]);
  });
});
