import type { StepCall, StepOptions } from './api.ts';
import { rawInput, typedInput, withDefaults, withoutEmpty } from './input.ts';
import type { Invoke } from './invoke.ts';
import { type LockOwner, lockKey, locksOf } from './locks.ts';
import { StepError } from './step-error.ts';
import type {
  AppDefinition,
  Handler,
  Input,
  InputField,
  Meta,
  StepDefinition,
  StepKind,
} from './types.ts';

/** API: after how long a throttled step is repeated if the app names no delay. */
const DEFAULT_DELAY_SECONDS = 60;

const META: Meta = {
  isBulkRead: false,
  isFillingDynamicDropdown: false,
  isLoadingSample: false,
  isPopulatingDedupe: false,
  isTestingAuth: false,
  limit: -1,
  page: 0,
  timezone: 'UTC',
  inputFields: {},
};

type StepParts = {
  invoke: Invoke;
  handler: Handler;
  authData: Record<string, string>;
  timezone: string;
  locks: boolean;
  owner: (authData: Record<string, string>) => LockOwner;
  wait: (seconds: number) => Promise<void>;
};

/** How the steps of the app are run: bundle, fields, input, lock, replay. */
export function createSteps({ invoke, handler, authData, timezone, ...parts }: StepParts) {
  const shownFields = new Map<string, InputField[]>();
  const definition = definitionFrom(invoke);

  const stepOf = async (kind: StepKind, key: string): Promise<StepDefinition> => {
    const step = (await definition())[kind]?.[key];
    if (!step) throw new Error(`The app has no ${key} among its ${kind}`);
    return step;
  };

  const step = (method: string, call: StepCall = {}): Promise<unknown> =>
    invoke({
      command: 'execute',
      method,
      storeKey: call.storeKey,
      bundle: {
        authData: call.authData ?? authData,
        inputData: call.inputData ?? {},
        inputDataRaw: call.inputDataRaw ?? rawInput(call.inputData ?? {}),
        meta: { ...META, timezone, ...call.meta },
      },
    });

  const prepared = async (kind: StepKind, key: string, input: Input) => {
    const asked = await stepOf(kind, key);
    const { operation } = asked;
    const { flags } = await definition();
    const fields = shownFields.get(`${kind}.${key}`) ?? staticFields(operation);
    const clean = operation.cleanInputData ?? flags?.cleanInputData ?? true;
    refuseUnknown(asked, input, fields);
    return { operation, ...receivedInput(input, fields, timezone, clean) };
  };

  /** One run of a search or create: under its lock, and again while it is throttled. */
  const run = async (
    kind: 'searches' | 'creates',
    key: string,
    input: Input,
    { replays = 0, authData: auth = authData }: StepOptions = {},
    meta: Partial<Meta> = {},
  ): Promise<unknown> => {
    const { operation, ...given } = await prepared(kind, key, input);
    const call = { ...given, authData: auth, meta: { ...given.meta, ...meta } };
    const { lock } = operation;
    const once = () => {
      const perform = () => step(`${kind}.${key}.operation.perform`, call);
      if (!lock || !parts.locks) return perform();
      const held = lockKey(lock, given.inputDataRaw, parts.owner(auth));
      return locksOf(handler).run(held, lock.timeout, perform);
    };
    return await repeated(once, replays, parts.wait);
  };

  /** One run of a polling trigger. Cursors are kept under the store key, if it can page. */
  const poll = async (
    key: string,
    input: Input,
    storeKey: string,
    meta: Partial<Meta>,
    auth = authData,
  ) => {
    const { operation, ...given } = await prepared('triggers', key, input);
    const cursor = operation.canPaginate ? { storeKey } : {};
    return await step(`triggers.${key}.operation.perform`, {
      ...given,
      ...cursor,
      authData: auth,
      meta: { ...given.meta, ...meta },
    });
  };

  const fields = async (kind: StepKind, key: string, input: Input) => {
    const { operation, ...call } = await prepared(kind, key, input);
    const shown = (await step(`${kind}.${key}.operation.inputFields`, call)) as InputField[];
    shownFields.set(`${kind}.${key}`, shown);
    return shown;
  };

  return { definition, stepOf, step, prepared, run, poll, fields };
}

export type Steps = ReturnType<typeof createSteps>;

/** Asks for the app's definition once. */
function definitionFrom(invoke: Invoke): () => Promise<AppDefinition> {
  let known: Promise<AppDefinition> | undefined;
  return async () => {
    known ??= invoke({ command: 'definition' }).then((results) => results as AppDefinition);
    try {
      return await known;
    } catch (error) {
      // A failure is not kept: the next call asks again.
      known = undefined;
      throw error;
    }
  };
}

/** The fields that are there before any function of the app made some. */
const staticFields = ({ inputFields = [] }: StepDefinition['operation']): InputField[] =>
  inputFields.flatMap((field) => (typeof field === 'string' ? [] : [field]));

const hasMadeFields = ({ inputFields = [] }: StepDefinition['operation']): boolean =>
  inputFields.some((field) => typeof field === 'string');

/** A form shows no other fields than these, so a Zap can fill in no other. */
function refuseUnknown(step: StepDefinition, input: Input, fields: InputField[]): void {
  // A dropdown is handed the form that it stands in.
  if (step.display?.hidden || hasMadeFields(step.operation)) return;
  const unknown = Object.keys(input).find((key) => !fields.some((field) => field.key === key));
  if (unknown !== undefined) throw new Error(`${step.key} has no field ${unknown}`);
}

/** The input as the step receives it: defaults, types and cleaning as the app declares them. */
function receivedInput(input: Input, fields: InputField[], timezone: string, clean: boolean) {
  const filled = withDefaults(input, fields);
  const data = typedInput(filled, fields, timezone);
  const inputFields: Meta['inputFields'] = {};
  for (const field of fields) if (field.meta) inputFields[field.key] = field.meta;
  return {
    inputData: clean ? withoutEmpty(data) : data,
    inputDataRaw: rawInput(filled),
    meta: { inputFields },
  };
}

/** Runs a step again while it is throttled, `replays` times at most, after the delay it asked for. */
async function repeated(
  once: () => Promise<unknown>,
  replays: number,
  wait: StepParts['wait'],
): Promise<unknown> {
  for (let left = replays; ; left -= 1) {
    try {
      return await once();
    } catch (error) {
      if (!(error instanceof StepError) || error.kind !== 'throttled' || left <= 0) throw error;
      await wait(error.delaySeconds ?? DEFAULT_DELAY_SECONDS);
    }
  }
}
