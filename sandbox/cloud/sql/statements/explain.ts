import type { Statement } from '../ast/nodes.ts';
import { parseError, unsupported } from '../errors.ts';
import type { CallContext } from '../expressions/context.ts';
import { OBJECT } from '../values/type.ts';
import { makeObject } from '../values/value.ts';
import type { Result } from './types.ts';

type Explain = Extract<Statement, { kind: 'explain' }>;

/**
 * EXPLAIN ANALYZE runs the query and tells how long it took. The plans of EXPLAIN are CrateDB's own: the
 * sandbox has none, and says so.
 */
export function explain(
  { analyze, statement }: Explain,
  context: CallContext,
  run: (statement: Statement, context: CallContext) => Result,
): Result {
  if (!['query', 'show', 'showSetting'].includes(statement.kind) && analyze) {
    throw unsupported('EXPLAIN ANALYZE is only supported for SELECT statements');
  }
  if (!analyze) {
    if (statement.kind === 'explain') throw parseError('EXPLAIN cannot be nested');
    if (statement.kind === 'query') context.prepare(statement.query);
    throw unsupported('The sandbox has no query plans: EXPLAIN works as EXPLAIN ANALYZE only');
  }
  const started = performance.now();
  run(statement, context);
  const total = performance.now() - started;
  const plan = makeObject([
    ['Execute', makeObject([['Total', total]])],
    ['Analyze', total],
  ]);
  return { columns: [{ name: 'QUERY PLAN', type: OBJECT }], rows: [[plan]] };
}
