/** The steps that can be invoked, by key. */
import { closest } from 'fastest-levenshtein';
import type { Example } from '../../examples/example.ts';
import { examples } from '../../examples/index.ts';
import { subjects } from '../../index.ts';

export const exampleOf = (key: string): Example | undefined =>
  Object.hasOwn(examples, key) ? examples[key] : undefined;

const steps = Object.values(subjects).flat();

/** Zapier's CLI calls a dropdown by the trigger that it is. */
const kindOf = (type: string) => (type === 'dropdown' ? 'trigger' : type);

/** What to say where a key stands without its kind; null where no step has that key. */
export function withoutKind(key: string): string | null {
  const step = steps.find(({ definition }) => definition.key === key);
  if (!step) return null;
  return `${key} is a ${kindOf(step.type)}: npm run invoke -- ${kindOf(step.type)} ${key}`;
}

/** What to say of a key that no step of this kind has, or of none; null for one that there is. */
export function unknownKey(kind: string, key: string): string | null {
  const keys = steps
    .filter(({ type }) => kindOf(type) === kind)
    .map(({ definition }) => definition.key)
    .sort();
  if (keys.includes(key)) return null;
  const list = `There are:\n  ${keys.join('\n  ')}`;
  if (key === '') return `Which ${kind}? ${list}`;
  const other = withoutKind(key);
  if (other !== null) return other;
  return `There is no ${kind} ${key}. Do you mean ${closest(key, keys)}?\n\n${list}`;
}
