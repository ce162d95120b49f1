/** One row on its way into a table: what CrateDB checks of it, in its order and in its words. */

import { randomBytes } from 'node:crypto';
import type { Expression } from '../ast/nodes.ts';
import { documentId, shardOf } from '../catalog/routing.ts';
import type { Doc } from '../catalog/store.ts';
import { type Column, columnAt, isKey, roots, type Table } from '../catalog/table.ts';
import { parseError } from '../errors.ts';
import { bind } from '../expressions/bind.ts';
import type { Bound, Row } from '../expressions/bound.ts';
import { castBound } from '../expressions/casts.ts';
import type { CallContext, Scope } from '../expressions/context.ts';
import { partsOf } from '../query/grouping.ts';
import { isClusteredByPart, partitionOf } from '../query/lookup.ts';
import { tableFields, tableRow } from '../query/source.ts';
import { openShards } from '../system/shards.ts';
import { forInsert } from '../values/cast.ts';
import { keyOf } from '../values/compare.ts';
import { MAX_LONG, MIN_LONG } from '../values/numbers.ts';
import { javaText } from '../values/text.ts';
import { isTimestamp } from '../values/type.ts';
import { isObject, makeObject, type ObjectValue, type Value } from '../values/value.ts';
import { checkObject, settleObject } from './objects.ts';

type Place = { key: string; id: string; partition: string; shard: number };

export type RowWriter = {
  /** A new row with its defaults and generated columns. */
  complete(given: Map<string, Value>): ObjectValue;
  /** Calculates the generated columns that a changed row does not have. */
  generate(source: ObjectValue): ObjectValue;
  /** The row's place; throws for a key that is null or a partition that is one too many. */
  place(source: ObjectValue): Place;
  /** NOT NULL, generated columns and checks. */
  rules(source: ObjectValue, targets: string[]): void;
  /** NOT NULL, objects, lengths, generated columns and checks: the row as it is stored. */
  check(source: ObjectValue, targets: string[]): ObjectValue;
  /** A row with its system columns, to evaluate expressions on. */
  rowOf(doc: Doc): Row;
  scope: Scope;
};

type Calculated = { column: Column; bound: Bound };

/** The value at a path; undefined where nothing is there. */
function valueAt(source: ObjectValue, [head = '', ...rest]: string[]): Value | undefined {
  const value = source[head];
  if (rest.length === 0 || value === undefined) return value;
  return isObject(value) ? valueAt(value, rest) : value === null ? null : undefined;
}

export function setAt(source: ObjectValue, [head = '', ...rest]: string[], value: Value): void {
  if (rest.length === 0) {
    source[head] = value;
    return;
  }
  const inner = source[head];
  const object =
    inner !== undefined && isObject(inner) ? makeObject(Object.entries(inner)) : makeObject();
  setAt(object, rest, value);
  source[head] = object;
}

/** A scope in which a table's columns stand alone. */
export function tableScope(table: Table, context: CallContext, name = table.name): Scope {
  const fields = tableFields(table);
  return { context, relations: [{ schema: table.schema, name, fields, offset: 0 }] };
}

export function makeRowWriter(table: Table, context: CallContext): RowWriter {
  const scope = tableScope(table, context);
  const defaults = calculatedBy('default', table, { context, relations: [] });
  const generated = calculatedBy('generated', table, scope);
  const checks = table.checks.map((check) => ({ ...check, bound: bind(check.expression, scope) }));

  function addGenerated(source: ObjectValue): void {
    addMissing(source, generated, () => rowFrom(table, source));
  }

  function checkCalculated(source: ObjectValue, targets: string[]): void {
    const row = rowFrom(table, source);
    for (const { column, bound } of generated) checkGenerated(column, bound, source, row);
    for (const { name, text, bound } of checks) {
      if (bound.evaluate(row) !== false) continue;
      const values = targets.map((it) => javaText(source[it] ?? null)).join(', ');
      throw parseError(`Failed CONSTRAINT ${name} CHECK (${text}) for values: [${values}]`);
    }
  }

  return {
    scope,
    rules(source, targets) {
      checkNotNull(table, source);
      checkCalculated(source, targets);
    },
    complete(given) {
      const source = makeObject(given);
      addMissing(source, defaults, () => ({ values: [] }));
      addGenerated(source);
      return source;
    },
    generate(source) {
      addGenerated(source);
      return source;
    },
    place: (source) => placeOf(table, source),
    check(source, targets) {
      checkNotNull(table, source);
      for (const { path, type } of roots(table))
        checkObject(path, type, source[path[0] ?? ''] ?? null);
      checkCalculated(source, targets);
      return storedFrom(table, source);
    },
    rowOf: (doc) => ({
      values: tableRow(
        roots(table).map(({ path }) => path[0] ?? ''),
        doc,
      ),
    }),
  };
}

