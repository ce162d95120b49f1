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
