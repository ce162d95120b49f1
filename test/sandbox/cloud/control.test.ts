import { list, object, type Tried, tryCloud } from './support.ts';

let cloud: Tried;
beforeAll(async () => {
  cloud = await tryCloud();
});
afterAll(() => cloud.close());
beforeEach(() => cloud.control.reset());

test('the Date header and the times follow the clock', async () => {
  const { control } = cloud;
  expect(await control.now()).toBe('2026-03-02T09:00:00.000Z');
  await control.advance({ days: 1, hours: 2 });
  for (const path of ['/users/me/', '/nothing/']) {
    const { headers } = await cloud.ask('GET', path);
    expect(headers.get('date')).toBe('Tue, 03 Mar 2026 11:00:00 GMT');
  }
  const { health } = object((await cloud.control.cluster('weather-prod')) as unknown);
  expect(object(health).last_seen).toBe('2026-03-03T10:59:57.456000');
  await expect(control.advance({ hours: -1 })).rejects.toThrow('only moves forward');
});

test('the clock runs by itself at a speed', async () => {
  await cloud.control.speed(3600);
  const before = Date.parse(await cloud.control.now());
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(Date.parse(await cloud.control.now()) - before).toBeGreaterThanOrEqual(60_000);
  await cloud.control.speed(0);
  expect(await cloud.control.now()).toBe(await cloud.control.now());
});

test('requests are logged without any secret', async () => {
  const path = `/clusters/${cloud.seed.clusters['weather-prod']}/`;
  const password = 'canary-canary-canary-canary';
  await cloud.ask('PATCH', path, { body: { password } });
  await cloud.ask('GET', '/users/me/?x=1', { headers: { 'user-agent': 'test/1' } });
  await cloud.ask('GET', '/users/me/', { as: null });
  const log = await cloud.control.requests();
  expect(log.map((it) => [it.method, it.status, it.user])).toEqual([
    ['PATCH', 200, 'Ada.Lovelace@example.com'],
    ['GET', 200, 'Ada.Lovelace@example.com'],
    ['GET', 401, null],
  ]);
  expect(log[1]).toMatchObject({ query: { x: '1' }, userAgent: 'test/1' });
  const text = JSON.stringify([log, await cloud.control.changes()]);
  expect(text).toContain('"password":"***"');
  expect(text).not.toContain(password);
  expect(text).not.toContain(cloud.seed.keys.admin.secret);
  await cloud.control.clearLogs();
  expect(await cloud.control.requests()).toEqual([]);
});

test('every change is in the log of changes and in the audit log', async () => {
  const path = `/clusters/${cloud.seed.clusters['weather-prod']}/scale/`;
  await cloud.ask('PUT', path, { body: { product_unit: 3 } });
  const [change] = await cloud.control.changes();
  expect(change).toMatchObject({
    method: 'PUT',
    path: `/api/v2${path}`,
    actor: 'Ada.Lovelace@example.com',
    what: 'product.scale_cluster',
    entity_id: cloud.seed.clusters['weather-prod'],
    detail: { target_num_nodes: 4 },
  });
  const audit = `/organizations/${cloud.seed.organizations.alpine}/auditlogs/`;
  const [event] = list((await cloud.ask('GET', audit)).json);
  expect(event).toMatchObject({ action: 'product.scale_cluster', actor: { name: 'Ada Lovelace' } });
});

test('a cluster can be changed at once', async () => {
  const { control } = cloud;
  const changed = await control.cluster('snow-shared', {
    status: 'RED',
    gc_available: false,
    usage: { used_percent: 91, nodes: [{ cpu_percent: 99 }] },
  });
  expect(changed).toMatchObject({ gc_available: false, health: { status: 'RED' } });
  expect(await control.cluster('snow-shared', { suspended: true })).toMatchObject({
    suspended: true,
    health: { status: 'SUSPENDED' },
  });
  await expect(control.cluster('nobody')).rejects.toThrow('There is no cluster "nobody".');
  const wrong = { colour: 'red' } as object;
  await expect(control.cluster('snow-shared', wrong)).rejects.toThrow('A cluster has no "colour".');
  expect(await control.changes()).toEqual([]);
});

test('things are put and removed', async () => {
  const { control, seed } = cloud;
  const put = await control.put('subscription', {
    name: 'New',
    organization_id: seed.organizations.alpine,
  });
  const find = async () =>
    list((await cloud.ask('GET', '/subscriptions/')).json).find((it) => it.id === put.id);
  expect(await find()).toMatchObject({ name: 'New', provider: 'stripe', active: true });
  await control.put('subscription', { id: put.id, state: 'TERMINATING', active: false });
  expect(await find()).toMatchObject({ name: 'New', state: 'TERMINATING' });
  await control.remove('subscription', String(put.id));
  expect(await find()).toBeUndefined();
  await expect(control.put('invitation', {})).rejects.toThrow('needs "email"');
  await expect(control.remove('cluster', 'x')).rejects.toThrow('There is no cluster "x".');
});

test('a reset brings everything back', async () => {
  const look = async () => (await cloud.ask('GET', '/clusters/')).text;
  const before = await look();
  await cloud.control.advance({ days: 3 });
  await cloud.control.switches({ nulls: true });
  await cloud.control.fault({ route: '*', status: 500 });
  await cloud.control.remove('cluster', String(cloud.seed.clusters['free-demo']));
  expect(await look()).not.toBe(before);
  await cloud.control.reset();
  expect(await cloud.control.requests()).toEqual([]);
  expect(await look()).toBe(before);
});

test('a switch that does not exist is refused', async () => {
  await expect(cloud.control.switches({ nul: true } as object)).rejects.toThrow('no switch "nul"');
  await expect(cloud.control.switches({ nulls: 'yes' } as object)).rejects.toThrow('a boolean');
});

test('an unknown control is refused with a sentence', async () => {
  const response = await fetch(`${cloud.origin}/sandbox/coffee`, { method: 'POST' });
  expect([response.status, await response.text()]).toEqual([
    404,
    'The sandbox has no control "POST /sandbox/coffee".',
  ]);
});
