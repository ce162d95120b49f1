import type { SqlService } from '../../../../sandbox/cloud/sql/service.ts';
import { createSqlService } from '../../../../sandbox/cloud/sql/service.ts';
import type { Call, Reply } from './support.ts';
import { ask, CTX, makeCluster } from './support.ts';

type Answer = Reply & { status: number; text: string };

/** A database of its own, asked as a client asks it. */
export type TestDatabase = {
  service: SqlService;
  ask(stmt: string, args?: unknown[], call?: Call): Promise<Answer>;
  /** A statement that has to succeed. */
  run(stmt: string, args?: unknown[], call?: Call): Promise<Answer>;
  rows(stmt: string, args?: unknown[], call?: Call): Promise<unknown[][]>;
  /** `4000 SQLParseException[...]`, or undefined when it succeeds. */
  error(stmt: string, args?: unknown[], call?: Call): Promise<string | undefined>;
  /** What became of each row of a bulk: its count, and why it failed. */
  bulk(stmt: string, rows: unknown[][], call?: Call): Promise<unknown[]>;
};

export function startDatabase(version = '6.4.3'): TestDatabase {
  const service = createSqlService();
  const cluster = makeCluster({ version });
  const asked = (stmt: string, args?: unknown[], call: Call = {}): Promise<Answer> =>
    ask(service, stmt, { cluster, ...call, ...(args && { args }) });
  const run: TestDatabase['run'] = async (stmt, args, call) => {
    const reply = await asked(stmt, args, call);
    if (reply.error) throw new Error(`${stmt}: ${reply.error.message}`);
    return reply;
  };
  return {
    service,
    ask: asked,
    run,
    rows: async (stmt, args, call) => (await run(stmt, args, call)).rows,
    async error(stmt, args, call) {
      const { status, error } = await asked(stmt, args, call);
      return error && `${status} ${error.code} ${error.message}`;
    },
    async bulk(stmt, bulk, call) {
      const { results } = await run(stmt, undefined, { ...call, bulk });
      return results.map(({ rowcount, error }) =>
        error ? [rowcount, error.code, error.message] : rowcount,
      );
    },
  };
}

/** So many milliseconds later on the sandbox's clock. */
export const later = (milliseconds: number): Call => ({
  ctx: { ...CTX, now: new Date(CTX.now.getTime() + milliseconds) },
});
