/** Looking at a statement that a user wrote, without understanding all of SQL. */

/** CrateDB, measured in its grammar: what begins so cannot write. */
const READING = ['SELECT', 'WITH', 'VALUES', 'SHOW', 'EXPLAIN'];

/**
 * CrateDB's grammar: a line ends with a carriage return as well, and what follows is no comment any more. One
 * that is never closed goes on to the end, as do texts and names below: CrateDB refuses such a statement.
 */
const COMMENT = /--[^\r\n]*|\/\*(?:[\s\S]*?\*\/|[\s\S]*)/;

/** Comments, texts with and without escapes, names in quotes, texts between dollars: nothing in them is a placeholder. */
const OPAQUE = new RegExp(
  [
    COMMENT,
    /(?<!\w)E'[^'\\]*(?:(?:''|\\+[^\\])[^'\\]*)*(?:'|$)/,
    /'[^']*(?:''[^']*)*(?:'|$)/,
    /"[^"]*(?:""[^"]*)*(?:"|$)/,
    /`[^`]*(?:``[^`]*)*(?:`|$)/,
    /\$([a-z_]\w*)?\$(?:[\s\S]*?\$\1\$|[\s\S]*)/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gi',
);

const BEFORE_FIRST_WORD = new RegExp(`^(?:\\s+|${COMMENT.source})+`);

/** The first word in upper case; empty for a statement without any. */
function firstWord(statement: string): string {
  const bare = statement.replace(BEFORE_FIRST_WORD, '');
  return /^[a-z]+/i.exec(bare)?.[0].toUpperCase() ?? '';
}

export function onlyReads(statement: string): boolean {
  return READING.includes(firstWord(statement));
}

/** True for what can stand in brackets after FROM. */
export function isQuery(statement: string): boolean {
  return ['SELECT', 'WITH', 'VALUES'].includes(firstWord(statement));
}

/** How many values a statement takes; null for one that mixes `?` and `$1`, which CrateDB counts apart. */
export function placeholders(statement: string): number | null {
  const bare = statement.replace(OPAQUE, ' ');
  const marks = bare.match(/\?/g)?.length ?? 0;
  let highest = 0;
  for (const [, number] of bare.matchAll(/\$(\d{1,4})/g))
    highest = Math.max(highest, Number(number));
  return marks > 0 && highest > 0 ? null : Math.max(marks, highest);
}

/** The statement without its comments and the semicolon at its end, to be put in brackets. */
export function withoutEnd(statement: string): string {
  const bare = statement.replace(OPAQUE, (text) => (/^(?:--|\/\*)/.test(text) ? ' ' : text)).trim();
  return bare.endsWith(';') ? bare.slice(0, -1) : bare;
}
