import { sqlparse } from '@cratedb/cratedb-sqlparse';
import { CrateError } from '../errors.ts';
import { atLeast } from '../version.ts';
import { alternative, children, rule, type Token, type Tree } from './tree.ts';

/** Of the grammar's machinery what is needed to run it by ourselves: the package gives only trees with errors mended. */
type Parser = {
  singleStatement(): Tree;
  singleExpression(): Tree;
  removeErrorListeners(): void;
  addErrorListener(listener: object): void;
  _interp: { predictionMode: number };
  getTokenStream(): { tokenSource: Lexer };
};
type Lexer = {
  inputStream: object;
  removeErrorListeners(): void;
  addErrorListener(listener: object): void;
};
type Make<T> = new (argument: unknown) => T;
type Machinery = {
  input: Make<object>;
  lexer: Make<Lexer>;
  stream: Make<object>;
  parser: Make<Parser>;
};

let machinery: Machinery | undefined;

function loadMachinery(): Machinery {
  const [statement] = sqlparse('SELECT 1');
  if (!statement) throw new Error('The grammar makes no tree.');
  const { parser } = statement.ctx as { parser: Parser };
  const stream = parser.getTokenStream();
  const lexer = stream.tokenSource;
  const of = (made: object) => made.constructor as Make<never>;
  machinery = {
    input: of(lexer.inputStream),
    lexer: of(lexer),
    stream: of(stream),
    parser: of(parser),
  };
  return machinery;
}

class Mismatch extends Error {
  readonly line: number;
  readonly column: number;
  readonly token: Token | null;
  constructor(text: string, line: number, column: number, token: Token | null) {
    super(text);
    this.line = line;
    this.column = column;
    this.token = token;
  }
}

/** Ends the parser at the first thing it does not like, as CrateDB does. */
const stopAtFirst = {
  syntaxError(_: unknown, token: Token | null, line: number, column: number, text: string): never {
    throw new Mismatch(text, line, column, token);
  },
  reportAmbiguity() {},
  reportAttemptingFullContext() {},
  reportContextSensitivity() {},
};

function makeParser(text: string): Parser {
  const { input, lexer: Lexing, stream: Stream, parser: Parsing } = machinery ?? loadMachinery();
  const lexer = new Lexing(new input(text));
  lexer.removeErrorListeners();
  lexer.addErrorListener(stopAtFirst);
  const parser = new Parsing(new Stream(lexer));
  parser.removeErrorListeners();
  parser.addErrorListener(stopAtFirst);
  // CrateDB parses in ANTLR's fast mode first (SLL), and its errors come from there.
  parser._interp.predictionMode = 0;
  return parser;
}

/** Nothing but blanks, comments and at most one semicolon. */
function isEmpty(text: string): boolean {
  const blank = /(?:\s+|--[^\r\n]*|\/\*[\s\S]*?\*\/|(;))/y;
  let semicolons = 0;
  for (let at = 0; at < text.length; at = blank.lastIndex) {
    blank.lastIndex = at;
    const match = blank.exec(text);
    if (!match) return false;
    if (match[1]) semicolons += 1;
  }
  return semicolons <= 1;
}

/**
 * The statement's tree; undefined for an empty statement, which CrateDB takes since 6.
 * Throws its error for what is none: class and words follow from the version.
 */
export function parseStatement(text: string, version: string): Tree | undefined {
  const modern = atLeast(version, '6.0.0');
  if (modern && isEmpty(text)) return undefined;
  const source = atLeast(version, '6.0.0') ? withDefaults(text) : text;
  const tree = run(source, version, (parser) => parser.singleStatement());
  const statement = children(tree).find((it) => rule(it) === 'statement');
  if (statement) checkIdentifiers(statement, version);
  return statement;
}

/** Stands for DEFAULT in VALUES, which came after the package's grammar: as long, and no name that can be. */
export const DEFAULT_NAME = '\u0001def\u0001';

const SKIPPED = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\r\n]*|\/\*[\s\S]*?\*\//g;

function withDefaults(text: string): string {
  if (!/^\s*insert\b[\s\S]*\bdefault\b/i.test(text)) return text;
  let [made, at] = ['', 0];
  const replace = (part: string) =>
    part.replace(/([(,]\s*)default(?=\s*[,)])/gi, `$1"${DEFAULT_NAME}"`);
  for (const match of text.matchAll(SKIPPED)) {
    made += replace(text.slice(at, match.index)) + match[0];
    at = match.index + match[0].length;
  }
  return made + replace(text.slice(at));
}

/**
 * Brackets inside of each other. CrateDB takes as many as its stack holds; the package needs seconds for
 * hundreds, and minutes for thousands.
 */
const DEEPEST = 500;

function depthOf(text: string): number {
  let [depth, deepest] = [0, 0];
  for (const sign of text.replace(SKIPPED, '')) {
    if (sign === '(' || sign === '[' || sign === '{') depth += 1;
    else if (sign === ')' || sign === ']' || sign === '}') depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

function run(text: string, version: string, parse: (parser: Parser) => Tree): Tree {
  const tooLarge = 'line 1:1: statement is too large (stack overflow while parsing)';
  if (depthOf(text) > DEEPEST) throw parsingError(tooLarge, version);
  try {
    return parse(makeParser(text));
  } catch (error) {
    if (error instanceof RangeError) throw parsingError(tooLarge, version);
    if (!(error instanceof Mismatch)) throw error;
    const told = atLeast(version, '6.0.0') ? withNothingExpected(error) : error.message;
    throw parsingError(`line ${error.line}:${error.column + 1}: ${told}`, version);
  }
}

/** The package's grammar is that of 6.1, where a statement had to be: 6.4 would take nothing as well. */
function withNothingExpected({ message, token }: Mismatch): string {
  if (token?.tokenIndex !== 0 || !message.includes("expecting {'SELECT', 'DEALLOCATE'")) {
    return message;
  }
  return message
    .replace("expecting {'SELECT'", "expecting {<EOF>, 'SELECT'")
    .replace(/\}$/, ", ';'}");
}

function parsingError(text: string, version: string): CrateError {
  const exception = atLeast(version, '6.0.0') ? 'ParsingException' : 'SQLParseException';
  return new CrateError(4000, exception, text);
}

function checkIdentifiers(tree: Tree, version: string): void {
  const kind = alternative(tree);
  const at = tree.start ? `line ${tree.start.line}:${tree.start.column + 1}: ` : '';
  if (kind === 'BackQuotedIdentifier') {
    throw parsingError(
      `${at}backquoted identifiers are not supported; use double quotes to quote identifiers`,
      version,
    );
  }
  if (kind === 'DigitIdentifier') {
    throw parsingError(
      `${at}identifiers must not start with a digit; surround the identifier with double quotes`,
      version,
    );
  }
  for (const child of children(tree)) if (!child.symbol) checkIdentifiers(child, version);
}
