import { parseError } from './errors.ts';

/**
 * A piece of a statement. `before` is the white space and comments in front of it,
 * `value` what it means: a word in lower case, a quoted name or string without its quotes.
 */
export type Token = {
  kind: 'word' | 'quoted' | 'string' | 'number' | 'param' | 'op';
  text: string;
  value: string;
  before: string;
  start: number;
};

const SPACE = /(?:\s+|--[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const PATTERNS: Array<[Token['kind'], RegExp]> = [
  ['string', /[eE]'(?:[^'\\]|\\[\s\S]|'')*'/y],
  ['string', /'(?:[^']|'')*'/y],
  ['string', /\$\$[\s\S]*?\$\$/y],
  ['quoted', /"(?:[^"]|"")*"/y],
  ['param', /\?|\$\d+/y],
  ['number', /(?:\d[\d_]*(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['word', /[\p{L}_][\p{L}\p{N}_$]*/uy],
  ['op', /::|<=|>=|<>|!=|\|\||->>?|!~\*?|~\*|&&|<<|>>|@>|<@|[~@<>=+\-*/%^&|#()[\]{}.,;:]/y],
];

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function meaning(kind: Token['kind'], text: string): string {
  if (kind === 'word') return text.toLowerCase();
  if (kind === 'quoted') return text.slice(1, -1).replaceAll('""', '"');
  if (kind === 'string' && text.startsWith('$')) return text.slice(2, -2);
  if (kind === 'string') return text.slice(text.indexOf("'") + 1, -1).replaceAll("''", "'");
  return text;
}

/** Where a character stands, as CrateDB tells it: the line from 1, the column from 0. */
export function position(statement: string, offset: number): string {
  const lines = statement.slice(0, offset).split('\n');
  return `line ${lines.length}:${lines.at(-1)?.length ?? 0}`;
}

/** Splits a statement into tokens; an unfinished string or a stray character is a CrateDB parse error. */
export function tokenize(statement: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    const before = match(SPACE, statement, at) ?? '';
    at += before.length;
    if (at >= statement.length) return tokens;
    const found = PATTERNS.map(([kind, pattern]) => ({ kind, text: match(pattern, statement, at) }))
      .filter((piece) => piece.text !== undefined)
      .at(0);
    if (found?.text === undefined) {
      const rest = statement.slice(at, at + 20);
      throw parseError(`${position(statement, at)}: token recognition error at: '${rest}'`);
    }
    const { kind, text } = found;
    tokens.push({ kind, text, value: meaning(kind, text), before, start: at });
    at += text.length;
  }
}

/** The tokens of the one statement that a request may hold, without its trailing semicolons. */
export function singleStatement(statement: string): Token[] {
  const tokens = tokenize(statement);
  while (tokens.at(-1)?.text === ';') tokens.pop();
  if (tokens.length === 0) {
    throw parseError(`${position(statement, statement.length)}: mismatched input '<EOF>'`);
  }
  const end = tokens.findIndex((token) => token.text === ';');
  const next = end < 0 ? undefined : tokens[end + 1];
  if (next) {
    throw parseError(
      `${position(statement, next.start)}: mismatched input '${next.text}' expecting {<EOF>, ';'}`,
    );
  }
  return tokens;
}

const CLOSING: Record<string, string> = { '(': ')', '[': ']', '{': '}' };

/** Index of the bracket that closes the one at `open`; a parse error when there is none. */
export function closing(tokens: Token[], open: number): number {
  const stack: string[] = [];
  for (let i = open; i < tokens.length; i++) {
    const token = tokens[i];
    if (token?.kind !== 'op') continue;
    const close = CLOSING[token.text];
    if (close) stack.push(close);
    else if (token.text === stack.at(-1)) stack.pop();
    if (stack.length === 0) return i;
  }
  throw parseError(`mismatched input '<EOF>' expecting '${stack.at(-1) ?? ')'}'`);
}

/** Cuts tokens [from, to) at the commas that stand outside all brackets. */
export function splitAtCommas(tokens: Token[], from: number, to: number): Array<[number, number]> {
  const parts: Array<[number, number]> = [];
  let start = from;
  for (let i = from; i < to; i++) {
    const text = tokens[i]?.kind === 'op' ? tokens[i]?.text : undefined;
    if (text !== undefined && text in CLOSING) i = closing(tokens, i);
    else if (text === ',') {
      parts.push([start, i]);
      start = i + 1;
    }
  }
  if (start < to) parts.push([start, to]);
  return parts;
}
