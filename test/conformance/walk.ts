/** Walking over every step of the app: running each with its example, on a cloud of its own. */
import pMap from 'p-map';
import type { Zapier } from '../../sandbox/zapier/index.ts';
import type { LoadedHandler } from '../../sandbox/zapier/types.ts';
import { appHandlerFor, openZapier } from '../support/app.ts';
import { type NewCloudOptions, newCloud, type TestCloud } from '../support/sandbox.ts';
import { exampleOf, fieldsOf, isCreate, keyOf, MAPS, type Step, steps } from './steps.ts';

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
  const used = fieldsOf(step).map(({ dynamic }) => dynamic?.split('.')[0]);
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
  if (isCreate(step) && (await cloud.control.changes()).length > 0) {
    await close(stage);
    return null;
  }
  await cloud.control.clearFaults();
  await cloud.control.clearLogs();
  zapier.logs.length = 0;
  zapier.cache.clear();
  return stage;
}

/**
 * Does something for each of many cases at the same time: most of a case is waiting for another try.
 * What is wrong comes back as sentences, so that one test shows all of it.
 */
export async function faultsOf<Case>(
  cases: readonly Case[],
  name: (one: Case) => string,
  check: (one: Case) => Promise<void>,
): Promise<string[]> {
  const found = await pMap(
    cases,
    async (one) => {
      try {
        await check(one);
        return [];
      } catch (error) {
        const text = error instanceof Error ? error.message : String(error);
        return [`${name(one)}: ${text}`];
      }
    },
    { concurrency: 40 },
  );
  return found.flat();
}
