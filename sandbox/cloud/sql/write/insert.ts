import type { Query, Statement } from '../ast/nodes.ts';
import { quoteIfNeeded } from '../catalog/names.ts';
import type { Doc } from '../catalog/store.ts';
import { columnAt, roots, type Table } from '../catalog/table.ts';
import { CrateError, columnUnknown, duplicateKey, parseError, rowWidth } from '../errors.ts';
import { bind } from '../expressions/bind.ts';
import type { Bound } from '../expressions/bound.ts';
import { castBound } from '../expressions/casts.ts';
import type { CallContext, Scope } from '../expressions/context.ts';
import { findRelation } from '../query/relations.ts';
import { castTyped } from '../values/cast.ts';
import { isConvertible, nameOf, type Type, textOf, UNDEFINED } from '../values/type.ts';
import type { ObjectValue, Value } from '../values/value.ts';
import { bindAssignments, type Change, changed, checkConstants } from './assignments.ts';
import { readOnlyError, writable } from './blocks.ts';
import { addDynamic } from './objects.ts';
import { makeReturning, type Returning } from './returning.ts';
import { ensurePartition, makeRowWriter, type RowWriter, tableScope } from './row.ts';

type Insert = Extract<Statement, { kind: 'insert' }>;

type Target = { name: string; type: Type };

/** What came of one row: the stored one, null for one that was there already, or why it was not taken. */
export type Outcome = { doc: Doc } | { kept: true } | { error: CrateError; shard: number };

export type PreparedInsert = {
  table: Table;
  /** Rows that one set of arguments makes; throws for what no row of the call may have. */
  evaluate(): Ready[];
  write(row: Ready): Outcome;
  /** Throws where a row breaks NOT NULL or a CHECK, without writing it. */
  rules(row: Ready): void;
  returning?: Returning;
  /** VALUES of one row: its failure is an error, and not a row less. */
  single: boolean;
};

export type Ready = { source: ObjectValue; given: Map<string, Value> };

export function prepareInsert(statement: Insert, context: CallContext): PreparedInsert {
  const table = writable(findRelation(statement.table, context), 'INSERT', 'DML', context);
  const targets = targetsOf(statement, table);
  const source = prepareSource(statement.source, targets, context);
  checkClustered(table, targets);
  const conflict = prepareConflict(statement, table, targets, context);
  const returning = statement.returning && makeReturning(statement.returning, table, context);
  let writer: RowWriter = makeRowWriter(table, context);
  const names = targets.map(({ name }) => name);

  function complete(values: Value[]): Ready {
    const given = givenOf(targets, values);
    return { source: writer.complete(given), given };
  }

  function ensurePlace({ source: row }: Ready): void {
    ensurePartition(table, writer.place(row).partition, row, context);
  }

  function write({ source: complete, given }: Ready): Outcome {
    let shard = 0;
    try {
      if (addColumns(table, given)) writer = makeRowWriter(table, context);
      const place = writer.place(complete);
      shard = place.shard;
      const blocked = readOnlyError(table, context);
      if (blocked) return { error: blocked, shard };
      const stored = writer.check(complete, names);
      const before = table.store.get(place.key);
      if (before) {
        if (!conflict) throw duplicateKey();
        if (conflict === 'nothing') return { kept: true };
        return { doc: update(before, conflict, complete) };
      }
      return { doc: table.store.put({ ...place, source: stored }, context.now) };
    } catch (error) {
      if (error instanceof CrateError) return { error, shard };
      throw error;
    }
  }

  /** The row that was there, changed; `excluded` is the row that would have been written. */
  function update(before: Doc, changes: Change[], excluded: ObjectValue): Doc {
    const { values } = writer.rowOf(before);
    const row = { values: [...values, ...targets.map(({ name }) => excluded[name] ?? null)] };
    const next = changed(before.source, changes, row);
    recalculate(table, next, changes);
    const all = roots(table).map(({ path }) => path[0] ?? '');
    const stored = writer.check(writer.generate(next), all);
    const { key, id, partition, shard } = before;
    return table.store.put({ key, id, partition, shard, source: stored }, context.now);
  }

  return {
    table,
    evaluate() {
      const rows = source.rows().map(complete);
      if (!source.values) return rowsWithPlace(rows, ensurePlace);
      // A row of VALUES without a key, or for one partition too many, fails the whole statement.
      for (const { source: row } of rows) writer.place(row);
      for (const row of rows) ensurePlace(row);
      return rows;
    },
    write,
    rules: ({ source: row }) => void writer.rules(row, names),
    single: source.values === 1,
    ...(returning && { returning }),
  };
}

