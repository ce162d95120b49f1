import { missing, refuse } from './errors.ts';
import { firstOfEach } from './identity.ts';

/** Characters for the candidates of an ambiguous name. */
const ROOM = 110;

type Choosable = { id: string; name: string | null };

/**
 * The one thing that a field's value names: its id, or its exact name without case. A name that more
 * than one thing has is refused with the candidates; so nobody has to type an id.
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
  const byId = items.find((item) => item.id === value);
  if (byId) return byId;
  const matches = firstOfEach(named(items, value));
  const [only] = matches;
  if (only && matches.length === 1) return only;
  if (!only) {
    throw missing(
      `there is no ${noun} “${shorten(value)}” that this API key can see`,
      'Choose it from the dropdown, or check the name.',
    );
  }
  const candidates = matches.map((item) => `${item.id} (${tell(item) ?? item.name})`);
  throw refuse(
    `${matches.length} ${noun}s are named “${shorten(value)}”`,
    `Choose one in the dropdown: ${listed(candidates)}.`,
  );
}

/** Those whose name is the text, without case. */
export function named<Item extends Choosable>(items: readonly Item[], text: string): Item[] {
  const wanted = text.trim().toLowerCase();
  return items.filter((item) => item.name?.toLowerCase() === wanted);
}

/** True for what `choose` would choose among: its id, or its name without case, is the text. */
export function isNamed(item: Choosable, text: string): boolean {
  return item.id === text || named([item], text).length > 0;
}

/** As many whole candidates as a sentence has room for, and at least the beginning of one. */
function listed(candidates: readonly string[]): string {
  const [first = '', ...rest] = candidates;
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
