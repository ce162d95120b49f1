/** API keys are rolled over: told that one is about to be deleted, replaced, retired, removed. */
import type { Zapier } from '../../sandbox/zapier/index.ts';
import { openZapier } from '../support/app.ts';
import { newCloud, type TestCloud } from '../support/sandbox.ts';

let cloud: TestCloud;
let zapier: Zapier;

beforeEach(async () => {
  cloud = await newCloud();
  zapier = await openZapier(cloud);
  // The key of the tests' own door is none of the seed's.
  const others = (await fullKeys()).filter((key) => !/^crate_\S{43}$/.test(key));
  for (const key of others) await cloud.control.remove('api_key', key);
});

/** The keys as the service lists them; steps give them masked. */
async function fullKeys(): Promise<string[]> {
  const { api_key: key, api_secret: secret } = cloud.authData;
  const basic = Buffer.from(`${key}:${secret}`).toString('base64');
  const reply = await fetch(`${cloud.origin}/api/v2/users/me/api-keys/`, {
    headers: { authorization: `Basic ${basic}` },
  });
  return ((await reply.json()) as { key: string }[]).map((one) => one.key);
}

/** What the changes made so far were. */
const changes = async () => (await cloud.control.changes()).map(({ what }) => what);

/** All that was sent to the log, and all that is kept. */
const traces = () =>
  [...zapier.logs.map((line) => line.sent), JSON.stringify([...zapier.cache])].join('\n');

const connectWith = ({ api_key, api_secret }: Record<string, unknown>) =>
  openZapier(cloud, { authData: { api_key: String(api_key), api_secret: String(api_secret) } });

const keysOf = async () => (await zapier.dropdown('api_key')).map(({ id }) => String(id)).sort();

test('an unused key is told, replaced, deactivated and at last deleted', async () => {
  const unused = zapier.trigger('api_key_unused');
  await unused.switchOn();
  const told = await unused.poll();
  // What is wrong already when the Zap is switched on is told, the most urgent last, as Zapier takes them.
  expect(told).toMatchObject([
    { days_unused: 78, active: true },
    { days_unused: 80, days_left: 10, last_used_at: null },
  ]);
  const [, old] = told;
  const oldKey = String(old?.key_id);

  const fresh = await zapier.create('create_api_key');
  expect(fresh).toMatchObject({ active: true, used_by_connection: false });
  expect(fresh.api_secret).toMatch(/^\S{43}$/);
  expect(fresh.id).not.toBe(oldKey);
  // Handed on: whoever gets key and secret can use them.
  const successor = await connectWith(fresh);
  expect(await successor.connection.test()).toMatchObject({ email: 'Ada.Lovelace@example.com' });

  const retired = await zapier.create('set_api_key_status', {
    key_id: oldKey,
    status: 'inactive',
  });
  expect(retired).toMatchObject({ changed: true, id: oldKey, active: false });
  const again = await zapier.create('set_api_key_status', {
    key_id: oldKey,
    status: 'inactive',
  });
  expect(again).toMatchObject({ changed: false, active: false });

  // Nothing new the next day, and the retired key is no alarm any more; the other one is, at 85 days.
  await cloud.control.advance({ days: 1 });
  expect(await unused.poll()).toEqual([]);
  await cloud.control.advance({ days: 7 });
  expect(await unused.poll()).toMatchObject([{ days_unused: 86, days_left: 4 }]);
  await cloud.control.advance({ days: 1 });
  expect(await unused.poll()).toEqual([]);

  const deleted = await zapier.create('delete_api_key', {
    key_id: oldKey,
    confirm: old?.last_four,
  });
  expect(deleted).toMatchObject({ changed: true, id: oldKey });
  expect(await keysOf()).not.toContain(oldKey);
  expect(await zapier.search('find_api_key', { key_id: oldKey })).toEqual([]);
  expect(await changes()).toEqual([
    'user.create_api_key',
    'user.edit_api_key',
    'user.delete_api_key',
  ]);
});

test.each(['nested', 'flat'] as const)('a %s reply gives the secret once', async (apiKeyReply) => {
  await cloud.control.switches({ apiKeyReply });
  const fresh = await zapier.create('create_api_key');
  const secret = String(fresh.api_secret);
  expect(traces()).not.toContain(fresh.api_key);
  expect(secret).toMatch(/^\S{43}$/);
  expect(await (await connectWith(fresh)).connection.test()).toHaveProperty('email');

  const later = [
    await zapier.search('find_api_key', { key_id: fresh.api_key }),
    await zapier.dropdown('api_key'),
    await zapier.create('set_api_key_status', { key_id: fresh.api_key, status: 'inactive' }),
    await zapier.create('delete_api_key', {
      key_id: fresh.id,
      confirm: fresh.last_four,
    }),
  ];
  expect(JSON.stringify(later)).not.toContain(secret);
  expect(zapier.logs.length).toBeGreaterThan(0);
  expect(traces()).not.toContain(secret);
});

