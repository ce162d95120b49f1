import type { Bundle, Create, ZObject } from 'zapier-platform-core';
import { isProblem } from '../base/problem.ts';
import { type Described, declared, toDefinition } from './definition.ts';
import { maybeDone, stillOpen, toZapierError } from './errors.ts';
import type { InputField, InputOf } from './fields/read.ts';
import { checkLevel, type LevelRule, levelNeeded } from './level.ts';
import { identityKey, type RecordOf, type RecordShape } from './record/static.ts';
import { type Run, runStep } from './run/run.ts';
import { withinSize } from './size.ts';
import type { CreateStep } from './step.ts';

type ActionDefinition<Fields extends readonly InputField[], Shape extends RecordShape> = Described<
  Fields,
  Shape
> & {
  /**
   * `safe`: the step says what shall be so; a repetition finds it so and changes nothing. It is tried
   * again by itself while the deadline allows. `unsafe`: never repeated after a lost reply.
   */
  replay: 'safe' | 'unsafe';
  /** Steps of one lock run one after another. See `LOCKS`. Null where they need not wait. */
  lock: Lock | null;
  perform(run: Run<InputOf<Fields>>): Promise<RecordOf<Shape>>;
  /** How much the connection must be allowed to do for it; default: to change. */
  level?: LevelRule<InputOf<Fields>>;
};

/**
 * Zapier locks on a text made from the raw input, where one Zap names a cluster by id and another by
 * name. So the key holds no input: changes of one kind of thing in one Zapier account wait for each
 * other. Core does not enforce it; the API's own refusal of a second operation is the last guard.
 */
export const LOCKS = {
  cluster: { key: 'change_cluster', scope: ['account'], timeout: 30 },
  members: { key: 'change_members', scope: ['account'], timeout: 30 },
  places: { key: 'change_places', scope: ['account'], timeout: 30 },
  subscriptions: { key: 'change_subscriptions', scope: ['account'], timeout: 30 },
  apiKeys: { key: 'change_own_keys', scope: ['account'], timeout: 30 },
} as const;

type Lock = (typeof LOCKS)[keyof typeof LOCKS];

const ATTEMPTS = 3;

/** Time that one more attempt must have, or the failure of the last is told. */
const ATTEMPT_MS = 6_000;

export function defineAction<
  const Fields extends readonly InputField[],
  const Shape extends RecordShape,
>(action: ActionDefinition<Fields, Shape>): CreateStep {
  const asker = { kind: 'create', label: action.label, replay: action.replay } as const;
  const level = action.level ?? 'change';
  const perform = async (z: ZObject, bundle: Bundle) => {
    try {
      const given = await runStep(z, bundle, action.inputFields, (run) => {
        checkLevel(bundle.authData?.scope, levelNeeded(level, run.input));
        return action.replay === 'safe' ? untilKnown(run, action.perform) : action.perform(run);
      });
      return withinSize([given], identityKey(action.record))[0];
    } catch (error) {
      throw toZapierError(z, asker, error);
    }
  };
  const lock = action.lock && { ...action.lock, scope: [...action.lock.scope] };
  const definition = toDefinition(action, { perform, ...(lock ? { lock } : {}) }) as Create;
  return {
    type: 'create',
    replay: action.replay,
    level: level as LevelRule<object>,
    ...declared(action),
    definition,
  };
}

/** After a lost reply a safe step looks again: either it is so by now, or it is asked for once more. */
async function untilKnown<Input, Result>(
  run: Run<Input>,
  perform: (run: Run<Input>) => Promise<Result>,
): Promise<Result> {
  let isOpen = false;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await perform(run);
    } catch (error) {
      const again = attempt < ATTEMPTS && run.deadline.remainingMs() > ATTEMPT_MS;
      if (maybeDone(error) && again) isOpen = true;
      // What looking again met says nothing of what was sent before.
      else throw isOpen && isProblem(error) ? stillOpen(error) : error;
    }
  }
}
