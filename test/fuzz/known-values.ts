/**
 * Words that make generated replies fit each other: a cluster that is looked for by name is then in the
 * list often enough, and steps get past their first look-up. Replies are generated with gaps, and a gap
 * is filled when it is known what was asked for.
 */
import { Gap, Huge, Known, KnownList, MISSING } from './placeholders.ts';
import { isObject } from './reply-mutations.ts';
import type { Tape } from './tape.ts';
import { parsed } from './taped-replies.ts';

export type Vocabulary = {
  /** What the tape has under a field's name. */
  tape: ReadonlyMap<string, readonly unknown[]>;
  /** Texts of the step's input. */
  input: readonly string[];
};

export function vocabularyOf({ replies, input }: Tape): Vocabulary {
  const found = new Map<string, Set<unknown>>();
  for (const { body, statement } of replies) {
    if (statement === null) collect('', parsed(body), found);
  }
  return {
    tape: new Map([...found].map(([key, values]) => [key, [...values]])),
    input: textsIn(input),
  };
}

function collect(key: string, value: unknown, found: Map<string, Set<unknown>>): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(key, item, found);
    return;
  }
  const known = found.get(key) ?? new Set();
  found.set(key, known.add(value));
  if (!isObject(value)) return;
  for (const [name, inner] of Object.entries(value)) collect(name, inner, found);
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** What was asked for: the values in the path by name, and the last of them, which is the thing itself. */
export type AskedFor = {
  byName: Readonly<Record<string, string>>;
  itself: string | undefined;
  /** What the tape answered to it. */
  entries: readonly unknown[];
};

/** The reply with its gaps filled and what is missing left out; undefined when the whole is missing. */
export function filled(raw: unknown, words: Vocabulary, asked: AskedFor): unknown {
  return fill(raw, { words, asked, key: '', depth: 0, isRepeated: false });
}

type Place = {
  words: Vocabulary;
  asked: AskedFor;
  key: string;
  depth: number;
  /** In an entry of a huge list, where another one would make gigabytes. */
  isRepeated: boolean;
};

function fill(raw: unknown, place: Place): unknown {
  if (raw === MISSING) return undefined;
  if (raw instanceof Gap) return wordFor(raw, place);
  if (raw instanceof Known) return thingFor(raw, place);
  if (raw instanceof KnownList) return listFor(raw, place);
  if (raw instanceof Huge) {
    const list = fill(raw.list, { ...place, isRepeated: true }) as unknown[];
    return place.isRepeated ? list : raw.of(list);
  }
  if (Array.isArray(raw)) {
    return raw.flatMap((item) => {
      const value = fill(item, place);
      return value === undefined ? [] : [value];
    });
  }
  if (!isObject(raw)) return raw;
  const entries = Object.entries(raw).map(([key, value]) => [
    key,
    fill(value, { ...place, key, depth: place.depth + 1 }),
  ]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function wordFor({ from, choice, spare }: Gap, place: Place): unknown {
  const { words, asked, key, depth } = place;
  if (from === 'asked') {
    const own = depth === 1 && key === 'id' ? asked.itself : undefined;
    const word = own ?? asked.byName[key];
    if (word !== undefined) return word;
  }
  const known = from === 'input' ? words.input : (words.tape.get(key) ?? []);
  return known.length > 0 ? known[choice % known.length] : fill(spare, place);
}

function things({ words, asked, key, depth }: Place): Record<string, unknown>[] {
  return (depth === 0 ? asked.entries : (words.tape.get(key) ?? [])).filter(isObject);
}

function listFor({ changes, spare }: KnownList, place: Place): unknown {
  const known = things(place);
  if (known.length === 0) return fill(spare, place);
  const changed = known.map((thing, index) => {
    const own = changes.filter(([at]) => at % known.length === index).map(([, change]) => change);
    return Object.assign({}, thing, ...own);
  });
  return fill(changed, place);
}

function thingFor({ choice, changes, spare }: Known, place: Place): unknown {
  const known = things(place);
  const thing = known[choice % known.length];
  return thing ? fill({ ...thing, ...changes }, place) : fill(spare, place);
}
