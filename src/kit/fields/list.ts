/** What can be mapped to a field that takes several texts. */

/** The items of one value: of a JSON list, or of a text with commas or lines between them. */
export function itemsOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(itemsOf);
  if (typeof value !== 'string') return [value];
  return inJson(value) ?? partsOf(value);
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
