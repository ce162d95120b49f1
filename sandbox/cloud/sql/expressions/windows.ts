import type { Call, FrameBound, Window } from '../ast/nodes.ts';
import { parseError, unknownFunction } from '../errors.ts';
import { isAggregate } from '../functions/aggregates.ts';
import { qualifiedTexts } from '../functions/registry.ts';
import { keyOf } from '../values/compare.ts';
import { BOOLEAN, DOUBLE, INTEGER, type Type } from '../values/type.ts';
import type { Value } from '../values/value.ts';
import { aggregateText, pickAggregate } from './aggregate.ts';
import type { Bound, Row } from './bound.ts';
import { castBound } from './casts.ts';
import type { Scope } from './context.ts';
import { compareBy, makeSort, type Sorting } from './sorting.ts';

type Frame = NonNullable<Window['frame']>;

const DEFAULT_FRAME: Frame = {
  mode: 'range',
  start: { kind: 'unbounded preceding' },
  end: { kind: 'current row' },
};

/** One ordered partition, with the place of each row among its peers. */
type Partition = { rows: Row[]; peersFrom: number[]; peersTo: number[] };

type Compute = (partition: Partition, frameOf: (i: number) => [number, number]) => Value[];

const rowNumber: Compute = ({ rows }) => rows.map((_, i) => BigInt(i + 1));
const rank: Compute = ({ rows, peersFrom }) => rows.map((_, i) => BigInt((peersFrom[i] ?? 0) + 1));

const denseRank: Compute = ({ rows, peersFrom }) => {
  let count = 0;
  return rows.map((_, i) => {
    if (peersFrom[i] === i) count++;
    return BigInt(count);
  });
};

function resolve(window: Window, scope: Scope): Window {
  if (window.ref === undefined) return window;
  const named = scope.namedWindows?.get(window.ref);
  if (!named) throw parseError(`Window ${window.ref} does not exist`);
  const base = resolve(named, scope);
  return {
    partitions: base.partitions.length > 0 ? base.partitions : window.partitions,
    order: window.order.length > 0 ? window.order : base.order,
    ...((window.frame ?? base.frame) && { frame: (window.frame ?? base.frame) as Frame }),
  };
}

/** The value of another row, so many rows before or after. */
const shifted =
  (sign: 1 | -1, [value, offset, fallback]: Bound[]): Compute =>
  ({ rows }) =>
    rows.map((row, i) => {
      const by = offset ? Number(offset.evaluate(row) ?? 1) : 1;
      const other = rows[i + sign * by];
      return other ? (value?.evaluate(other) ?? null) : (fallback?.evaluate(row) ?? null);
    });

const inFrame =
  (value: Bound | undefined, pick: (values: Value[]) => Value, ignoreNulls: boolean): Compute =>
  ({ rows }, frameOf) =>
    rows.map((_, i) => {
      const [from, to] = frameOf(i);
      const values = rows.slice(from, to).map((row) => value?.evaluate(row) ?? null);
      return pick(ignoreNulls ? values.filter((it) => it !== null) : values);
    });

function ranking(name: string): { type: Type; compute: Compute } | undefined {
  if (name === 'row_number') return { type: INTEGER, compute: rowNumber };
  if (name === 'rank') return { type: INTEGER, compute: rank };
  if (name === 'dense_rank') return { type: INTEGER, compute: denseRank };
  if (name === 'percent_rank') {
    const compute: Compute = ({ rows, peersFrom }) =>
      rows.map((_, i) => (rows.length < 2 ? 0 : (peersFrom[i] ?? 0) / (rows.length - 1)));
    return { type: DOUBLE, compute };
  }
  return undefined;
}

function computation(call: Call, scope: Scope): { type: Type; compute: Compute; args: Bound[] } {
  const args = call.args.map((it) => scope.context.bind(it, scope));
  const [value, second] = args;
  const ranked = ranking(call.name);
  if (ranked) return { ...ranked, args };
  const type = value?.type ?? INTEGER;
  const ignore = call.ignoreNulls ?? false;
  switch (call.name) {
    case 'lag':
      return { type, compute: shifted(-1, args), args };
    case 'lead':
      return { type, compute: shifted(1, args), args };
    case 'first_value':
      return { type, compute: inFrame(value, (values) => values[0] ?? null, ignore), args };
    case 'last_value':
      return { type, compute: inFrame(value, (values) => values.at(-1) ?? null, ignore), args };
    case 'nth_value': {
      const at = (row: Row) => Number(second?.evaluate(row) ?? 1) - 1;
      return {
        type,
        compute: inFrame(value, (values) => values[at({ values: [] })] ?? null, ignore),
        args,
      };
    }
    default:
  }
  if (!isAggregate(call.name)) {
    throw unknownFunction(`Unknown function: ${call.name}(${qualifiedTexts(args)})`);
  }
  return aggregated(call, args, scope);
}

