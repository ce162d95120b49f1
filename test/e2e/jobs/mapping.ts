/** What a person who builds a Zap does between two steps: choose a field of an earlier one. */
import type { Item } from '../../../sandbox/zapier/index.ts';

/**
 * A field of an earlier step, as Zapier hands it over: as text, or as a list of texts for line items
 * (`clusters[]cluster_name`). It has to be there: nobody can map what a step does not give.
 */
export function mapped(step: Item | undefined, field: string): string | string[] {
  const [list = '', inner] = field.split('[]');
  const value = step?.[list];
  if (inner !== undefined) {
    if (!Array.isArray(value) || value.length === 0) throw new Error(`There are no ${list}`);
    return value.map((line) => asText(line[inner], field));
  }
  if (Array.isArray(value)) return value.map((one) => asText(one, field));
  return asText(value, field);
}

function asText(value: unknown, field: string): string {
  if (value === undefined || value === null || typeof value === 'object') {
    throw new Error(`There is no ${field} to map`);
  }
  return String(value);
}