/** A row's values by the names of their columns; a DEFAULT is not among them. */
function givenOf(targets: Target[], values: Value[]): Map<string, Value> {
  const given = new Map<string, Value>();
  for (const [i, { name }] of targets.entries()) {
    const value = values[i];
    if (value !== undefined) given.set(name, value);
  }
  return given;
}

/** A query's rows without those that can have no place in the table. */
function rowsWithPlace(rows: Ready[], ensurePlace: (row: Ready) => void): Ready[] {
  return rows.filter((row) => {
    try {
      ensurePlace(row);
      return true;
    } catch (error) {
      if (error instanceof CrateError) return false;
      throw error;
    }
  });
}

/** Generated columns that depend on what was changed are calculated anew, unless they are set themselves. */
export function recalculate(table: Table, source: ObjectValue, changes: Change[]): void {
  const set = new Set(changes.map(({ path }) => path[0]));
  for (const { path, generated } of roots(table)) {
    const [name = ''] = path;
    if (generated && !set.has(name)) delete source[name];
  }
}

function targetsOf(statement: Insert, table: Table): Target[] {
  if (!statement.columns) {
    return roots(table).map(({ path, type }) => ({ name: path[0] ?? '', type }));
  }
  const seen = new Set<string>();
  return statement.columns.map((name) => {
    if (seen.has(name)) throw parseError(`column "${name}" specified more than once`);
    seen.add(name);
    const column = columnAt(table, name);
    if (!column && table.policy === 'strict') throw columnUnknown(quoteIfNeeded(name));
    return { name, type: column?.type ?? UNDEFINED };
  });
}

function checkClustered(table: Table, targets: Target[]): void {
  const { clusteredBy } = table;
  if (clusteredBy === '_id') return;
  const column = columnAt(table, clusteredBy);
  if (!column || column.default || column.generated) return;
  if (targets.some(({ name }) => name === column.path[0])) return;
  throw parseError(
    `Column \`${clusteredBy}\` is required but is missing from the insert statement`,
  );
}

type SourceRows = {
  /** How many rows VALUES has; undefined for a query. */
  values?: number;
  rows(): Value[][];
};

/** VALUES are cast to the columns one by one; a query's columns as a whole. */
function prepareSource(query: Query, targets: Target[], context: CallContext): SourceRows {
  if (query.term.kind === 'values' && query.order.length === 0 && !query.limit) {
    return prepareValues(query.term.rows, targets, context);
  }
  const prepared = context.prepare(query);
  checkCount(
    targets,
    prepared.columns.map(({ name }) => name),
  );
  for (const [i, { name, type }] of prepared.columns.entries()) {
    const target = targets[i];
    if (target && !isConvertible(type, target.type, false)) {
      throw parseError(
        `The type '${textOf(type)}' of the insert source '${name}' is not convertible to the type '${textOf(target.type)}' of target column '${target.name}'`,
      );
    }
  }
  return {
    // CrateDB, measured: a row of a query with a value that does not fit is dropped in silence.
    rows: () => prepared.run().flatMap((row) => castRow(row, prepared.columns, targets)),
  };
}

