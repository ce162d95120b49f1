import type { Expression, Statement } from '../ast/nodes.ts';
import type { Doc } from '../catalog/store.ts';
import { columnAt, roots, type Table } from '../catalog/table.ts';
import { CrateError, documentMissing, unsupported } from '../errors.ts';
import { bindCondition } from '../expressions/bind.ts';
import type { Bound } from '../expressions/bound.ts';
import type { CallContext, Scope } from '../expressions/context.ts';
import { keysAsked } from '../query/lookup.ts';
import { settleRefresh } from '../query/refresh.ts';
import { checkReadable, findRelation } from '../query/relations.ts';
import type { ObjectValue } from '../values/value.ts';
import { bindAssignments, changed, checkConstants } from './assignments.ts';
import { readOnlyError, writable } from './blocks.ts';
import { recalculate } from './insert.ts';
import { addDynamic } from './objects.ts';
import { makeReturning, type Returning } from './returning.ts';
import { makeRowWriter, setAt, tableScope } from './row.ts';

export type Changed = {
  docs: Doc[];
  /** How many rows were met. */
  count: number;
  /** -1 where CrateDB does not count: whole partitions were dropped. */
  uncounted?: boolean;
};

export type PreparedChange = {
  table: Table;
  run(): Changed;
  /** The `_id` of the one row that was asked for, when it is not there: in bulk this is a failure. */
  missing(): CrateError | undefined;
  /** Throws for values that no row can take. */
  checkValues(): void;
  returning?: Returning;
};

/** The rows a condition meets: by whole keys what is written, else what was refreshed. */
function matching(
  table: Table,
  where: Expression | undefined,
  condition: Bound | undefined,
  scope: Scope,
): { docs: Doc[]; keys: string[] | undefined } {
  const { context } = scope;
  const keys = keysAsked(table, where, scope, { values: [] });
  settleRefresh(table, context);
  const candidates = keys
    ? keys.flatMap((key) => table.store.get(key) ?? [])
    : table.store.visible();
  if (!condition) return { docs: [...candidates], keys };
  const { rowOf } = makeRowWriter(table, context);
  const docs = candidates.filter((doc) => {
    context.checkTime();
    return condition.evaluate(rowOf(doc)) === true;
  });
  return { docs, keys };
}

function missingOf(table: Table, keys: string[] | undefined): CrateError | undefined {
  const [key, ...others] = keys ?? [];
  if (key === undefined || others.length > 0 || table.store.get(key)) return undefined;
  return documentMissing(key.slice(key.indexOf('/') + 1));
}

export function prepareUpdate(
  statement: Extract<Statement, { kind: 'update' }>,
  context: CallContext,
): PreparedChange {
  const table = writable(findRelation(statement.table, context), 'UPDATE', 'DML', context);
  checkReadable(table);
  const scope = tableScope(table, context, statement.alias ?? table.name);
  const condition = statement.where && bindCondition(statement.where, scope);
  const changes = bindAssignments(statement.set, table, scope);
  const returning =
    statement.returning && makeReturning(statement.returning, table, context, statement.alias);
  return {
    table,
    ...(returning && { returning }),
    missing: () => missingOf(table, keysAsked(table, statement.where, scope, { values: [] })),
    checkValues() {
      checkConstants(changes, table);
    },
    run() {
      checkConstants(changes, table);
      const { docs, keys } = matching(table, statement.where, condition, scope);
      if (docs.length === 0) return { docs: [], count: 0 };
      const blocked = readOnlyError(table, context);
      if (blocked) throw blocked;
      let writer = makeRowWriter(table, context);
      const names = roots(table).map(({ path }) => path[0] ?? '');
      const write = (doc: Doc): Doc => {
        const next = changed(doc.source, changes, writer.rowOf(doc));
        recalculate(table, next, changes);
        if (addNew(table, next)) writer = makeRowWriter(table, context);
        const source = writer.check(writer.generate(next), names);
        const { key, id, partition, shard } = doc;
        return table.store.put({ key, id, partition, shard, source }, context.now);
      };
      const written = docs.flatMap(({ key }) => {
        const doc = table.store.get(key);
        if (!doc) return [];
        // CrateDB, measured: rows found by a condition are dropped in silence where they break a rule.
        return keys ? [write(doc)] : (unlessRefused(() => write(doc)) ?? []);
      });
      return { docs: written, count: written.length };
    },
  };
}

function unlessRefused<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof CrateError) return undefined;
    throw error;
  }
}

/** New columns of a dynamic table. */
function addNew(table: Table, source: ObjectValue): boolean {
  let added = false;
  for (const [name, value] of Object.entries(source)) {
    if (value === null || columnAt(table, name)) continue;
    addDynamic(table, [name], value, table.policy);
    added = true;
  }
  return added;
}

export function prepareDelete(
  statement: Extract<Statement, { kind: 'delete' }>,
  context: CallContext,
): PreparedChange {
  const table = writable(findRelation(statement.table, context), 'DELETE', 'DML', context);
  checkReadable(table);
  const scope = tableScope(table, context, statement.alias ?? table.name);
  const condition = statement.where && bindCondition(statement.where, scope);
  const isOfPartitions = table.partitionedBy.length > 0 && onlyPartitions(statement.where, table);
  return {
    table,
    missing: () => missingOf(table, keysAsked(table, statement.where, scope, { values: [] })),
    checkValues() {
      if (isOfPartitions) throw unsupported('Bulk operation not supported for DeletePartitions');
    },
    run() {
      if (isOfPartitions) {
        dropPartitions(table, condition, context);
        return { docs: [], count: -1, uncounted: true };
      }
      const { docs } = matching(table, statement.where, condition, scope);
      if (docs.length === 0) return { docs: [], count: 0 };
      const blocked = readOnlyError(table, context);
      if (blocked) throw blocked;
      const count = docs.filter(({ key }) => table.store.remove(key, context.now)).length;
      return { docs: [], count };
    },
  };
}

/** Whether a condition names nothing but the columns the table is partitioned by. */
function onlyPartitions(where: Expression | undefined, table: Table): boolean {
  if (!where) return true;
  switch (where.kind) {
    case 'logical':
      return onlyPartitions(where.left, table) && onlyPartitions(where.right, table);
    case 'compare':
    case 'quantified':
      return isPartition(where.left, table) && where.right.kind !== 'name';
    case 'in':
    case 'between':
    case 'isNull':
      return isPartition(where.value, table);
    case 'not':
      return onlyPartitions(where.value, table);
    default:
      return false;
  }
}

function isPartition(expression: Expression, table: Table): boolean {
  return expression.kind === 'name' && table.partitionedBy.includes(expression.parts.at(-1) ?? '');
}

function dropPartitions(table: Table, condition: Bound | undefined, context: CallContext): void {
  const blocked = readOnlyError(table, context);
  if (blocked) throw blocked;
  const { rowOf } = makeRowWriter(table, context);
  for (const [ident, values] of [...table.store.partitions]) {
    const source: ObjectValue = Object.create(null);
    for (const [name, value] of Object.entries(values)) {
      setAt(source, columnAt(table, name)?.path ?? [name], value);
    }
    const doc = {
      key: '',
      id: '',
      source,
      version: 1,
      seqNo: 0,
      shard: 0,
      partition: ident,
      bytes: 0,
    };
    if (!condition || condition.evaluate(rowOf(doc)) === true) table.store.dropPartition(ident);
  }
}
