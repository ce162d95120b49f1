/** Running one step alone. */
import app from '../../index.ts';
import type { Item, Zapier } from '../../sandbox/zapier/index.ts';
import { keyOf, methodOf, type Step } from '../conformance/steps.ts';

/** Core prepares the whole app for each call; with a single step in it that is six times as fast. */
export function appWithOnly({ type, definition }: Step): object {
  const own = { [definition.key]: definition };
  return {
    ...app,
    triggers: type === 'trigger' || type === 'dropdown' ? own : {},
    searches: type === 'search' ? own : {},
    creates: type === 'create' ? own : {},
    searchOrCreates: {},
  };
}

/** What the step gives; of a create, its one result. */
export async function runStep(
  zapier: Zapier,
  step: Step,
  inputData: Readonly<Record<string, unknown>>,
  connection: { authData?: Record<string, string> } = {},
): Promise<Item[]> {
  const key = keyOf(step);
  const input = { ...inputData };
  if (step.type === 'search') return (await zapier.search(key, input, connection)) as Item[];
  if (step.type === 'create') return [await zapier.create(key, input, connection)];
  const call = { inputData: input, ...connection };
  return (await zapier.step(methodOf(step), call)) as Item[];
}
