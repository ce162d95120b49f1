import type { Expression, Select, SelectItem, SortItem } from '../ast/nodes.ts';
import { roots } from '../catalog/table.ts';
import { CrateError, parseError, relationUnknown } from '../errors.ts';
import { bind, bindCondition } from '../expressions/bind.ts';
import type { Bound, Row, ScopeRelation } from '../expressions/bound.ts';
import type {
  AggregateSlot,
  Prepared,
  Scope,
  TableCallSlot,
  WindowSlot,
} from '../expressions/context.ts';
import { checkSortable, compareBy, makeSort, type Sorting } from '../expressions/sorting.ts';
import { unnestRows } from '../expressions/unnest.ts';
import { isTableFunction } from '../functions/table-functions.ts';
import { keyOf } from '../values/compare.ts';
import type { Value } from '../values/value.ts';
import { type AliasLookup, makeAliasLookup } from './aliases.ts';
import { type From, makeFrom } from './from.ts';
import { checkGrouped } from './grouping.ts';
import { type Limits, MOST_ROWS } from './limits.ts';
import { keysAsked } from './lookup.ts';
import { outputName } from './output-names.ts';
import { tableRow } from './source.ts';

type Output = { name: string; bound: Bound };

/** Makes a SELECT ready: finds its names and types once, and reads rows each time it is run. */
export function prepareSelect(
  select: Select,
  order: SortItem[],
  around: Scope,
  limits: Limits,
): Prepared {
  const { context } = around;
  const from = makeFrom(select.from, around);
  const scope: Scope = {
    context,
    relations: from.relations,
    namedWindows: select.windows,
    ...(around.named && { named: around.named }),
    ...(around.outer && { outer: around.outer }),
  };
  const where = select.where && bindCondition(select.where, scope);
  const aggregates: AggregateSlot[] = [];
  const windows: WindowSlot[] = [];
  const tableCalls: TableCallSlot[] = [];
  const lookup = makeAliasLookup(select.items);
  const groups = bindGroups(select, { ...scope, tableCalls }, lookup);
  const beforeGroups = tableCalls.length;
  const inner: Scope = { ...scope, aggregates, windows, tableCalls };
  const outputs = select.items.flatMap((item) => bindItem(item, inner, from.relations));
  const having = select.having && bindCondition(lookup.through(select.having), inner);
  const sorting = order.map((item) => bindSort(item, inner, outputs, lookup));
  if (select.distinct) checkDistinctOrder(sorting, outputs);
  const grouped = groups !== undefined || aggregates.length > 0 || having !== undefined;
  if (grouped) checkGrouped(select, order, groups ?? [], inner, lookup);
  return {
    columns: outputs.map(({ name, bound }) => ({
      name,
      type: bound.type,
      ...(bound.column !== undefined && { stored: true }),
    })),
    run(outer) {
      let rows = readRows(select, from, scope, where, outer);
      rows = unnestRows(rows, tableCalls.slice(0, beforeGroups), 0);
      if (grouped) rows = groupRows(rows, groups, aggregates, outer, from.width);
      if (having) rows = rows.filter((row) => having.evaluate(row) === true);
      addWindows(rows, windows);
      rows = unnestRows(rows, tableCalls, beforeGroups);
      if (sorting.length > 0 && !select.distinct) {
        sortRows(rows, sorting);
        rows = limits(outer, rows as never) as never;
        return rows.map((row) => outputs.map(({ bound }) => bound.evaluate(row)));
      }
      return finish(rows, outputs, sorting, select.distinct, limits, outer, context.checkTime);
    },
  };
}

/** CrateDB: what DISTINCT rows are ordered by is among them. */
function checkDistinctOrder(sorting: Sorting[], outputs: Output[]): void {
  const missing = sorting.find(
    ({ value }) => !outputs.some(({ bound }) => bound.text === value.text),
  );
  if (!missing) return;
  throw parseError(
    `Couldn't create execution plan from logical plan because of: Cannot ORDER BY \`${missing.value.text}\`, the column does not appear in the outputs of the underlying relation`,
  );
}

function sortRows(rows: Row[], sorting: Sorting[]): void {
  const keyed = rows.map((row) => ({
    row,
    keys: { values: sorting.map(({ value }) => value.evaluate(row)) },
  }));
  const bySlot = sorting.map(
    (sort, i): Sorting => ({
      ...sort,
      value: { ...sort.value, evaluate: (row) => row.values[i] ?? null },
    }),
  );
  keyed.sort((a, b) => compareBy(bySlot, a.keys, b.keys));
  for (const [i, { row }] of keyed.entries()) rows[i] = row;
}

/** DISTINCT comes before the order and the limit. */
function finish(
  rows: Row[],
  outputs: Output[],
  sorting: Sorting[],
  distinct: boolean,
  limits: Limits,
  outer: Row | undefined,
  checkTime: () => void,
): Value[][] {
  let made = rows.map((row) => {
    checkTime();
    return { row, values: outputs.map(({ bound }) => bound.evaluate(row)) };
  });
  if (distinct) made = [...new Map(made.map((it) => [keyOf(it.values), it])).values()];
  if (sorting.length > 0) made.sort((a, b) => compareBy(sorting, a.row, b.row));
  return limits(
    outer,
    made.map(({ values }) => values),
  );
}

