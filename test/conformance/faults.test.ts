import { jest } from '@jest/globals';
import type { RequestLogEntry } from '../../sandbox/cloud/control/client.ts';
import { endOf, FAULTS, type Fault, type Verdict } from './fault-table.ts';
import { checkSecrets } from './secrets.ts';
import {
  checkSentence,
  faultsOf,
  hold,
  isCreate,
  keyOf,
  type Outcome,
  onSharedStage,
  onStage,
  outcomeOf,
  perform,
  runnable,
  type Stage,
  type Step,
} from './walk.ts';

/** EVERY_FAULT=1 runs all cases of single routes, which takes minutes; else some of them. */
const ALL = process.env.EVERY_FAULT === '1';
const some = <Case>(cases: readonly Case[], oneIn: number): readonly Case[] =>
  ALL ? cases : cases.filter((_, index) => index % oneIn === 0);

// Hundreds of cases; most of their time is waiting, but a busy machine takes its own.
jest.setTimeout(ALL ? 1_800_000 : 180_000);

type Healthy = { routes: string[]; changes: string[]; requests: number };

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** What each step asks when all is well: its routes in order, once each. */
const healthy = new Map<Step, Healthy>();

beforeAll(async () => {
  const faults = await faultsOf(runnable, keyOf, (step) =>
    onSharedStage(step, async ({ cloud, zapier, input }) => {
      await perform(zapier, step, input);
      const requests = await cloud.control.requests();
      const routeOf = ({ method, path }: RequestLogEntry) => `${method} ${path.replace(UUID, '*')}`;
      const routes = [...new Set(requests.map(routeOf))];
      const isChange = (route: string) => !/^(GET|HEAD) |\/_sql$/.test(route);
      healthy.set(step, { routes, changes: routes.filter(isChange), requests: requests.length });
    }),
  );
  expect(faults).toEqual([]);
});

/** Takes its 25 seconds beside the other tests. */
let givenUp: Promise<string[]>;

beforeAll(() => {
  const slow = ['trigger', 'create'].flatMap(
    (type) => runnable.find((step) => step.type === type) ?? [],
  );
  givenUp = faultsOf(slow, keyOf, (step) =>
    onStage(step, async (stage) => {
      await stage.cloud.control.fault({ route: '*', latencyMs: 60_000 });
      const outcome = await outcomeOf(perform(stage.zapier, step, stage.input));
      if (outcome.error) checkSentence(outcome.error);
      ended(step, 'unavailable', outcome);
      hold(/in time/.test(outcome.error?.message ?? ''), String(outcome.error?.message));
    }),
  );
});

const usual = (step: Step): Healthy =>
  healthy.get(step) ?? { routes: [], changes: [], requests: 0 };

/** Runs the example with a fault, and checks what holds whatever the fault. */
async function meet(
  step: Step,
  route: string,
  effect: Fault['effect'],
  judge: (outcome: Outcome, stage: Stage) => Promise<void> | void,
): Promise<void> {
  await onSharedStage(step, async (stage) => {
    const { control } = stage.cloud;
    const now = async () => new Date(await control.now());
    await control.fault({
      route,
      ...(typeof effect === 'function' ? effect(await now()) : effect),
    });
    const outcome = await outcomeOf(perform(stage.zapier, step, stage.input));
    if (outcome.error) checkSentence(outcome.error);
    await checkSecrets(stage, outcome);
    const requests = (await control.requests()).length;
    // Each read is tried four times at most, and a safe create looks three times.
    const most = 8 + usual(step).requests * 4 * (isCreate(step) ? 3 : 1);
    hold(requests <= most, `asks ${requests} times`);
    await judge(outcome, stage);
  });
}

/** Checks that a run ended as the verdict demands. */
function ended(step: Step, verdict: Verdict, { items, error }: Outcome, delay?: number): void {
  const end = endOf(step, verdict);
  if (end === null) {
    hold(items?.length === 0, `gives ${error ? `${error.kind} ${error.message}` : 'something'}`);
    return;
  }
  // What is to be taken away and is not there is as it shall be.
  if (verdict === 'not found' && items?.[0]?.changed === false) return;
  hold(error !== null, 'gives an answer');
  hold(error.kind === end, `is ${error.kind}, not ${end}: ${error.message}`);
  if (delay !== undefined) {
    hold(error.delaySeconds === delay, `waits ${error.delaySeconds} s, not ${delay}`);
  }
}

test.each(FAULTS.map((fault) => [fault.name, fault] as const))(
  '%s on every route',
  async (_name, fault) => {
    const faults = await faultsOf(runnable, keyOf, (step) =>
      meet(step, '*', fault.effect, async (outcome, { cloud }) => {
        ended(step, fault.verdict, outcome, fault.delay);
        if (!isCreate(step)) return;
        hold((await cloud.control.changes()).length === 0, 'changes something');
      }),
    );
    expect(faults).toEqual([]);
  },
);

