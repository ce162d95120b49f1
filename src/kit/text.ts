/** Texts as people mean them. Two that look the same can differ in characters that nobody sees. */

/** Zero-width spaces and joiners, direction marks, byte order marks, soft hyphens, variation selectors. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

/** What is seen as it is, as nearly all texts are: to look closer takes twenty times as long. */
const PLAIN = /^(?:[!-~]+ )*[!-~]+$/;

/** The text as it is seen: composed (NFC), without invisible characters, spaces alike and trimmed. */
export function visible(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(INVISIBLE, '').normalize('NFC').replace(/\s+/g, ' ').trim();
}

/**
 * The text as it is compared without case. Upper case comes last: it alone has one form for the two
 * small sigmas, and for “ß” and “ss”.
 */
export function folded(text: string): string {
  const seen = visible(text);
  return PLAIN.test(seen) ? seen.toUpperCase() : seen.toLowerCase().toUpperCase().normalize('NFC');
}

/** True when both name the same, whatever their case; what is missing is like nothing. */
export function isSameText(one: string | null | undefined, other: string): boolean {
  return typeof one === 'string' && folded(one) === folded(other);
}

const SEEN = /[^\s\p{Default_Ignorable_Code_Point}]/u;

/** The text without what surrounds it and is not seen; within it nothing is changed. */
export function trimmed(text: string): string {
  let [from, to] = [0, text.length];
  // By hand: an expression for the end would look at every gap within a long text.
  while (from < to && !SEEN.test(characterAt(text, from))) from += characterAt(text, from).length;
  while (to > from && !SEEN.test(characterBefore(text, to))) to -= characterBefore(text, to).length;
  return text.slice(from, to);
}

const characterAt = (text: string, at: number) => String.fromCodePoint(text.codePointAt(at) ?? 0);

/** The character that ends there, of one or two halves. */
function characterBefore(text: string, end: number): string {
  const pair = text.slice(Math.max(0, end - 2), end);
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(pair) ? pair : text.slice(end - 1, end);
}

/** Longer than any address, with the name of its owner. */
const MOST_OF_ADDRESS = 1_000;

/**
 * The email that a text says, as mail programs, links and lists write it: `Ada <ada@example.com>`,
 * `mailto:ada@example.com`, `"ada@example.com",`. Any other text is only trimmed.
 */
export function addressIn(text: string): string {
  if (!text.includes('@') || text.length > MOST_OF_ADDRESS) return trimmed(text);
  const seen = visible(text);
  return seen
    .slice(seen.lastIndexOf('<') + 1)
    .replace(/^["'(]*(?:mailto:)?/i, '')
    .replace(/[>"'),;.]+$/, '');
}

/** "1 row", "3 rows": for words whose plural takes an s. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/**
 * "weather-prod, winter-lab and 3 more": the first names, and how many there are besides. For summaries; an
 * error has room for as many as `listed` in choose.ts takes.
 *
 * @param limits `most`: so many are named; `count`: how many there are, where not all names are given
 */
export function firstOf(
  names: readonly string[],
  { most = 10, count = names.length }: { most?: number; count?: number } = {},
): string {
  const named = names.slice(0, most);
  const more = count > named.length ? ` and ${count - named.length} more` : '';
  return `${named.join(', ')}${more}`;
}
