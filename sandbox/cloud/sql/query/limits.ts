import type { Query } from '../ast/nodes.ts';
import { bind } from '../expressions/bind.ts';
import type { Row } from '../expressions/bound.ts';
import { castBound } from '../expressions/casts.ts';
import type { Scope } from '../expressions/context.ts';
import { BIGINT } from '../values/type.ts';
import type { Value } from '../values/value.ts';

/** More rows than this no query may hold at once: CrateDB's circuit breaker would end it. */
export const MOST_ROWS = 3_000_000;

export type Limits = (outer: Row | undefined, rows: Value[][]) => Value[][];

/** LIMIT and OFFSET; null and -1 are none. */
export function makeLimits(query: Query, scope: Scope): Limits {
  const number = (expression: Query['limit']): ((row: Row) => number | undefined) => {
    if (!expression) return () => undefined;
    const bound = castBound(bind(expression, scope), BIGINT);
    return (row) => {
      const value = bound.evaluate(row);
      return value === null || (value as bigint) < 0n ? undefined : Number(value);
    };
  };
  const [limit, offset] = [number(query.limit), number(query.offset)];
  return (outer, rows) => {
    const row: Row = { values: [], ...(outer && { outer }) };
    const from = offset(row) ?? 0;
    const count = limit(row);
    if (from === 0 && count === undefined) return rows;
    return rows.slice(from, count === undefined ? undefined : from + count);
  };
}
