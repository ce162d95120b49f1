import { connect } from 'node:net';
import type { FaultInput } from '../../../sandbox/cloud/control/client.ts';
import { list, object, type Tried, tryCloud } from './support.ts';

let cloud: Tried;
beforeAll(async () => {
  cloud = await tryCloud();
});
afterAll(() => cloud.close());
beforeEach(() => cloud.control.reset());

const me = () => cloud.ask('GET', '/users/me/');
const scale = () =>
  cloud.ask('PUT', `/clusters/${cloud.seed.clusters['weather-prod']}/scale/`, {
    body: { product_unit: 3 },
  });

test('a status with any body, for a number of times', async () => {
  await cloud.control.fault({ route: 'GET /api/v2/users/*', status: 503, body: 'down', times: 2 });
  expect([(await me()).status, (await me()).text, (await me()).status]).toEqual([503, 'down', 200]);
  expect((await cloud.ask('GET', '/clusters/')).status).toBe(200);
});

test('only the requests behind some that pass', async () => {
  await cloud.control.fault({ route: 'GET /api/v2/users/*', status: 503, skip: 1, times: 1 });
  expect([(await me()).status, (await me()).status, (await me()).status]).toEqual([200, 503, 200]);
});

test.each<[string, Omit<FaultInput, 'route'>, object]>([
  ['HTML with 200', { html: true }, { status: 200, type: 'text/html; charset=utf-8' }],
  ['the login page', { redirect: true }, { location: '/?rd=%2Fapi%2Fv2%2Fusers%2Fme%2F' }],
  ['Retry-After in seconds', { throttle: { retryAfter: '7' } }, { status: 429, retry: '7' }],
  [
    'Retry-After as a date',
    { throttle: { retryAfter: 'Mon, 02 Mar 2026 09:00:30 GMT' } },
    { status: 429, retry: 'Mon, 02 Mar 2026 09:00:30 GMT' },
  ],
  ['cut-off JSON', { malformed: true }, { status: 200, json: undefined }],
  ['JSON of the maker', { status: 500, body: { errors: 'No' } }, { json: { errors: 'No' } }],
])('%s', async (_name, fault, wanted) => {
  await cloud.control.fault({ route: '*', ...fault });
  const { status, headers, json } = await me();
  expect({
    status,
    json,
    type: headers.get('content-type'),
    location: headers.get('location'),
    retry: headers.get('retry-after'),
  }).toMatchObject(wanted);
});

test('a connection is cut before the change, or after it', async () => {
  await cloud.control.fault({ route: 'PUT /api/v2/clusters/*/scale/', cut: 'before', times: 1 });
  await expect(scale()).rejects.toThrow();
  expect(await cloud.control.changes()).toEqual([]);
  await cloud.control.fault({ route: 'PUT /api/v2/clusters/*/scale/', cut: 'after', times: 1 });
  await expect(scale()).rejects.toThrow();
  expect((await cloud.control.changes()).map((it) => it.what)).toEqual(['product.scale_cluster']);
  expect((await scale()).status).toBe(400);
  const log = await cloud.control.requests();
  expect(log.map((it) => it.status)).toEqual([null, null, 400]);
  expect(log[0]?.fault).toBeDefined();
});

test('an error can hide that the change was made', async () => {
  await cloud.control.fault({ route: 'PUT *', status: 502, when: 'after', times: 1 });
  expect((await scale()).status).toBe(502);
  expect(await cloud.control.changes()).toHaveLength(1);
});

test('429 although the change was made, and 303 to a change', async () => {
  await cloud.control.fault({ route: 'PUT *', throttle: {}, when: 'after', times: 1 });
  expect((await scale()).status).toBe(429);
  expect(await cloud.control.changes()).toHaveLength(1);
  await cloud.control.reset();
  await cloud.control.fault({ route: 'PUT *', status: 303, redirect: '/done', times: 1 });
  const { status, headers } = await scale();
  expect([status, headers.get('location')]).toEqual([303, '/done']);
  expect(await cloud.control.changes()).toEqual([]);
});

test.each<[NonNullable<FaultInput['instead']>, string]>([
  ['blank', ''],
  ['null', 'null'],
  ['empty', '{}'],
  ['unsuccessful', '{"message":"Quota exceeded.","success":false}'],
])('200 that says nothing: %s', async (instead, text) => {
  await cloud.control.fault({ route: '*', instead });
  const answer = await me();
  expect([answer.status, answer.text]).toEqual([200, text]);
});

test('a change may be made and answered with nothing, a body of null, or any status', async () => {
  await cloud.control.fault({ route: 'PUT *', instead: 'blank', when: 'after', times: 1 });
  const answer = await scale();
  expect([answer.status, answer.text]).toEqual([200, '']);
  expect(await cloud.control.changes()).toHaveLength(1);
  await cloud.control.fault({ route: 'GET *', status: 425, body: null });
  expect(await me()).toMatchObject({ status: 425, text: 'null' });
});

test('no answer ever comes, before the change or after it', async () => {
  for (const silent of ['before', 'after'] as const) {
    await cloud.control.fault({ route: 'PUT *', silent, times: 1 });
    const signal = AbortSignal.timeout(300);
    const asked = fetch(
      `${cloud.origin}/api/v2/clusters/${cloud.seed.clusters['weather-prod']}/scale/`,
      {
        method: 'PUT',
        headers: { authorization: admin(), 'content-type': 'application/json' },
        body: '{"product_unit":3}',
        signal,
      },
    );
    await expect(asked).rejects.toThrow('timeout');
    expect(await cloud.control.changes()).toHaveLength(silent === 'after' ? 1 : 0);
  }
});

