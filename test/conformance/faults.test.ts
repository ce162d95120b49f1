import { isBorne, mustBeBorne, stepsThatBear } from './borne-faults.ts';
import { FAULTS, type Fault } from './fault-table.ts';
import { ended, meet, usualOf } from './meet.ts';
import {
  checkSentence,
  expectAll,
  hold,
  isCreate,
  keyOf,
  onStage,
  outcomeOf,
  perform,
  runnable,
  type Step,
  some,
  testEach,
} from './walk.ts';

/** What every step meets; of the rest, which is the same code for all of them, each meets some. */
const EVERY_STEP = ['401 as text', '429 for seconds', '503'];

testEach(runnable, 'a fault on every route', (step) =>
  expectAll(
    FAULTS.filter((one) => EVERY_STEP.includes(one.name) || some(step, FAULTS, 3).includes(one)),
    ({ name }) => name,
    (fault) =>
      meet(step, '*', fault.effect, async (outcome, { cloud }) => {
        ended(step, fault.verdict, outcome, fault.delay);
        if (!isCreate(step)) return;
        hold((await cloud.control.changes()).length === 0, 'changes something');
      }),
  ),
);

testEach(runnable, 'a fault on its first route is never passed over', async (step) => {
  const [route = ''] = (await usualOf(step)).routes;
  const isUser = route.endsWith('/users/me/');
  await expectAll(
    // The rest is the same code for all steps: each step meets some of the faults here.
    some(step, FAULTS, 4),
    ({ name }) => `${name} on ${route}`,
    (fault) =>
      meet(step, route, fault.effect, (outcome) => {
        const verdict = isUser ? fault.verdict : (fault.onOneRoute ?? fault.verdict);
        ended(step, verdict, outcome, fault.delay);
      }),
  );
});

const comesWithSuccess = ({ effect }: Fault) =>
  'html' in effect || 'instead' in effect || ('status' in effect && (effect.status ?? 500) < 300);

/** What a step that swallows too much swallows first; each route of each step meets these. */
const EACH_ROUTE = ['429 for less than nothing', '503'];

testEach(
  runnable,
  'a fault on a later route is told, unless it is listed as borne',
  async (step) => {
    const { routes, changes } = await usualOf(step);
    const cases = routes
      .slice(1)
      .filter((route) => !changes.includes(route))
      .flatMap((route) => FAULTS.map((fault) => ({ fault, route })))
      // The reply to HEAD has no body, so whatever comes with a success is a yes.
      .filter(({ fault, route }) => !(comesWithSuccess(fault) && /^HEAD/.test(route)));
    const sampled = some(step, cases, 4);
    await expectAll(
      cases.filter((one) => EACH_ROUTE.includes(one.fault.name) || sampled.includes(one)),
      ({ fault, route }) => `${fault.name} on ${route}`,
      ({ fault, route }) =>
        meet(step, route, fault.effect, (outcome) => {
          if (outcome.items && isBorne(keyOf(step), route, fault)) return;
          if (mustBeBorne(keyOf(step), route, fault)) {
            hold(outcome.error === null, `does not bear it: ${outcome.error?.message}`);
          }
          // What a cluster says by SQL has kinds of its own.
          if (route.endsWith('/_sql')) {
            hold(outcome.error !== null, 'gives an answer');
            hold(outcome.error.kind !== 'expired_auth', `is ${outcome.error.kind}`);
            return;
          }
          const isUser = route.endsWith('/users/me/');
          const verdict = isUser ? fault.verdict : (fault.onOneRoute ?? fault.verdict);
          ended(step, verdict, outcome, fault.delay);
        }),
    );
  },
);

testEach(runnable, 'a fault on a change is told, and nothing was changed', async (step) => {
  const { changes } = await usualOf(step);
  // Half a reply to a change comes after it: see replay.test.ts.
  const before = FAULTS.filter(({ name }) => name !== 'half a reply');
  await expectAll(
    some(
      step,
      changes.flatMap((route) => before.map((fault) => ({ fault, route }))),
      3,
    ),
    ({ fault, route }) => `${fault.name} on ${route}`,
    ({ fault, route }) =>
      meet(step, route, fault.effect, async (outcome, { cloud }) => {
        const verdict = fault.onChange ?? fault.onOneRoute ?? fault.verdict;
        const mayBe =
          (verdict === 'unavailable' || verdict === 'throttled') && step.type === 'create';
        if (mayBe && step.replay === 'unsafe') {
          hold(outcome.error?.kind === 'halted', `is ${outcome.error?.kind ?? 'an answer'}`);
          hold(/may have happened/i.test(outcome.error.message), outcome.error.message);
        } else {
          ended(step, verdict, outcome, fault.delay);
        }
        hold((await cloud.control.changes()).length === 0, 'changes something');
      }),
  );
});

/** Replies with 200 that are JSON and not what the API documents of any change. */
const NOTHING_SAID: Record<string, Fault['effect']> = {
  'an empty object': { instead: 'empty' },
  'an empty list': { status: 200, body: [] },
  'a word': { status: 200, body: '"OK"', contentType: 'application/json' },
};

testEach(
  // What the API says is what this one gives.
  runnable.filter((step) => isCreate(step) && keyOf(step) !== 'api_request'),
  'a reply that says nothing is no sign of a change',
  async (step) => {
    const { changes } = await usualOf(step);
    await expectAll(
      changes.flatMap((route) => Object.keys(NOTHING_SAID).map((name) => ({ name, route }))),
      ({ name, route }) => `${name} on ${route}`,
      ({ name, route }) =>
        meet(step, route, NOTHING_SAID[name] ?? {}, async ({ items }, { cloud }) => {
          hold(items === null || items[0]?.changed === false, 'says that it was changed');
          hold((await cloud.control.changes()).length === 0, 'changes something');
        }),
    );
  },
);

test('the list of what is borne names steps that there are', () => {
  const keys = runnable.map(keyOf);
  expect(stepsThatBear.filter((key) => !keys.includes(key))).toEqual([]);
});

/** One of each that is told in its own class, and two that ask a cluster: the rest is the same code. */
const oneOfEach = [
  ...['trigger', 'search', 'create'].map((type) => (step: Step) => step.type === type),
  ...['find_rows', 'create_row'].map((key) => (step: Step) => keyOf(step) === key),
].flatMap((isMeant) => runnable.find(isMeant) ?? []);

const ENDLESS = {
  'a server that never answers': { latencyMs: 60_000 },
  'a reply that comes byte by byte': { drip: { bytes: 1, everyMs: 2_000 } },
};

for (const [name, effect] of Object.entries(ENDLESS)) {
  testEach(oneOfEach, `${name} is given up in time`, (step) =>
    onStage(step, async (stage) => {
      const { routes } = await usualOf(step);
      const route = routes.some((one) => one.endsWith('/_sql')) ? '*/_sql' : '*';
      await stage.cloud.control.fault({ route, ...effect });
      const outcome = await outcomeOf(perform(stage.zapier, step, stage.input));
      if (outcome.error) checkSentence(outcome.error);
      ended(step, 'unavailable', outcome);
      const says = outcome.error?.message ?? '';
      hold(/in time|does not answer/.test(says), says);
    }),
  );
}
