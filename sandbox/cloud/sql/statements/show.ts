import { quoteText } from '../ast/literals.ts';
import type { Statement } from '../ast/nodes.ts';
import { readStatement } from '../ast/statements.ts';
import { quoteIfNeeded } from '../catalog/names.ts';
import { isKey, roots, type Table } from '../catalog/table.ts';
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

const indent = '   ';

/** SHOW CREATE TABLE's text: columns, then where the rows go, then all settings that it shows. */
export function createTableText(table: Table): string {
  const lines = roots(table).map((column) => {
    const parts = [
      quoteIfNeededAlways(column.name),
      columnTypeSql(column.type),
      ...(column.default ? [`DEFAULT ${printed(column.default.expression)}`] : []),
      ...(column.generated ? [`GENERATED ALWAYS AS ${stripped(column.generated.text)}`] : []),
      ...(column.notNull && !isKey(table, column) ? ['NOT NULL'] : []),
      ...(column.index === 'off' ? ['INDEX OFF'] : []),
      ...(column.index === 'fulltext' ? ['INDEX USING FULLTEXT'] : []),
    ];
    return `${indent}${parts.join(' ')}`;
  });
  if (table.primaryKey.length > 0) {
    const named =
      table.keyName === `${table.name}_pkey` ? '' : `CONSTRAINT ${quoteIfNeeded(table.keyName)} `;
    lines.push(
      `${indent}${named}PRIMARY KEY (${table.primaryKey.map(quoteIfNeededAlways).join(', ')})`,
    );
  }
  for (const { name, text } of table.checks) {
    lines.push(`${indent}CONSTRAINT ${quoteIfNeeded(name)} CHECK (${text})`);
  }
  const clustered =
    table.clusteredBy === '_id' ? '' : `BY (${quoteIfNeededAlways(table.clusteredBy)}) `;
  const partitioned =
    table.partitionedBy.length > 0
      ? `\nPARTITIONED BY (${table.partitionedBy.map(quoteIfNeededAlways).join(', ')})`
      : '';
  const properties = [
    `column_policy = '${table.policy}'`,
    `number_of_replicas = '${table.replicas}'`,
    `refresh_interval = ${table.settings.get('refresh_interval') ?? 1000n}`,
  ].map((it) => `${indent}${it}`);
  const name = `"${table.schema.replaceAll('"', '""')}"."${table.name.replaceAll('"', '""')}"`;
  return `CREATE TABLE IF NOT EXISTS ${name} (\n${lines.join(',\n')}\n)\nCLUSTERED ${clustered}INTO ${table.shards} SHARDS${partitioned}\nWITH (\n${properties.join(',\n')}\n)`;
}

const stripped = (text: string): string => (/^\(.*\)$/.test(text) ? text.slice(1, -1) : text);

const quoteIfNeededAlways = (name: string): string => {
  const [head = '', ...rest] = name.split(/(?=\[')/);
  return `"${head.replaceAll('"', '""')}"${rest.join('')}`;
};

const columnTypeSql = (type: Type): string => sqlOf(type);
