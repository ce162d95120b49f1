import { refuse } from './authenticate.ts';
import { createEngine } from './engine.ts';
import { CrateError } from './errors.ts';
import { numberText, writeJson } from './json.ts';
import { readCall } from './request.ts';
import type { Outcome } from './statement.ts';
import { createStatements } from './statement.ts';
import { createTokens } from './tokens.ts';
import type { SqlReply, SqlRequest, SqlService } from './types.ts';

export type {
  ClusterToken,
  SqlCluster,
  SqlContext,
  SqlNode,
  SqlReply,
  SqlRequest,
  SqlService,
} from './types.ts';

const HEADERS = { 'content-type': 'application/json; charset=UTF-8' };

/** A flag of the query: `?types`, `?types=true`. */
const flag = (request: SqlRequest, name: string): boolean =>
  request.query[name] !== undefined && request.query[name] !== 'false';

/**
 * The SQL side of the sandbox: cluster tokens, and `/_sql` of every cluster on one SQL engine.
 * The keys and the engine are made at first use; `close()` ends the engine.
 */
export function createSqlService(): SqlService {
  const tokens = createTokens();
  const engine = createEngine();
  const statements = createStatements(engine);

  return {
    issueToken: tokens.issue,
    refreshToken: tokens.refresh,
    jwks: tokens.jwks,
    authorize: (cluster, authorization, ctx) => refuse(cluster, authorization, tokens, ctx),
    async handle(cluster, request, ctx) {
      const refusal = await refuse(cluster, request.authorization, tokens, ctx);
      if (refusal) return refusal;
      const started = performance.now();
      try {
        const call = readCall(request.body);
        const { world, defaultSchema = 'doc' } = request;
        const outcome = await statements.execute({ world, cluster, defaultSchema, ctx }, call);
        return ok(outcome, flag(request, 'types'), performance.now() - started);
      } catch (error) {
        if (error instanceof CrateError) return failed(error, flag(request, 'error_trace'));
        throw error;
      }
    },
    close: engine.close,
  };
}

/** `milliseconds` is how long the statement took. */
function ok(outcome: Outcome, types: boolean, milliseconds: number): SqlReply {
  const duration = numberText(milliseconds.toFixed(3));
  const body =
    'results' in outcome
      ? { cols: [], ...(types && { col_types: [] }), duration, results: outcome.results }
      : {
          cols: outcome.cols,
          ...(types && { col_types: outcome.colTypes }),
          rows: outcome.rows,
          rowcount: outcome.rowcount,
          duration,
        };
  return { status: 200, headers: { ...HEADERS }, body: writeJson(body) };
}

function failed(error: CrateError, trace: boolean): SqlReply {
  const { message, code, status } = error;
  const body = { error: { message, code }, ...(trace && { error_trace: error.stack ?? message }) };
  return { status, headers: { ...HEADERS }, body: writeJson(body) };
}