function aggregated(call: Call, given: Bound[], scope: Scope) {
  const { aggregate, args, type } = pickAggregate(call.name, given);
  const filter = call.filter && castBound(scope.context.bind(call.filter, scope), BOOLEAN);
  const compute: Compute = ({ rows }, frameOf) => {
    const known = new Map<string, Value>();
    return rows.map((_, i) => {
      const [from, to] = frameOf(i);
      const key = `${from}-${to}`;
      if (known.has(key)) return known.get(key) ?? null;
      const accumulator = aggregate.make(args.map((it) => it.type));
      for (const row of rows.slice(from, to)) {
        if (!filter || filter.evaluate(row) === true)
          accumulator.add(args.map((it) => it.evaluate(row)));
      }
      const result = accumulator.result();
      known.set(key, result);
      return result;
    });
  };
  return { type, compute, args };
}

export function bindWindow(call: Call, scope: Scope): Bound {
  if (!scope.windows) throw parseError(`Window functions are not allowed here: ${call.name}`);
  const window = resolve(call.over ?? { partitions: [], order: [] }, scope);
  const inner: Scope = { ...scope };
  delete inner.windows;
  const { type, compute, args } = computation(call, inner);
  const partitions = window.partitions.map((it) => inner.context.bind(it, inner));
  const sorting = window.order.map((it) => makeSort(it, inner.context.bind(it.value, inner)));
  const bounds = frameBounds(window.frame ?? DEFAULT_FRAME, sorting, inner);
  const slots = scope.windows;
  const index = slots.push({
    key: String(slots.length),
    compute: (rows) =>
      computeAll(rows, partitions, sorting, (partition) => compute(partition, bounds(partition))),
  });
  return {
    type,
    text: `${aggregateText(call, args)} OVER ()`,
    constant: false,
    evaluate: (row) => row.windows?.[index - 1] ?? null,
  };
}

function computeAll(
  rows: Row[],
  partitions: Bound[],
  sorting: Sorting[],
  compute: (partition: Partition) => Value[],
): Value[] {
  const groups = new Map<string, number[]>();
  for (const [i, row] of rows.entries()) {
    const key = partitions.map((it) => keyOf(it.evaluate(row))).join();
    const group = groups.get(key);
    if (group) group.push(i);
    else groups.set(key, [i]);
  }
  const results: Value[] = [];
  for (const indexes of groups.values()) {
    const at = (i: number): Row => rows[i] as Row;
    indexes.sort((a, b) => compareBy(sorting, at(a), at(b)));
    const ordered = indexes.map(at);
    const values = compute({ rows: ordered, ...peers(ordered, sorting) });
    for (const [i, index] of indexes.entries()) results[index] = values[i] ?? null;
  }
  return results;
}

function peers(rows: Row[], sorting: Sorting[]) {
  const peersFrom: number[] = [];
  const peersTo: number[] = [];
  for (let i = 0; i < rows.length; ) {
    let end = i + 1;
    while (end < rows.length && compareBy(sorting, rows[i] as Row, rows[end] as Row) === 0) end++;
    for (let j = i; j < end; j++) [peersFrom[j], peersTo[j]] = [i, end];
    i = end;
  }
  return { peersFrom, peersTo };
}

/** From which row to before which other one a row's frame goes. */
function frameBounds(frame: Frame, sorting: Sorting[], scope: Scope) {
  const offset = (bound: FrameBound): number =>
    'offset' in bound
      ? Number(scope.context.bind(bound.offset, scope).evaluate({ values: [] }))
      : 0;
  const rangeOffset = frame.mode === 'range' && ('offset' in frame.start || 'offset' in frame.end);
  if (rangeOffset && sorting.length !== 1) {
    throw parseError('RANGE with offset PRECEDING/FOLLOWING requires exactly one ORDER BY column');
  }
  const [before, after] = [offset(frame.start), offset(frame.end)];
  return ({ rows, peersFrom, peersTo }: Partition) =>
    (i: number): [number, number] => {
      const from = edge(
        frame.start,
        before,
        i,
        rows,
        sorting,
        frame.mode,
        peersFrom[i] ?? i,
        'start',
      );
      const to = edge(frame.end, after, i, rows, sorting, frame.mode, peersTo[i] ?? i + 1, 'end');
      return [Math.max(0, from), Math.min(rows.length, to)];
    };
}

function edge(
  bound: FrameBound,
  offset: number,
  i: number,
  rows: Row[],
  sorting: Sorting[],
  mode: Frame['mode'],
  peer: number,
  side: 'start' | 'end',
): number {
  if (bound.kind === 'unbounded preceding') return 0;
  if (bound.kind === 'unbounded following') return rows.length;
  if (bound.kind === 'current row') return mode === 'rows' ? (side === 'start' ? i : i + 1) : peer;
  const sign = bound.kind === 'preceding' ? -1 : 1;
  if (mode === 'rows') return i + sign * offset + (side === 'end' ? 1 : 0);
  const value = (row: Row | undefined) => Number((row && sorting[0]?.value.evaluate(row)) ?? 0);
  const limit = value(rows[i]) + sign * offset * (sorting[0]?.descending ? -1 : 1);
  const within = (row: Row): boolean => {
    const at = value(row);
    const ahead = sorting[0]?.descending ? at > limit : at < limit;
    return side === 'start' ? !ahead : sorting[0]?.descending ? at < limit : at > limit;
  };
  const found = rows.findIndex(within);
  return found < 0 ? rows.length : found;
}
