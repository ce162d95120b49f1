import { performance } from 'node:perf_hooks';
import type { Statement } from './ast/nodes.ts';
import { type Database, type Job, MOST_LOGGED } from './catalog/database.ts';
import type { View } from './catalog/table.ts';
import { CrateError } from './errors.ts';
import { bind } from './expressions/bind.ts';
import type { CallContext, Scope } from './expressions/context.ts';
import { prepareQuery } from './query/prepare.ts';
import { prepareView } from './query/relations.ts';
import type { SqlCall } from './request.ts';
import { jobId, readText, run } from './statements/execute.ts';
import { type Session, timeText } from './statements/session.ts';
import type { Result } from './statements/types.ts';
import { guessType } from './values/guess.ts';
import { nameOf, type Type } from './values/type.ts';
import type { Value } from './values/value.ts';
import { atLeast } from './version.ts';
import { type BulkResult, noResultSets, runBulk } from './write/bulk.ts';

export type Caller = {
  database: Database;
  session: Session;
  user: string;
  version: string;
  /** Milliseconds since 1970, on the sandbox's clock. */
  now: number;
  fresh: boolean;
};

export type Answer = Result | { results: BulkResult[] } | { nothing: true };

/** A statement that ran out of its time, or that somebody ended. */
function killed(reason: string, version: string): CrateError {
  return new CrateError(
    atLeast(version, '6.2.0') ? 5005 : 5030,
    'JobKilledException',
    `Job killed. ${reason}`,
  );
}

function makeContext(caller: Caller, args: Value[], argTypes: Type[], limits: Limits): CallContext {
  const context: CallContext = {
    ...caller,
    args,
    argTypes,
    checkTime: limits.checkTime,
    sleep: limits.sleep,
    as: (user) => makeContext({ ...caller, user }, args, argTypes, limits),
    viewColumns: (view: View) => prepareView(view, context).columns,
    prepare: (query, outer?: Scope) => prepareQuery(query, context, outer),
    bind,
  };
  return context;
}

type Limits = { checkTime(): void; sleep: { milliseconds: number } };

function makeLimits({ session, version }: Caller): Limits {
  const timeout = session.timeout();
  const deadline = timeout > 0 ? performance.now() + timeout : Number.POSITIVE_INFINITY;
  return {
    sleep: { milliseconds: 0 },
    checkTime() {
      if (performance.now() > deadline) {
        throw killed(`statement_timeout (${timeText(timeout)}/exec)`, version);
      }
    },
  };
}

/** Runs one call of `/_sql`, notes it among the jobs, and waits as long as `pg_sleep` asked for. */
export async function runCall(caller: Caller, call: SqlCall): Promise<Answer> {
  const { database, version, user, now } = caller;
  const statement = readText(call.stmt, version);
  if (!statement) return { nothing: true };
  const job: Job = { id: jobId(), stmt: call.stmt, username: user, started: now };
  database.jobs.set(job.id, job);
  const begun = performance.now();
  try {
    const limits = makeLimits(caller);
    const answer = answerCall(caller, call, statement, limits);
    await wait(limits.sleep.milliseconds, job, version);
    return answer;
  } catch (error) {
    job.error = error instanceof CrateError ? error.text : String(error);
    throw error;
  } finally {
    database.jobs.delete(job.id);
    const { kill: _, ...logged } = job;
    database.jobsLog.push({ ...logged, ended: now + Math.round(performance.now() - begun) });
    if (database.jobsLog.length > MOST_LOGGED) database.jobsLog.shift();
  }
}

function answerCall(caller: Caller, call: SqlCall, statement: Statement, limits: Limits): Answer {
  try {
    if (call.bulkArgs) return { results: runMany(caller, statement, call.bulkArgs, limits) };
    const context = makeContext(caller, call.args, call.args.map(guessType), limits);
    return run(statement, context);
  } catch (error) {
    if (error instanceof RangeError && /call stack/i.test(error.message)) {
      throw new CrateError(5000, 'StackOverflowError', 'null');
    }
    throw planned(error, statement);
  }
}

/** A missing parameter of a query is found when its plan is made, and told with the plan. */
function planned(error: unknown, statement: Statement): unknown {
  if (!(error instanceof CrateError) || statement.kind !== 'query') return error;
  const { term } = statement.query;
  const missing = /^The query contains a parameter placeholder \$(\d+), but/.exec(error.text);
  if (!missing || term.kind !== 'select' || term.from.length > 0) return error;
  const items = term.items.map((it) => {
    if (it.kind !== 'value') return '*';
    const text = it.value.kind === 'parameter' ? `$${it.value.index + 1}` : it.text;
    return it.alias === undefined ? text : `${text} AS ${it.alias}`;
  });
  return new CrateError(
    4000,
    'SQLParseException',
    `Couldn't create execution plan from logical plan because of: ${error.text}:\nTableFunction[empty_row | [${items.join(', ')}] | true] (rows=unknown)`,
  );
}

function runMany(
  caller: Caller,
  statement: Statement,
  bulkArgs: Value[][],
  limits: Limits,
): BulkResult[] {
  if (bulkArgs.length === 0) {
    if (statement.kind === 'query') throw noResultSets();
    return [];
  }
  // Rows whose arguments have the same types share a context, and with it what is prepared once.
  const contexts = new Map<string, CallContext>();
  return runBulk(statement, bulkArgs.length, (i) => {
    const args = bulkArgs[i] ?? [];
    const types = args.map(guessType);
    const key = types.map(signature).join();
    const context = contexts.get(key) ?? makeContext(caller, args, types, limits);
    contexts.set(key, context);
    context.args = args;
    return context;
  });
}

const signature = (type: Type): string =>
  type.name === 'object'
    ? `{${[...type.keys].map(([key, inner]) => `${JSON.stringify(key)}:${signature(inner)}`).join()}}`
    : type.name === 'array'
      ? `[${signature(type.of)}]`
      : nameOf(type);

function wait(milliseconds: number, job: Job, version: string): Promise<void> {
  if (milliseconds <= 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    job.kill = (by) => {
      clearTimeout(timer);
      reject(killed(`KILL invoked by user: ${by}`, version));
    };
  });
}
