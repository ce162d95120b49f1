import { startRecorder } from '../../tools/contract/recorder.ts';
import { outcomeOf } from '../conformance/outcome.ts';
import { openZapier } from '../support/app.ts';
import { newCloud } from '../support/sandbox.ts';

/** Creates a key where everything that is said can be heard. */
async function createOne(fault?: object) {
  const cloud = await newCloud();
  const recorder = await startRecorder();
  recorder.lead(cloud.origin, { step: null, nulls: false });
  if (fault) await cloud.control.fault({ route: 'POST /api/v2/users/me/api-keys/', ...fault });
  const zapier = await openZapier({ ...cloud, origin: recorder.origin });
  const outcome = await outcomeOf(zapier.create('create_api_key', {}).then((item) => [item]));
  const sent = recorder.exchanges.find(({ method }) => method === 'POST')?.replyBody ?? '';
  const secret = /"secret":\s*"([^"]+)/.exec(sent)?.[1] ?? 'none was sent';
  await recorder.close();
  return { outcome, secret, log: zapier.logs, cache: JSON.stringify([...zapier.cache]) };
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