function readRows(
  select: Select,
  from: From,
  scope: Scope,
  where: Bound | undefined,
  outer: Row | undefined,
): Row[] {
  const rows: Row[] = [];
  let count = 0;
  const around = outer ? { outer } : {};
  if (where?.constant && where.evaluate({ values: [], ...around }) !== true) return rows;
  for (const values of candidates(select, from, scope, outer)) {
    if (++count % 500 === 0) scope.context.checkTime();
    const row: Row = { values, ...around };
    if (where && where.evaluate(row) !== true) continue;
    rows.push(row);
    if (rows.length > MOST_ROWS) throw tooMuch();
  }
  return rows;
}

const tooMuch = (): CrateError =>
  new CrateError(
    5000,
    'CircuitBreakingException',
    "Allocating 2mb for 'query' failed, breaker would use 3gb in total. Limit is 2.9gb. Either increase memory and limit, change the query or reduce concurrent query load",
  );

/** Rows of a table that a lookup by key names are read as they are written, others as they were refreshed. */
function candidates(
  select: Select,
  from: From,
  scope: Scope,
  outer: Row | undefined,
): Iterable<Value[]> {
  const table = from.single?.table;
  if (!table) return from.rows(outer);
  const keys = keysAsked(table, select.where, scope, { values: [], ...(outer && { outer }) });
  if (!keys) return from.rows(outer);
  const names = roots(table).map(({ path }) => path[0] ?? '');
  return keys.flatMap((key) => {
    const doc = table.store.get(key);
    return doc ? [tableRow(names, doc)] : [];
  });
}

function groupRows(
  rows: Row[],
  groups: Bound[] | undefined,
  aggregates: AggregateSlot[],
  outer: Row | undefined,
  width: number,
): Row[] {
  const found = new Map<string, { first: Row; rows: Row[] }>();
  for (const row of rows) {
    const key = (groups ?? []).map((it) => keyOf(it.evaluate(row))).join('\u0001');
    const group = found.get(key);
    if (group) group.rows.push(row);
    else found.set(key, { first: row, rows: [row] });
  }
  // Without GROUP BY all is one group, also when there is nothing.
  if (groups === undefined && found.size === 0) {
    const nothing: Row = {
      values: Array.from({ length: width }, () => null),
      ...(outer && { outer }),
    };
    found.set('', { first: nothing, rows: [] });
  }
  return [...found.values()].map(({ first, rows: members }) => ({
    ...first,
    aggregates: aggregates.map((slot) => aggregate(slot, members)),
  }));
}

function aggregate(slot: AggregateSlot, rows: Row[]): Value {
  const accumulator = slot.make();
  const seen = new Set<string>();
  for (const row of rows) {
    if (slot.filter && slot.filter.evaluate(row) !== true) continue;
    const values = slot.args.map((it) => it.evaluate(row));
    if (slot.distinct) {
      const key = keyOf(values);
      if (seen.has(key)) continue;
      seen.add(key);
    }
    accumulator.add(values);
  }
  return accumulator.result();
}

function addWindows(rows: Row[], windows: WindowSlot[]): void {
  if (windows.length === 0) return;
  const results = windows.map((slot) => slot.compute(rows));
  for (const [i, row] of rows.entries()) row.windows = results.map((values) => values[i] ?? null);
}

function bindItem(item: SelectItem, scope: Scope, relations: ScopeRelation[]): Output[] {
  if (item.kind === 'value') {
    const bound = bind(item.value, scope);
    return [{ name: item.alias ?? outputName(item.value, scope.context.version), bound }];
  }
  const wanted = item.relation;
  const chosen = wanted ? relations.filter((it) => it.name === wanted.at(-1)) : relations;
  if (wanted && chosen.length === 0) throw relationUnknown(wanted.join('.'));
  return chosen.flatMap(({ fields, offset }) =>
    fields.flatMap((field, i): Output[] => {
      if (field.hidden) return [];
      const bound: Bound = {
        type: field.type,
        text: field.name,
        constant: false,
        evaluate: (row) => row.values[offset + i] ?? null,
        ...(field.stored && { column: field.name }),
      };
      return [{ name: field.name, bound }];
    }),
  );
}

function bindGroups(select: Select, scope: Scope, lookup: AliasLookup): Bound[] | undefined {
  if (!select.groupBy) return undefined;
  const expressions =
    select.groupBy === 'all'
      ? select.items.flatMap((it) =>
          it.kind === 'value' && !usesAggregate(it.value, scope) ? [it.value] : [],
        )
      : select.groupBy.map((it) => lookup.resolve(it, 'GROUP BY'));
  return expressions.map((it) => {
    if (it.kind === 'call' && isTableFunction(it.name)) {
      throw parseError('Table functions are not allowed in GROUP BY');
    }
    const bound = bind(it, scope);
    if (bound.type.name === 'geo_shape') checkSortable(bound, 'GROUP BY');
    return bound;
  });
}

function usesAggregate(expression: Expression, scope: Scope): boolean {
  const slots: AggregateSlot[] = [];
  bind(expression, { ...scope, aggregates: slots });
  return slots.length > 0;
}

function bindSort(item: SortItem, scope: Scope, outputs: Output[], lookup: AliasLookup): Sorting {
  const { value } = item;
  if (value.kind === 'literal' && typeof value.value === 'bigint') {
    const output = outputs[Number(value.value) - 1];
    if (!output) throw parseError(`ORDER BY position ${value.value} is not in select list`);
    return makeSort(item, output.bound);
  }
  return makeSort(item, bind(lookup.resolve(value, 'ORDER BY'), scope));
}
