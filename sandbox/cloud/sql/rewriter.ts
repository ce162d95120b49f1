import { displayName, itemAlias } from './column-names.ts';
import { readType } from './column-types.ts';
import {
  argumentType,
  BEFORE_RELATION,
  BEFORE_VALUE,
  ENDS_FROM,
  FOREIGN_FUNCTION,
  FUNCTIONS,
  literal,
  PATH_CASTS,
  quote,
  READ_ONLY,
  RESERVED,
} from './dialect.ts';
import { CrateError, relationUnknown } from './errors.ts';
import type { Token } from './lexer.ts';
import { closing, splitAtCommas } from './lexer.ts';
import type { Environment } from './translate.ts';

export type Relation = { schema: string | undefined; name: string; write: boolean };
/** `column['a'][1]`: numbers count from 1, as CrateDB's do. */
export type Subscript = { column: string; path: Array<string | number> };

export type Rewriter = {
  /** Tokens [from, to) as a whole statement; unaliased columns of its result get CrateDB's names. */
  statement(from: number, to: number): string;
  /** Tokens [from, to) as an expression. */
  expression(from: number, to: number): string;
  /** Reads the relation's name at `at` and notes the relation. */
  relation(at: number, write: boolean): { relation: Relation; sql: string; next: number };
  relations: Relation[];
  subscripts: Subscript[];
  columnNames: Map<string, string>;
};

/** What is known at one depth of brackets. `expecting` says that a relation's name comes next. */
type Level = {
  top: boolean;
  cast: boolean;
  query: boolean;
  inFrom: boolean;
  inSet: boolean;
  expecting: 'read' | 'write' | undefined;
};
type Piece = { sql: string; next: number };

/** The engine cuts names that have more bytes. */
const NAME_LIMIT = 63;

/** The engine's name of a relation; without a schema it is found by the search path. */
export function engineName(relation: Relation, env: Environment): string {
  return relation.schema === undefined
    ? quote(relation.name)
    : `${quote(env.engineSchema(relation.schema))}.${quote(relation.name)}`;
}

