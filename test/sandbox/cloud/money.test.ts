import { list, object, type Tried, tryCloud } from './support.ts';

const GIB = 1024 ** 3;
let cloud: Tried;
beforeAll(async () => {
  cloud = await tryCloud();
});
afterAll(() => cloud.close());
beforeEach(() => cloud.control.reset());

const price = async (search: string) =>
  object(
    object(
      (
        await cloud.ask(
          'GET',
          `/products/clusters/price?product_tier=default&region=aks1.eastus2.azure&${search}`,
        )
      ).json,
    ).storage_price,
  ).price_per_month;

test('storage is priced per node, or in total by a switch', async () => {
  const search = `product_name=cr1&product_unit=2&storage_bytes=${64 * GIB}`;
  const perNode = Number(await price(search));
  await cloud.control.switches({ storagePrice: 'total' });
  expect(perNode).toBeCloseTo(3 * Number(await price(search)), 1);
});

test('a cancelled subscription takes its clusters with it, with status 200', async () => {
  const { stripe, aws } = cloud.seed.subscriptions;
  expect((await cloud.ask('DELETE', `/subscriptions/${aws}/`)).status).toBe(400);
  const { status, json } = await cloud.ask('DELETE', `/subscriptions/${stripe}/`);
  expect([status, object(json).state]).toEqual([200, 'TERMINATING']);
  const left = list((await cloud.ask('GET', `/clusters/?subscription_id=${stripe}`)).json);
  expect(left).toEqual([]);
});

test('subscriptions are made pending, assigned (Azure) and changed (AWS)', async () => {
  const { organizations, subscriptions } = cloud.seed;
  const organization_id = organizations.alpine;
  const create = (type: string) =>
    cloud.ask('POST', '/subscriptions/', { body: { organization_id, type } });
  expect((await create('stripe')).json).toMatchObject({ state: 'PENDING', active: false });
  expect((await create('contract')).status).toBe(403);
  const assign = (id: string) =>
    cloud.ask('PATCH', `/subscriptions/${id}/assign-org/`, { body: { organization_id } });
  expect((await assign(subscriptions.azureUnassigned)).json).toMatchObject({ organization_id });
  expect((await assign(subscriptions.aws)).status).toBe(400);
  const body = { plan: 'yearly', plan_id: 'cratedb-cloud-yearly' };
  const changed = await cloud.ask('PATCH', `/aws/subscriptions/${subscriptions.aws}/`, { body });
  expect(changed.json).toMatchObject(body);
});

test('staff move a cluster to another subscription', async () => {
  const { clusters, subscriptions } = cloud.seed;
  const path = `/clusters/${clusters['weather-prod']}/transfer-subscription/`;
  const body = {
    old_subscription_id: subscriptions.azure,
    new_subscription_id: subscriptions.stripe,
  };
  expect((await cloud.ask('POST', path, { body })).status).toBe(403);
  const sudo = { as: 'superuser', headers: { 'x-auth-sudo': '1' }, body } as const;
  expect((await cloud.ask('POST', path, sudo)).json).toMatchObject({
    subscription_id: subscriptions.stripe,
  });
  expect((await cloud.ask('POST', path, sudo)).status).toBe(400);
});

test('a bigger cluster costs more and leaves less of the budget', async () => {
  const path = `/organizations/${cloud.seed.organizations.alpine}`;
  const budget = async () =>
    Number(
      object((await cloud.ask('GET', `${path}/remaining-budget/`)).json).remaining_budget_per_month,
    );
  const before = await budget();
  await cloud.ask('PUT', `/clusters/${cloud.seed.clusters['weather-prod']}/scale/`, {
    body: { product_unit: 5 },
  });
  expect(await budget()).toBe(before);
  await cloud.control.finishOperations();
  expect(await budget()).toBeLessThan(before);
});

test('credits show the active ones unless asked for others', async () => {
  const path = `/organizations/${cloud.seed.organizations.alpine}/credits/`;
  const get = async (search: string) =>
    list((await cloud.ask('GET', `${path}${search}`)).json).map((it) => it.comment);
  expect(await get('')).toEqual(['Welcome Credit', 'Conference Voucher']);
  expect(await get('?status=ACTIVE,EXPIRED')).toHaveLength(3);
  await cloud.control.advance({ days: 13 });
  expect(await get('')).toEqual(['Welcome Credit']);
});

test('API keys: made with 200, used, switched off, deleted', async () => {
  const made = object((await cloud.ask('POST', '/users/me/api-keys/')).json);
  const { key } = made;
  expect(made).toMatchObject({
    active: true,
    key: expect.stringMatching(/^crate_/),
    secret: expect.stringMatching(/^[\w-]{43}$/),
    user_id: cloud.seed.users.ada,
  });
  const authorization = `Basic ${Buffer.from(`${key}:${made.secret}`).toString('base64')}`;
  const me = () => cloud.ask('GET', '/users/me/', { as: null, headers: { authorization } });
  const path = `/users/me/api-keys/${key}/`;
  expect(object((await cloud.ask('GET', path)).json).last_used).toBeNull();
  expect((await me()).status).toBe(200);
  expect(object((await cloud.ask('GET', path)).json).last_used).toBe(
    '2026-03-02T09:00:00.000000+00:00',
  );
  const off = await cloud.ask('PATCH', path, { body: { active: false } });
  expect(off.json).toMatchObject({ active: false });
  expect((await me()).status).toBe(401);
  expect((await cloud.ask('DELETE', path)).status).toBe(204);
  expect((await cloud.ask('GET', path)).status).toBe(404);
  await cloud.control.switches({ apiKeyReply: 'nested' });
  expect((await cloud.ask('POST', '/users/me/api-keys/')).json).toMatchObject({
    key: { key: expect.stringMatching(/^crate_/) },
    secret: expect.any(String),
    success: true,
  });
});

test('the figures of a month are still given at the start of the next one, by a switch', async () => {
  const minutes = async () => {
    const path = `/organizations/${cloud.seed.organizations.alpine}/consumption/current-month/`;
    const { json } = await cloud.ask('GET', path);
    return Number(object(object(json).storage_consumption_this_month).minutes);
  };
  await cloud.control.switches({ consumptionLagMinutes: 90 });
  await cloud.control.advance({ days: 29, hours: 14, minutes: 59 });
  const lastOfMarch = await minutes();
  await cloud.control.advance({ minutes: 90 });
  expect(await minutes()).toBeCloseTo(lastOfMarch, -3);
  await cloud.control.advance({ minutes: 1 });
  expect(await minutes()).toBeLessThan(lastOfMarch / 100);
});
