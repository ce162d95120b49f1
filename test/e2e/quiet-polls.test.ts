/** What a poll asks for, and what this process remembers of whom. */
import { openZapier } from '../support/app.ts';
import { newCloud, type TestCloud } from '../support/sandbox.ts';

const authOf = ({ key, secret }: { key: string; secret: string }) => ({
  api_key: key,
  api_secret: secret,
  scope: 'everything',
});

/** Paths of what was asked since the last look. */
function pathsOf(cloud: TestCloud) {
  let seen = 0;
  return async () => {
    const all = await cloud.control.requests();
    const fresh = all.slice(seen).map(({ method, path }) => `${method} ${path}`);
    seen = all.length;
    return fresh;
  };
}

test.each([
  ['new_cluster', {}],
  ['new_project', {}],
  ['new_organization', {}],
  ['new_subscription', {}],
])('a quiet poll of %s is one request', async (key, input) => {
  const cloud = await newCloud();
  const zapier = await openZapier(cloud);
  await cloud.control.advance({ days: 30 });
  const zap = zapier.trigger(key, input);
  await zap.switchOn();
  await zap.poll();
  const asked = pathsOf(cloud);
  await asked();
  expect(await zap.poll()).toEqual([]);
  expect(await asked()).toHaveLength(1);
});

test('names from a moment ago are not asked for again, but those that are new, and after a minute', async () => {
  const cloud = await newCloud();
  const zapier = await openZapier(cloud);
  const poll = () => zapier.poll('subscription_status_changed', {});
  const asked = pathsOf(cloud);
  await poll();
  expect((await asked()).length).toBe(3);
  const again = await poll();
  expect(await asked()).toEqual(['GET /api/v2/subscriptions/']);
  expect(again.map((one) => one.organization_name)).toContain('Alpine Weather');
  await cloud.control.advance({ minutes: 2 });
  await poll();
  expect((await asked()).length).toBe(3);
});

test('what this account changes, and a key that is refused, end what is remembered', async () => {
  const cloud = await newCloud();
  const zapier = await openZapier(cloud);
  const poll = () => zapier.poll('subscription_status_changed', {});
  const namesIn = async () => [...new Set((await poll()).map((one) => one.organization_name))];
  const before = await namesIn();
  const old = 'Alpine Weather';
  await zapier.create('update_organization', {
    organization_id: old,
    new_name: 'Renamed Just Now',
  });
  expect(await namesIn()).toEqual(
    expect.arrayContaining([...before.filter((name) => name !== old), 'Renamed Just Now']),
  );
  const asked = pathsOf(cloud);
  await asked();
  await cloud.control.fault({
    route: 'GET /api/v2/subscriptions/',
    status: 401,
    body: 'No\n',
    times: 1,
  });
  await expect(poll()).rejects.toThrow();
  await asked();
  await poll();
  expect((await asked()).length).toBe(3);
});

test('several accounts in one process never see each other’s names', async () => {
  const [first, second] = [await newCloud(), await newCloud()];
  const zapier = await openZapier(first);
  const accounts = [first.keys.admin, first.keys.otherOrgAdmin].map(authOf);
  const namesOf = async (authData: Record<string, string>) => {
    const items = await zapier.poll('subscription_status_changed', {}, { authData });
    return items.map((one) => one.organization_name);
  };
  const alone = [];
  for (const authData of accounts) alone.push(await namesOf(authData));
  expect(alone[0]).not.toEqual(alone[1]);
  for (let round = 0; round < 5; round += 1) {
    const together = await Promise.all([...accounts, ...accounts].map(namesOf));
    expect(together).toEqual([...alone, ...alone]);
  }
  // The same key at another server is another account.
  const other = await openZapier(second);
  await second.control.put('organization', {
    id: second.seed.organizations.alpine,
    name: 'Elsewhere',
  });
  const elsewhere = await other.poll('subscription_status_changed', {});
  expect(elsewhere.map((one) => one.organization_name)).toContain('Elsewhere');
  expect(await namesOf(accounts[0] as Record<string, string>)).not.toContain('Elsewhere');
});

test('whoever has the key and not its secret gets nothing of what was read, and ends nothing of it', async () => {
  const cloud = await newCloud();
  const zapier = await openZapier(cloud);
  const poll = (authData: Record<string, string>) =>
    zapier.poll('subscription_status_changed', {}, { authData });
  const right = authOf(cloud.keys.admin);
  const told = await poll(right);
  const asked = pathsOf(cloud);
  await asked();
  await expect(poll({ ...right, api_secret: 'guessed' })).rejects.toThrow(/API key and secret/);
  await expect(poll({ ...right, api_key: 'crate_other' })).rejects.toThrow(/API key and secret/);
  await asked();
  // What steps may do is no part of who asks.
  expect(await poll({ ...right, scope: 'watch' })).toEqual(told);
  expect(await asked()).toEqual(['GET /api/v2/subscriptions/']);
});

test('a key that took another’s place asks for itself, and the old one is refused', async () => {
  const cloud = await newCloud();
  const zapier = await openZapier(cloud);
  const poll = (authData: Record<string, string>) =>
    zapier.poll('subscription_status_changed', {}, { authData });
  const old = authOf(cloud.keys.admin);
  const told = await poll(old);
  const made = await zapier.create('create_api_key', {});
  const fresh = authOf({ key: String(made.api_key), secret: String(made.api_secret) });
  const asked = pathsOf(cloud);
  await cloud.control.remove('api_key', old.api_key);
  await asked();
  await expect(poll(old)).rejects.toThrow(/API key and secret/);
  await asked();
  expect(await poll(fresh)).toEqual(told);
  expect((await asked()).length).toBe(3);
});

test.each(['whole', 'chunked', 'zipped'] as const)(
  'of more clusters than may be asked at once each is asked once, replies: %s',
  async (bodies) => {
    const cloud = await newCloud({ clusters: 100, switches: { bodies } });
    const zapier = await openZapier(cloud);
    await zapier.poll('storage_running_low', { limit_percent: '100' });
    const asked = await pathsOf(cloud)();
    const tokens = asked.filter((path) => path.endsWith('/jwt/'));
    expect(tokens.length).toBeGreaterThan(80);
    expect(tokens).toEqual([...new Set(tokens)]);
  },
);
