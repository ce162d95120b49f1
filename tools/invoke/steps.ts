/** The steps that can be invoked, by key. */
import { closest } from 'fastest-levenshtein';
import type { Example } from '../../examples/example.ts';
import { examples } from '../../examples/index.ts';
import { subjects } from '../../index.ts';

export const exampleOf = (key: string): Example | undefined =>
  Object.hasOwn(examples, key) ? examples[key] : undefined;

/** What to say of a key that no step of this kind has; null for one that there is. */
export function unknownKey(kind: string, key: string): string | null {
  const steps = Object.values(subjects).flat();
  // Zapier's CLI calls a dropdown by the trigger that it is.
  const kindOf = (type: string) => (type === 'dropdown' ? 'trigger' : type);
  const keys = steps
    .filter(({ type }) => kindOf(type) === kind)
    .map(({ definition }) => definition.key)
    .sort();
  if (keys.includes(key)) return null;
  const other = steps.find(({ definition }) => definition.key === key);
  if (other) {
    return `${key} is a ${kindOf(other.type)}: npm run invoke -- ${kindOf(other.type)} ${key}`;
  }
  return `There is no ${kind} ${key}. Do you mean ${closest(key, keys)}?\n\nThere are:\n  ${keys.join('\n  ')}`;
}
