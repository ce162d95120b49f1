/** Every value as the text that a user would have typed: so the CLI, like Zapier, hands it over. */
export function asTexts(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(input).map(([key, value]) => [key, asText(value)]));
}

function asText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asText);
  if (typeof value === 'object' && value !== null) return asTexts(value as Record<string, unknown>);
  return value === null || value === undefined ? '' : String(value);
}

/** @throws Error if the text is no JSON object */
export function parseInput(json: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new Error(`-i must be JSON: ${(error as Error).message}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error('-i must be a JSON object, such as {"name": "weather-prod"}');
  }
  return value as Record<string, unknown>;
}
