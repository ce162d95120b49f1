import { pathOf } from '../ast/columns.ts';
import { dotted } from '../ast/create-table.ts';
import type { Assignment, Expression } from '../ast/nodes.ts';
import { isSystemColumn } from '../catalog/names.ts';
import { type Column, columnAt, objectIn, type Table } from '../catalog/table.ts';
import { CrateError, columnInvalid, columnUnknown, parseError } from '../errors.ts';
import { bind } from '../expressions/bind.ts';
import type { Bound, Row } from '../expressions/bound.ts';
import { castBound } from '../expressions/casts.ts';
import type { Scope } from '../expressions/context.ts';
import { columnsIn } from '../query/grouping.ts';
import { isConvertible, nameOf } from '../values/type.ts';
import type { ObjectValue, Value } from '../values/value.ts';
import { setAt } from './row.ts';

export type Change = { path: string[]; value: Bound };

/** SET's columns and values: none may be a key, and all have their column's type. */
export function bindAssignments(set: Assignment[], table: Table, scope: Scope): Change[] {
  const seen = new Set<string>();
  return set.map(elementwise).map(({ target, value }) => {
    const path = pathOf(target);
    const name = dotted(path);
    checkNoArray(path, table);
    if (seen.has(name)) throw parseError(`Target expression repeated: ${name}`);
    seen.add(name);
    checkUpdatable(path, table);
    const column = columnAt(table, name);
    if (!column) checkDynamic(path, table);
    const bound = bind(value, scope);
    return { path, value: column ? castForColumn(bound, column) : bound };
  });
}

/** `tags[1] = 'x'` gives the column the whole array with one element set. */
function elementwise(assignment: Assignment): Assignment {
  const { target, value } = assignment;
  if (target.kind !== 'subscript') return assignment;
  const { base, index } = target;
  if (holdsPosition(base)) throw parseError('Updating fields of object arrays is not supported');
  if (index.kind !== 'literal' || typeof index.value !== 'bigint') return assignment;
  return { target: base, value: { kind: 'call', name: 'array_set', args: [base, index, value] } };
}

/** `arr[1]`, as in `arr[1]['x']`. */
const holdsPosition = (base: Expression): boolean =>
  base.kind === 'subscript' &&
  ((base.index.kind === 'literal' && typeof base.index.value === 'bigint') ||
    holdsPosition(base.base));

function castForColumn(bound: Bound, column: Column): Bound {
  if (!isConvertible(bound.type, column.type, false)) {
    throw columnInvalid(
      column.path[0] ?? '',
      `Cannot cast expression \`${bound.text}\` of type \`${nameOf(bound.type)}\` to \`${nameOf(column.type)}\``,
    );
  }
  try {
    return castBound(bound, column.type);
  } catch (error) {
    if (!(error instanceof CrateError) || !bound.literal) throw error;
    throw columnInvalid(
      column.path[0] ?? '',
      `Cannot cast expression \`${bound.text}\` of type \`${nameOf(bound.type)}\` to \`${nameOf(column.type)}\``,
    );
  }
}

function checkUpdatable(path: string[], table: Table): void {
  const [root = ''] = path;
  const name = dotted(path);
  if (isSystemColumn(root)) throw columnInvalid(root, 'Updating a system column is not supported');
  const contains = (other: string): boolean => other === name || other.startsWith(`${name}[`);
  const touches = (other: string): boolean => contains(other) || other === root;
  for (const key of table.primaryKey) {
    if (touches(key)) throw columnInvalid(key, 'Updating a primary key is not supported');
  }
  if (touches(table.clusteredBy)) {
    throw columnInvalid(table.clusteredBy, 'Updating a clustered-by column is not supported');
  }
  for (const column of table.partitionedBy) {
    if (touches(column))
      throw columnInvalid(column, 'Updating a partitioned-by column is not supported');
  }
  // A column that decides the partition by way of a generated one cannot be changed either.
  for (const column of table.partitionedBy) {
    const generated = columnAt(table, column)?.generated;
    if (!generated || !columnsIn(generated.expression).some(contains)) continue;
    throw columnInvalid(
      name,
      'Updating a column which is referenced in a partitioned by generated column expression is not supported',
    );
  }
}

/** A column that is not there yet: allowed in a dynamic table or object. */
function checkDynamic(path: string[], table: Table): void {
  const name = dotted(path);
  if (path.length === 1) {
    if (table.policy === 'strict') throw columnUnknown(name);
    return;
  }
  for (let depth = path.length - 1; depth > 0; depth--) {
    const parent = columnAt(table, dotted(path.slice(0, depth)));
    if (!parent) continue;
    const object = objectIn(parent.type);
    if (!object) throw columnUnknown(name);
    if (object.policy === 'strict') throw columnUnknown(name);
    return;
  }
  throw columnUnknown(name);
}

/** Values that are the same for all rows: throws where no row could take them, whether there is one or not. */
export function checkConstants(changes: Change[], table: Table): void {
  for (const { path, value } of changes) {
    if (!value.constant) continue;
    const column = columnAt(table, dotted(path));
    if (value.evaluate({ values: [] }) === null && column?.notNull) {
      throw parseError(`"${column.name}" must not be null`);
    }
  }
}

/** Nothing inside of an array of objects can be set on its own. */
function checkNoArray(path: string[], table: Table): void {
  for (let depth = 1; depth < path.length; depth++) {
    const parent = columnAt(table, dotted(path.slice(0, depth)));
    if (parent?.type.name === 'array')
      throw parseError('Updating fields of object arrays is not supported');
  }
}

/** The row with the changes made: all are calculated on the row as it was. */
export function changed(source: ObjectValue, changes: Change[], row: Row): ObjectValue {
  const values = changes.map(({ value }): Value => value.evaluate(row));
  const copy: ObjectValue = Object.assign(Object.create(null), source);
  for (const [i, { path }] of changes.entries()) setAt(copy, path, values[i] ?? null);
  return copy;
}
