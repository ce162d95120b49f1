import type { Call, Expression } from '../ast/nodes.ts';
import { parseError, unknownFunction } from '../errors.ts';
import { AGGREGATES, type Aggregate, accepts } from '../functions/aggregates.ts';
import { BOOLEAN, nameOf, type Type } from '../values/type.ts';
import type { Bound } from './bound.ts';
import { castBound } from './casts.ts';
import type { AggregateSlot, Scope } from './context.ts';

export type Ready = { aggregate: Aggregate; args: Bound[]; type: Type };

/** The aggregate that takes arguments of these types. */
export function pickAggregate(name: string, given: Bound[]): Ready {
  const types = given.map((it) => it.type);
  const fitting = (AGGREGATES[name] ?? []).flatMap((aggregate) => {
    const accepted = accepts({ ...aggregate, run: () => null }, types);
    return accepted ? [{ aggregate, ...accepted }] : [];
  });
  const best = fitting.find(({ exact }) => exact) ?? fitting[0];
  if (!best) {
    throw unknownFunction(
      `Invalid arguments in: ${name}(${given.map((it) => it.text).join(', ')}) with (${types.map(nameOf).join(', ')}).`,
    );
  }
  const args = given.map((it, i) => castBound(it, best.casts[i] ?? it.type));
  const { returns } = best.aggregate;
  const type = typeof returns === 'function' ? returns(args.map((it) => it.type)) : returns;
  return { aggregate: best.aggregate, args, type };
}

export const aggregateText = (call: Call, args: Bound[]): string =>
  `${call.name}(${call.distinct ? 'DISTINCT ' : ''}${call.star || args.length === 0 ? '*' : args.map((it) => it.text).join(', ')})`;

/** An aggregate of the query's groups: what it comes to stands in the group's row. */
export function bindAggregate(call: Call, scope: Scope): Bound {
  if (!scope.aggregates) {
    throw parseError(`Aggregate functions are not allowed here: ${call.name}`);
  }
  const inner: Scope = { ...scope, windows: undefined as never };
  delete inner.aggregates;
  delete inner.tableCalls;
  const given = call.args.map((it: Expression) => inner.context.bind(it, inner));
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
