/** What can be mapped to a field that takes several texts. */
import { trimmed } from '../text.ts';

/** The items of one value: of a JSON list, or of a text with commas or lines between them. */
export function itemsOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(itemsOf);
  if (typeof value !== 'string') return [value];
  return inJson(value) ?? partsOf(value);
}

/** The words of a list of which nobody knows all: none holds a sign that stands between or around words. */
export function wordsOf(texts: readonly string[]): string[] {
  return texts
    .flatMap((text) => text.split(/[;|]/))
    .map((word) => trimmed(word).replace(/^["'](.*)["']$/, '$1'))
    .filter((word) => word !== '');
}

/**
 * The items of one value where each has its place, for there are others beside them: blank ones stay, as a
 * blank text, and an item of several is one, whatever commas are in it.
 */
export function placesOf(value: unknown): unknown[] {
  const given = Array.isArray(value) && value.length === 1 ? value[0] : value;
  if (given === undefined || given === null || given === '') return [];
  const items = Array.isArray(given) ? given : itemsOf(given);
  return items.map((item) => item ?? '');
}

/** `1,000`: the comma can only be one of thousands, for no number begins with two zeros. */
const THOUSANDS = /^[1-9]\d{0,2}(,\d{3})*,0\d{2}(,\d{3})*$/;

/** `80,100`: two numbers, or one of thousands. */
const EITHER = /^[1-9]\d{0,2}(,[1-9]\d{2})+$/;

/** The items of one value that are numbers; null where it could be one number as well as several. */
export function numbersOf(value: unknown): unknown[] | null {
  if (Array.isArray(value)) {
    const parts = value.map(numbersOf);
    return parts.includes(null) ? null : parts.flatMap((part) => part ?? []);
  }
  if (typeof value !== 'string') return [value];
  const parts = inJson(value) ?? value.split(/[;\n]|, |,$| and /);
  const read = parts.flatMap((part): (unknown[] | null)[] => {
    const text = String(part).trim();
    if (THOUSANDS.test(text)) return [[text]];
    return [EITHER.test(text) ? null : partsOf(text)];
  });
  return read.includes(null) ? null : read.flatMap((part) => part ?? []);
}

function inJson(text: string): unknown[] | null {
  if (!text.trim().startsWith('[')) return null;
  try {
    const read: unknown = JSON.parse(text);
    return Array.isArray(read) ? read : null;
  } catch {
    return null;
  }
}

/** What stands between commas and lines, but for those within double quotes: a table's name can hold one. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  let from = 0;
  let end = 0;
  for (; end < text.length; end += 1) {
    const character = text[end];
    if (character === '"') end = closing(text, end);
    if (character !== ',' && character !== '\n') continue;
    parts.push(text.slice(from, end));
    from = end + 1;
  }
  return [...parts, text.slice(from)];
}

/** Where the quotes that open at a place close; the place itself if they never do. */
function closing(text: string, opened: number): number {
  const closed = text.indexOf('"', opened + 1);
  return closed < 0 ? opened : closed;
}
