import { object, type Tried, tryCloud } from './support.ts';

const GIB = 1024 ** 3;
let cloud: Tried;
beforeAll(async () => {
  cloud = await tryCloud();
  await cloud.control.startSql();
}, 60_000);
afterAll(() => cloud.close());
beforeEach(() => cloud.control.reset());

async function token(name: string): Promise<string> {
  const { json } = await cloud.ask('GET', `/clusters/${cloud.seed.clusters[name]}/jwt/`);
  return String(object(json).token);
}

async function sql(name: string, stmt: string, bearer: string, waitMs = 10_000) {
  const response = await fetch(`${cloud.origin}/sql/${name}/_sql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
    body: JSON.stringify({ stmt }),
    signal: AbortSignal.timeout(waitMs),
  });
  const text = await response.text();
  return { status: response.status, text, type: response.headers.get('content-type') };
}

const usage = "SELECT fs['total']['used'] AS used, fs['total']['size'] AS size FROM sys.nodes";

async function usedPercent(name: string): Promise<number> {
  const { text } = await sql(name, usage, await token(name));
  const rows = object(JSON.parse(text)).rows as Array<[number, number]>;
  return Math.max(...rows.map(([used, size]) => (used / size) * 100));
}

test('storage grows on the clock, and its percentage falls when it is expanded', async () => {
  expect(await usedPercent('weather-prod')).toBeCloseTo(79, 1);
  await cloud.control.advance({ hours: 10 });
  expect(await usedPercent('weather-prod')).toBeCloseTo(84, 1);
  await cloud.ask('PUT', `/clusters/${cloud.seed.clusters['weather-prod']}/storage/`, {
    body: { disk_size_per_node_bytes: 128 * GIB },
  });
  expect(await usedPercent('weather-prod')).toBeCloseTo(84, 1);
  await cloud.control.finishOperations();
  expect(await usedPercent('weather-prod')).toBeCloseTo(42, 0);
  await cloud.control.cluster('weather-prod', { usage: { used_percent: 91 } });
  expect(await usedPercent('weather-prod')).toBeCloseTo(91, 1);
});

test('a token is for one cluster and for its time', async () => {
  const bearer = await token('weather-prod');
  expect((await sql('weather-prod', 'SELECT 1', bearer)).status).toBe(200);
  const other = await sql('weather-archive', 'SELECT 1', bearer);
  // API: a refusal is plain text without a content type.
  expect([other.status, other.type]).toEqual([401, null]);
  await cloud.control.advance({ minutes: 61 });
  expect((await sql('weather-prod', 'SELECT 1', bearer)).status).toBe(401);
});

test('a refresh token gives another token', async () => {
  const path = `/clusters/${cloud.seed.clusters['weather-prod']}/jwt/`;
  const { refresh } = object((await cloud.ask('GET', path)).json);
  const renew = (refresh_token: unknown) =>
    cloud.ask('POST', '/meta/jwt/refresh/', { body: { refresh_token } });
  const renewed = object((await renew(refresh)).json);
  expect((await sql('weather-prod', 'SELECT 1', String(renewed.token))).status).toBe(200);
  expect((await renew('made up')).status).toBe(400);
});

test('an old version does not know tokens', async () => {
  const { status, text } = await sql('legacy-stations', 'SELECT 1', await token('legacy-stations'));
  expect([status, text.endsWith('\n')]).toEqual([401, true]);
});

test('no token for a suspended cluster, nor without Grand Central', async () => {
  for (const name of ['winter-lab', 'classic-maps']) {
    const path = `/clusters/${cloud.seed.clusters[name]}/jwt/`;
    expect((await cloud.ask('GET', path)).status).toBe(400);
  }
});

test('suspended and unreachable clusters cut the connection', async () => {
  const bearer = await token('weather-prod');
  for (const name of ['winter-lab', 'lost-contact', 'nobody-at-all']) {
    await expect(sql(name, 'SELECT 1', bearer)).rejects.toThrow('fetch failed');
  }
});

test('allowlisted, dead and faulty clusters never answer', async () => {
  const bearer = await token('weather-prod');
  await cloud.control.fault({ route: '*', cluster: 'vault-records', sqlTimeout: true });
  for (const name of ['ledger-office', 'dead-sensors', 'vault-records']) {
    await expect(sql(name, 'SELECT 1', bearer, 150)).rejects.toThrow('timeout');
  }
  await cloud.control.cluster('ledger-office', {
    ip_whitelist: [{ cidr: '127.0.0.0/8', description: null }],
  });
  expect((await sql('ledger-office', 'SELECT 1', await token('ledger-office'))).status).toBe(200);
});

test('a slow cluster answers in the end', async () => {
  await cloud.control.cluster('slow-reports', { sql_delay_ms: 50 });
  expect((await sql('slow-reports', 'SELECT 1', await token('slow-reports'))).status).toBe(200);
});

test('a client that leaves ends nothing: what it asked for is done', async () => {
  const bearer = await token('weather-prod');
  await sql('weather-prod', 'CREATE TABLE doc.left_alone (id INTEGER PRIMARY KEY)', bearer);
  await cloud.control.cluster('weather-prod', { sql: 'slow', sql_delay_ms: 300 });
  const insert = 'INSERT INTO doc.left_alone (id) VALUES (1)';
  await expect(sql('weather-prod', insert, bearer, 50)).rejects.toThrow(/aborted/);
  await cloud.control.cluster('weather-prod', { sql: 'ok' });
  const there = async () => {
    const found = await sql('weather-prod', 'SELECT id FROM doc.left_alone WHERE id = 1', bearer);
    return object(JSON.parse(found.text)).rowcount;
  };
  while ((await there()) === 0) await new Promise((done) => setTimeout(done, 20));
});
