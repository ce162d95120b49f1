import { quoteIfNeeded } from '../catalog/names.ts';
import { objectIn, typeAtPath } from '../catalog/table.ts';
import { CrateError, columnUnknown, parseError, relationUnknown, unsupported } from '../errors.ts';
import { isLacking } from '../system/lacking.ts';
import { castValue } from '../values/cast.ts';
import { type Type, UNDEFINED } from '../values/type.ts';
import { isObject, type Value } from '../values/value.ts';
import type { Bound, Field, Row, ScopeRelation } from './bound.ts';
import type { Scope } from './context.ts';

type Found = { field: Field; index: number; relation: ScopeRelation };

function ambiguous(name: string): CrateError {
  return new CrateError(4006, 'AmbiguousColumnException', `Column "${name}" is ambiguous`);
}

function matches(
  relation: ScopeRelation,
  schema: string | undefined,
  table: string | undefined,
): boolean {
  if (table !== undefined && relation.name !== table) return false;
  return schema === undefined || relation.schema === schema;
}

/** Finds a name among the relations, or in the query around. */
function find(scope: Scope, parts: string[]): { found: Found; depth: number } {
  const [name = '', table, schema] = [...parts].reverse();
  let depth = 0;
  for (let at: Scope | undefined = scope; at; at = at.outer, depth++) {
    const relations = at.relations.filter((it) => matches(it, schema, table));
    const found = relations.flatMap((relation) => {
      const index = relation.fields.findIndex((it) => it.name === name);
      const field = relation.fields[index];
      return field ? [{ field, index: relation.offset + index, relation }] : [];
    });
    const visible = found.filter(({ field }) => !field.hidden || field.name.startsWith('_'));
    const [first, second] = visible.length > 0 ? visible : found;
    if (first && second) throw ambiguous(name);
    if (first) return { found: first, depth };
    const lacks = relations.find((it) => isLacking(it.schema ?? '', it.name, name));
    if (lacks) {
      throw unsupported(`The sandbox does not know ${lacks.schema}.${lacks.name}.${name}`);
    }
    if (table !== undefined && relations.length > 0) throw columnUnknown(quoted(name));
  }
  if (table !== undefined) {
    throw relationUnknown(`${schema ?? scope.context.session.currentSchema()}.${table}`);
  }
  throw columnUnknown(quoted(name));
}

const quoted = (name: string): string => quoteIfNeeded(name);

function reader(index: number, depth: number): (row: Row) => Value {
  if (depth === 0) return (row) => row.values[index] ?? null;
  return (row) => {
    let at: Row | undefined = row;
    for (let i = 0; i < depth; i++) at = at?.outer;
    return at?.values[index] ?? null;
  };
}

export function bindName(scope: Scope, parts: string[]): Bound {
  const name = parts.at(-1) ?? '';
  if (parts[0] === 'excluded' && parts.length === 2 && scope.excluded) return scope.excluded(name);
  if (parts.length > 1 && scope.bareNamesOnly) {
    throw parseError(
      `Column reference "${parts.join('.')}" has too many parts. A column must not have a schema or a table here.`,
    );
  }
  const { found, depth } = find(scope, parts);
  const { field, relation } = found;
  const read = reader(found.index, depth);
  return {
    type: field.type,
    text: quoteIfNeeded(name),
    evaluate: field.derive ? (row) => field.derive?.(read(row)) ?? null : read,
    constant: false,
    ...(field.stored && { column: name }),
    ...(relation.schema !== undefined && {
      qualified: `${relation.schema}.${relation.name}.${quoteIfNeeded(name)}`,
    }),
  };
}

function keyOfValue(value: Value, key: string): Value {
  if (Array.isArray(value)) return value.map((it) => keyOfValue(it, key));
  return isObject(value) ? (value[key] ?? null) : null;
}

/** The key of an object, with its own type. */
export function bindKey(base: Bound, key: string): Bound {
  const object = objectIn(base.type);
  const text = `${base.text}['${key}']`;
  if (!object) {
    // What is inside an IGNORED object has no type that is known.
    if (base.type.name !== 'undefined') {
      throw base.column ? columnUnknown(text) : unknownKey(base, key);
    }
  } else if (!object.keys.has(key) && object.policy !== 'ignored' && !object.leaf) {
    throw base.column === undefined ? unknownKey(base, key) : columnUnknown(text);
  }
  const leaf = object?.keys.has(key) ? undefined : object?.leaf;
  const type: Type = leaf ?? typeAtPath(base.type, [key]) ?? UNDEFINED;
  const read = (row: Row): Value => keyOfValue(base.evaluate(row), key);
  return {
    type,
    text,
    evaluate: leaf ? (row) => castValue(read(row), leaf) : read,
    constant: base.constant,
    ...(base.column !== undefined && { column: text }),
  };
}

function unknownKey(base: Bound, key: string): CrateError {
  const text = base.literal
    ? `The literal \`${base.text}\` does not contain the key \`${key}\``
    : `The return type \`${base.type.name}\` of the expression \`${base.text}\` does not contain the key \`${key}\``;
  return new CrateError(4043, 'ColumnUnknownException', text);
}
