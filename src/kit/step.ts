/** The kinds of step, and how the app is put together from them. */
import type { Create, Search, Trigger } from 'zapier-platform-core';
import { handedOn } from './constant.ts';
import type { InputField } from './fields/read.ts';
import type { LevelRule } from './level.ts';
import type { RecordShape } from './record/static.ts';

/** What a step declares of itself, which says more than what Zapier is told; docs and tests read it. */
export type Declared = { fields: readonly InputField[]; record: RecordShape };

/** What a trigger promises; docs and tests read it, Zapier does not. */
export type TriggerKind =
  /** New things, newest first or the whole list. */
  | 'new'
  /** Events that the server keeps, read back over a window. */
  | 'event'
  /** A condition that holds, told once per object and period. */
  | 'alert';

export type TriggerStep = Declared & {
  type: 'trigger';
  kind: TriggerKind;
  definition: Trigger;
};
export type DropdownStep = Declared & { type: 'dropdown'; definition: Trigger };
export type SearchStep = Declared & {
  type: 'search';
  definition: Search;
  /** Pairs the search with a create of the same thing: what is not found is made. */
  orCreate: OrCreate | null;
};

/** The create's outputs hold all of the search's, so that a Zap need not know which of them ran. */
export type OrCreate = { create: string; label: string; description: string };

export type CreateStep = Declared & {
  type: 'create';
  replay: 'safe' | 'unsafe';
  level: LevelRule<object>;
  definition: Create;
};

export type Step = TriggerStep | DropdownStep | SearchStep | CreateStep;

/** The steps of all subjects as the maps that Zapier wants, by key. */
export function assemble(subjects: readonly (readonly Step[])[]) {
  const steps = subjects.flat();
  const byKey = <T extends { key: string }>(definitions: T[]): Record<string, T> =>
    handedOn(Object.fromEntries(definitions.map((definition) => [definition.key, definition])));
  return {
    triggers: byKey(
      steps.flatMap((step) =>
        step.type === 'trigger' || step.type === 'dropdown' ? [step.definition] : [],
      ),
    ),
    searches: byKey(steps.flatMap((step) => (step.type === 'search' ? [step.definition] : []))),
    creates: byKey(steps.flatMap((step) => (step.type === 'create' ? [step.definition] : []))),
    searchOrCreates: byKey(steps.flatMap((step) => (step.type === 'search' ? pair(step) : []))),
  };
}

/** Zapier knows a find-or-create by the key of its search. */
function pair({ definition: { key }, orCreate }: SearchStep) {
  if (!orCreate) return [];
  const { create, label, description } = orCreate;
  return [{ key, display: { label, description }, search: key, create }];
}
