/** The kinds of step, and how the app is put together from them. */
import type { Create, Search, Trigger } from 'zapier-platform-core';

/** What a trigger promises; docs and tests read it, Zapier does not. */
export type TriggerKind =
  /** New things, newest first or the whole list. */
  | 'new'
  /** Events that the server keeps, read back over a window. */
  | 'event'
  /** A condition that holds, told once per object and period. */
  | 'alert';

export type TriggerStep = { type: 'trigger'; kind: TriggerKind; definition: Trigger };
export type DropdownStep = { type: 'dropdown'; definition: Trigger };
export type SearchStep = { type: 'search'; definition: Search };
export type CreateStep = { type: 'create'; replay: 'safe' | 'unsafe'; definition: Create };

export type Step = TriggerStep | DropdownStep | SearchStep | CreateStep;

/** The steps of all subjects as the maps that Zapier wants, by key. */
export function assemble(subjects: readonly (readonly Step[])[]) {
  const steps = subjects.flat();
  const byKey = <T extends { key: string }>(definitions: T[]): Record<string, T> =>
    Object.fromEntries(definitions.map((definition) => [definition.key, definition]));
  return {
    triggers: byKey(
      steps.flatMap((step) =>
        step.type === 'trigger' || step.type === 'dropdown' ? [step.definition] : [],
      ),
    ),
    searches: byKey(steps.flatMap((step) => (step.type === 'search' ? [step.definition] : []))),
    creates: byKey(steps.flatMap((step) => (step.type === 'create' ? [step.definition] : []))),
  };
}
