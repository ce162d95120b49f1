import { quoteText } from '../ast/literals.ts';
import type { Statement } from '../ast/nodes.ts';
import { readStatement } from '../ast/statements.ts';
import { quoteIfNeeded } from '../catalog/names.ts';
import { type Column, defaultKeyName, isKey, roots, type Table } from '../catalog/table.ts';
import { parseError } from '../errors.ts';
import type { CallContext, Prepared } from '../expressions/context.ts';
import { parseStatement } from '../grammar/parse.ts';
import { printed } from '../query/output-names.ts';
import { sqlOf, TEXT, type Type } from '../values/type.ts';
import { atLeast } from '../version.ts';

type Show = Extract<Statement, { kind: 'show' }>;

/** SHOW TABLES, SCHEMAS and COLUMNS are queries of information_schema, as CrateDB makes them. */
export function prepareShow(statement: Show, context: CallContext): Prepared {
  const sql = showSql(statement, context);
  const tree = parseStatement(sql, context.version);
  const query = tree && readStatement(tree, sql);
  if (query?.kind !== 'query') throw parseError(sql);
  if (statement.where && query.query.term.kind === 'select') {
    const { where } = query.query.term;
    query.query.term.where = where
      ? { kind: 'logical', operator: 'AND', left: where, right: statement.where }
      : statement.where;
  }
  return context.prepare(query.query);
}

function showSql({ what, from, like }: Show, context: CallContext): string {
  const pattern = (column: string): string[] =>
    like === undefined ? [] : [`${column} LIKE ${quoteText(like)}`];
  const where = (conditions: string[]): string =>
    conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
  if (what === 'schemas') {
    return `SELECT schema_name FROM information_schema.schemata ${where(pattern('schema_name'))} ORDER BY schema_name`;
  }
  if (what === 'tables') {
    const schema = from
      ? [`table_schema = ${quoteText(from.join('.'))}`]
      : ["table_schema NOT IN ('information_schema', 'sys', 'pg_catalog')"];
    const conditions = ["table_type = 'BASE TABLE'", ...schema, ...pattern('table_name')];
    return `SELECT DISTINCT table_name FROM information_schema.tables ${where(conditions)} ORDER BY 1`;
  }
  const [table = '', schema = context.session.currentSchema()] = [...(from ?? [])].reverse();
  const conditions = [
    `table_schema = ${quoteText(schema)}`,
    `table_name = ${quoteText(table)}`,
    ...pattern('column_name'),
  ];
  return `SELECT column_name, data_type FROM information_schema.columns ${where(conditions)} ORDER BY column_name`;
}

/** The one column of SHOW <setting> has its name since 6.2, before it was called `setting`. */
export function prepareShowSetting(
  name: string | undefined,
  { session, version }: CallContext,
): Prepared {
  if (name === undefined) {
    return {
      columns: ['name', 'setting', 'description'].map((it) => ({ name: it, type: TEXT })),
      run: () => session.settings().map((it) => [it.name, it.value, it.description]),
    };
  }
  const column = atLeast(version, '6.2.0') ? name : 'setting';
  return { columns: [{ name: column, type: TEXT }], run: () => [[session.show(name)]] };
}

const INDENT = '   ';

/** SHOW CREATE TABLE's text: columns, where the rows go, and the settings that were given. */
export function createTableText(table: Table): string {
  const lines = roots(table).map((column) => columnText(table, column, 1));
  if (table.primaryKey.length > 0) {
    const named =
      table.keyName === defaultKeyName(table.name, table.versionCreated)
        ? ''
        : `CONSTRAINT ${quoteIfNeeded(table.keyName)} `;
    lines.push(`${named}PRIMARY KEY (${table.primaryKey.map(quotedPath).join(', ')})`);
  }
  for (const { name, text } of table.checks)
    lines.push(`CONSTRAINT ${quoteIfNeeded(name)} CHECK (${text})`);
  const clustered = table.clusteredBy === '_id' ? '' : `BY (${quotedPath(table.clusteredBy)}) `;
  const partitioned =
    table.partitionedBy.length > 0
      ? `\nPARTITIONED BY (${table.partitionedBy.map(quotedPath).join(', ')})`
      : '';
  const properties = new Map<string, string>([
    ['column_policy', `'${table.policy}'`],
    ['number_of_replicas', `'${table.replicas}'`],
    ...[...table.settings].map(([name, value]): [string, string] => [
      quoteIfNeeded(name),
      typeof value === 'string' ? quoteText(value) : String(value),
    ]),
  ]);
  const sorted = [...properties].sort(([a], [b]) => (a < b ? -1 : 1));
  const settings = sorted.map(([name, value]) => `${INDENT}${name} = ${value}`).join(',\n');
  const body = lines.map((line) => INDENT + line).join(',\n');
  return `CREATE TABLE IF NOT EXISTS ${quoted(table.schema)}.${quoted(table.name)} (\n${body}\n)\nCLUSTERED ${clustered}INTO ${table.shards} SHARDS${partitioned}\nWITH (\n${settings}\n)`;
}

function columnText(table: Table, column: Column, depth: number): string {
  return [
    quoted(column.path.at(-1) ?? ''),
    typeText(table, column.path, column.type, depth),
    ...(column.default ? [`DEFAULT ${printed(column.default.expression)}`] : []),
    ...(column.generated ? [`GENERATED ALWAYS AS ${column.generated.text}`] : []),
    ...(column.notNull || isKey(table, column) ? ['NOT NULL'] : []),
    ...(column.index === 'off' ? ['INDEX OFF'] : []),
    ...(column.index === 'fulltext' ? ['INDEX USING FULLTEXT'] : []),
  ].join(' ');
}

function typeText(table: Table, path: string[], type: Type, depth: number): string {
  if (type.name === 'array') return `ARRAY(${typeText(table, path, type.of, depth)})`;
  if (type.name !== 'object') return sqlOf(type);
  const policy = `OBJECT(${type.policy.toUpperCase()})`;
  const children = table.columns.filter(
    (it) => it.path.length === path.length + 1 && path.every((part, i) => it.path[i] === part),
  );
  if (children.length === 0) return policy;
  const inner = INDENT.repeat(depth + 1);
  const lines = children.map((it) => inner + columnText(table, it, depth + 1)).join(',\n');
  return `${policy} AS (\n${lines}\n${INDENT.repeat(depth)})`;
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function quotedPath(name: string): string {
  const [head = '', ...rest] = name.split(/(?=\[')/);
  return quoted(head) + rest.join('');
}
