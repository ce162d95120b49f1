import { list, object, operations, type Tried, tryCloud } from './support.ts';

const GIB = 1024 ** 3;
let cloud: Tried;
beforeAll(async () => {
  cloud = await tryCloud();
});
beforeEach(() => cloud.control.reset());
afterAll(() => cloud.close());

const prod = () => `/clusters/${cloud.seed.clusters['weather-prod']}`;

async function ask(stmt: string, bulk_args?: unknown[][], name = 'weather-prod') {
  const { json } = await cloud.ask('GET', `/clusters/${cloud.seed.clusters[name]}/jwt/`);
  const reply = await fetch(`${cloud.origin}/sql/${name}/_sql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${object(json).token}` },
    body: JSON.stringify({ stmt, bulk_args }),
  });
  return object(await reply.json());
}

const rows = async (stmt: string) => (await ask(stmt)).rows as unknown[][];

async function scaleTo(unit: number): Promise<number> {
  const { status } = await cloud.ask('PUT', `${prod()}/scale/`, { body: { product_unit: unit } });
  await cloud.control.finishOperations();
  return status;
}

/** The samples of the page for Prometheus: their labels, and the value. */
async function samples(): Promise<Array<{ labels: Record<string, string>; value: number }>> {
  await cloud.control.advance({ minutes: 1 });
  const path = `/organizations/${cloud.seed.organizations.alpine}/metrics/prometheus/`;
  const { text } = await cloud.ask('GET', path);
  return text
    .split('\n')
    .flatMap((line) => {
      const [, labels = '', value = ''] = /^crate_node\{(.*)\} (\S+)$/.exec(line) ?? [];
      if (value === '') return [];
      const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, it]) => [name, it]);
      return [{ labels: Object.fromEntries(pairs), value: Number(value) }];
    })
    .filter((it) => it.labels.pod_name?.includes(String(cloud.seed.clusters['weather-prod'])));
}

async function shardsPerNode(): Promise<number[]> {
  return (await samples())
    .filter((it) => it.labels.name === 'shard_stats' && it.labels.property === 'total')
    .map((it) => it.value);
}

const sum = (numbers: number[]) => numbers.reduce((all, it) => all + it, 0);

describe('shards', () => {
  test('follow the tables: 18 more when one of 18 is made, none when it is dropped', async () => {
    const before = await shardsPerNode();
    expect(sum(before)).toBe(16);
    await ask(
      'CREATE TABLE doc.wide (a INT) CLUSTERED INTO 18 SHARDS WITH (number_of_replicas = 0)',
    );
    const after = await shardsPerNode();
    expect(sum(after)).toBe(34);
    expect(Math.max(...after) - Math.min(...after)).toBeLessThanOrEqual(1);
    await ask('DROP TABLE doc.wide');
    expect(await shardsPerNode()).toEqual(before);
  });

  test('move when the cluster is scaled, and are as many as before', async () => {
    const counts: number[][] = [];
    for (const unit of [2, 3, 5, 1]) {
      if (unit !== 2) expect(await scaleTo(unit)).toBe(200);
      counts.push(await shardsPerNode());
      const [row] = await rows('SELECT count(*) FROM sys.shards');
      expect(row?.[0]).toBe(16);
    }
    expect(counts.map((it) => it.length)).toEqual([3, 4, 6, 2]);
    expect(counts.map(sum)).toEqual([16, 16, 16, 16]);
  });

  test('are the same on every page: of Prometheus, of the database, and its tables', async () => {
    await ask('CREATE TABLE doc.more (a INT) CLUSTERED INTO 5 SHARDS');
    const fromSql = await rows(
      'SELECT table_name, id, "primary", node[\'name\'], size FROM sys.shards ORDER BY 1, 2, 3',
    );
    const page = (await samples()).filter((it) => it.labels.property === 'size');
    expect(page).toHaveLength(fromSql.length);
    const named = ({ labels, value }: (typeof page)[number]) => [
      labels.table,
      Number(labels.id),
      labels.primary === 'true',
      `data-hot-${labels.pod_name?.split('-').at(-1)}`,
      value,
    ];
    // The page is a minute younger, and the disk grows meanwhile.
    const found = page.map(named).sort();
    const wanted = fromSql.map((it) => [...it]).sort();
    expect(found.map((it) => it.slice(0, 4))).toEqual(wanted.map((it) => it.slice(0, 4)));
    for (const [index, it] of found.entries()) {
      const before = Number(wanted[index]?.[4]);
      expect(Number(it[4])).toBeGreaterThanOrEqual(before);
      expect(Number(it[4])).toBeLessThan(before * 1.001);
    }
    const tables = await rows(
      "SELECT sum(number_of_shards) FROM information_schema.tables WHERE table_schema = 'doc'",
    );
    const primaries = await rows('SELECT count(*) FROM sys.shards WHERE primary');
    expect(tables).toEqual(primaries);
  });

  test('the vendor’s recipe for scaling by shards comes to rest', async () => {
    /** Up beyond 80 % of the most shards a node is to have, down below 50 %. */
    async function step(most: number): Promise<boolean> {
      const counts = await shardsPerNode();
      const ratio = sum(counts) / counts.length / most;
      if (ratio >= 0.5 && ratio <= 0.8) return false;
      const nodes = Number(object((await cloud.ask('GET', `${prod()}/`)).json).num_nodes);
      return (await scaleTo(nodes - 1 + (ratio > 0.8 ? 1 : -1))) === 200;
    }
    const rests: number[] = [];
    for (const most of [5, 12, 3]) {
      let steps = 0;
      while (steps < 20 && (await step(most))) steps += 1;
      rests.push(steps, (await shardsPerNode()).length);
    }
    expect(rests).toEqual([1, 4, 2, 2, 5, 7]);
  });
});

