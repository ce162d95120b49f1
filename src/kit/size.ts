/** What a step gives has to fit into what Zapier takes. */
import { OUTPUT_BYTES } from '../base/limits.ts';
import { refuse } from './errors.ts';
import type { InputField } from './fields/read.ts';

/** Entries of a list inside an item, and characters of a text, the roomiest first. */
const ROOMS = [
  { entries: 1_000, characters: 100_000 },
  { entries: 500, characters: 20_000 },
  { entries: 100, characters: 5_000 },
  { entries: 20, characters: 1_000 },
  { entries: 5, characters: 200 },
  { entries: 1, characters: 40 },
] as const;

type Room = { entries: number; characters: number };

/** Tried first, with all outputs; less room than that spoils more than leaving out what is said twice. */
const ROOMY = ROOMS.slice(0, 4);

/** Outputs that only say again what others say. */
const SAID_TWICE: readonly string[] = ['summary', 'console_url', 'admin_ui_url'];

/** JSON escapes what takes a byte by six at most, and so does UTF-8 with what is escaped. */
const MOST_BYTES_A_CHARACTER = 6;

/** Of what is no text. */
const MOST_CHARACTERS_OF_A_VALUE = 30;

/**
 * The items, each whole if they fit. Else lists inside of them are cut, whose number stands beside them, and
 * texts are shortened, then blank outputs and those that say the same again are left out; but no item is: a
 * trigger that did not give one would take it for a new one later.
 *
 * @param primary key of what tells items apart, which stays as it is
 * @throws Refusal when nothing helps, which names the fields that make it fewer
 */
export function withinSize<Item extends object>(
  items: Item[],
  primary: string,
  fields: readonly InputField[] = [],
): Item[] {
  if (isSurelySmall(items) || bytesOf(items) <= OUTPUT_BYTES) return items;
  // Ten thousand small items have nothing to shorten, and each try costs as much as writing them all.
  const most = longestIn(items);
  const cutting = (room: Room) => room.entries < most.entries || room.characters < most.characters;
  for (const room of ROOMY.filter(cutting)) {
    const fitted = items.map((item) => shortened(item, room, primary));
    if (bytesOf(fitted) <= OUTPUT_BYTES) return fitted;
  }
  const bare = items.map(bareOf);
  if (bytesOf(bare) <= OUTPUT_BYTES) return bare;
  for (const room of ROOMS.filter(cutting)) {
    const fitted = bare.map((item) => shortened(item, room, primary));
    if (bytesOf(fitted) <= OUTPUT_BYTES) return fitted;
  }
  const choices = fields.filter(({ key, dynamic }) => dynamic && key !== 'cluster_id');
  const narrowing = choices.length > 0 ? choices : fields.slice(0, 1);
  const names = narrowing.map(({ label }) => `“${label}”`).join(' or ');
  throw refuse(
    `there are ${items.length}, which is more than Zapier takes at once`,
    names === '' ? 'Look for fewer at once.' : `Narrow them down with ${names}.`,
  );
}

/** Tells most answers without writing them as JSON. */
export function isSurelySmall(items: readonly unknown[]): boolean {
  let left = OUTPUT_BYTES / MOST_BYTES_A_CHARACTER;
  const count = (value: unknown): void => {
    if (left < 0) return;
    if (typeof value === 'string') left -= value.length;
    else if (typeof value !== 'object' || value === null) left -= MOST_CHARACTERS_OF_A_VALUE / 6;
    else {
      for (const key in value) {
        left -= key.length / MOST_BYTES_A_CHARACTER + 1;
        count(value[key as keyof typeof value]);
      }
    }
  };
  count(items);
  return left >= 0;
}

function bytesOf(items: readonly object[]): number {
  return Buffer.byteLength(JSON.stringify(items));
}

/** The longest list and the longest text anywhere inside of the items. */
function longestIn(items: readonly object[]): Room {
  const longest = { entries: 0, characters: 0 };
  const look = (one: unknown): void => {
    if (typeof one === 'string') {
      longest.characters = Math.max(longest.characters, one.length);
    } else if (Array.isArray(one)) {
      longest.entries = Math.max(longest.entries, one.length);
      one.forEach(look);
    } else if (typeof one === 'object' && one !== null) {
      Object.values(one).forEach(look);
    }
  };
  items.forEach(look);
  return longest;
}

function shortened<Item extends object>(item: Item, room: Room, primary: string): Item {
  const entries = Object.entries(item).map(([key, value]) => [
    key,
    key === primary ? value : inRoom(value, room),
  ]);
  return Object.fromEntries(entries);
}

function inRoom(value: unknown, room: Room): unknown {
  if (typeof value === 'string') return textInRoom(value, room);
  if (Array.isArray(value)) {
    return value.slice(0, room.entries).map((entry) => inRoom(entry, room));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, inRoom(inner, room)]),
  );
}

function textInRoom(text: string, { characters }: Room): string {
  // What Zapier turns into a file later is of no use when it is cut.
  if (text.length <= characters || text.startsWith('hydrate|||')) return text;
  return `${text.slice(0, characters).replace(/[\ud800-\udbff]$/, '')}…`;
}

function bareOf<Item extends object>(item: Item): Item {
  const told: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(item)) {
    if (SAID_TWICE.includes(key) || value === null || value === '') continue;
    if (Array.isArray(value) && value.length === 0) continue;
    told[key] = value;
  }
  return told as Item;
}
