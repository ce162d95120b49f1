import type { ColumnType } from './column-types.ts';
import { readType } from './column-types.ts';
import { literal, quote } from './dialect.ts';
import { parseError, unsupported } from './errors.ts';
import type { Token } from './lexer.ts';
import { closing, splitAtCommas } from './lexer.ts';
import type { Relation, Rewriter } from './rewriter.ts';
import { engineName } from './rewriter.ts';
import type { Environment } from './translate.ts';

/** What CrateDB keeps of a table and the engine has no place for: kept as the table's comment. */
export type TableOptions = {
  shards: number;
  replicas: string;
  clusteredBy?: string;
  partitionedBy?: string[];
  columnPolicy: string;
};

const comment = (target: string, value: object): string =>
  `COMMENT ON ${target} IS ${literal(JSON.stringify(value))}`;

/** CREATE TABLE [IF NOT EXISTS] name (...) [CLUSTERED ...] [PARTITIONED BY ...] [WITH (...)], or AS a query. */
export function createTable(
  tokens: Token[],
  rewriter: Rewriter,
  env: Environment,
): { steps: string[]; relation: Relation; ifNotExists: boolean } {
  const ifNotExists = tokens[2]?.value === 'if';
  const { relation, next } = rewriter.relation(ifNotExists ? 5 : 2, true);
  const schema = relation.schema ?? env.defaultSchema;
  const target = engineName({ ...relation, schema }, env);
  const steps = [`CREATE SCHEMA IF NOT EXISTS ${quote(env.engineSchema(schema))}`];
  if (tokens[next]?.value === 'as') {
    steps.push(`CREATE TABLE ${target} AS ${rewriter.statement(next + 1, tokens.length)}`);
    return { steps, relation, ifNotExists };
  }
  if (tokens[next]?.text !== '(') throw parseError(`mismatched input '${tokens[next]?.text}'`);
  const end = closing(tokens, next);
  const items: string[] = [];
  const comments: string[] = [];
  for (const [from, to] of splitAtCommas(tokens, next + 1, end)) {
    if (tokens[from]?.kind === 'word' && tokens[from]?.value === 'index') continue;
    if (isConstraint(tokens, from)) {
      items.push(rewriter.expression(from, to));
      continue;
    }
    const column = readColumn(tokens, from, to, rewriter);
    items.push(column.sql);
    comments.push(...columnComment(target, column));
  }
  steps.push(`CREATE TABLE ${target} (${items.join(', ')})`, ...comments);
  steps.push(comment(`TABLE ${target}`, tableOptions(tokens, end + 1)));
  return { steps, relation, ifNotExists };
}

function isConstraint(tokens: Token[], at: number): boolean {
  const [word, following] = [tokens[at], tokens[at + 1]];
  if (word?.kind !== 'word') return false;
  if (word.value === 'primary') return following?.value === 'key';
  if (word.value === 'check') return following?.text === '(';
  return word.value === 'constraint';
}

type Column = { name: string; type: ColumnType; sql: string };

function columnComment(table: string, column: Column): string[] {
  const { crate, paths } = column.type;
  // Only what can't be told from the engine's own type.
  const needed =
    paths !== undefined ||
    crate.includes('object') ||
    ['byte', 'geo_shape', 'json'].includes(crate);
  return needed ? [comment(`COLUMN ${table}.${quote(column.name)}`, { type: crate, paths })] : [];
}

/** A column's definition; clauses about indexes and storage have no meaning for the engine. */
function readColumn(tokens: Token[], from: number, to: number, rewriter: Rewriter): Column {
  const name = tokens[from]?.value ?? '';
  const read = readType(tokens, from + 1);
  if (!read) throw parseError(`Cannot find data type: ${tokens[from + 1]?.text ?? ''}`);
  let sql = `${quote(name)} ${read.type.engine}`;
  for (let i = read.next; i < to; ) {
    const word = tokens[i]?.value;
    if (word === 'index') {
      i += tokens[i + 1]?.value === 'off' ? 2 : 3;
      if (tokens[i]?.value === 'with') i = closing(tokens, i + 1) + 1;
    } else if (word === 'storage') {
      i = closing(tokens, i + 2) + 1;
    } else {
      const start = i;
      do i++;
      while (i < to && !['index', 'storage'].includes(tokens[i]?.value ?? ''));
      sql += ` ${rewriter.expression(start, i)}`;
    }
  }
  return { name, type: read.type, sql };
}

/** What stands behind the columns. API: 4 shards and "0-1" replicas unless said. */
function tableOptions(tokens: Token[], from: number): TableOptions {
  const options: TableOptions = { shards: 4, replicas: '0-1', columnPolicy: 'strict' };
  for (let i = from; i < tokens.length; i++) {
    const word = tokens[i]?.value;
    if (word === 'into') options.shards = Number(tokens[i + 1]?.text ?? 4);
    if (word === 'by' && tokens[i + 1]?.text === '(') {
      const end = closing(tokens, i + 1);
      const names = splitAtCommas(tokens, i + 2, end).map(([at]) => tokens[at]?.value ?? '');
      if (tokens[i - 1]?.value === 'partitioned') options.partitionedBy = names;
      else if (names[0] !== undefined) options.clusteredBy = names[0];
      i = end;
    }
    if (word === 'number_of_replicas') options.replicas = tokens[i + 2]?.value ?? '0-1';
    if (word === 'column_policy') options.columnPolicy = tokens[i + 2]?.value ?? 'strict';
  }
  return options;
}

/** ALTER TABLE: columns and names are changed, settings and shards have no meaning for the engine. */
export function alterTable(tokens: Token[], rewriter: Rewriter): string[] {
  const { sql: target, next } = rewriter.relation(2, true);
  const action = tokens[next]?.value;
  if (['set', 'reset', 'open', 'close'].includes(action ?? '')) {
    return [`SELECT FROM ${target} LIMIT 0`];
  }
  if (action === 'rename')
    return [`ALTER TABLE ${target} ${rewriter.expression(next, tokens.length)}`];
  if (action !== 'add' && action !== 'drop') {
    throw unsupported(`The sandbox does not know ALTER TABLE ... ${action?.toUpperCase() ?? ''}`);
  }
  const steps: string[] = [];
  const comments: string[] = [];
  for (const [from, to] of splitAtCommas(tokens, next, tokens.length)) {
    const at = ['column', 'constraint'].includes(tokens[from + 1]?.value ?? '')
      ? from + 2
      : from + 1;
    if (action === 'drop') {
      steps.push(`ALTER TABLE ${target} ${rewriter.expression(from, to)}`);
      continue;
    }
    const column = readColumn(tokens, at, to, rewriter);
    steps.push(`ALTER TABLE ${target} ADD COLUMN ${column.sql}`);
    comments.push(...columnComment(target, column));
  }
  return [...steps, ...comments];
}
