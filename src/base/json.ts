/**
 * JSON as servers send it. Whole numbers beyond 2^53, and decimals of more digits than a double has, come out
 * as text with all their digits, because a JavaScript number would round them in silence.
 */
export function parseJson(json: string): unknown {
  // Looking at each number costs time, so it is done only where such a number can be.
  return (hasDigits(json, 16) ? parseNumbers(json, keepDigits) : undefined) ?? JSON.parse(json);
}

type Reviver = (this: unknown, key: string, value: unknown) => unknown;

/**
 * JSON, with each of its numbers read by `read`, which is given it as it was written, too. Undefined for what is
 * nested deeper than that can go: unlike the parser, a reviver goes into it by calling itself.
 */
export function parseNumbers(
  json: string,
  read: (value: number, source: string) => unknown,
): unknown {
  const revive = (_key: string, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' ? read(value, context?.source ?? String(value)) : value;
  try {
    return JSON.parse(json, revive as Reviver);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Whether so many digits stand one behind the other; looks at few characters, for a text can have millions. */
function hasDigits(text: string, count: number): boolean {
  // Wherever so many stand, one of them is at one of these places.
  for (let place = count - 1; place < text.length; place += count) {
    if (!isDigit(text, place)) continue;
    let start = place;
    while (isDigit(text, start - 1)) start -= 1;
    while (isDigit(text, place + 1)) place += 1;
    if (place - start + 1 >= count) return true;
  }
  return false;
}

function isDigit(text: string, place: number): boolean {
  const code = text.charCodeAt(place);
  return code >= 48 && code <= 57;
}

/** Without the byte order mark that some servers put in front. */
export function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** No double needs more to be told apart from all others. */
const DIGITS = 17;

function keepDigits(value: number, source: string): unknown {
  if (Number.isSafeInteger(value)) return value;
  if (/^-?\d+$/.test(source)) return source;
  const digits = /^-?(\d+)\.(\d+)$/.exec(source);
  const count = digits ? `${digits[1]}${digits[2]}`.replace(/^0+/, '').length : 0;
  return count > DIGITS ? source : value;
}

/** The value, with what is nested deeper than so many levels left out: few can go into that. */
export function withoutDepths(value: unknown, levels: number): unknown {
  return isDeeper(value, levels) ? pruned(value, levels) : value;
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) return value.some((inner) => isDeeper(inner, levels - 1));
  // Parsed from JSON, so all keys are its own; a list of the values would take as long again.
  for (const key in value) {
    if (isDeeper((value as Record<string, unknown>)[key], levels - 1)) return true;
  }
  return false;
}

function pruned(value: unknown, levels: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return '…';
  if (Array.isArray(value)) return value.map((inner) => pruned(inner, levels - 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, pruned(inner, levels - 1)]),
  );
}
