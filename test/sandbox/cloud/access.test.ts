import { list, object, type Tried, tryCloud } from './support.ts';

let cloud: Tried;
beforeAll(async () => {
  cloud = await tryCloud();
});
afterAll(() => cloud.close());
beforeEach(() => cloud.control.reset());

const names = async (path: string, as: Parameters<Tried['ask']>[2] = {}) =>
  list((await cloud.ask('GET', path, as)).json).map((it) => it.name);

test('each role sees its own part', async () => {
  expect(await names('/organizations/')).toEqual(['Alpine Weather', 'Beacon Logistics']);
  expect(await names('/organizations/', { as: 'member' })).toEqual(['Alpine Weather']);
  expect(await names('/projects/', { as: 'projectAdmin' })).toEqual(['weather-europe']);
  expect(await names('/projects/', { as: 'projectMember' })).toEqual([
    'weather-europe',
    'research',
  ]);
  expect(await names('/clusters/', { as: 'otherOrgAdmin' })).toEqual(['recipe-store']);
  expect(await names('/clusters/')).toHaveLength(16);
  expect(await names('/clusters/', { as: 'projectAdmin' })).toEqual([
    'weather-prod',
    'weather-archive',
    'legacy-stations',
    'vault-records',
  ]);
  expect(list((await cloud.ask('GET', '/organizations/')).json).map((it) => it.role_fqn)).toEqual([
    'org_admin',
    'org_member',
  ]);
  const projectOnly = await cloud.ask('GET', '/organizations/', { as: 'projectAdmin' });
  expect(list(projectOnly.json)[0]?.role_fqn).toBe('project_admin');
});

test('a member can be made to see nothing', async () => {
  await cloud.control.switches({ orgMember: 'nothing' });
  expect(await names('/clusters/', { as: 'member' })).toEqual([]);
  expect(await names('/organizations/', { as: 'member' })).toEqual(['Alpine Weather']);
});

test('what a role may not do is 403, and changes nothing', async () => {
  const cluster = `/clusters/${cloud.seed.clusters['weather-prod']}`;
  const scale = { body: { product_unit: 3 } };
  const storage = { body: { disk_size_per_node_bytes: 96 * 1024 ** 3 } };
  for (const as of ['member', 'projectMember'] as const) {
    const refused = await cloud.ask('PUT', `${cluster}/scale/`, { as, ...scale });
    expect([as, refused.status]).toEqual([as, 403]);
    expect(refused.json).toEqual({ message: 'Permission denied for user.', success: false });
  }
  const as = 'projectAdmin';
  expect((await cloud.ask('PUT', `${cluster}/storage/`, { as, ...storage })).status).toBe(403);
  expect((await cloud.ask('GET', `${cluster}/jwt/`, { as })).status).toBe(403);
  expect(await cloud.control.changes()).toEqual([]);
  expect((await cloud.ask('PUT', `${cluster}/scale/`, { as, ...scale })).status).toBe(200);
});

test('what belongs to others is 404, or 403 by a switch; unknown is always 404', async () => {
  const foreign = `/clusters/${cloud.seed.clusters['recipe-store']}/`;
  const unknown = '/clusters/00000000-0000-4000-8000-000000000000/';
  expect((await cloud.ask('GET', foreign)).status).toBe(404);
  await cloud.control.switches({ foreignStatus: 403 });
  expect((await cloud.ask('GET', foreign)).status).toBe(403);
  expect((await cloud.ask('GET', unknown)).status).toBe(404);
});

test('a bad key is refused in each of the three forms', async () => {
  const path = '/users/me/';
  for (const as of [null, 'deactivated'] as const) {
    const text = await cloud.ask('GET', path, { as });
    expect([text.status, text.json, text.headers.get('content-type')]).toEqual([
      401,
      undefined,
      'text/plain; charset=utf-8',
    ]);
  }
  const { key } = cloud.seed.keys.admin;
  const authorization = `Basic ${Buffer.from(`${key}:wrong`).toString('base64')}`;
  const ask = () => cloud.ask('GET', path, { as: null, headers: { authorization } });
  expect((await ask()).status).toBe(401);
  await cloud.control.switches({ unauthorizedForm: 'redirect' });
  const redirect = await ask();
  expect([redirect.status, redirect.headers.get('location')]).toEqual([
    302,
    '/?rd=%2Fapi%2Fv2%2Fusers%2Fme%2F',
  ]);
  await cloud.control.switches({ unauthorizedForm: 'json' });
  expect((await ask()).json).toEqual({ message: 'Authentication required.', success: false });
});

