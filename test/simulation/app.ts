/** The app's triggers, one by one. */
import whole, { subjects } from '../../index.ts';
import type { Step, TriggerStep } from '../../src/kit/step.ts';

export type { TriggerStep };

export const triggers: readonly TriggerStep[] = (Object.values(subjects).flat() as Step[]).filter(
  (step): step is TriggerStep => step.type === 'trigger',
);

/** The app with no other step in it: core, and every definition that is asked for, is then quick. */
export function appWith({ definition }: TriggerStep): object {
  const triggers = { [definition.key]: definition };
  return { ...whole, triggers, searches: {}, creates: {}, searchOrCreates: {} };
}
