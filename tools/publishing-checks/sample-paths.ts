/** A sample's values under the keys that output fields have for them. */
import { isObject } from './view.ts';

export type Values = Map<string, unknown[]>;

function collect(values: Values, key: string, value: unknown): void {
  if (isObject(value)) {
    for (const [inner, it] of Object.entries(value)) collect(values, `${key}__${inner}`, it);
  } else if (Array.isArray(value)) {
    for (const item of value) {
      if (!isObject(item)) collect(values, `${key}[]`, item);
      else for (const [inner, it] of Object.entries(item)) collect(values, `${key}[]${inner}`, it);
    }
  } else {
    values.set(key, [...(values.get(key) ?? []), value]);
  }
}

/** `{a: {b: 1}, c: [{d: 2}]}` has `a__b` and `c[]d`. */
export function valuesOf(sample: Record<string, unknown>): Values {
  const values: Values = new Map();
  for (const [key, value] of Object.entries(sample)) collect(values, key, value);
  return values;
}

const isoDate = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2}))?$/;

/** ISO 8601; with a zone if there is a time. */
export const isIsoDate = (value: unknown) => typeof value === 'string' && isoDate.test(value);

/** Whether a value is of an output field's type; null and undefined tell nothing. */
export function isOfType(value: unknown, type = 'string'): boolean {
  if (value === null || value === undefined) return true;
  switch (type) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return typeof value === 'number';
    case 'datetime':
      return isIsoDate(value);
    default:
      return typeof value === 'string';
  }
}
