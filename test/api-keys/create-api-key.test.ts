import { startRecorder } from '../../tools/contract/recorder.ts';
import { outcomeOf } from '../conformance/outcome.ts';
import { openZapier } from '../support/app.ts';
import { newCloud, type TestCloud } from '../support/sandbox.ts';

/** The keys that the cloud has of the connection's user. */
async function keysOf(cloud: TestCloud): Promise<string[]> {
  const { key, secret } = cloud.keys.admin;
  const reply = await fetch(`${cloud.origin}/api/v2/users/me/api-keys/`, {
    headers: { authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}` },
  });
  return ((await reply.json()) as { key: string }[]).map((one) => one.key);
}

/** Creates a key where everything that is said can be heard. */
async function createOne(fault?: object) {
  const cloud = await newCloud();
  const recorder = await startRecorder();
  recorder.lead(cloud.origin, { step: null, nulls: false });
  if (fault) await cloud.control.fault({ route: 'POST /api/v2/users/me/api-keys/', ...fault });
  const before = await keysOf(cloud);
  const zapier = await openZapier({ ...cloud, origin: recorder.origin });
  const outcome = await outcomeOf(zapier.create('create_api_key', {}).then((item) => [item]));
  const sent = recorder.exchanges.find(({ method }) => method === 'POST')?.replyBody ?? '';
  const secret = /"secret":\s*"([^"]+)/.exec(sent)?.[1] ?? 'none was sent';
  await recorder.close();
  const keys = (await keysOf(cloud)).filter((key) => !before.includes(key));
  return { outcome, secret, keys, log: zapier.logs, cache: JSON.stringify([...zapier.cache]) };
}

test('the new secret is in what the step gives, and nowhere else', async () => {
  const { outcome, secret, log, cache } = await createOne();
  expect(outcome.items).toMatchObject([{ api_secret: secret }]);
  expect(log.length).toBeGreaterThan(0);
  expect(log.filter(({ sent }) => sent.includes(secret))).toEqual([]);
  expect(cache).not.toContain(secret);
});

test('a reply that cannot be read gives the new secret away to nobody', async () => {
  const secret = 'canary-of-a-new-secret';
  const { outcome, log } = await createOne({ status: 200, body: { key: [], secret } });
  expect(outcome.error).toMatchObject({ kind: 'halted' });
  expect(outcome.error?.raw).not.toContain(secret);
  expect(log.filter(({ sent }) => sent.includes(secret))).toEqual([]);
});

test.each([
  ['cut off after the key was made', { cut: 'after' }],
  ['cut off in its middle', { cut: 'body' }],
  ['that drips in slower than anybody waits', { drip: { bytes: 1, everyMs: 1_000 } }],
])('a reply %s: which key was made is said, and its secret to nobody', async (_how, fault) => {
  const { outcome, secret, log, keys } = await createOne({ ...fault, times: 1 });
  const [made = ''] = keys;
  expect(keys).toHaveLength(1);
  expect(outcome.error).toMatchObject({
    kind: 'halted',
    message: expect.stringContaining(
      `API key crate_${made.slice(6, 10)}…${made.slice(-4)} was created`,
    ),
  });
  expect(outcome.error?.raw).not.toContain(secret);
  expect(outcome.error?.raw).not.toContain(made);
  expect(log.filter(({ sent }) => sent.includes(secret))).toEqual([]);
});
