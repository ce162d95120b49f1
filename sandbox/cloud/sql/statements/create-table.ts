import { createHash } from 'node:crypto';
import { dotted } from '../ast/create-table.ts';
import type { Check, ColumnDefinition, Expression, Properties, Statement } from '../ast/nodes.ts';
import { checkColumnPath, checkRelationName } from '../catalog/names.ts';
import {
  addColumn,
  columnAt,
  fqn,
  makeTable,
  type StoredExpression,
  type Table,
} from '../catalog/table.ts';
import { CrateError, parseError, unsupported } from '../errors.ts';
import { bind, bindCondition } from '../expressions/bind.ts';
import { castBound, checkKnown } from '../expressions/casts.ts';
import type { CallContext } from '../expressions/context.ts';
import { openShards, replicaCount } from '../system/shards.ts';
import { asText, castValue } from '../values/cast.ts';
import {
  arrayOf,
  INTEGER,
  nameOf,
  type ObjectType,
  objectOf,
  type Policy,
  type Type,
} from '../values/type.ts';
import type { Value } from '../values/value.ts';
import { atLeast } from '../version.ts';
import { tableScope, tooManyShards } from '../write/row.ts';
import { readTime } from './session.ts';

export function alreadyExists(name: string): CrateError {
  return new CrateError(4093, 'RelationAlreadyExists', `Relation '${name}' already exists.`);
}

/** Types that no column can have. */
const WITHOUT_STORAGE = [
  'date',
  'interval',
  'json',
  'regclass',
  'regproc',
  'regtype',
  'oidvector',
  'undefined',
  'time with time zone',
  'record',
];

function checkStorable(type: Type, version: string): void {
  if (type.name === 'array') {
    checkStorable(type.of, version);
    return;
  }
  if (type.name === 'object') {
    for (const inner of type.keys.values()) checkStorable(inner, version);
    return;
  }
  const old = !atLeast(version, '5.9.0');
  const unstorable =
    WITHOUT_STORAGE.includes(type.name) ||
    (type.name === 'numeric' && (old || type.precision === undefined));
  checkKnown(type, version);
  if (!unstorable) return;
  throw unsupported(
    type.name === 'numeric' && !old
      ? 'NUMERIC storage is only supported if precision and scale are specified'
      : `Type \`${type.name}\` does not support storage`,
  );
}

/** A value of WITH or SET (...): a literal or a parameter, or a word without quotes. */
export function propertyValue(expression: Expression, context: CallContext): Value {
  if (expression.kind === 'name') return expression.parts.join('.');
  return bind(expression, { context, relations: [] }).evaluate({ values: [] });
}

const POLICIES: Policy[] = ['strict', 'dynamic', 'ignored'];

const FLAGS = [
  'blocks.read_only',
  'blocks.read',
  'blocks.write',
  'blocks.metadata',
  'blocks.read_only_allow_delete',
];

/** Sets a table's settings; throws for those that CrateDB does not know. */
export function applyProperties(table: Table, properties: Properties, context: CallContext): void {
  for (const [name, expression] of properties) {
    const value = propertyValue(expression, context);
    if (name === 'number_of_replicas') table.replicas = value === null ? '0-1' : asText(value);
    else if (name === 'column_policy') {
      const policy = POLICIES.find((it) => it === value);
      if (!policy || policy === 'ignored') {
        throw parseError(`Invalid value for argument 'column_policy'`);
      }
      table.policy = policy;
    } else if (name === 'refresh_interval') table.settings.set(name, milliseconds(value));
    else if (FLAGS.includes(name)) table.settings.set(name, castValue(value, { name: 'boolean' }));
    else if (isTableSetting(name)) table.settings.set(name, value);
    else throw parseError(`Invalid property "${name}" passed to [ALTER | CREATE] TABLE statement`);
  }
}

const milliseconds = (value: Value): bigint =>
  typeof value === 'bigint'
    ? value
    : value === null
      ? 1000n
      : BigInt(Math.trunc(readTime(asText(value))));

const isTableSetting = (name: string): boolean =>
  /^(routing\.allocation|translog|mapping|merge|write|unassigned|store|warmer|allocation|soft_deletes|max_ngram_diff|max_shingle_diff|codec|number_of_routing_shards|number_of_shards)(\.|$)/.test(
    name,
  );

type CreateTable = Extract<Statement, { kind: 'createTable' }>;

