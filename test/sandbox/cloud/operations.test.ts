import { object, operations, type Tried, tryCloud } from './support.ts';

const GIB = 1024 ** 3;
let cloud: Tried;
let prod: string;

beforeAll(async () => {
  cloud = await tryCloud();
  prod = `/clusters/${cloud.seed.clusters['weather-prod']}`;
});
afterAll(() => cloud.close());
beforeEach(() => cloud.control.reset());

const newest = async (path = prod) => operations(await cloud.ask('GET', `${path}/operations/`))[0];
const expand = (gib: number) =>
  cloud.ask('PUT', `${prod}/storage/`, { body: { disk_size_per_node_bytes: gib * GIB } });
const diskGib = (cluster: unknown) =>
  Number(object(object(cluster).hardware_specs).disk_size_per_node_bytes) / GIB;

describe('an operation', () => {
  test('goes from REGISTERED to SUCCEEDED on the clock, with old values until the end', async () => {
    const { status, json } = await expand(96);
    expect(status).toBe(200);
    expect(diskGib(json)).toBe(64);
    expect(object(json).health).toMatchObject({ running_operation: 'EXPAND_STORAGE' });
    const id = object(object(json).last_async_operation).id;

    const seen: unknown[] = [];
    for (const seconds of [0, 6, 20, 200]) {
      await cloud.control.advance({ seconds });
      const operation = await newest();
      expect(operation?.id).toBe(id);
      seen.push(operation?.status);
      expect(diskGib((await cloud.ask('GET', `${prod}/`)).json)).toBe(64);
    }
    expect(seen).toEqual(['REGISTERED', 'SENT', 'IN_PROGRESS', 'IN_PROGRESS']);

    await cloud.control.advance({ minutes: 5 });
    expect(await newest()).toEqual({
      dc: {
        created: '2026-03-02T09:00:00.000000+00:00',
        modified: '2026-03-02T09:05:00.000000+00:00',
      },
      entity: 'CLUSTER',
      entity_id: cloud.seed.clusters['weather-prod'],
      feedback_data: { message: 'The cluster storage has been resized successfully.' },
      id,
      non_sensitive_data: {
        current_disk_size_per_node_bytes: 64 * GIB,
        target_disk_size_per_node_bytes: 96 * GIB,
      },
      status: 'SUCCEEDED',
      type: 'EXPAND_STORAGE',
    });
    const after = object((await cloud.ask('GET', `${prod}/`)).json);
    expect(diskGib(after)).toBe(96);
    expect(after.health).toMatchObject({ running_operation: '', status: 'GREEN' });
  });

  test('refuses a second one on the same cluster, with the status that the switch says', async () => {
    await expand(96);
    const second = await cloud.ask('PUT', `${prod}/scale/`, { body: { product_unit: 3 } });
    expect(second.status).toBe(400);
    expect(second.json).toEqual({
      message: 'Another cluster operation is already in progress.',
      success: false,
    });
    await cloud.control.switches({ conflictStatus: 409 });
    expect((await expand(128)).status).toBe(409);
    expect(await cloud.control.changes()).toHaveLength(1);
  });

  test('can be made to fail, and then changes nothing', async () => {
    await cloud.control.failNextOperation('weather-prod', 'No disks left.');
    await expand(96);
    await cloud.control.finishOperations();
    expect(await newest()).toMatchObject({
      status: 'FAILED',
      feedback_data: { message: 'No disks left.' },
    });
    expect(diskGib((await cloud.ask('GET', `${prod}/`)).json)).toBe(64);
    expect((await expand(96)).status).toBe(200);
    await cloud.control.finishOperations();
    expect(await newest()).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('can keep its values to itself where nothing documents them', async () => {
    await cloud.control.switches({ operationTargets: 'documented' });
    await expand(96);
    expect((await newest())?.non_sensitive_data).toEqual({});
    await cloud.control.finishOperations();
    await cloud.ask('PUT', `${prod}/scale/`, { body: { product_unit: 3 } });
    expect((await newest())?.non_sensitive_data).toMatchObject({ target_num_nodes: 4 });
  });
});

test('operations are filtered by status, type, time and number', async () => {
  const get = async (search: string) =>
    operations(await cloud.ask('GET', `${prod}/operations/?${search}`)).map((it) => it.type);
  expect(await get('')).toEqual(['UPGRADE', 'SCALE', 'CREATE']);
  expect(await get('limit=1')).toEqual(['UPGRADE']);
  expect(await get('type=SCALE')).toEqual(['SCALE']);
  expect(await get('start=2026-02-27T00:00:00%2B00:00')).toEqual(['UPGRADE']);
  expect(await get('end=2026-02-25')).toEqual(['CREATE']);
  expect(await get('statuses=FAILED&statuses=SENT')).toEqual([]);
  expect((await cloud.ask('GET', `${prod}/operations/?statuses=DONE`)).status).toBe(400);
  expect((await cloud.ask('GET', `${prod}/operations/?start=yesterday`)).status).toBe(400);
});

test('every kind of change does at its end what was asked', async () => {
  const put = async (path: string, body: unknown, at = prod) => {
    const { status, text } = await cloud.ask('PUT', `${at}/${path}/`, { body });
    expect([path, status, text.slice(0, 60)]).toEqual([path, 200, expect.any(String)]);
    await cloud.control.finishOperations();
    return object((await cloud.ask('GET', `${at}/`)).json);
  };
  expect(await put('scale', { product_unit: 3 })).toMatchObject({ num_nodes: 4, product_unit: 3 });
  expect(await put('upgrade', { crate_version: '6.2.2' })).toMatchObject({
    crate_version: '6.2.2',
  });
  expect(await put('product', { product_name: 'cr3' })).toMatchObject({
    product_name: 'cr3',
    hardware_specs: { cpus_per_node: 8, disk_size_per_node_bytes: 64 * GIB },
  });
  expect(await put('backup-schedule', { backup_hours: '2,4-6' })).toMatchObject({
    backup_schedule: expect.stringMatching(/^\d+ 2,4-6 \* \* \*$/),
  });
  expect(await put('ip-restrictions', { ip_whitelist: [{ cidr: '10.0.0.0/8' }] })).toMatchObject({
    ip_whitelist: [{ cidr: '10.0.0.0/8', description: null }],
  });
  expect(await put('suspend', { suspended: true })).toMatchObject({
    suspended: true,
    health: { status: 'SUSPENDED' },
  });
  expect(await put('suspend', { suspended: false })).toMatchObject({
    suspended: false,
    health: { status: 'GREEN' },
  });
  const password = await cloud.ask('PATCH', `${prod}/`, { body: { password: 'x'.repeat(24) } });
  expect(password.status).toBe(200);
  expect(password.text).not.toContain('x'.repeat(24));
  await cloud.control.finishOperations();
  expect((await newest())?.type).toBe('PASSWORD_UPDATE');
});

test.each([
  ['storage', { disk_size_per_node_bytes: 32 * GIB }, 'disk_size_per_node_bytes'],
  ['storage', { disk_size_per_node_bytes: 9000 * GIB }, 'disk_size_per_node_bytes'],
  ['storage', {}, 'disk_size_per_node_bytes'],
  ['storage', { disk_size_per_node_bytes: '96' }, 'disk_size_per_node_bytes'],
  ['scale', { product_unit: 9 }, 'product_unit'],
  ['scale', { product_unit: 2.5 }, 'product_unit'],
  ['upgrade', { crate_version: '6.1.2' }, 'crate_version'],
  ['product', { product_name: 's2' }, 'product_name'],
  ['backup-schedule', { backup_hours: '25' }, 'backup_hours'],
  ['ip-restrictions', { ip_whitelist: [{ cidr: 'here' }] }, 'ip_whitelist'],
])('%s %j is refused at its field', async (path, body, field) => {
  const { status, json } = await cloud.ask('PUT', `${prod}/${path}/`, { body });
  expect(status).toBe(400);
  expect(json).toMatchObject({ success: false, errors: { [field]: expect.anything() } });
  expect(await cloud.control.changes()).toEqual([]);
});

test('a cluster is created, seen while it is being created, and deleted', async () => {
  const { seed } = cloud;
  const path = `/organizations/${seed.organizations.alpine}/clusters/`;
  const body = {
    cluster: {
      name: 'avalanche-watch',
      crate_version: '6.2.2',
      product_name: 'cr1',
      product_tier: 'default',
      product_unit: 1,
      username: 'admin',
      password: 'a-password-of-24-characters',
      hardware_specs: { disk_size_per_node_bytes: 64 * GIB },
    },
    project_id: seed.projects.research,
    subscription_id: seed.subscriptions.aws,
  };
  expect((await cloud.ask('HEAD', '/clusters/name/avalanche-watch/')).status).toBe(404);
  const made = await cloud.ask('POST', path, { body });
  expect(made.status).toBe(201);
  expect(made.json).toMatchObject({
    fqdn: 'avalanche-watch.eks1.eu-west-1.aws.cratedb.net.',
    url: `${cloud.origin}/sql/avalanche-watch`,
    num_nodes: 2,
    ip_whitelist: null,
    health: { last_seen: '', running_operation: 'CREATE', status: 'UNREACHABLE' },
    last_async_operation: { type: 'CREATE', status: 'REGISTERED' },
  });
  expect(made.text).not.toContain('a-password-of-24-characters');
  expect((await cloud.ask('HEAD', '/clusters/name/avalanche-watch/')).status).toBe(200);
  expect((await cloud.ask('HEAD', '/clusters/name/no_good/')).status).toBe(400);
  expect((await cloud.ask('POST', path, { body })).json).toMatchObject({
    errors: { name: ['The cluster name avalanche-watch is already taken.'] },
  });

  await cloud.control.finishOperations();
  const at = `/clusters/${object(made.json).id}/`;
  expect((await cloud.ask('GET', at)).json).toMatchObject({
    health: { status: 'GREEN', running_operation: '', last_seen: expect.stringMatching(/\d$/) },
  });
  expect((await cloud.ask('DELETE', at)).status).toBe(204);
  expect((await cloud.ask('GET', at)).json).toEqual({
    message: 'Resource not found.',
    success: false,
  });
});

test('a protected cluster is not deleted', async () => {
  const at = `/clusters/${cloud.seed.clusters['vault-records']}/`;
  expect((await cloud.ask('DELETE', at)).status).toBe(400);
  const body = { deletion_protected: false };
  expect((await cloud.ask('PUT', `${at}deletion-protection/`, { body })).status).toBe(200);
  expect((await cloud.ask('DELETE', at)).status).toBe(204);
});

test('a node restart answers 202 on the path without a slash', async () => {
  const { status, json } = await cloud.ask('DELETE', `${prod}/nodes/1`);
  expect(status).toBe(202);
  expect(json).toMatchObject({ kind: 'Pod', status: 'Success' });
  expect((await cloud.ask('DELETE', `${prod}/nodes/3`)).status).toBe(404);
  expect((await cloud.ask('DELETE', `${prod}/nodes/1/`)).headers.get('x-sandbox')).toBe(
    'unknown-route',
  );
});

describe('an operation that is stuck', () => {
  test('stays IN_PROGRESS at its last step, and keeps the cluster busy, until it is ended', async () => {
    await cloud.control.stickNextOperation('weather-prod');
    await expand(96);
    await cloud.control.finishOperations();
    await cloud.control.advance({ days: 3 });
    expect(await newest()).toMatchObject({ type: 'EXPAND_STORAGE', status: 'IN_PROGRESS' });
    expect((await expand(128)).status).toBe(400);
    await cloud.control.endOperation('weather-prod');
    expect(await newest()).toMatchObject({ status: 'SUCCEEDED' });
    expect(diskGib((await cloud.ask('GET', `${prod}/`)).json)).toBe(96);
  });

  test('may be ended as failed, and then changes nothing', async () => {
    await cloud.control.stickNextOperation('weather-prod');
    await expand(96);
    await cloud.control.advance({ hours: 1 });
    await cloud.control.endOperation('weather-prod', { status: 'FAILED', message: 'Gave up.' });
    expect(await newest()).toMatchObject({
      status: 'FAILED',
      feedback_data: { message: 'Gave up.' },
    });
    expect(diskGib((await cloud.ask('GET', `${prod}/`)).json)).toBe(64);
    expect((await expand(128)).status).toBe(200);
    await expect(cloud.control.endOperation('vault-records')).rejects.toThrow('No operation runs');
  });

  test('may be the last one for days while the cluster is idle', async () => {
    const stuck = await cloud.control.stuckOperation('weather-prod', { hours: 120, busy: false });
    const { json } = await cloud.ask('GET', `${prod}/`);
    expect(object(json).last_async_operation).toMatchObject({
      id: stuck.id,
      type: 'EXPAND_STORAGE',
      status: 'IN_PROGRESS',
      dc: { created: '2026-02-25T09:00:00.000000+00:00' },
    });
    expect(object(json).health).toMatchObject({ running_operation: '' });
    expect((await expand(128)).status).toBe(200);
  });

  test('is told as running unless said', async () => {
    await cloud.control.stuckOperation('weather-prod', { type: 'SUSPEND', hours: 72 });
    const { json } = await cloud.ask('GET', `${prod}/`);
    expect(object(json).health).toMatchObject({ running_operation: 'SUSPEND' });
    expect((await expand(128)).status).toBe(400);
  });
});
