import { parseError } from '../errors.ts';

const compiled = new Map<string, RegExp>();

function remember(key: string, make: () => RegExp): RegExp {
  const known = compiled.get(key);
  if (known) return known;
  const made = make();
  if (compiled.size > 500) compiled.clear();
  compiled.set(key, made);
  return made;
}

const escaped = (character: string): string => character.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** Letters of ASCII match both cases; others only themselves, as CrateDB does it. */
const anyCase = (character: string): string =>
  /[a-z]/i.test(character)
    ? `[${character.toLowerCase()}${character.toUpperCase()}]`
    : escaped(character);

/** LIKE's pattern as a regular expression over the whole text. */
export function likePattern(pattern: string, escaping: string, insensitive: boolean): RegExp {
  return remember(`like ${insensitive} ${escaping} ${pattern}`, () => {
    const literal = insensitive ? anyCase : escaped;
    const characters = [...pattern];
    let source = '';
    for (let i = 0; i < characters.length; i++) {
      const character = characters[i] ?? '';
      if (character === escaping && escaping !== '') {
        const next = characters[++i];
        if (next === undefined) {
          throw parseError(`pattern '${pattern}' must not end with escape character '${escaping}'`);
        }
        source += literal(next);
      } else if (character === '%') source += '[\\s\\S]*';
      else if (character === '_') source += '[\\s\\S]';
      else source += literal(character);
    }
    return new RegExp(`^${source}$`, 'u');
  });
}

/** Java lets any sign be escaped that is no letter or digit, JavaScript only those that mean something. */
function fromJava(pattern: string): string {
  return pattern.replace(/\\([\s\S])/g, (whole, sign: string) =>
    /[\w^$\\.*+?()[\]{}|/-]/.test(sign) ? whole : sign,
  );
}

/** CrateDB: a pattern with one of these is read as Java's, any other as Lucene's, which has no anchors. */
const JAVA_ONLY = /\\[dDsSwWbBAGZz]|^\(\?[idmsuxU]/;

/** Lucene: `^` and `$` stand for themselves, but in a class. */
const withoutAnchors = (pattern: string): string =>
  pattern.replace(/\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|[$^]/g, (part) =>
    part === '^' || part === '$' ? `\\${part}` : part,
  );

/** A regular expression over the whole text, for `~` and `~*`. */
export function wholePattern(pattern: string, insensitive: boolean): RegExp {
  return remember(`re ${insensitive} ${pattern}`, () => {
    const lucene = !insensitive && !JAVA_ONLY.test(pattern);
    const source = lucene ? withoutAnchors(pattern) : pattern;
    try {
      return new RegExp(`^(?:${fromJava(source)})$`, insensitive ? 'isu' : 'su');
    } catch {
      throw parseError(
        lucene ? 'unexpected end-of-string' : `Invalid regular expression: ${pattern}`,
      );
    }
  });
}

/** A regular expression with CrateDB's flags (`i`, `g`, `s`, `x`...), for `regexp_replace` and its like. */
export function searchPattern(pattern: string, flags: string): RegExp {
  return remember(`search ${flags} ${pattern}`, () => {
    const own = [...flags].filter((flag) => 'is'.includes(flag)).join('');
    try {
      return new RegExp(fromJava(pattern), `${own}gu`);
    } catch {
      throw parseError(`Invalid regular expression: ${pattern}`);
    }
  });
}
