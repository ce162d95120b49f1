import { dotted } from '../ast/create-table.ts';
import type { Expression, Statement } from '../ast/nodes.ts';
import { checkColumnPath, checkRelationName } from '../catalog/names.ts';
import { columnAt, fqn, objectIn, type Table } from '../catalog/table.ts';
import { columnUnknown, parseError, unsupported } from '../errors.ts';
import type { CallContext } from '../expressions/context.ts';
import { partsOf } from '../query/grouping.ts';
import type { ObjectValue } from '../values/value.ts';
import { isObject } from '../values/value.ts';
import { addColumns, alreadyExists, applyProperties, setExpressions } from './create-table.ts';

type Of<K extends Statement['kind']> = Extract<Statement, { kind: K }>;

export function addTableColumns(
  { columns }: Of<'addColumns'>,
  table: Table,
  context: CallContext,
): void {
  for (const column of columns) {
    if (column.primaryKey && table.store.count() > 0) {
      throw unsupported("Cannot add a primary key column to a table that isn't empty");
    }
    if (column.generated && table.store.count() > 0) {
      throw unsupported("Cannot add a generated column to a table that isn't empty");
    }
    const [root = ''] = column.name;
    if (columnAt(table, dotted(column.name))) {
      throw parseError(`The table ${fqn(table)} already has a column named ${dotted(column.name)}`);
    }
    if (column.name.length > 1 && !columnAt(table, root)) {
      throw columnUnknown(root);
    }
  }
  const limit = Number(table.settings.get('mapping.total_fields.limit') ?? 1000);
  if (table.columns.length + columns.length > limit) {
    throw parseError(`Limit of total columns [${limit}] in table [${fqn(table)}] exceeded`);
  }
  addColumns(table, columns, context);
  setExpressions(table, columns, [], context);
  for (const column of columns) {
    if (column.primaryKey) table.primaryKey.push(dotted(column.name));
  }
}

export function dropTableColumns({ columns }: Of<'dropColumns'>, table: Table): void {
  for (const { name, ifExists } of columns) {
    const path = dotted(name);
    if (!columnAt(table, path)) {
      if (ifExists) continue;
      throw columnUnknown(path);
    }
    if (table.primaryKey.includes(path)) {
      throw unsupported(`Dropping column: ${path} which is part of the PRIMARY KEY is not allowed`);
    }
    if (table.clusteredBy === path) {
      throw unsupported(`Dropping column: ${path} which is used in 'CLUSTERED BY' is not allowed`);
    }
    if (table.partitionedBy.includes(path)) {
      throw unsupported(
        `Dropping column: ${path} which is part of the 'PARTITIONED BY' columns is not allowed`,
      );
    }
    const used = table.columns.find(
      (it) => it.generated && names(it.generated.expression).includes(name[0] ?? ''),
    );
    if (used && name.length === 1) {
      throw unsupported(
        `Dropping column: ${path} which is used to produce values for generated column is not allowed`,
      );
    }
    table.columns = table.columns.filter(
      (it) => it.name !== path && !it.name.startsWith(`${path}[`),
    );
    if (name.length > 1) {
      const parent = columnAt(table, dotted(name.slice(0, -1)));
      if (parent) objectIn(parent.type)?.keys.delete(name.at(-1) ?? '');
    }
    table.store.rewrite((source) => removeAt(source, name));
  }
}

const names = (expression: Expression): string[] =>
  expression.kind === 'name' ? expression.parts.slice(-1) : partsOf(expression).flatMap(names);

function removeAt(source: ObjectValue, [head = '', ...rest]: string[]): void {
  if (rest.length === 0) {
    delete source[head];
    return;
  }
  const inner = source[head];
  if (inner !== undefined && isObject(inner)) removeAt(inner, rest);
}

export function renameColumn({ from, to }: Of<'renameColumn'>, table: Table): void {
  const [old, next] = [dotted(from), dotted(to)];
  if (!columnAt(table, old)) throw columnUnknown(old);
  checkColumnPath(to);
  if (columnAt(table, next)) throw parseError(`Cannot rename column to a name that is in use`);
  if (from.length !== to.length || dotted(from.slice(0, -1)) !== dotted(to.slice(0, -1))) {
    throw parseError(
      `Cannot rename a column to a name that has different parents, renaming ${old} to ${next}`,
    );
  }
  const depth = from.length - 1;
  const replaced = to[depth] ?? '';
  for (const column of table.columns) {
    const isIt = column.name === old || column.name.startsWith(`${old}[`);
    if (!isIt) continue;
    column.path[depth] = replaced;
    column.name = dotted(column.path);
  }
  const fresh = (name: string): string => (name === old ? next : name);
  table.primaryKey = table.primaryKey.map(fresh);
  table.partitionedBy = table.partitionedBy.map(fresh);
  table.clusteredBy = fresh(table.clusteredBy);
  table.store.rewrite((source) => moveKey(source, from, replaced));
}

function moveKey(source: ObjectValue, [head = '', ...rest]: string[], name: string): void {
  if (rest.length > 0) {
    const inner = source[head];
    if (inner !== undefined && isObject(inner)) moveKey(inner, rest, name);
  } else if (head in source) {
    source[name] = source[head] ?? null;
    delete source[head];
  }
}

export function renameTable({ to }: Of<'renameTable'>, table: Table, context: CallContext): void {
  const { tables, views } = context.database;
  const [name = '', schema = table.schema] = [...to].reverse();
  checkRelationName(schema, name);
  const key = `${schema}.${name}`;
  if (tables.has(key) || views.has(key)) throw alreadyExists(key);
  tables.delete(fqn(table));
  table.schema = schema;
  table.name = name;
  tables.set(key, table);
}

export function setProperties(
  { properties, reset }: Of<'setProperties'>,
  table: Table,
  context: CallContext,
): void {
  for (const name of reset) {
    if (name === 'number_of_replicas') table.replicas = '0-1';
    else table.settings.delete(name);
  }
  applyProperties(table, properties, context);
}

export function dropConstraint({ name }: Of<'dropConstraint'>, table: Table): void {
  const before = table.checks.length;
  table.checks = table.checks.filter((it) => it.name !== name);
  if (table.checks.length === before) {
    throw parseError(
      `Cannot find a CHECK CONSTRAINT named [${name}], available constraints are: [${table.checks.map((it) => it.name).join(', ')}]`,
    );
  }
}
