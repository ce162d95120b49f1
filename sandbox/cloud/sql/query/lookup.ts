/**
 * Lookups by the whole primary key or by `_id`: they see what was written at once. Source: CrateDB
 * answers them from the translog (`Get`), everything else from what was refreshed.
 */
import type { Expression } from '../ast/nodes.ts';
import { documentId, partitionIdent, shardOf } from '../catalog/routing.ts';
import { type Column, columnAt, roots, type Table } from '../catalog/table.ts';
import { bind } from '../expressions/bind.ts';
import type { Bound, Row } from '../expressions/bound.ts';
import { castBound } from '../expressions/casts.ts';
import type { Scope } from '../expressions/context.ts';
import { tryCastValue } from '../values/cast.ts';
import { javaText } from '../values/text.ts';
import { TEXT, type Type } from '../values/type.ts';
import { makeObject, type Value } from '../values/value.ts';
import { columnsIn } from './grouping.ts';
import { tableFields } from './source.ts';

/** What a condition says of columns: each entry is one way in which it may hold. */
type Known = Array<Map<string, Value>>;

const MOST = 20_000;
const ANYTHING: Known = [new Map()];

/** Keys of the store that a condition asks for; undefined where it does not name whole keys. */
export function keysAsked(
  table: Table,
  where: Expression | undefined,
  scope: Scope,
  row: Row,
): string[] | undefined {
  if (!where) return undefined;
  const reading = { table, scope, row, sources: sourcesOf(table) };
  if (setsApart(where, reading)) return undefined;
  const known = read(where, reading);
  if (known.length > MOST) return undefined;
  // CrateDB, measured: several keys with another condition beside them are looked for like anything else.
  if (known.length > 1 && !isOfKeys(where, reading)) return undefined;
  const keys = new Set<string>();
  for (const values of known) {
    const whole = withCalculated(values, reading);
    const key = whole && storeKey(table, whole);
    if (key === undefined) return undefined;
    if (key !== null) keys.add(key);
  }
  return [...keys];
}

/** By a column's name the parts of the key that are calculated from it alone. */
type Sources = Map<string, Column[]>;

type Reading = { table: Table; scope: Scope; row: Row; sources: Sources };

function sourcesOf(table: Table): Sources {
  const sources: Sources = new Map();
  for (const name of table.primaryKey) {
    const column = columnAt(table, name);
    if (!column?.generated) continue;
    const [only, ...others] = new Set(columnsIn(column.generated.expression));
    if (only === undefined || others.length > 0) continue;
    sources.set(only, [...(sources.get(only) ?? []), column]);
  }
  return sources;
}

/**
 * CrateDB, measured: to a column that is compared it adds by itself what of the key is calculated from it. Where that
 * is given as well, it is no look-up any more.
 */
function withCalculated(
  values: Map<string, Value>,
  { table, scope, sources }: Reading,
): Map<string, Value> | undefined {
  const whole = new Map(values);
  for (const [name, value] of values) {
    for (const { name: part, type, generated } of sources.get(name) ?? []) {
      if (values.has(part) || !generated) return undefined;
      const own = { ...scope, relations: [{ name: '', fields: tableFields(table), offset: 0 }] };
      const calculated = castBound(bind(generated.expression, own), type);
      whole.set(part, calculated.evaluate({ values: valuesWith(table, name, value) }));
    }
  }
  return whole;
}

/** A row that has nothing but this value. */
function valuesWith(table: Table, name: string, value: Value): Value[] {
  const [root, ...keys] = columnAt(table, name)?.path ?? [];
  const nested = keys.reduceRight((inner: Value, key) => makeObject([[key, inner]]), value);
  return roots(table).map(({ path }) => (path[0] === root ? nested : null));
}

/** CrateDB, measured: no look-up either where a part of the key, or what it is made of, is to differ from something. */
function setsApart(condition: Expression, reading: Reading): boolean {
  const isOne = (side: Expression) => column(side, reading) !== undefined;
  switch (condition.kind) {
    case 'compare':
      return (
        ['<>', '!='].includes(condition.operator) &&
        (isOne(condition.left) || isOne(condition.right))
      );
    case 'not': {
      const { value } = condition;
      const isKey = (name: string) => reading.table.primaryKey.includes(name);
      const isEqual = value.kind === 'compare' && value.operator === '=';
      return columnsIn(value).some(isKey) || (isEqual && (isOne(value.left) || isOne(value.right)));
    }
    case 'logical':
      return setsApart(condition.left, reading) || setsApart(condition.right, reading);
    default:
      return false;
  }
}