describe('what is written takes space', () => {
  const used = () => rows("SELECT fs['total']['used'] FROM sys.nodes ORDER BY name");

  test('on the disks, in the shards and in the metrics', async () => {
    await cloud.control.cluster('weather-prod', { growth_bytes_per_hour: 0 });
    await ask('CREATE TABLE doc.notes (id INT PRIMARY KEY, note TEXT)');
    const before = await used();
    await ask(
      'INSERT INTO doc.notes (id, note) VALUES (?, ?)',
      Array.from({ length: 300 }, (_, id) => [id, 'x'.repeat(1000)]),
    );
    await ask('REFRESH TABLE doc.notes');
    const after = await used();
    const grown = sum(after.map(([it]) => Number(it))) - sum(before.map(([it]) => Number(it)));
    // Twice, for there is a replica.
    expect(grown).toBeGreaterThan(2 * 300 * 1000);
    expect(grown).toBeLessThan(2 * 300 * 1500);
    expect(
      await rows("SELECT sum(num_docs) FROM sys.shards WHERE table_name = 'notes' AND primary"),
    ).toEqual([[300]]);
    const { json } = await cloud.ask('GET', `${prod()}/metrics/crate_disk_usage2/?minutes_ago=5`);
    const last = Object.values(object(json)).map((it) => (it as number[][]).at(-1)?.[1]);
    expect(last).toEqual(after.map(([it]) => it));
  });

  test('until the flood stage: then tables are read-only', async () => {
    await cloud.control.cluster('weather-prod', { usage: { used_percent: 94.9 } });
    const insert = "INSERT INTO doc.orders (customer, number) VALUES ('New', 1)";
    expect(await ask(insert)).toMatchObject({ rowcount: 1 });
    await cloud.control.cluster('weather-prod', { usage: { used_percent: 95.1 } });
    expect(await ask(insert.replace('1)', '2)'))).toMatchObject({
      error: { message: expect.stringContaining('ClusterBlockException') },
    });
    expect(await rows('SELECT 1')).toEqual([[1]]);
    await cloud.control.cluster('weather-prod', { watermarks: { flood_stage: '99%' } });
    expect(await ask(insert.replace('1)', '2)'))).toMatchObject({ rowcount: 1 });
  });

  test('a late disk is full although it is paid for', async () => {
    await cloud.control.cluster('weather-prod', {
      disk_delay_hours: 3,
      growth_bytes_per_hour: 0,
      usage: { used_percent: 96 },
    });
    const body = { disk_size_per_node_bytes: 128 * GIB };
    await cloud.ask('PUT', `${prod()}/storage/`, { body });
    await cloud.control.finishOperations();
    expect(operations(await cloud.ask('GET', `${prod()}/operations/`))[0]?.status).toBe(
      'SUCCEEDED',
    );
    const insert = "INSERT INTO doc.orders (customer, number) VALUES ('New', 3)";
    expect(await ask(insert)).toHaveProperty('error');
    await cloud.control.advance({ hours: 3 });
    expect(await ask(insert)).toMatchObject({ rowcount: 1 });
  });
});

describe('backups', () => {
  const newest = async () =>
    list((await cloud.ask('GET', `${prod()}/snapshots/`)).json)[0] as { tables: string[] };

  test('hold the tables that are there, in the API and in the database', async () => {
    expect((await newest()).tables).toEqual(['doc.orders', 'doc.sensor_readings']);
    await ask('CREATE TABLE doc.later (a INT)');
    expect((await newest()).tables).toEqual(['doc.orders', 'doc.sensor_readings']);
    await cloud.control.advance({ hours: 1 });
    const { tables } = await newest();
    expect(tables).toEqual(['doc.later', 'doc.orders', 'doc.sensor_readings']);
    expect(await rows('SELECT tables FROM sys.snapshots ORDER BY started DESC LIMIT 1')).toEqual([
      [tables],
    ]);
  });

  test('list what was given by hand, 1,500 tables too', async () => {
    const tables = Array.from({ length: 1500 }, (_, i) => `doc.t${i}`);
    await cloud.control.cluster('weather-prod', { tables });
    await rows('SELECT 1');
    await cloud.control.advance({ hours: 1 });
    expect((await newest()).tables).toEqual(tables);
  });
});
