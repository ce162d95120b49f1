/** The API's own words in a refusal. */
import { parseJson, withoutMark } from '../../base/json.ts';
import { MESSAGE_CHARACTERS, NESTING } from '../../base/limits.ts';

/** More things that are wrong than anybody reads. */
const MOST_DETAILS = 20;

/**
 * The server's message made readable. Seen are `{message, success, errors: {field: string | string[] |
 * object}}`, `{errors: "text"}`, `related_resources` beside a message, and bodies that are no JSON.
 *
 * @param mask takes secrets out; asked after decoding, for JSON can hide them
 */
export function readServerMessage(text: string, mask: (text: string) => string): string | null {
  const body = parseObject(text);
  if (!body) return null;
  const message = typeof body.message === 'string' ? body.message : '';
  const some = [...firstTexts(body.errors), ...relatedResources(body.related_resources)].join('; ');
  const joined = [message, some]
    .map((part) => shortened(mask(part)))
    .filter(Boolean)
    .join(' - ');
  return joined === '' ? null : joined;
}

/** White space counts as one blank. What was cut may be the beginning of an address, so it ends with a word. */
function shortened(text: string): string {
  const whole = text.length <= MESSAGE_CHARACTERS;
  const some = text.slice(0, MESSAGE_CHARACTERS).replace(/\s+/g, ' ').trim();
  return whole ? some : `${some.slice(0, Math.max(some.lastIndexOf(' '), 200))}…`;
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const body = parseJson(withoutMark(text));
    return isObject(body) ? body : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function firstTexts(errors: unknown): string[] {
  const first = [];
  for (const text of texts(errors)) if (first.push(text) === MOST_DETAILS) break;
  return first;
}

/** The texts in what is wrong with which field, in their order. */
function* texts(value: unknown, path: string[] = [], depth = 0): Generator<string> {
  if (typeof value === 'string') yield path.length ? `${path.join('.')}: ${value}` : value;
  if (typeof value !== 'object' || value === null || depth === NESTING) return;
  for (const [key, inner] of Object.entries(value)) {
    yield* texts(inner, Array.isArray(value) ? path : [...path, key], depth + 1);
  }
}

function relatedResources(value: unknown): string[] {
  if (!isObject(value)) return [];
  return Object.entries(value)
    .slice(0, MOST_DETAILS)
    .map(([kind, ids]) => `${Array.isArray(ids) ? ids.length : 'some'} ${kind} still there`);
}
