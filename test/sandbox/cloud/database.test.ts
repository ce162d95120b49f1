import { list, object, type Tried, tryCloud } from './support.ts';

let cloud: Tried;
beforeAll(async () => {
  cloud = await tryCloud({ clusterPorts: true });
});
afterAll(() => cloud.close());
beforeEach(() => cloud.control.reset());

const prod = () => `/clusters/${cloud.seed.clusters['weather-prod']}`;
const database = () => `${cloud.origin}/sql/weather-prod`;
const basic = (password: string | undefined, user = 'admin') =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

async function token(): Promise<string> {
  const { json } = await cloud.ask('GET', `${prod()}/jwt/`);
  return `Bearer ${object(json).token}`;
}

async function one(authorization: string, base = database()): Promise<number> {
  const reply = await fetch(`${base}/_sql`, {
    method: 'POST',
    headers: { authorization },
    body: '{"stmt":"SELECT 1"}',
  });
  await reply.text();
  return reply.status;
}

describe('the root of a database', () => {
  test('tells who is there, as drivers ask first', async () => {
    for (const authorization of [await token(), basic(cloud.seed.passwords['weather-prod'])]) {
      const reply = await fetch(`${database()}/`, { headers: { authorization } });
      expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'application/json']);
      expect(await reply.json()).toEqual({
        ok: true,
        status: 200,
        name: 'data-hot-0',
        cluster_name: 'weather-prod',
        version: expect.objectContaining({ number: '6.2.1', build_snapshot: false }),
      });
    }
  });

  test('HEAD has no body, not even its length; an address below is not there', async () => {
    const headers = { authorization: await token() };
    const head = await fetch(`${database()}/`, { method: 'HEAD', headers });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '0']);
    expect((await fetch(`${database()}/nowhere`, { headers })).status).toBe(404);
  });

  test('asks who is there', async () => {
    const reply = await fetch(`${database()}/`, { headers: { authorization: basic('wrong') } });
    expect(reply.status).toBe(401);
  });
});

describe('the database user', () => {
  test('gets in with the password of the cluster, and no other', async () => {
    const password = cloud.seed.passwords['weather-prod'];
    expect(await one(basic(password))).toBe(200);
    expect(await one(basic('wrong'))).toBe(401);
    expect(await one(basic(password, 'ada'))).toBe(401);
    expect(await one(basic(password), `${cloud.origin}/sql/vault-records`)).toBe(401);
  });

  test('gets a new password when the operation has ended', async () => {
    const before = cloud.seed.passwords['weather-prod'];
    const after = 'a new password, long enough';
    const body = { password: after };
    expect((await cloud.ask('PATCH', `${prod()}/`, { body })).status).toBe(200);
    expect([await one(basic(before)), await one(basic(after))]).toEqual([200, 401]);
    await cloud.control.finishOperations();
    expect([await one(basic(before)), await one(basic(after))]).toEqual([401, 200]);
    expect(JSON.stringify(await cloud.control.requests())).not.toContain(after);
    expect(JSON.stringify(await cloud.control.changes())).not.toContain(after);
  });

  test('is given a password while the cluster is being created, or not, by a switch', async () => {
    const path = `/clusters/${cloud.seed.clusters['newborn-radar']}/`;
    const body = { password: 'p'.repeat(24) };
    const { status, json } = await cloud.ask('PATCH', path, { body });
    expect([status, object(json).health]).toEqual([
      200,
      expect.objectContaining({ running_operation: 'CREATE' }),
    ]);
    await cloud.control.switches({ passwordDuringCreate: 'refused' });
    expect((await cloud.ask('PATCH', path, { body })).status).toBe(400);
    await cloud.control.finishOperations();
    expect(await one(basic(body.password), `${cloud.origin}/sql/newborn-radar`)).toBe(200);
  });
});

