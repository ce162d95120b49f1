import { alterTable, createTable } from './ddl.ts';
import { literal } from './dialect.ts';
import { parseError, unsupported } from './errors.ts';
import type { Token } from './lexer.ts';
import { position } from './lexer.ts';
import type { Relation, Subscript } from './rewriter.ts';
import { createRewriter, engineName } from './rewriter.ts';

export type Environment = {
  /** The engine's schema that holds a schema of this cluster. */
  engineSchema(schema: string): string;
  user: string;
  defaultSchema: string;
  /** CrateDB's type of a path inside an object column, undefined when nothing is known of it. */
  objectType(column: string, path: Subscript['path']): string | undefined;
  /** The first row of arguments: where the engine can't infer a parameter's type, the value tells it. */
  args: readonly unknown[];
  /** Numbers of the parameters that have to be given their value's type everywhere. */
  typed: ReadonlySet<number>;
};

/**
 * A statement in the engine's words.
 * `steps` run in order; the last one's result is the reply's if `reply` is "rows" or "count",
 * else `rowcount` is. `columnNames` gives the real name of a column whose name the engine would cut.
 */
export type Translation = {
  steps: string[];
  reply: 'rows' | 'count' | 'done';
  rowcount: number;
  /** "done" statements only: reply with a count of 0 when the relation is there, or is not there. */
  unless?: { relation: Relation; exists: boolean };
  relations: Relation[];
  subscripts: Subscript[];
  columnNames: Map<string, string>;
};

/** Accepted and without effect: every statement is committed by itself, as in CrateDB. */
const NO_EFFECT = new Set(['begin', 'start', 'commit', 'end', 'set', 'reset', 'analyze']);

/** Known to CrateDB, not to the sandbox. */
const UNSUPPORTED = new Set(
  'copy grant revoke deny explain kill restore deallocate declare fetch close discard show'.split(
    ' ',
  ),
);

/**
 * Translates one CrateDB statement for the engine. What it does not know
 * goes to the engine as it is, which then tells what is wrong with it.
 */
export function translate(tokens: Token[], statement: string, env: Environment): Translation {
  const rewriter = createRewriter(tokens, env);
  const word = (i: number): string => tokens[i]?.value ?? '';
  const rewriteAll = (): string => rewriter.statement(0, tokens.length);
  const result = (
    steps: string[],
    reply: Translation['reply'],
    more: Partial<Translation> = {},
  ): Translation => ({
    steps,
    reply,
    rowcount: 1,
    relations: rewriter.relations,
    subscripts: rewriter.subscripts,
    columnNames: rewriter.columnNames,
    ...more,
  });

  const first = tokens[0]?.text === '(' ? 'select' : word(0);
  if (['select', 'with', 'values'].includes(first)) return result([rewriteAll()], 'rows');
  if (['insert', 'update', 'delete'].includes(first)) return result([rewriteAll()], 'count');
  if (first === 'create' && word(1) === 'table') {
    const { steps, relation, ifNotExists } = createTable(tokens, rewriter, env);
    const unless = ifNotExists ? { unless: { relation, exists: true } } : {};
    return result(steps, 'done', unless);
  }
  if (first === 'create' && (word(1) === 'view' || word(3) === 'view')) {
    return result([rewriteAll()], 'done');
  }
  if (first === 'drop' && ['table', 'view'].includes(word(1))) {
    const sql = rewriteAll();
    const relation = rewriter.relations[0];
    return result(
      [sql],
      'done',
      word(2) === 'if' && relation ? { unless: { relation, exists: false } } : {},
    );
  }
  if (first === 'alter' && word(1) === 'table') {
    return result(alterTable(tokens, rewriter), 'done', { rowcount: -1 });
  }
  if (['refresh', 'optimize'].includes(first) && word(1) === 'table') {
    rewriter.statement(1, tokens.length);
    const tables = rewriter.relations.map((relation) => engineName(relation, env));
    return result(
      tables.map((table) => `SELECT FROM ${table} LIMIT 0`),
      'done',
      { rowcount: tables.length },
    );
  }
  if (first === 'show') return result([show(tokens)], 'rows');
  if (NO_EFFECT.has(first)) {
    if (word(1) === 'global') throw unsupported('The sandbox has no cluster settings');
    return result([], 'done', { rowcount: first === 'analyze' ? 1 : 0 });
  }
  if (UNSUPPORTED.has(first) || ['create', 'drop', 'alter'].includes(first)) {
    throw unsupported(`The sandbox does not know ${first.toUpperCase()} ${word(1).toUpperCase()}`);
  }
  throw parseError(
    `${position(statement, tokens[0]?.start ?? 0)}: mismatched input '${tokens[0]?.text}'`,
  );
}

/** SHOW TABLES [FROM schema] and SHOW SCHEMAS. */
function show(tokens: Token[]): string {
  const [, what, from, schema] = tokens;
  if (what?.value === 'tables') {
    const condition =
      from && schema
        ? `table_schema = ${literal(schema.value)}`
        : `table_schema NOT IN ('sys', 'information_schema')`;
    return `SELECT table_name FROM crate_information_schema.tables WHERE ${condition} AND table_type = 'BASE TABLE' ORDER BY 1`;
  }
  if (what?.value === 'schemas') {
    return 'SELECT schema_name FROM crate_information_schema.schemata ORDER BY 1';
  }
  throw unsupported(`The sandbox does not know SHOW ${what?.text ?? ''}`);
}