/** One row, or none where a value cannot be cast. */
function castRow(row: Value[], columns: Array<{ type: Type }>, targets: Target[]): Value[][] {
  try {
    const cast = row.map((value, i) => {
      const [from, to] = [columns[i]?.type ?? UNDEFINED, targets[i]?.type ?? UNDEFINED];
      return to.name === 'undefined' ? value : castTyped(value, from, to, 'implicit');
    });
    return [cast];
  } catch (error) {
    if (error instanceof CrateError) return [];
    throw error;
  }
}

function checkCount(targets: Target[], sources: string[]): void {
  if (targets.length === sources.length) return;
  throw parseError(
    `Number of target columns (${targets.map(({ name }) => name).join(', ')}) of insert statement doesn't match number of source columns (${sources.join(', ')})`,
  );
}

function prepareValues(
  rows: Array<Array<import('../ast/nodes.ts').Expression>>,
  targets: Target[],
  context: CallContext,
): SourceRows {
  const scope: Scope = { context, relations: [] };
  const width = rowWidth(rows);
  const bound = rows.map((row, line) =>
    row.map((it, i): Bound | undefined => {
      const target = targets[i];
      if (it.kind === 'default') return undefined;
      const value = bind(it, scope);
      return target && target.type.name !== 'undefined'
        ? castElement(value, target, line + 1)
        : value;
    }),
  );
  checkCount(
    targets,
    Array.from({ length: width }, (_, i) => `col${i + 1}`),
  );
  return {
    values: rows.length,
    rows: () => bound.map((row) => row.map((it) => it?.evaluate({ values: [] }) as Value)),
  };
}

function castElement(value: Bound, target: Target, line: number): Bound {
  if (!isConvertible(value.type, target.type, false)) {
    throw parseError(
      `Cannot convert VALUES element in row ${line} of type \`${nameOf(value.type)}\` to \`${nameOf(target.type)}\` for \`${target.name}\``,
    );
  }
  return castBound(value, target.type);
}

/** New columns of a dynamic table; true where one was added. */
function addColumns(table: Table, given: Map<string, Value>): boolean {
  let added = false;
  for (const [name, value] of given) {
    if (value === null || columnAt(table, name)) continue;
    addDynamic(table, [name], value, table.policy);
    added = true;
  }
  return added;
}

type Conflict = Change[] | 'nothing' | undefined;

function prepareConflict(
  { conflict }: Insert,
  table: Table,
  targets: Target[],
  context: CallContext,
): Conflict {
  if (!conflict) return undefined;
  if (conflict.target) checkConflictTarget(conflict.target, table);
  if (!conflict.set) return 'nothing';
  const scope = tableScope(table, context);
  const offset = scope.relations[0]?.fields.length ?? 0;
  const excluded = (name: string): Bound => {
    const index = targets.findIndex((it) => it.name === name);
    const column = columnAt(table, name);
    if (!column) throw columnUnknown(quoteIfNeeded(name));
    if (index < 0) {
      throw parseError(
        `Column '${name}' that is used in the VALUES() expression is not part of the target column list`,
      );
    }
    return {
      type: column.type,
      text: name,
      constant: false,
      evaluate: (row) => row.values[offset + index] ?? null,
    };
  };
  const changes = bindAssignments(conflict.set, table, { ...scope, excluded, bareNamesOnly: true });
  checkConstants(changes, table);
  return changes;
}

function checkConflictTarget(target: string[], table: Table): void {
  const keys = table.primaryKey.length > 0 ? table.primaryKey : ['_id'];
  if (target.length !== keys.length) {
    throw parseError(
      `Number of conflict targets ([${target.map((it) => `"${it}"`).join(', ')}]) did not match the number of primary key columns ([${keys.join(', ')}])`,
    );
  }
  for (const name of target) {
    if (!columnAt(table, name)) throw columnUnknown(quoteIfNeeded(name));
    if (!keys.includes(name)) {
      throw parseError(
        `Conflict target (${name}) did not match the primary key columns ([${keys.join(', ')}])`,
      );
    }
  }
}
