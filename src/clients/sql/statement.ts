/** Looking at a statement that a user wrote, without understanding all of SQL. */

/** CrateDB, measured in its grammar: what begins so cannot write. */
const READING = ['SELECT', 'WITH', 'VALUES', 'SHOW', 'EXPLAIN'];

/** Texts, names in quotes and comments: nothing in them is a placeholder. */
const OPAQUE = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$\$[\s\S]*?\$\$/g;

/** The first word in upper case; empty for a statement without any. */
function firstWord(statement: string): string {
  const bare = statement.replace(/^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/, '');
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
  const numbers = [...bare.matchAll(/\$(\d{1,4})/g)].map(([, number]) => Number(number));
  if (marks > 0 && numbers.length > 0) return null;
  return Math.max(marks, ...numbers, 0);
}

/** The statement without the semicolon and comments at its end, to be put in brackets. */
export function withoutEnd(statement: string): string {
  return `${statement.trim().replace(/;\s*$/, '')}\n`;
}