/** Makes the table of CREATE TABLE; throws CrateDB's error where it can't be. */
export function createTable(statement: CreateTable, schema: string, context: CallContext): Table {
  const name = statement.table.at(-1) ?? '';
  checkRelationName(schema, name);
  const { database, version } = context;
  const exists =
    database.tables.has(`${schema}.${name}`) || database.views.has(`${schema}.${name}`);
  if (exists) throw alreadyExists(`${schema}.${name}`);
  const table = makeTable({ schema, name, versionCreated: version });
  addColumns(table, statement.columns, context);
  setKey(table, statement);
  setPlacing(table, statement, context);
  applyProperties(table, statement.properties, context);
  // Expressions may name any of the columns: so they come last.
  setExpressions(table, statement.columns, [], context);
  table.checks.push(...makeChecks(table, statement.checks, context));
  checkShardLimit(table, context);
  database.tables.set(fqn(table), table);
  return table;
}

/** Columns in their order, the keys of an object after it. */
export function addColumns(
  table: Table,
  columns: ColumnDefinition[],
  context: CallContext,
  parent: string[] = [],
): void {
  for (const column of columns) {
    const path =
      parent.length > 0 && column.name.length === 1 ? [...parent, ...column.name] : column.name;
    checkColumnPath(path);
    if (columnAt(table, dotted(path))) {
      throw parseError(
        parent.length > 0 || path.length > 1
          ? `The table ${fqn(table)} already has a column named ${dotted(path)}`
          : `column "${dotted(path)}" specified more than once`,
      );
    }
    const type = typeOf(column, table, context);
    checkStorable(type, context.version);
    // The keys are added one by one, so the object begins without them.
    addColumn(table, {
      path,
      type: withoutKeys(type),
      notNull: column.notNull ?? false,
      ...(column.index !== undefined && { index: column.index }),
    });
    if (column.children) addColumns(table, column.children, context, path);
  }
}

function withoutKeys(type: Type): Type {
  if (type.name === 'array') return arrayOf(withoutKeys(type.of));
  return type.name === 'object' ? objectOf((type as ObjectType).policy) : type;
}

/** A generated column may leave its type out: it is that of its expression. */
function typeOf(column: ColumnDefinition, table: Table, context: CallContext): Type {
  if (column.type) return column.type;
  if (!column.generated) throw parseError(`Column "${column.name.join('.')}" has no type`);
  return bind(column.generated, tableScope(table, context)).type;
}

function setKey(table: Table, { columns, primaryKey }: CreateTable): void {
  const declared = flat(columns).filter(({ column }) => column.primaryKey);
  if (declared.length > 0 && primaryKey) throw parseError('Multiple primary key constraints');
  const keys = primaryKey?.columns ?? declared.map(({ path }) => dotted(path));
  for (const key of keys) {
    const column = columnAt(table, key);
    if (!column) throw new CrateError(4043, 'ColumnUnknownException', `Column ${key} unknown`);
    if (
      column.type.name === 'array' ||
      ['object', 'geo_point', 'geo_shape'].includes(column.type.name)
    ) {
      throw unsupported(
        column.type.name === 'array'
          ? `Cannot use column "${key}" with type "${nameOf(column.type)}" as primary key`
          : `Cannot use columns of type "${column.type.name}" as primary key`,
      );
    }
    if (table.primaryKey.includes(key))
      throw parseError(`Columns must not be repeated in primary key: ${key}`);
    table.primaryKey.push(key);
  }
  const name =
    primaryKey?.constraint ??
    declared.find(({ column }) => column.primaryKey?.constraint)?.column.primaryKey?.constraint;
  if (name !== undefined) table.keyName = name;
  if (table.primaryKey.length === 1) table.clusteredBy = table.primaryKey[0] ?? '_id';
}

type Flat = { path: string[]; column: ColumnDefinition };

const flat = (columns: ColumnDefinition[], parent: string[] = []): Flat[] =>
  columns.flatMap((column) => {
    const path =
      parent.length > 0 && column.name.length === 1 ? [...parent, ...column.name] : column.name;
    return [{ path, column }, ...flat(column.children ?? [], path)];
  });

