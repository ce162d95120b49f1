import type { Call, Expression } from '../ast/nodes.ts';
import { parseError, unknownFunction } from '../errors.ts';
import { AGGREGATES, type Aggregate, accepts } from '../functions/aggregates.ts';
import { qualifiedTexts } from '../functions/registry.ts';
import { BOOLEAN, nameOf, type Type } from '../values/type.ts';
import type { Bound } from './bound.ts';
import { castBound } from './casts.ts';
import type { AggregateSlot, Scope } from './context.ts';

export type Ready = { aggregate: Aggregate; args: Bound[]; type: Type };

/** The aggregate that takes arguments of these types. */
export function pickAggregate(name: string, given: Bound[]): Ready {
  const types = given.map((it) => it.type);
  const fitting = (AGGREGATES[name] ?? []).flatMap((aggregate) => {
    const [first] = types;
    if (first && aggregate.takes && !aggregate.takes(first)) return [];
    const accepted = accepts({ ...aggregate, run: () => null }, types);
    return accepted ? [{ aggregate, ...accepted }] : [];
  });
  const best = fitting.find(({ exact }) => exact) ?? fitting[0];
  if (!best) {
    throw unknownFunction(
      `Invalid arguments in: ${name}(${qualifiedTexts(given)}) with (${types.map(nameOf).join(', ')}).${valid(name)}`,
    );
  }
  const args = given.map((it, i) => castBound(it, best.casts[i] ?? it.type));
  const { returns } = best.aggregate;
  const type = typeof returns === 'function' ? returns(args.map((it) => it.type)) : returns;
  return { aggregate: best.aggregate, args, type };
}

const valid = (name: string): string => {
  const types = (AGGREGATES[name] ?? []).flatMap(({ valid: list }) => list ?? []);
  return types.length > 0 ? ` Valid types: ${types.map((it) => `(${it})`).join(', ')}` : '';
};

export const aggregateText = (call: Call, args: Bound[]): string =>
  `${call.name}(${call.distinct ? 'DISTINCT ' : ''}${call.star || args.length === 0 ? '*' : args.map((it) => it.text).join(', ')})`;

/** CrateDB: only count has a DISTINCT; any other name is looked for as a function over a set. */
const noDistinct = (name: string, args: Bound[]) =>
  unknownFunction(`Unknown function: collection_${name}(collect_set(${qualifiedTexts(args)}))`);

/** An aggregate of the query's groups: what it comes to stands in the group's row. */
export function bindAggregate(call: Call, scope: Scope): Bound {
  if (!scope.aggregates) {
    throw parseError(`Aggregate functions are not allowed here: ${call.name}`);
  }
  const inner: Scope = { ...scope, windows: undefined as never };
  delete inner.aggregates;
  delete inner.tableCalls;
  const given = call.args.map((it: Expression) => inner.context.bind(it, inner));
  if (call.distinct && !['count', 'string_agg'].includes(call.name))
    throw noDistinct(call.name, given);
  const { aggregate, args, type } = pickAggregate(call.name, given);
  const filter = call.filter && castBound(inner.context.bind(call.filter, inner), BOOLEAN);
  const text = aggregateText(call, args);
  const key = `${text}${filter ? ` FILTER (WHERE ${filter.text})` : ''}`;
  const slot: AggregateSlot = {
    key,
    args,
    distinct: call.distinct ?? false,
    make: () => aggregate.make(args.map((it) => it.type)),
    ...(filter && { filter }),
  };
  const slots = scope.aggregates;
  let index = slots.findIndex((it) => it.key === key);
  if (index < 0) index = slots.push(slot) - 1;
  return {
    type,
    text: key,
    constant: false,
    evaluate: (row) => row.aggregates?.[index] ?? null,
  };
}