test('a fault on the first route is never passed over', async () => {
  const cases = runnable.flatMap((step) =>
    FAULTS.map((fault) => ({ step, fault, route: usual(step).routes[0] ?? '' })),
  );
  const faults = await faultsOf(
    // The rest is the same code for all steps: each step meets some of the faults here.
    some(cases, 4),
    ({ step, fault, route }) => `${keyOf(step)}: ${fault.name} on ${route}`,
    ({ step, fault, route }) =>
      meet(step, route, fault.effect, (outcome) => {
        const isUser = route.endsWith('/users/me/');
        const verdict = isUser ? fault.verdict : (fault.onOneRoute ?? fault.verdict);
        ended(step, verdict, outcome, fault.delay);
      }),
  );
  expect(faults).toEqual([]);
});

test('a fault on any later route is told, or does not matter', async () => {
  const cases = runnable.flatMap((step) =>
    usual(step)
      .routes.slice(1)
      .filter((route) => !usual(step).changes.includes(route))
      .flatMap((route) => FAULTS.map((fault) => ({ step, fault, route })))
      // The reply to HEAD has no body, so a page cannot be told from a yes.
      .filter(({ fault, route }) => !(fault.name === 'a page with 200' && /^HEAD/.test(route))),
  );
  const faults = await faultsOf(
    some(cases, 7),
    ({ step, fault, route }) => `${keyOf(step)}: ${fault.name} on ${route}`,
    ({ step, fault, route }) =>
      meet(step, route, fault.effect, (outcome) => {
        if (outcome.items) return;
        // What a cluster says by SQL has kinds of its own.
        if (route.endsWith('/_sql')) {
          hold(outcome.error.kind !== 'expired_auth', `is ${outcome.error.kind}`);
          return;
        }
        const verdict = fault.onOneRoute ?? fault.verdict;
        const isUser = route.endsWith('/users/me/');
        ended(step, isUser ? fault.verdict : verdict, outcome, fault.delay);
      }),
  );
  expect(faults).toEqual([]);
});

test('a fault on a change is told, and nothing was changed', async () => {
  const cases = runnable.flatMap((step) =>
    usual(step).changes.flatMap((route) =>
      // Half a reply to a change comes after it: see replay.test.ts.
      FAULTS.filter(({ name }) => name !== 'half a reply').map((fault) => ({ step, fault, route })),
    ),
  );
  const faults = await faultsOf(
    some(cases, 3),
    ({ step, fault, route }) => `${keyOf(step)}: ${fault.name} on ${route}`,
    ({ step, fault, route }) =>
      meet(step, route, fault.effect, async (outcome, { cloud }) => {
        const mayBe = fault.verdict === 'unavailable' && step.type === 'create';
        if (mayBe && step.replay === 'unsafe') {
          hold(outcome.error?.kind === 'halted', `is ${outcome.error?.kind ?? 'an answer'}`);
          hold(/may have happened/i.test(outcome.error.message), outcome.error.message);
        } else {
          ended(step, fault.onOneRoute ?? fault.verdict, outcome, fault.delay);
        }
        hold((await cloud.control.changes()).length === 0, 'changes something');
      }),
  );
  expect(faults).toEqual([]);
});

test('a key that is wrong, missing or deactivated is told as such', async () => {
  const forms = ['text', 'redirect', 'json'] as const;
  const cases = runnable.flatMap((step, index) => [
    { step, name: 'a wrong secret', auth: { api_secret: 'wrong' }, form: forms[index % 3] },
    { step, name: 'no key', auth: { api_key: '' }, form: 'text' as const },
    { step, name: 'no secret', auth: { api_secret: ' ' }, form: 'text' as const },
    { step, name: 'a deactivated key', auth: {}, form: forms[(index + 1) % 3] },
  ]);
  const faults = await faultsOf(
    cases,
    ({ step, name, form }) => `${keyOf(step)}: ${name}, ${form}`,
    ({ step, name, auth, form }) =>
      onSharedStage(step, async (stage) => {
        const { control, authData } = stage.cloud;
        await control.switches(form ? { unauthorizedForm: form } : {});
        const active = name !== 'a deactivated key';
        await control.put('api_key', { key: authData.api_key, active });
        const { zapier } = stage;
        const connection = { ...zapier, ...withAuth(zapier, { ...authData, ...auth }) };
        const outcome = await outcomeOf(perform(connection, step, stage.input));
        if (outcome.error) checkSentence(outcome.error);
        await checkSecrets(stage, outcome);
        ended(step, 'expired', outcome);
        await control.put('api_key', { key: authData.api_key, active: true });
        const requests = (await control.requests()).length;
        hold(requests <= 8 + usual(step).requests, `asks ${requests} times`);
      }),
  );
  expect(faults).toEqual([]);
});

test('a server that repeats a secret does not get it out', async () => {
  const faults = await faultsOf(runnable, keyOf, (step) =>
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
  expect(faults).toEqual([]);
});

test('a server that never answers is given up in time', async () => {
  expect(await givenUp).toEqual([]);
});

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