function setPlacing(table: Table, statement: CreateTable, context: CallContext): void {
  const needed = (name: string): string => {
    if (!columnAt(table, name))
      throw new CrateError(4043, 'ColumnUnknownException', `Column ${name} unknown`);
    return name;
  };
  if (statement.clusteredBy !== undefined) {
    const column = needed(statement.clusteredBy);
    if (table.primaryKey.length > 0 && !table.primaryKey.includes(column)) {
      throw parseError(
        `Clustered by column \`${column}\` must be part of primary keys: [${table.primaryKey.join(', ')}]`,
      );
    }
    table.clusteredBy = column;
  }
  for (const name of statement.partitionedBy) {
    const column = columnAt(table, needed(name));
    if (table.primaryKey.length > 0 && !table.primaryKey.includes(name)) {
      throw parseError(
        `Cannot use non primary key column '${name}' in PARTITIONED BY clause if primary key is set on table`,
      );
    }
    if (column && (column.type.name === 'array' || column.type.name === 'object')) {
      throw parseError(
        `Cannot use column ${name} of type ${column.type.name} in PARTITIONED BY clause`,
      );
    }
    if (table.clusteredBy === name) {
      // A key of one column is also the routing column: then only its partition tells rows apart.
      if (statement.clusteredBy === name)
        throw parseError(`Cannot use CLUSTERED BY column \`${name}\` in PARTITIONED BY clause`);
      table.clusteredBy = '_id';
    }
    table.partitionedBy.push(name);
  }
  if (statement.shards) {
    const bound = castBound(bind(statement.shards, { context, relations: [] }), INTEGER);
    const shards = Number(bound.evaluate({ values: [] }));
    if (shards < 1) throw parseError('num_shards in CLUSTERED clause must be greater than 0');
    table.shards = shards;
  }
}

/** Defaults, generated columns and checks, once all columns are there. */
export function setExpressions(
  table: Table,
  columns: ColumnDefinition[],
  parent: string[],
  context: CallContext,
): void {
  for (const { path, column } of flat(columns, parent)) {
    const stored = columnAt(table, dotted(path));
    if (!stored) continue;
    if (column.default) stored.default = storeDefault(column.default, stored.type, context);
    if (column.generated)
      stored.generated = storeGenerated(column.generated, stored.type, table, context);
    table.checks.push(...makeChecks(table, column.checks, context, dotted(path)));
  }
}

function storeDefault(expression: Expression, type: Type, context: CallContext): StoredExpression {
  const bound = bind(expression, { context, relations: [] });
  return { expression, text: castBound(bound, type).text };
}

function storeGenerated(
  expression: Expression,
  type: Type,
  table: Table,
  context: CallContext,
): StoredExpression {
  const bound = castBound(bind(expression, tableScope(table, context)), type);
  return { expression, text: bound.text };
}

function makeChecks(
  table: Table,
  checks: Check[],
  context: CallContext,
  column?: string,
): Table['checks'] {
  return checks.map((check) => {
    bindCondition(check.value, tableScope(table, context));
    const text = checkText(check);
    return { name: check.name ?? checkName(table, text, column), text, expression: check.value };
  });
}

/** A check without a name gets one that ends in twelve characters at random: here they follow from its text. */
function checkName(table: Table, text: string, column: string | undefined): string {
  const place = [table.schema, table.name, ...(column === undefined ? [] : [column])].join('_');
  const random = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return `${place}_check_${random}`;
}

/** As CrateDB writes a check: names in quotes, `"w" > 0`. */
function checkText({ value, text }: Check): string {
  const written = quotedText(value);
  return written ?? text;
}

function quotedText(expression: Expression): string | undefined {
  switch (expression.kind) {
    case 'name':
      return expression.parts.map((it) => `"${it}"`).join('.');
    case 'literal':
      return expression.text;
    case 'compare':
    case 'logical':
    case 'binary': {
      const [left, right] = [inner(expression.left), inner(expression.right)];
      return left === undefined || right === undefined
        ? undefined
        : `${left} ${expression.operator} ${right}`;
    }
    case 'isNull': {
      const value = inner(expression.value);
      return value === undefined ? undefined : `${value} IS ${expression.not ? 'NOT ' : ''}NULL`;
    }
    default:
      return undefined;
  }
}

/** Inside of another one, an operator stands in brackets. */
function inner(expression: Expression): string | undefined {
  const text = quotedText(expression);
  return ['compare', 'logical', 'binary'].includes(expression.kind) && text !== undefined
    ? `(${text})`
    : text;
}

function checkShardLimit(table: Table, context: CallContext): void {
  const { database } = context;
  // A partitioned table has no shards before it has partitions.
  if (table.partitionedBy.length > 0) return;
  const nodes = Math.max(1, database.cluster.nodes.length);
  const added = table.shards * (1 + replicaCount(table.replicas, nodes));
  const open = openShards(database);
  const limit = Number(database.settings.get('cluster.max_shards_per_node') ?? 1000) * nodes;
  if (open + added > limit) throw tooManyShards(added, open, limit);
}
