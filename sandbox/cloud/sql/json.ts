import { makeObject, type Value } from './values/value.ts';

/**
 * JSON that keeps the digits of every number. CrateDB sends and takes bigints as
 * bare numbers, which JSON.parse alone would round beyond 2^53.
 */

/** Both are in every supported Node, but not yet in TypeScript's library. */
type SourceJson = {
  rawJSON(text: string): object;
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
  ): unknown;
};
const json = JSON as unknown as SourceJson;

/** A number as it shall stand in the JSON text, e.g. `9007199254740993` or `1.0`. */
function numberText(text: string): object {
  return json.rawJSON(text);
}

/** Parses JSON; integers beyond 2^53 become bigint. Throws SyntaxError. */
export function parseJson(text: string): unknown {
  return json.parse(text, (_, value, { source }) =>
    typeof value === 'number' &&
    Number.isInteger(value) &&
    !Number.isSafeInteger(value) &&
    source !== undefined &&
    /^-?\d+$/.test(source)
      ? BigInt(source)
      : value,
  );
}

export function writeJson(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    typeof part === 'bigint' ? numberText(String(part)) : part,
  );
}

/** Parses JSON into the database's values: whole numbers are bigints, others doubles, also `5.0`. */
export function parseValues(text: string): Value {
  const parsed = json.parse(text, (_, value, { source }) => {
    if (typeof value === 'number' && source !== undefined) {
      return /^-?\d+$/.test(source) ? BigInt(source) : new Double(value);
    }
    return value;
  });
  return toValue(parsed);
}

/** Holds a double apart from a whole number until the values are made. */
class Double {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

function toValue(parsed: unknown): Value {
  if (parsed instanceof Double) return parsed.value;
  if (Array.isArray(parsed)) return parsed.map(toValue);
  if (typeof parsed === 'object' && parsed !== null) {
    return makeObject(Object.entries(parsed).map(([key, part]) => [key, toValue(part)]));
  }
  return parsed as Value;
}