/** The columns that have a DEFAULT or are generated, with what calculates them. */
function calculatedBy(kind: 'default' | 'generated', table: Table, scope: Scope): Calculated[] {
  return table.columns.flatMap((column) => {
    const stored = column[kind];
    return stored
      ? [{ column, bound: castBound(bind(stored.expression, scope), column.type) }]
      : [];
  });
}

/** Calculates what a row does not have; each column sees those that were added before it. */
function addMissing(source: ObjectValue, columns: Calculated[], row: () => Row): void {
  for (const { column, bound } of columns) {
    if (valueAt(source, column.path) === undefined)
      setAt(source, column.path, bound.evaluate(row()));
  }
}

const rowFrom = (table: Table, source: ObjectValue): Row => ({
  values: roots(table).map(({ path }) => source[path[0] ?? ''] ?? null),
});

function placeOf(table: Table, source: ObjectValue): Place {
  const value = (name: string): Value => {
    const column = columnAt(table, name);
    return (column && valueAt(source, column.path)) ?? null;
  };
  const partition = partitionOf(table, value);
  const id = idOf(table, value);
  const route = table.clusteredBy === '_id' ? id : value(table.clusteredBy);
  if (route === null) throw parseError('Clustered by value must not be NULL');
  const isById =
    table.primaryKey.length === 1 || table.clusteredBy === '_id' || isClusteredByPart(table);
  const shard = shardOf(isById ? id : javaText(route), table.shards);
  return { key: `${partition}/${id}`, id, partition, shard };
}

/** The primary key as CrateDB's `_id`; a random one where the table has no key. */
function idOf(table: Table, value: (name: string) => Value): string {
  if (table.primaryKey.length === 0) return randomBytes(15).toString('base64url');
  const key = table.primaryKey.map(value);
  if (key.includes(null)) throw parseError('A primary key value must not be NULL');
  return documentId(key, table.primaryKey.indexOf(table.clusteredBy));
}

/** A checked row as it is stored: without nulls, every value in its column's range. */
function storedFrom(table: Table, source: ObjectValue): ObjectValue {
  const stored = makeObject();
  for (const { path, type } of roots(table)) {
    const name = path[0] ?? '';
    const value = source[name];
    if (value === undefined || value === null) continue;
    checkRange(value, type.name);
    stored[name] = settleObject(table, path, type, forInsert(value, type));
  }
  return stored;
}

function checkNotNull(table: Table, source: ObjectValue): void {
  for (const column of table.columns) {
    if (!column.notNull || isKey(table, column)) continue;
    if ((valueAt(source, column.path) ?? null) === null) {
      throw parseError(`"${column.name}" must not be null`);
    }
  }
}

function checkRange(value: Value, type: string): void {
  if (isTimestamp({ name: type } as never) && (value === MAX_LONG || value === MIN_LONG)) {
    throw parseError(`Value ${value} exceeds allowed range for column of type bigint`);
  }
}

/** CrateDB, measured: what is another each time is not held against what was given. */
const CHANGING = /^(now|curdate|random|gen_random_text_uuid|age|current_(timestamp|date))$/;

const isChanging = (expression: Expression): boolean =>
  (expression.kind === 'call' && CHANGING.test(expression.name)) ||
  partsOf(expression).some(isChanging);

function checkGenerated(column: Column, bound: Bound, source: ObjectValue, row: Row): void {
  if (column.generated && isChanging(column.generated.expression)) return;
  const calculated = bound.evaluate(row);
  const given = valueAt(source, column.path) ?? null;
  if (given === null || keyOf(given) === keyOf(calculated)) return;
  throw parseError(
    `Given value ${javaText(given)} for generated column ${column.name} does not match calculation ${column.generated?.text} = ${javaText(calculated)}`,
  );
}

/** Throws where a new partition would have one shard too many; notes it where it is new. */
export function ensurePartition(
  table: Table,
  ident: string,
  source: ObjectValue,
  context: CallContext,
): void {
  if (table.partitionedBy.length === 0 || table.store.partitions.has(ident)) return;
  const { database } = context;
  const before = openShards(database);
  const nodes = Math.max(1, database.cluster.nodes.length);
  const values = makeObject(
    table.partitionedBy.map((name): [string, Value] => {
      const column = columnAt(table, name);
      return [name, (column && valueAt(source, column.path)) ?? null];
    }),
  );
  table.store.partitions.set(ident, values);
  const added = openShards(database) - before;
  const limit = Number(database.settings.get('cluster.max_shards_per_node') ?? 1000) * nodes;
  if (before + added <= limit) return;
  table.store.partitions.delete(ident);
  throw tooManyShards(added, before, limit);
}

export const tooManyShards = (added: number, open: number, limit: number) =>
  parseError(
    `Validation Failed: 1: this action would add [${added}] total shards, but this cluster currently has [${open}]/[${limit}] maximum shards open;`,
  );