describe('SQL', () => {
  test('is read from bodies with gzip, by any method, up to a size', async () => {
    const authorization = await token();
    const body = new Response('{"stmt":"SELECT 42"}').body?.pipeThrough(
      new CompressionStream('gzip'),
    );
    const packed = await fetch(`${database()}/_sql`, {
      method: 'PUT',
      headers: { authorization, 'content-encoding': 'gzip' },
      body: Buffer.from(await new Response(body).arrayBuffer()),
    });
    expect([packed.status, object(await packed.json()).rows]).toEqual([200, [[42]]]);
    const large = await fetch(`${database()}/_sql`, {
      method: 'POST',
      headers: { authorization },
      body: Buffer.alloc(101 * 2 ** 20, ' '),
    });
    expect([large.status, await large.text(), large.headers.get('content-type')]).toEqual([
      413,
      '',
      null,
    ]);
  });
});

describe('ports', () => {
  test('each cluster has one, beside its path, and new ones get theirs', async () => {
    const urls = list((await cloud.ask('GET', '/clusters/')).json).map((it) => String(it.url));
    expect(new Set(urls).size).toBe(urls.length);
    expect(urls.every((it) => /^http:\/\/127\.0\.0\.1:\d+$/.test(it))).toBe(true);
    const { json } = await cloud.ask('GET', `${prod()}/`);
    const address = String(object(json).url);
    expect(urls).toContain(address);
    const password = cloud.seed.passwords['weather-prod'];
    expect([await one(basic(password), address), await one(basic(password))]).toEqual([200, 200]);
    const root = await fetch(address, { headers: { authorization: basic(password) } });
    expect(object(await root.json()).cluster_name).toBe('weather-prod');
    const added = await cloud.control.put('cluster', { name: 'brand-new' });
    expect(urls).not.toContain(added.url);
  });

  test('a cluster that is deleted is no longer there', async () => {
    const { json } = await cloud.ask('GET', `${prod()}/`);
    await cloud.control.remove('cluster', String(cloud.seed.clusters['weather-prod']));
    await expect(fetch(String(object(json).url))).rejects.toThrow();
  });
});

describe('fields of a body that nobody knows', () => {
  const body = {
    name: 'Renamed',
    id: 'another',
    dc: { created: 'x' },
    ['__proto__']: 1,
    nonsense: true,
  };

  test('are passed over', async () => {
    const path = `/organizations/${cloud.seed.organizations.alpine}/`;
    const { status, json } = await cloud.ask('PUT', path, { body });
    expect([status, object(json).name, object(json).id]).toEqual([
      200,
      'Renamed',
      cloud.seed.organizations.alpine,
    ]);
    const made = await cloud.ask('POST', '/organizations/', {
      as: 'otherOrgAdmin',
      body: { name: 'New', notifications_enabled: true, role_fqn: 'org_admin' },
    });
    expect([made.status, object(made.json).notifications_enabled]).toEqual([201, true]);
  });

  test('are refused by a switch, each by its name', async () => {
    await cloud.control.switches({ unknownFields: 'refused' });
    const path = `/organizations/${cloud.seed.organizations.alpine}/`;
    const text = `{"name":"Renamed","dc":{},"__proto__":1}`;
    const reply = await fetch(`${cloud.origin}/api/v2${path}`, {
      method: 'PUT',
      headers: {
        authorization: basic(cloud.seed.keys.admin.secret, cloud.seed.keys.admin.key),
        'content-type': 'application/json',
      },
      body: text,
    });
    expect([reply.status, await reply.text()]).toEqual([
      400,
      '{"message":"Bad request","success":false,"errors":{"dc":["Unknown field."],"__proto__":["Unknown field."]}}',
    ]);
    expect((await cloud.ask('GET', path)).json).not.toMatchObject({ name: 'Renamed' });
  });

  test('what is wrong is refused all the same', async () => {
    const path = `/organizations/${cloud.seed.organizations.alpine}/`;
    const { status, json } = await cloud.ask('PUT', path, {
      body: { name: 'x'.repeat(513), other: 1 },
    });
    expect([status, object(json).errors]).toEqual([
      400,
      { name: ['Length must be between 1 and 512.'] },
    ]);
  });
});