const admin = () => {
  const { key, secret } = cloud.seed.keys.admin;
  return `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
};

/** The raw bytes of one answer, and how long they took. */
function raw(): Promise<{ text: string; milliseconds: number; pieces: number }> {
  return new Promise((done, fail) => {
    const started = performance.now();
    const { hostname, port } = new URL(cloud.origin);
    const socket = connect(Number(port), hostname);
    let text = '';
    let pieces = 0;
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      pieces += 1;
    });
    socket.on('error', fail);
    socket.on('close', () => done({ text, milliseconds: performance.now() - started, pieces }));
    socket.write(
      `GET /api/v2/users/me/ HTTP/1.1\r\nHost: x\r\nAuthorization: ${admin()}\r\nConnection: close\r\n\r\n`,
    );
  });
}

test('a body drips', async () => {
  const whole = (await me()).text;
  await cloud.control.fault({ route: '*', drip: { bytes: 100, everyMs: 20 } });
  const { text, milliseconds, pieces } = await raw();
  expect(text.endsWith(whole)).toBe(true);
  const parts = Math.ceil(whole.length / 100);
  expect(pieces).toBeGreaterThanOrEqual(parts);
  expect(milliseconds).toBeGreaterThan((parts - 1) * 19);
});

test('a body is cut although its whole length was told', async () => {
  const whole = (await me()).text;
  await cloud.control.fault({ route: '*', cut: 'body' });
  const { text } = await raw();
  expect(text.toLowerCase()).toContain(`content-length: ${whole.length}\r\n`);
  expect(text.endsWith(whole.slice(0, Math.floor(whole.length / 2)))).toBe(true);
  await expect(me()).rejects.toThrow();
});

test.each([false, true])('a reply floods (compressed: %s)', async (gzip) => {
  const bytes = 80 * 2 ** 20;
  await cloud.control.fault({ route: '*', flood: { bytes, gzip } });
  const reply = await fetch(`${cloud.origin}/api/v2/users/me/`, {
    headers: { authorization: admin() },
  });
  let size = 0;
  for await (const chunk of reply.body ?? []) size += chunk.length;
  expect([reply.status, size]).toEqual([200, bytes + 2]);
  expect(reply.headers.get('content-encoding')).toBe(gzip ? 'gzip' : null);
});

test('a bomb is some thousandth of what it unpacks to', async () => {
  await cloud.control.fault({ route: '*', flood: { bytes: 2 ** 26, gzip: true } });
  expect((await raw()).text.length).toBeLessThan(2 ** 17);
});

test('a byte order mark, and what a Date header may be', async () => {
  await cloud.control.fault({
    route: '*',
    byteOrderMark: true,
    date: 'Thu, 01 Jan 1970 00:00:00 GMT',
  });
  const { text } = await raw();
  expect(text).toContain('\r\ndate: Thu, 01 Jan 1970 00:00:00 GMT\r\n');
  expect(text).toContain('\r\n\r\n\xEF\xBB\xBF{"');
  await cloud.control.clearFaults();
  await cloud.control.fault({ route: '*', date: '' });
  expect((await raw()).text.toLowerCase()).not.toContain('\r\ndate:');
});

test('headers are added to the real answer', async () => {
  await cloud.control.fault({ route: '*', headers: { 'retry-after': '-1' } });
  const { status, headers } = await me();
  expect([status, headers.get('retry-after')]).toEqual([200, '-1']);
});

test('a fault can be kept to one cluster', async () => {
  await cloud.control.fault({ route: '*', cluster: 'weather-prod', status: 500 });
  const get = (name: string) => cloud.ask('GET', `/clusters/${cloud.seed.clusters[name]}/`);
  expect((await get('weather-prod')).status).toBe(500);
  expect((await get('weather-archive')).status).toBe(200);
});

test('lists show a new thing late', async () => {
  await cloud.control.fault({ route: 'GET /api/v2/subscriptions/', staleLists: 2 });
  const count = async () => list((await cloud.ask('GET', '/subscriptions/')).json).length;
  const before = await count();
  const body = { organization_id: cloud.seed.organizations.alpine, type: 'stripe' };
  expect((await cloud.ask('POST', '/subscriptions/', { body })).status).toBe(201);
  expect([await count(), await count(), await count()]).toEqual([before, before, before + 1]);
});

test('everything that may be null can be null', async () => {
  await cloud.control.switches({ nulls: true });
  const first = object(list((await cloud.ask('GET', '/clusters/')).json)[0]);
  expect(first).toMatchObject({
    id: cloud.seed.clusters['weather-prod'],
    health: null,
    hardware_specs: null,
    dc: null,
    last_async_operation: null,
  });
  expect(first).not.toHaveProperty('deletion_protected');
});

test('faults are listed and cleared, and a wrong one is refused', async () => {
  await cloud.control.fault({ route: '*', latencyMs: 1 });
  expect(await cloud.control.faults()).toHaveLength(1);
  await cloud.control.clearFaults();
  expect(await cloud.control.faults()).toEqual([]);
  const wrong = { route: '*', statsu: 500 } as unknown as FaultInput;
  await expect(cloud.control.fault(wrong)).rejects.toThrow('A fault has no "statsu".');
});
