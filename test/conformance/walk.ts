/** Walking over every step of the app: running each with its example, on a cloud of its own. */

import pLimit from 'p-limit';
import type { Zapier } from '../../sandbox/zapier/index.ts';
import type { LoadedHandler } from '../../sandbox/zapier/types.ts';
import { accountOf } from '../../src/kit/run/account.ts';
import { appHandlerFor, openZapier } from '../support/app.ts';
import { type NewCloudOptions, newCloud, type TestCloud } from '../support/sandbox.ts';
import { allFieldsOf, exampleOf, isCreate, keyOf, MAPS, rows, type Step, steps } from './steps.ts';

export * from './outcome.ts';
export * from './steps.ts';

export type Stage = { cloud: TestCloud; zapier: Zapier; input: Record<string, unknown> };

type StageOptions = NewCloudOptions & {
  /** Default true. */
  locks?: boolean;
  /** The whole app rather than the one step, for what needs others beside it. */
  whole?: boolean;
};

const handlers = new Map<Step, Promise<LoadedHandler>>();

/** The step alone, with the dropdowns of its fields. */
function handlerOf(step: Step): Promise<LoadedHandler> {
  const used = allFieldsOf(step).map(({ dynamic }) => dynamic?.split('.')[0]);
  const needed = [step, ...steps.filter((one) => used.includes(keyOf(one)))];
  const mapOf = (name: string) =>
    Object.fromEntries(
      needed
        .filter(({ type }) => MAPS[type] === name)
        .map(({ definition }) => [definition.key, definition]),
    );
  const part = {
    triggers: mapOf('triggers'),
    searches: mapOf('searches'),
    creates: mapOf('creates'),
  };
  const handler = handlers.get(step) ?? appHandlerFor(part);
  handlers.set(step, handler);
  return handler;
}

async function open(step: Step, { locks = true, whole = false, ...rest }: StageOptions) {
  const { prepare, input } = exampleOf(step);
  const cloud = await newCloud({ ...rest, sideBySide: true });
  const zapier = await openZapier(
    cloud,
    whole ? { locks } : { locks, handler: await handlerOf(step) },
  );
  await prepare?.(cloud.control);
  await cloud.control.clearLogs();
  return { cloud, zapier, input: { ...input } };
}

async function close({ zapier, cloud }: Stage): Promise<void> {
  await zapier.close();
  await cloud.close();
}

/** A cloud and a Zapier where the step's example can be run, prepared and with empty logs. */
export async function onStage<T>(
  step: Step,
  work: (stage: Stage) => Promise<T>,
  options: StageOptions = {},
): Promise<T> {
  const stage = await open(step, options);
  try {
    return await work(stage);
  } finally {
    await close(stage);
  }
}

/** Stages of one step side by side. */
const LANES = 4;
const lanes = new Map<Step, Promise<Stage | null>[]>();
let next = 0;

/**
 * As `onStage`, but with the stage of an earlier case, one case of a stage after another, as long as
 * nothing was changed there. That takes a third of the time.
 */
export async function onSharedStage<T>(step: Step, work: (stage: Stage) => Promise<T>): Promise<T> {
  const own = lanes.get(step) ?? [];
  lanes.set(step, own);
  next += 1;
  const lane = next % LANES;
  const stage = (own[lane] ?? Promise.resolve(null)).then((kept) => kept ?? open(step, {}));
  const turn = stage.then((one) => work({ ...one, input: { ...one.input } }));
  own[lane] = Promise.allSettled([turn])
    .then(async () => tidyUp(step, await stage))
    // The next case opens another one; at the end of the file there is none.
    .catch(() => null);
  return turn;
}

/** Takes away the faults and logs of a case; a cloud that was changed is closed. */
async function tidyUp(step: Step, stage: Stage): Promise<Stage | null> {
  const { cloud, zapier } = stage;
  const [changes, requests] = await Promise.all([
    cloud.control.changes(),
    cloud.control.requests(),
  ]);
  // What SQL changes is no change of the cloud: pictures only read.
  const reads = keyOf(step) === 'create_usage_chart' || keyOf(step) === 'create_cluster_report';
  const wrote = !reads && requests.some(({ path }) => path.startsWith('/sql/'));
  if (isCreate(step) && (changes.length > 0 || wrote)) {
    await close(stage);
    return null;
  }
  await cloud.control.clearFaults();
  await cloud.control.clearLogs();
  zapier.logs.length = 0;
  zapier.cache.clear();
  // What a build remembers is out of reach, and then a route of names is not asked.
  const { api_key: key, api_secret: secret } = cloud.authData;
  accountOf(cloud.origin, { key, secret }).forget();
  return stage;
}

/** What is found out about a step once, by whichever test wants it first. */
export function oncePerStep<T>(find: (step: Step) => Promise<T>): (step: Step) => Promise<T> {
  const known = new Map<Step, Promise<T>>();
  return (step) => {
    const found = known.get(step) ?? find(step);
    known.set(step, found);
    return found;
  };
}

/**
 * A test of its own for each step, side by side, for most of a test is waiting for another try. The key
 * comes first in its name: `npm run jest -- test/conformance -t KEY` runs all that concerns a step.
 */
export function testEach<T extends Step>(
  of: readonly T[],
  name: string,
  check: (step: T) => Promise<void>,
): void {
  test.concurrent.each(rows(of))(`%s: ${name}`, (_key, step) => check(step));
}

/** Checks each of many cases of a step at the same time; all that is wrong is shown at once. */
export async function expectAll<Case>(
  cases: readonly Case[],
  name: (one: Case) => string,
  check: (one: Case) => Promise<void>,
): Promise<void> {
  expect(await faultsOf(cases, name, check)).toEqual([]);
}

/**
 * Some of many cases, spread evenly, others for each step; all of them with EVERY_FAULT=1, which takes
 * minutes.
 */
export function some<Case>(step: Step, cases: readonly Case[], oneIn: number): readonly Case[] {
  if (process.env.EVERY_FAULT === '1') return cases;
  return cases.filter((_, index) => (index + seedOf(step)) % oneIn === 0);
}

/** A number of the step's own, which does not depend on what other steps there are. */
export function seedOf(step: Step): number {
  return [...keyOf(step)].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 65_521, 7);
}

/** Of all tests of a file together: on a slow machine too, each case must be over before a step's time is. */
const inLimit = pLimit(24);

/**
 * Does something for each of many cases at the same time: most of a case is waiting for another try.
 * What is wrong comes back as sentences, so that one test shows all of it.
 */
async function faultsOf<Case>(
  cases: readonly Case[],
  name: (one: Case) => string,
  check: (one: Case) => Promise<void>,
): Promise<string[]> {
  const found = cases.map((one) =>
    inLimit(async () => {
      try {
        await check(one);
        return [];
      } catch (error) {
        const text = error instanceof Error ? error.message : String(error);
        return [`${name(one)}: ${text}`];
      }
    }),
  );
  return (await Promise.all(found)).flat();
}
