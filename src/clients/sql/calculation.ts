/**
 * What stands in the SQL of a calculated column, as `information_schema` prints it. CrateDB, measured (5.8, 6.4): names
 * are in double quotes unless they are small letters, digits and `_`; keywords and types after AS are in capitals, or
 * follow AS; literals have their type behind `::`.
 */

const TYPE =
  '(?:timestamp (?:with|without) time zone|double precision|character varying|\\w+)(?:\\([^)]*\\))*';

/** Texts and types, which are passed over; or a name with the keys behind it, and whether it is a function's. */
const TOKEN = new RegExp(
  `'(?:[^']|'')*'|(?:::|\\bAS )${TYPE}|("(?:[^"]|"")*"|\\b[a-z_]\\w*)((?:\\['(?:[^']|'')*'\\])*)(\\s*\\()?`,
  'gi',
);

type Token = { name: string; path: string[]; isFunction: boolean };

function tokensOf(calculation: string): Token[] {
  return [...calculation.matchAll(TOKEN)].flatMap(([, name, keys = '', bracket]) => {
    if (name === undefined) return [];
    const isQuoted = name.startsWith('"');
    const column = isQuoted ? name.slice(1, -1).replaceAll('""', '"') : name;
    const path = [...keys.matchAll(/\['((?:[^']|'')*)'\]/g)].map(([, key = '']) =>
      key.replaceAll("''", "'"),
    );
    return [{ name, path: [column, ...path], isFunction: bracket !== undefined && !isQuoted }];
  });
}

/** The paths of all columns that it uses. Other small words may be among them, but no column is missing. */
export function namesIn(calculation: string): string[][] {
  return tokensOf(calculation)
    .filter(({ name, isFunction }) => !isFunction && (name.startsWith('"') || !/[A-Z]/.test(name)))
    .map(({ path }) => path);
}

/** Functions that give another value each time. Source: CrateDB has them marked as not deterministic. */
const CHANGING = /^(now|curdate|random|gen_random_\w+|age)$/i;

/** True where the same values always give the same result, be it asked for today or tomorrow. */
export function isSteady(calculation: string): boolean {
  return !tokensOf(calculation).some(
    ({ name, isFunction }) =>
      (isFunction && CHANGING.test(name)) || /^current_(timestamp|time|date)$/i.test(name),
  );
}
