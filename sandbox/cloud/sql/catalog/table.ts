import { dotted } from '../ast/create-table.ts';
import type { Expression } from '../ast/nodes.ts';
import { arrayOf, type ObjectType, type Policy, type Type } from '../values/type.ts';
import type { Value } from '../values/value.ts';
import { atLeast } from '../version.ts';
import { createStore, type Store } from './store.ts';

export type StoredExpression = {
  expression: Expression;
  /** As `information_schema.columns` shows it: `(price * qty)`. */
  text: string;
};

/** A column, or a key of an object in one: both have a row in `information_schema.columns`. */
export type Column = {
  path: string[];
  /** `info['b']['c']` */
  name: string;
  type: Type;
  position: number;
  notNull: boolean;
  default?: StoredExpression;
  generated?: StoredExpression;
  index?: string;
};

export type CheckConstraint = { name: string; text: string; expression: Expression };

export type Table = {
  kind: 'table';
  schema: string;
  name: string;
  /** In the order of their positions, keys of objects among them. */
  columns: Column[];
  /** Names of columns; empty where a row has only its `_id`. */
  primaryKey: string[];
  keyName: string;
  checks: CheckConstraint[];
  clusteredBy: string;
  partitionedBy: string[];
  shards: number;
  replicas: string;
  policy: Policy;
  settings: Map<string, Value>;
  closed: boolean;
  store: Store;
  versionCreated: string;
};

export type View = { kind: 'view'; schema: string; name: string; text: string; owner: string };

export const fqn = ({ schema, name }: { schema: string; name: string }): string =>
  `${schema}.${name}`;

export const roots = (table: Table): Column[] =>
  table.columns.filter(({ path }) => path.length === 1);

export const columnAt = (table: Table, name: string): Column | undefined =>
  table.columns.find((it) => it.name === name);

export const isKey = (table: Table, column: Column): boolean =>
  table.primaryKey.includes(column.name);

/** An object type, or that of an array's elements. */
export function objectIn(type: Type): ObjectType | undefined {
  if (type.name === 'array') return objectIn(type.of);
  return type.name === 'object' ? type : undefined;
}

/** Adds a column or a key of an object at the end. The object's own type learns of the key. */
export function addColumn(table: Table, column: Omit<Column, 'position' | 'name'>): Column {
  const added = { ...column, name: dotted(column.path), position: table.columns.length + 1 };
  table.columns.push(added);
  if (column.path.length > 1) {
    const parent = columnAt(table, dotted(column.path.slice(0, -1)));
    const object = parent && objectIn(parent.type);
    object?.keys.set(column.path.at(-1) ?? '', column.type);
  }
  return added;
}

/** The keys that a type declares, each as a column: parents before children. */
export function keysOf(path: string[], type: Type): Array<{ path: string[]; type: Type }> {
  const object = objectIn(type);
  if (!object) return [];
  return [...object.keys].flatMap(([key, inner]) => {
    const below = [...path, key];
    return [{ path: below, type: inner }, ...keysOf(below, inner)];
  });
}

/** A key's type inside a column: under an array it is an array of it. */
export function typeAtPath(type: Type, keys: string[]): Type | undefined {
  const [key, ...rest] = keys;
  if (key === undefined) return type;
  if (type.name === 'array') {
    const inner = typeAtPath(type.of, keys);
    return inner && arrayOf(inner);
  }
  if (type.name !== 'object') return undefined;
  const inner = type.keys.get(key);
  return inner && typeAtPath(inner, rest);
}

/** What a key is called that has no name of its own; before 6.0 it was shorter. */
export const defaultKeyName = (table: string, version: string): string =>
  `${table}_${atLeast(version, '6.0.0') ? 'pkey' : 'pk'}`;

export function makeTable(
  given: Pick<Table, 'schema' | 'name' | 'versionCreated'> & Partial<Table>,
): Table {
  return {
    kind: 'table',
    columns: [],
    primaryKey: [],
    keyName: defaultKeyName(given.name, given.versionCreated),
    checks: [],
    clusteredBy: '_id',
    partitionedBy: [],
    shards: 4,
    replicas: '0-1',
    policy: 'strict',
    settings: new Map(),
    closed: false,
    store: createStore(),
    ...given,
  };
}