describe('the key that the connection uses', () => {
  const own = () => cloud.authData.api_key;

  test('is neither deactivated nor deleted, nor offered', async () => {
    expect(await keysOf()).not.toContain(own());
    const attempts = [
      zapier.create('set_api_key_status', { key_id: own(), status: 'inactive' }),
      zapier.create('set_api_key_status', { key_id: ` ${own()} `, status: 'inactive' }),
      zapier.create('delete_api_key', { key_id: own(), confirm: own().slice(-4) }),
    ];
    for (const attempt of attempts) {
      await expect(attempt).rejects.toMatchObject({
        kind: 'halted',
        message: expect.stringContaining('the one that this connection uses'),
      });
      await expect(attempt).rejects.not.toThrow(own());
    }
    expect(await changes()).toEqual([]);
    expect(await zapier.create('set_api_key_status', { key_id: own(), status: 'active' })).toEqual(
      expect.objectContaining({ changed: false, used_by_connection: true }),
    );
    expect(await changes()).toEqual([]);
  });

  test('can be retired once the connection uses another', async () => {
    const successor = await connectWith(await zapier.create('create_api_key'));
    const retired = { key_id: own(), status: 'inactive' };
    expect(await successor.create('set_api_key_status', retired)).toMatchObject({ changed: true });
    await expect(zapier.connection.test()).rejects.toMatchObject({ kind: 'expired_auth' });
    expect(await successor.connection.test()).toMatchObject({ email: 'Ada.Lovelace@example.com' });
  });
});

describe('a lost reply', () => {
  test('to a new key stops the step, and names the key that was made', async () => {
    await cloud.control.fault({ route: 'POST /api/v2/users/me/api-keys/', cut: 'after' });
    await expect(zapier.create('create_api_key', {}, { replays: 3 })).rejects.toMatchObject({
      kind: 'halted',
      message: expect.stringMatching(
        /the reply with the secret was lost, but API key crate_\w{4}…\w{4} was created/,
      ),
    });
    expect(await changes()).toEqual(['user.create_api_key']);
  });

  test('without a secret in it counts as lost', async () => {
    await cloud.control.fault({
      route: 'POST /api/v2/users/me/api-keys/',
      status: 200,
      body: { success: true },
      when: 'after',
    });
    await expect(zapier.create('create_api_key')).rejects.toMatchObject({
      kind: 'halted',
      message: expect.stringMatching(
        /the reply with the secret was lost, but API key crate_\w{4}…\w{4} was created/,
      ),
    });
  });

  test('to a change of status or a deletion is looked after', async () => {
    const [key_id = ''] = await keysOf();
    await cloud.control.fault({ route: 'PATCH *', cut: 'after', times: 1 });
    await cloud.control.fault({ route: 'DELETE *', cut: 'after', times: 1 });
    const before = await zapier.search('find_api_key', { key_id });
    const status = JSON.stringify(before).includes('"active":true') ? 'inactive' : 'active';
    const set = await zapier.create('set_api_key_status', { key_id, status });
    expect(set).toMatchObject({ changed: true, active: status === 'active' });
    const deleted = await zapier.create('delete_api_key', {
      key_id,
      confirm: key_id.slice(-4),
    });
    expect(deleted).toMatchObject({ changed: true, id: key_id });
    expect(await changes()).toEqual(['user.edit_api_key', 'user.delete_api_key']);
  });
});

test('keys do not pile up', async () => {
  const max_keys = (await keysOf()).length + 2;
  await zapier.create('create_api_key', { max_keys });
  await expect(zapier.create('create_api_key', { max_keys })).rejects.toMatchObject({
    kind: 'halted',
    message: expect.stringContaining(`has ${max_keys} API keys already`),
  });
  expect(await changes()).toEqual(['user.create_api_key']);
});

test('nothing is deleted without the last four characters of its key', async () => {
  const [key_id = ''] = await keysOf();
  for (const confirm of [false, true, 'yes', key_id.slice(-3), '', undefined]) {
    const attempt = zapier.create('delete_api_key', { key_id, confirm });
    await expect(attempt).rejects.toMatchObject({ kind: 'halted' });
  }
  expect(await changes()).toEqual([]);
});

test('a secret put into the wrong field goes nowhere', async () => {
  const { api_secret: secret } = cloud.authData;
  const attempt = zapier.create('set_api_key_status', { key_id: secret, status: 'inactive' });
  await expect(attempt).rejects.toMatchObject({ kind: 'halted' });
  await expect(attempt).rejects.not.toThrow(secret.slice(0, 8));
  expect(JSON.stringify(await cloud.control.requests())).not.toContain(secret);
});