test('staff act as such only with the header for it', async () => {
  const sudo = { as: 'superuser', headers: { 'x-auth-sudo': '1' } } as const;
  expect((await cloud.ask('GET', '/users/', { as: 'superuser' })).status).toBe(403);
  expect(list((await cloud.ask('GET', '/users/', sudo)).json)).toHaveLength(9);
  expect(await names('/clusters/', sudo)).toHaveLength(17);
  const admin = await cloud.ask('GET', '/users/', { headers: { 'x-auth-sudo': '1' } });
  expect(admin.status).toBe(403);
});

test('meta answers without a key', async () => {
  for (const path of ['', 'cratedb-versions/', 'ip-address/', 'jwk/']) {
    expect((await cloud.ask('GET', `/meta/${path}`, { as: null })).status).toBe(200);
  }
});

describe('users of an organization', () => {
  const users = () => `/organizations/${cloud.seed.organizations.alpine}/users/`;
  const add = (user: string, role_fqn = 'org_member') =>
    cloud.ask('POST', users(), { body: { user, role_fqn } });

  test('are added, changed and removed, by e-mail in any case', async () => {
    const added = await add('Edsger.DIJKSTRA@example.com');
    expect([added.status, added.json]).toEqual([
      201,
      {
        added: true,
        invited: false,
        organization_id: cloud.seed.organizations.alpine,
        role_fqn: 'org_member',
        user_id: cloud.seed.users.edsger,
      },
    ]);
    const changed = await add('edsger.dijkstra@example.com', 'org_admin');
    expect([changed.status, object(changed.json).added]).toEqual([200, false]);
    expect(await names(users())).toContain('Edsger Dijkstra');
    const path = `${users()}${encodeURIComponent('edsger.dijkstra@example.com')}/`;
    expect((await cloud.ask('DELETE', path)).status).toBe(204);
    expect((await cloud.ask('DELETE', path)).status).toBe(404);
    expect((await cloud.control.changes()).map((it) => it.what)).toEqual([
      'organization.add_user',
      'organization.edit_user',
      'organization.remove_user',
    ]);
  });

  test('without an account are invited, once per address, and come in by accepting', async () => {
    const first = await add('new@example.com');
    expect([first.status, first.json]).toEqual([
      201,
      expect.objectContaining({ added: true, invited: true, user_id: null }),
    ]);
    const again = await add('NEW@example.com', 'org_admin');
    expect([again.status, object(again.json).added]).toEqual([200, false]);
    const path = `/organizations/${cloud.seed.organizations.alpine}/invitations/`;
    const pending = list((await cloud.ask('GET', `${path}?status=PENDING`)).json);
    expect(pending).toHaveLength(4);
    const invitation = pending.find((it) => it.email === 'new@example.com');
    const user = await cloud.control.put('user', { email: 'New@Example.com' });
    const key = await cloud.control.put('api_key', { user_id: user.uid });
    const authorization = `Basic ${Buffer.from(`${key.key}:${key.secret}`).toString('base64')}`;
    const accepted = await cloud.ask('POST', '/users/me/accept-invite/', {
      as: null,
      headers: { authorization },
      body: { token: invitation?.uid },
    });
    expect([accepted.status, accepted.json]).toEqual([
      201,
      expect.objectContaining({ added: true, role_fqn: 'org_admin' }),
    ]);
    const expired = `${path}${cloud.seed.invitations.expired}/`;
    expect((await cloud.ask('DELETE', expired)).status).toBe(204);
    expect((await cloud.ask('DELETE', expired)).status).toBe(404);
  });

  test('keep their last admin', async () => {
    const { beacon } = cloud.seed.organizations;
    const path = `/organizations/${beacon}/users/`;
    const as = 'secondOrgAdmin';
    const body = { user: 'niklaus.wirth@example.com', role_fqn: 'org_member' };
    expect((await cloud.ask('POST', path, { as, body })).status).toBe(400);
    const last = await cloud.ask('DELETE', `${path}${cloud.seed.users.niklaus}/`, { as });
    expect(last.status).toBe(400);
  });
});

test('projects and organizations are kept while something is in them', async () => {
  const { projects, organizations } = cloud.seed;
  const kept = await cloud.ask('DELETE', `/projects/${projects.research}/`);
  expect([kept.status, kept.json]).toEqual([
    400,
    expect.objectContaining({ related_resources: { clusters: expect.any(Array) } }),
  ]);
  expect((await cloud.ask('DELETE', `/projects/${projects.empty}/`)).status).toBe(204);
  expect((await cloud.ask('DELETE', `/organizations/${organizations.alpine}/`)).status).toBe(400);
});
