import { ended, usualOf } from './meet.ts';
import { checkSecrets } from './secrets.ts';
import {
  checkSentence,
  expectAll,
  hold,
  onSharedStage,
  onStage,
  outcomeOf,
  perform,
  runnable,
  type Stage,
  seedOf,
  testEach,
} from './walk.ts';

/** The ways in which the API says that it does not know a key. */
const FORMS = ['text', 'redirect', 'json'] as const;

testEach(runnable, 'a key that is wrong, missing or deactivated is told as such', async (step) => {
  const usual = await usualOf(step);
  const form = (more: number) => FORMS[(seedOf(step) + more) % FORMS.length] ?? 'text';
  const cases = [
    { name: 'a wrong secret', auth: { api_secret: 'wrong' }, form: form(0), says: /not accept/ },
    { name: 'no key', auth: { api_key: '' }, form: 'text' as const, says: /no API key/ },
    { name: 'no secret', auth: { api_secret: ' ' }, form: 'text' as const, says: /no API secret/ },
    { name: 'a deactivated key', auth: {}, form: form(1), says: /not accept/ },
  ];
  await expectAll(
    cases,
    ({ name, form }) => `${name}, ${form}`,
    ({ name, auth, form, says }) =>
      // A stage of its own: a step that fails does not wait for what it asked beside.
      onStage(step, async (stage) => {
        const { control, authData } = stage.cloud;
        await control.switches({ unauthorizedForm: form });
        await control.put('api_key', {
          key: authData.api_key,
          active: name !== 'a deactivated key',
        });
        const { zapier } = stage;
        const connection = { ...zapier, ...withAuth(zapier, { ...authData, ...auth }) };
        const outcome = await outcomeOf(perform(connection, step, stage.input));
        if (outcome.error) checkSentence(outcome.error);
        await checkSecrets(stage, outcome);
        ended(step, 'expired', outcome);
        hold(says.test(outcome.error?.message ?? ''), `says: ${outcome.error?.message}`);
        const requests = (await control.requests()).length;
        hold(requests <= 8 + usual.requests, `asks ${requests} times`);
      }),
  );
});

testEach(runnable, 'a server that repeats a secret does not get it out', (step) =>
  onSharedStage(step, async (stage) => {
    const { api_key: key, api_secret: secret } = stage.cloud.authData;
    const basic = Buffer.from(`${key}:${secret}`).toString('base64');
    const message = `Basic ${basic} is ${key} and ${secret}, is it not?`;
    await stage.cloud.control.fault({ route: '*', status: 400, body: { message } });
    const outcome = await outcomeOf(perform(stage.zapier, step, stage.input));
    if (outcome.error) checkSentence(outcome.error);
    await checkSecrets(stage, outcome);
  }),
);

/** The same Zapier with other credentials. */
function withAuth(zapier: Stage['zapier'], authData: Record<string, string>) {
  return {
    poll: (key, input, options) => zapier.poll(key, input, { ...options, authData }),
    search: (key, input, options) => zapier.search(key, input, { ...options, authData }),
    create: (key, input, options) => zapier.create(key, input, { ...options, authData }),
    dropdown: (key, input) =>
      zapier.poll(key, input, { meta: { isFillingDynamicDropdown: true }, authData }),
  } satisfies Partial<Stage['zapier']>;
}
