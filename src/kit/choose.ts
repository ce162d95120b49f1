import { missing, Refusal, refuse } from './errors.ts';
import { firstOfEach } from './identity.ts';
import { folded, visible } from './text.ts';

/** Characters for the candidates of an ambiguous name, or for what there is. */
const ROOM = 110;

type Choosable = { id: string; name: string | null };

type Text = string | null | undefined;

/** How closely two texts may agree, from as they are written to without case. */
const GRADES = [(text: string) => text, visible, folded] as const;

/**
 * Those that a text names, by the first of the ways in which any is named: as it is written, else as it
 * looks, else without case.
 *
 * @param ways what may name an item, the surest first, such as its id, then its name
 */
export function closest<Item>(
  items: readonly Item[],
  text: string,
  ...ways: ((item: Item) => Text | readonly Text[])[]
): Item[] {
  for (const way of ways) {
    const candidates = items.flatMap((item) => {
      const texts = [way(item)].flat().filter((name) => typeof name === 'string');
      return texts.length === 0 ? [] : [{ item, texts }];
    });
    for (const grade of GRADES) {
      const wanted = grade(text);
      const named = candidates.filter(({ texts }) => texts.some((name) => grade(name) === wanted));
      if (named.length > 0) return named.map(({ item }) => item);
    }
  }
  return [];
}

/**
 * The one thing that a field's value names: its id, or its name (exactly, else without case). A name that
 * more than one thing has is refused with the candidates; so nobody has to type an id. What does not
 * exist is an error that names what there is.
 *
 * @param noun what it is, as in "cluster"
 * @param tell what tells two of the same name apart, such as the region
 */
export function choose<Item extends Choosable>(
  items: readonly Item[],
  value: string,
  noun: string,
  tell: (item: Item) => string | null = () => null,
): Item {
  const matches = firstOfEach(closest(items, value, byId, byName));
  const [only] = matches;
  if (only && matches.length === 1) return only;
  if (!only) throw noSuch(noun, value, firstOfEach(items).map(nameOf));
  const candidates = matches.map((item) => `${item.id} (${tell(item) ?? item.name})`);
  throw refuse(
    `${matches.length} ${noun}s are named “${shorten(value)}”`,
    `Choose one in the dropdown: ${listed(candidates)}.`,
  );
}

/**
 * What is chosen must exist, or nothing can be said: not even that there is none of what is searched.
 *
 * @param names of what there is
 */
export function noSuch(
  noun: string,
  value: string,
  names: readonly string[],
  where = 'that this API key can see',
): Error {
  return missing(
    `there is no ${noun} “${shorten(value)}” ${where}`,
    names.length === 0 ? 'There is none at all.' : `Choose one of: ${listed(names)}.`,
  );
}

/** The answer of `choose`, or null where what it names is searched for and may be missing. */
export async function orNone<T>(chosen: Promise<T>): Promise<T | null> {
  try {
    return await chosen;
  } catch (error) {
    // A list that is not there is another matter: then nothing is known.
    if (error instanceof Refusal && error.kind === 'not_found') return null;
    throw error;
  }
}

/** Those that have the text as their id, or else as their name, the closest first. */
export function called<Item extends Choosable>(items: readonly Item[], text: string): Item[] {
  const known = closest(items, text, byId);
  return known.length > 0 ? known : named(items, text);
}

/** Those whose name is the text, without case; as it is written first. */
export function named<Item extends Choosable>(items: readonly Item[], text: string): Item[] {
  const exact = closest(items, text, byName);
  const wanted = folded(text);
  const others = items.filter(
    (item) => !exact.includes(item) && item.name !== null && folded(item.name) === wanted,
  );
  return [...exact, ...others];
}

/** True for what `choose` would choose among: its id, or its name without case, is the text. */
export function isNamed(item: Choosable, text: string): boolean {
  const wanted = folded(text);
  return folded(item.id) === wanted || (item.name !== null && folded(item.name) === wanted);
}

/**
 * The words of a list that only the API knows, as it writes them. One that it does not know would never
 * match and is refused.
 */
export function knownWords(
  wanted: readonly string[],
  known: readonly string[],
  label: string,
): string[] {
  return wanted.map((word) => {
    const [found] = closest(known, word, (one) => one);
    if (found !== undefined) return found;
    throw refuse(
      `“${label}” cannot be “${shorten(word)}”`,
      known.length === 0 ? 'There is none at all.' : `Choose one of: ${listed(known)}.`,
    );
  });
}

const byId = ({ id }: Choosable) => id;
const byName = ({ name }: Choosable) => name;
const nameOf = ({ name, id }: Choosable) => name ?? id;

/** As many whole candidates as a sentence has room for, each once, and at least the beginning of one. */
export function listed(candidates: readonly string[]): string {
  const [first = '', ...rest] = new Set(candidates);
  let text = first.length > ROOM ? `${first.slice(0, ROOM)}…` : first;
  for (const [index, candidate] of rest.entries()) {
    if (text.length + candidate.length > ROOM) return `${text} and ${rest.length - index} more`;
    text = `${text}, ${candidate}`;
  }
  return text;
}

export function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