function read(condition: Expression, reading: Reading): Known {
  switch (condition.kind) {
    case 'logical': {
      const left = read(condition.left, reading);
      const right = read(condition.right, reading);
      if (condition.operator === 'AND') return meet(left, right);
      return [...left, ...right].slice(0, MOST + 1);
    }
    case 'compare': {
      if (condition.operator !== '=') return ANYTHING;
      const { left, right } = condition;
      return equal(left, right, reading) ?? equal(right, left, reading) ?? ANYTHING;
    }
    case 'in':
      return condition.list.flatMap((it) => equal(condition.value, it, reading) ?? ANYTHING);
    case 'quantified':
      if (condition.operator !== '=' || condition.all) return ANYTHING;
      return oneOf(condition.left, condition.right, reading) ?? ANYTHING;
    default:
      return ANYTHING;
  }
}

/** True of a condition about nothing but keys. */
function isOfKeys(condition: Expression, reading: Reading): boolean {
  switch (condition.kind) {
    case 'logical':
      return isOfKeys(condition.left, reading) && isOfKeys(condition.right, reading);
    case 'compare':
    case 'quantified':
      return Boolean(column(condition.left, reading) ?? column(condition.right, reading));
    case 'in':
      return column(condition.value, reading) !== undefined;
    default:
      return false;
  }
}

/** Both conditions hold: their columns together, unless they contradict each other. */
function meet(left: Known, right: Known): Known {
  const met: Known = [];
  for (const a of left) {
    for (const b of right) {
      if (met.length > MOST) return met;
      met.push(new Map([...b, ...a]));
    }
  }
  return met;
}

function column(
  expression: Expression,
  { table, scope, sources }: Reading,
): { name: string; type: Type } | undefined {
  if (expression.kind !== 'name' && expression.kind !== 'subscript') return undefined;
  const name = quietly(() => bind(expression, scope))?.column?.replaceAll('"', '');
  if (name === '_id') return { name, type: TEXT };
  const found = name === undefined ? undefined : columnAt(table, name);
  const isOne = found && (table.primaryKey.includes(found.name) || sources.has(found.name));
  return isOne ? found : undefined;
}

function quietly(make: () => Bound): Bound | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

function constant(
  expression: Expression,
  { scope, row }: Reading,
): { value: Value; type: Type['name'] } | undefined {
  const bound = quietly(() => bind(expression, scope));
  return bound?.constant ? { value: bound.evaluate(row), type: bound.type.name } : undefined;
}

function equal(left: Expression, right: Expression, reading: Reading): Known | undefined {
  const found = column(left, reading);
  const given = found && constant(right, reading);
  if (!found || !given) return undefined;
  const value = tryCastValue(given.value, found.type, 'implicit');
  // CrateDB, measured: a time that is calculated and compared with a bigint is looked for like anything else.
  const isCalculated = columnAt(reading.table, found.name)?.generated !== undefined;
  if (isCalculated && found.type.name.startsWith('timestamp') && given.type === 'bigint') {
    return undefined;
  }
  return value === undefined ? undefined : [new Map([[found.name, value]])];
}

function oneOf(left: Expression, right: Expression, reading: Reading): Known | undefined {
  const found = column(left, reading);
  const given = found && constant(right, reading);
  if (!found || !given || !Array.isArray(given.value)) return undefined;
  return given.value.flatMap((it) => {
    const value = tryCastValue(it, found.type, 'implicit');
    return value === undefined || value === null ? [] : [new Map([[found.name, value]])];
  });
}

const isRoutedById = ({ primaryKey, clusteredBy }: Table): boolean =>
  primaryKey.length > 0 || clusteredBy === '_id';

/** The store's key; null where a part of it is null and so nothing can be found; undefined where one is missing. */
function storeKey(table: Table, values: Map<string, Value>): string | null | undefined {
  const byId = values.get('_id');
  // CrateDB, measured: where the table says by what it is clustered, the id does not tell the shard.
  const isRouted = table.partitionedBy.length === 0 && isRoutedById(table);
  if (byId !== undefined && isRouted) return byId === null ? null : `/${byId}`;
  if (table.primaryKey.length === 0) return undefined;
  if (!table.primaryKey.every((name) => values.has(name))) return undefined;
  const key = table.primaryKey.map((name) => values.get(name) ?? null);
  if (key.includes(null)) return null;
  const id = documentId(key, table.primaryKey.indexOf(table.clusteredBy));
  const route = values.get(table.clusteredBy);
  if (isClusteredByPart(table) && route !== undefined) {
    if (shardOf(javaText(route), table.shards) !== shardOf(id, table.shards)) return null;
  }
  const partition = partitionOf(table, (name) => values.get(name) ?? null);
  return `${partition}/${id}`;
}

/**
 * CrateDB, measured (5.8, 6.4): where a table is clustered by a part of an object, a row goes to the shard of its id,
 * and is looked for by its key in the shard of that part.
 */
export function isClusteredByPart(table: Table): boolean {
  return (columnAt(table, table.clusteredBy)?.path.length ?? 0) > 1;
}

export const partitionOf = (table: Table, value: (name: string) => Value): string =>
  table.partitionedBy.length === 0 ? '' : partitionIdent(table.partitionedBy.map(value));
