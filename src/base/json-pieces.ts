import { parseJson, withoutMark } from './json.ts';

/**
 * Reads JSON while it comes. A list of thousands of objects is never in memory as a whole, neither as text
 * nor as what was parsed: entries are handed over some at a time, and only what is made of them is kept.
 * Everything else is read at the end.
 */
export type JsonPieces = {
  take(piece: string): void;
  /** True while nothing but white space came. */
  isBlank(): boolean;
  /** What was sent; a list as what became of its entries. Throws a SyntaxError for what is no JSON. */
  end(): unknown;
};

/** What stands between two objects of a list, by the ways that JSON is usually written in. */
const BETWEEN = ['},{', '}, {', '},\n'] as const;

/** Characters that are worth a look: about what a socket gives at once. */
const WORTH_A_LOOK = 64 * 1_024;

/** Places that are tried, for one may be inside an entry. */
const MOST_TRIES = 4;

export function jsonPieces(
  readEntry: (entry: unknown) => unknown = (entry) => entry,
  worthALook = WORTH_A_LOOK,
): JsonPieces {
  const entries: unknown[] = [];
  /** What was not read yet; of a list that was begun to be read, what comes after a comma. */
  let text = '';
  let isBegun = false;
  let failure: unknown;
  let enough = worthALook;

  const keep = (parsed: readonly unknown[]) => {
    for (const entry of parsed) entries.push(readEntry(entry));
  };

  /** Reads the whole entries there are, if it finds where they end. */
  function look(): void {
    const start = isBegun ? '[' : '';
    if (!isBegun && !/^\s*\[/.test(text)) return;
    for (const end of lastEnds(text)) {
      // Brackets and quotes only come out even where an entry of the list itself ends.
      const batch = parsedList(`${start}${text.slice(0, end)}]`);
      if (batch === undefined) continue;
      text = text.slice(text.indexOf(',', end) + 1);
      isBegun = true;
      enough = worthALook;
      keep(batch);
      return;
    }
    enough = 2 * text.length;
  }

  function readRest(): unknown {
    if (!isBegun) {
      const whole = parseJson(text);
      return Array.isArray(whole) ? whole.map((entry) => readEntry(entry)) : whole;
    }
    const rest = parseJson(`[${text}`) as unknown[];
    if (rest.length === 0) throw new SyntaxError('A comma without an entry behind it');
    keep(rest);
    return entries;
  }

  return {
    take(piece) {
      if (failure !== undefined) return;
      text = isBegun || text !== '' ? text + piece : withoutMark(piece);
      if (text.length < enough) return;
      try {
        look();
      } catch (error) {
        failure = error;
      }
    },
    isBlank: () => !isBegun && text.trim() === '',
    end() {
      if (failure !== undefined) throw failure;
      return readRest();
    },
  };
}

/** Behind the last objects that another one seems to follow, the last first. */
function* lastEnds(text: string): Generator<number> {
  for (const mark of BETWEEN) {
    let tries = 0;
    for (
      let at = text.lastIndexOf(mark);
      at > 0 && tries < MOST_TRIES;
      at = text.lastIndexOf(mark, at - 1)
    ) {
      tries += 1;
      yield at + 1;
    }
    if (tries > 0) return;
  }
}

function parsedList(text: string): unknown[] | undefined {
  try {
    return parseJson(text) as unknown[];
  } catch {
    return undefined;
  }
}
