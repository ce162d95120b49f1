import type { Field } from '../expressions/bound.ts';
import type { CallContext } from '../expressions/context.ts';
import { castValue, fromJson } from '../values/cast.ts';
import { arrayOf, type ObjectType, objectOf, type Type } from '../values/type.ts';
import { makeObject, type Value } from '../values/value.ts';

/** A table of `sys`, `information_schema` or `pg_catalog`. */
export type SystemRelation = {
  kind: 'system';
  schema: string;
  name: string;
  fields: Field[];
  rows(): Value[][];
};

/** Columns by path: `a.b` is a key of an object, `a[].b` one of an array of objects. */
export type Columns = Record<string, Type>;

export type Row = Record<string, unknown>;

export type Definition = {
  columns: Columns;
  primaryKey?: string[];
  rows(context: CallContext): Row[];
};

/** The top-level columns: CrateDB's `SELECT *` gives those of its own tables by name. */
export function fieldsOf(columns: Columns): Field[] {
  const made = new Map<string, Type>();
  for (const [path, type] of Object.entries(columns)) add(made, path.split('.'), type);
  return [...made]
    .map(([name, type]) => ({ name, type, stored: true }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function add(into: Map<string, Type>, [head = '', ...rest]: string[], type: Type): void {
  const list = head.endsWith('[]');
  const name = list ? head.slice(0, -2) : head;
  if (rest.length === 0) {
    into.set(name, type);
    return;
  }
  const known = into.get(name);
  const inner = known?.name === 'array' ? known.of : known;
  const object: ObjectType = inner?.name === 'object' ? inner : objectOf('strict');
  add(object.keys, rest, type);
  into.set(name, list ? arrayOf(object) : object);
}

/** A row's values in the order of the fields, each of its column's type; what is not given is null. */
export function valuesOf(row: Row, fields: Field[]): Value[] {
  return fields.map(({ name, type }) => toValue(row[name], type));
}

function toValue(given: unknown, type: Type): Value {
  if (given === null || given === undefined) return null;
  if (type.name === 'object' && type.keys.size > 0 && typeof given === 'object') {
    const row = given as Row;
    return makeObject([...type.keys].map(([key, inner]) => [key, toValue(row[key], inner)]));
  }
  if (type.name === 'array' && Array.isArray(given)) return given.map((it) => toValue(it, type.of));
  const value = fromJson(given);
  // A whole number of a timestamp is milliseconds, also when it came as a double.
  return castValue(
    typeof value === 'number' && type.name.startsWith('timestamp')
      ? BigInt(Math.trunc(value))
      : value,
    type,
  );
}
