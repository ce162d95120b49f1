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
export function numberText(text: string): object {
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
