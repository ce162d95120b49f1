/** Calls with `bulk_args`: one result for each set of arguments, and when it is the whole call that fails. */
import type { Statement } from '../ast/nodes.ts';
import { CrateError, unsupported } from '../errors.ts';
import type { CallContext } from '../expressions/context.ts';
import { atLeast } from '../version.ts';
import { type Outcome, type PreparedInsert, prepareInsert, type Ready } from './insert.ts';
import { type PreparedChange, prepareDelete, prepareUpdate } from './update.ts';

export type BulkResult = { rowcount: number; error?: { code: number; message: string } };

/** API: reasons are given for the first ten failures of a shard only. */
const REASONS = 10;

type Reasons = { of(error: CrateError, place: string): Partial<BulkResult> };

function makeReasons(version: string): Reasons {
  const counts = new Map<string, number>();
  return {
    of({ code, message }, place) {
      // API: before 5.10 a failure has no reason.
      if (!atLeast(version, '5.10.0')) return {};
      const count = counts.get(place) ?? 0;
      counts.set(place, count + 1);
      return count < REASONS ? { error: { code, message } } : {};
    },
  };
}

/** Runs a statement for each set of arguments. `contextOf` sets them: contexts are shared by those of the same types. */
export function runBulk(
  statement: Statement,
  count: number,
  contextOf: (index: number) => CallContext,
): BulkResult[] {
  if (statement.kind === 'insert') {
    if (statement.returning) throw noResultSets();
    return bulkInsert(statement, count, contextOf);
  }
  if (statement.kind === 'update' || statement.kind === 'delete') {
    if (statement.kind === 'update' && statement.returning) throw noResultSets();
    return bulkChange(statement, count, contextOf);
  }
  if (statement.kind === 'query' || statement.kind === 'explain' || statement.kind === 'show')
    throw noResultSets();
  throw unsupported('Bulk operations are not supported for this statement');
}

export const noResultSets = (): CrateError =>
  unsupported('Bulk operations for statements that return result sets is not supported');

type Insert = Extract<Statement, { kind: 'insert' }>;

function bulkInsert(
  statement: Insert,
  count: number,
  contextOf: (index: number) => CallContext,
): BulkResult[] {
  const { version } = contextOf(0);
  const perRow = atLeast(version, '5.10.0');
  const reasons = makeReasons(version);
  const ready: Array<{ insert: PreparedInsert; rows: Ready[] }> = [];
  const prepared = new Map<CallContext, PreparedInsert>();
  const insertFor = (i: number): PreparedInsert => {
    const context = contextOf(i);
    const known = prepared.get(context) ?? prepareInsert(statement, context);
    prepared.set(context, known);
    return known;
  };
  try {
    for (let i = 0; i < count; i++) {
      const insert = insertFor(i);
      ready.push({ insert, rows: insert.evaluate() });
    }
  } catch (error) {
    // Before 5.10 a value that does not fit failed every row, and said nothing.
    if (perRow || count === 1 || !(error instanceof CrateError) || error.code !== 4000) throw error;
    return Array.from({ length: count }, () => ({ rowcount: -2 }));
  }
  if (!perRow && count > 1 && ready.some(({ insert, rows }) => breaksRule(insert, rows))) {
    return Array.from({ length: count }, () => ({ rowcount: -2 }));
  }
  // Before 5.10.11 a bulk of one row failed as a single statement does.
  const single = count === 1 && !atLeast(version, '5.10.11');
  return ready.map(({ insert, rows }, i) => {
    contextOf(i);
    const outcomes = rows.map((row) => insert.write(row));
    return resultOf(outcomes, reasons, single);
  });
}

/** NOT NULL and CHECK, which failed a whole bulk before 5.10. */
function breaksRule(insert: PreparedInsert, rows: Ready[]): boolean {
  return rows.some((row) => {
    try {
      insert.rules(row);
      return false;
    } catch (error) {
      if (error instanceof CrateError) return true;
      throw error;
    }
  });
}

function resultOf(outcomes: Outcome[], reasons: Reasons, single: boolean): BulkResult {
  const written = outcomes.filter((it) => 'doc' in it).length;
  const [failed] = outcomes.flatMap((it) => ('error' in it ? [it] : []));
  if (!failed) return { rowcount: written };
  if (single) throw failed.error;
  // Several rows of one set of arguments: not all of them were written.
  const rowcount = outcomes.length > 1 ? -1 : -2;
  return { rowcount, ...reasons.of(failed.error, String(failed.shard)) };
}

function bulkChange(
  statement: Extract<Statement, { kind: 'update' | 'delete' }>,
  count: number,
  contextOf: (index: number) => CallContext,
): BulkResult[] {
  const { version } = contextOf(0);
  const reasons = makeReasons(version);
  const prepared = new Map<CallContext, PreparedChange>();
  const changeFor = (i: number): PreparedChange => {
    const context = contextOf(i);
    const make = () =>
      statement.kind === 'update'
        ? prepareUpdate(statement, context)
        : prepareDelete(statement, context);
    const known = prepared.get(context) ?? make();
    prepared.set(context, known);
    return known;
  };
  // All values are looked at before anything is written.
  for (let i = 0; i < count; i++) changeFor(i).checkValues();
  return Array.from({ length: count }, (_, i) => {
    const change = changeFor(i);
    const missing = change.missing();
    if (missing) {
      if (count === 1 && !atLeast(version, '5.10.11')) return { rowcount: 0 };
      return { rowcount: -2, ...reasons.of(missing, change.table.name) };
    }
    try {
      return { rowcount: change.run().count };
    } catch (error) {
      if (!(error instanceof CrateError)) throw error;
      if (error.exception !== 'ClusterBlockException' && error.code !== 4000) throw error;
      return { rowcount: -2, ...reasons.of(error, change.table.name) };
    }
  });
}