/** Rewrites the parts of a statement in which CrateDB's SQL differs from the engine's. */
export function createRewriter(tokens: Token[], env: Environment): Rewriter {
  const relations: Relation[] = [];
  const subscripts: Subscript[] = [];
  const columnNames = new Map<string, string>();
  let named = false;

  // Question marks count through the whole statement, wherever they are met first.
  const numbers = new Map<number, number>();
  for (const [i, token] of tokens.entries()) {
    if (token.text === '?' && token.kind === 'param') numbers.set(i, numbers.size + 1);
    else if (token.kind === 'param') numbers.set(i, Number(token.text.slice(1)));
  }

  const at = (i: number): Token | undefined => tokens[i];
  const is = (i: number, text: string): boolean => at(i)?.kind === 'op' && at(i)?.text === text;
  const word = (i: number): string => (at(i)?.kind === 'word' ? (at(i)?.value ?? '') : '');
  const isName = (i: number): boolean => at(i)?.kind === 'word' || at(i)?.kind === 'quoted';
  const level = (more: Partial<Level> = {}): Level => ({
    top: false,
    cast: false,
    query: false,
    inFrom: false,
    inSet: false,
    expecting: undefined,
    ...more,
  });

  const typedParameter = (i: number): string => {
    const number = numbers.get(i) ?? 0;
    return `$${number}::${argumentType(env.args[number - 1])}`;
  };
  /** For places where the engine takes any type: a lone parameter has to say its own. */
  const anyTyped = (from: number, to: number): string =>
    to - from === 1 && at(from)?.kind === 'param'
      ? typedParameter(from)
      : range(from, to, level()).trim();

  function range(from: number, to: number, here: Level): string {
    let sql = '';
    for (let i = from; i < to; ) {
      const piece = step(i, to, here);
      sql += (at(i)?.before ?? '') + piece.sql;
      i = piece.next;
    }
    return sql;
  }

  function step(i: number, to: number, here: Level): Piece {
    const token = at(i);
    if (!token) return { sql: '', next: i + 1 };
    if (token.kind === 'param') {
      const number = numbers.get(i) ?? 0;
      const sql = env.typed.has(number) ? typedParameter(i) : `$${number}`;
      return { sql, next: i + 1 };
    }
    if (token.kind === 'op') return operator(i, token, here);
    // No name where one should be: the engine will say what is wrong.
    if (here.expecting && token.kind === 'word' && RESERVED.has(token.value)) {
      here.expecting = undefined;
    }
    if (token.kind === 'word' && !here.expecting) {
      const piece = keyword(i, to, here);
      if (piece) return piece;
    }
    if (isName(i)) return name(i, here);
    return { sql: token.text, next: i + 1 };
  }

  function operator(i: number, token: Token, here: Level): Piece {
    if (token.text === '(') {
      const end = closing(tokens, i);
      const subquery = ['select', 'with', 'values'].includes(word(i + 1));
      const inner = level({
        cast: ['cast', 'try_cast'].includes(word(i - 1)),
        // FROM (a JOIN b ON ...)
        ...(here.expecting && !subquery ? { expecting: here.expecting, query: true } : {}),
      });
      here.expecting = undefined;
      const sql = range(i + 1, end, inner);
      return { sql: `(${sql}${at(end)?.before ?? ''})`, next: end + 1 };
    }
    if (token.text === '{') return objectLiteral(i);
    if (token.text === '[') return bracket(i);
    if (token.text === ',' && here.inFrom) here.expecting = 'read';
    if (token.text === '::') {
      const read = readType(tokens, i + 1);
      if (read) return { sql: `::${read.type.engine}`, next: read.next };
    }
    return { sql: token.text, next: i + 1 };
  }

  /** Words that steer: which names are relations, where types and assignments stand. */
  function keyword(i: number, to: number, here: Level): Piece | undefined {
    const text = at(i)?.text ?? '';
    const it = word(i);
    const plain = { sql: text, next: i + 1 };
    if (is(i - 1, '.') || is(i + 1, '.')) return undefined;
    if (it === 'select') {
      here.query = true;
      here.inFrom = false;
      if (here.top && !named) return selectList(i, to);
      return plain;
    }
    if (it === 'returning' && here.top) return selectList(i, to);
    if (it === 'delete') {
      here.query = true;
      return plain;
    }
    if (it === 'from' && here.query && !isDistinctFrom(i)) {
      here.inFrom = true;
      here.expecting = word(i - 1) === 'delete' ? 'write' : 'read';
      return plain;
    }
    if (it === 'join') {
      here.expecting = 'read';
      return plain;
    }
    const writes =
      it === 'into' ||
      (here.top && ['table', 'view'].includes(it)) ||
      (it === 'update' && !['do', 'for'].includes(word(i - 1)));
    if (it === 'using' && !is(i + 1, '(')) {
      here.expecting = 'read';
      return plain;
    }
    if (writes) {
      here.query = it === 'update';
      // DROP TABLE a, b
      here.inFrom = it === 'table';
      here.expecting = 'write';
      return plain;
    }
    if (ENDS_FROM.has(it)) here.inFrom = false;
    if (it === 'set' && here.top) return assignments(i, to);
    if (it === 'as' && here.cast) {
      const read = readType(tokens, i + 1);
      if (read) return { sql: `AS ${read.type.engine}`, next: read.next };
    }
    if (['current_user', 'session_user'].includes(it)) {
      return { sql: `${literal(env.user)}::text`, next: i + 1 };
    }
    if (it === 'current_schema') {
      const called = is(i + 1, '(') ? 2 : 0;
      return { sql: `${literal(env.defaultSchema)}::text`, next: i + 1 + called };
    }
    if (it === 'current_timestamp') return { sql: 'crate.now()', next: i + 1 };
    if (it === 'current_date') return { sql: 'crate.now()::date', next: i + 1 };
    return undefined;
  }

  const isDistinctFrom = (i: number): boolean =>
    word(i - 1) === 'distinct' && ['is', 'not'].includes(word(i - 2));

  /** SELECT's and RETURNING's items; those without a name get the one CrateDB gives them. */
  function selectList(i: number, to: number): Piece {
    named = true;
    let from = i + 1;
    while (['distinct', 'all'].includes(word(from))) from++;
    let end = from;
    while (end < to) {
      if (['(', '[', '{'].some((open) => is(end, open))) end = closing(tokens, end);
      else if (word(end) === 'from' && !isDistinctFrom(end)) break;
      else if (ENDS_FROM.has(word(end)) && word(end) !== 'set' && !is(end - 1, '.')) break;
      end++;
    }
    const head = tokens
      .slice(i, from)
      .map((token, n) => (n === 0 ? '' : token.before) + token.text)
      .join('');
    const items = splitAtCommas(tokens, from, end).map(([a, b]) => selectItem(a, b));
    return { sql: head + items.join(','), next: end };
  }

  function selectItem(from: number, to: number): string {
    const alias = itemAlias(tokens, from, to);
    const before = at(from)?.before || ' ';
    const lone = at(from)?.kind === 'param' && to - from - alias.length === 1;
    const rest = alias.length > 0 ? range(from + 1, to, level()) : '';
    const sql = lone ? before + typedParameter(from) + rest : range(from, to, level());
    if (alias.named) return sql;
    const shown = displayName(tokens.slice(from, to), numbers, from);
    const given = Buffer.byteLength(shown) <= NAME_LIMIT ? shown : `~${columnNames.size}`;
    columnNames.set(given, shown);
    return `${sql} AS ${quote(given)}`;
  }

  function name(i: number, here: Level): Piece {
    if (here.expecting && BEFORE_RELATION.has(word(i))) return { sql: word(i), next: i + 1 };
    if (here.expecting && !is(i + 1, '(')) {
      const read = relation(i, here.expecting === 'write');
      here.expecting = undefined;
      return read;
    }
    if (here.expecting === 'write') {
      const read = relation(i, true);
      here.expecting = undefined;
      return read;
    }
    here.expecting = undefined;
    const parts = chain(i);
    let next = i + parts.length * 2 - 1;
    if (is(next, '(')) return functionName(parts, next);
    // schema.table.column: only the schema has another name in the engine
    const column =
      parts.length > 2
        ? [env.engineSchema(parts.at(-3) ?? ''), ...parts.slice(-2)].map(quote).join('.')
        : tokens
            .slice(i, next)
            .map((token, n) => (n === 0 ? '' : token.before) + token.text)
            .join('');
    const literalFollows = at(i)?.kind === 'word' && BEFORE_VALUE.has(word(i));
    if (!is(next, '[') || literalFollows) return { sql: column, next };
    const path: Subscript['path'] = [];
    while (is(next, '[') && is(next + 2, ']')) {
      const key = at(next + 1);
      if (key?.kind === 'string') path.push(key.value);
      else if (key?.kind === 'number' && path.length > 0) path.push(Number(key.text));
      else break;
      next += 3;
    }
    if (path.length === 0) return { sql: column, next };
    return { sql: subscript(column, { column: parts.at(-1) ?? '', path }), next };
  }

  function chain(i: number): string[] {
    const parts = [at(i)?.value ?? ''];
    for (let next = i + 1; is(next, '.') && isName(next + 1); next += 2) {
      parts.push(at(next + 1)?.value ?? '');
    }
    return parts;
  }

  function functionName(parts: string[], next: number): Piece {
    const called = parts.at(-1) ?? '';
    if (parts.length > 1 || FOREIGN_FUNCTION.test(called)) {
      throw new CrateError(
        4004,
        'UnsupportedFunctionException',
        `Unknown function: ${parts.join('.')}()`,
      );
    }
    const text = at(next - 1)?.text ?? called;
    return { sql: FUNCTIONS[called] ?? text, next };
  }

  function relation(i: number, write: boolean) {
    const parts = chain(i);
    const found: Relation = { schema: parts.at(-2), name: parts.at(-1) ?? '', write };
    const shown = parts.slice(-2).join('.');
    const unnamed = found.schema === undefined;
    if (found.schema === 'pg_catalog' || (unnamed && found.name.startsWith('pg_'))) {
      throw relationUnknown(shown);
    }
    if (write && READ_ONLY.has(found.schema ?? env.defaultSchema)) {
      throw new CrateError(
        4007,
        'OperationOnInaccessibleRelationException',
        `The relation "${shown}" doesn't support or allow this operation, as it is read-only.`,
      );
    }
    if (found.schema === 'gc') {
      // API: schema gc belongs to CrateDB Cloud itself and is denied to everybody else.
      const text = `Missing '${write ? 'DML' : 'DQL'}' privilege for user '${env.user}'`;
      throw new CrateError(4011, 'MissingPrivilegeException', text);
    }
    relations.push(found);
    const sql = engineName(found, env);
    return { relation: found, sql, next: i + parts.length * 2 - 1 };
  }

  /** Reading inside an object: the text there, cast to the type that the path is known to have. */
  function subscript(column: string, found: Subscript): string {
    subscripts.push(found);
    const keys = found.path.map((key) => literal(String(typeof key === 'number' ? key - 1 : key)));
    const path = `ARRAY[${keys.join(', ')}]`;
    const type = env.objectType(found.column, found.path);
    const json = `(${column} #> ${path})`;
    return PATH_CASTS[type ?? '']?.(`${column} #>> ${path}`, json) ?? json;
  }

  /** `[1, 2]` as a value is an array; after an operand it is a subscript, which the engine knows. */
  function bracket(i: number): Piece {
    const end = closing(tokens, i);
    const previous = at(i - 1);
    const operand =
      (previous?.kind === 'word' && !BEFORE_VALUE.has(previous.value)) ||
      previous?.kind === 'quoted' ||
      [')', ']'].includes(previous?.text ?? '');
    const inner = range(i + 1, end, level());
    if (operand) return { sql: `[${inner}]`, next: end + 1 };
    return { sql: end === i + 1 ? "'{}'" : `ARRAY[${inner}]`, next: end + 1 };
  }

  /** `{a = 1, "b" = {c = [1]}}` */
  function objectLiteral(i: number): Piece {
    const end = closing(tokens, i);
    const fields = splitAtCommas(tokens, i + 1, end).map(([from, to]) => {
      const empty = is(from + 2, '[') && is(from + 3, ']');
      return `${literal(at(from)?.value ?? '')}, ${empty ? "'[]'::jsonb" : anyTyped(from + 2, to)}`;
    });
    return { sql: `jsonb_build_object(${fields.join(', ')})`, next: end + 1 };
  }

  /** UPDATE's assignments: a value put into an object has to become JSON. */
  function assignments(i: number, to: number): Piece {
    let end = i + 1;
    while (end < to && !['where', 'returning', 'from'].includes(word(end))) {
      end = ['(', '[', '{'].some((open) => is(end, open)) ? closing(tokens, end) + 1 : end + 1;
    }
    const parts = splitAtCommas(tokens, i + 1, end).map(([from, stop]) => {
      let equals = from;
      while (equals < stop && !is(equals, '=')) equals++;
      const target = tokens.slice(from, equals);
      if (!target.some((token) => token.text === '[')) return range(from, stop, level());
      const value = anyTyped(equals + 1, stop);
      const left = target.map((token) => token.before + token.text).join('');
      return `${left} = jsonb_build_object('value', ${value}) -> 'value'`;
    });
    return { sql: `${at(i)?.text}${parts.join(',')}`, next: end };
  }

  return {
    statement: (from, to) => range(from, to, level({ top: true })),
    expression: (from, to) => range(from, to, level()).trim(),
    relation,
    relations,
    subscripts,
    columnNames,
  };
}
