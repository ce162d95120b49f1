/** What a value from outside becomes, and what all of its readers need. */

/** A parameter, or what is wrong with the value: a clause such as "is no whole number". */
export type Parameter = { value: unknown } | { invalid: string };

export const ok = (value: unknown): Parameter => ({ value });
export const wrong = (invalid: string): Parameter => ({ invalid });

export const FLOAT = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a text says as JSON; undefined for one that is none. */
export function parsed(
  text: string,
  parse: (text: string) => unknown = (json) => JSON.parse(json),
): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
