import { authenticate } from './authenticate.ts';
import { type Answer, runCall } from './call.ts';
import { createDatabases, refreshAll } from './databases.ts';
import { CrateError } from './errors.ts';
import { LONGEST_BODY, readCall } from './request.ts';
import { createSessions } from './sessions.ts';
import { spaceOf } from './system/shards.ts';
import { createTokens, type SigningKeys } from './tokens.ts';
import type { SqlReply, SqlRequest, SqlService } from './types.ts';
import { toJsonText } from './values/json-text.ts';
import { doubleText } from './values/numbers.ts';
import { typeCode } from './values/type.ts';

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

export type SqlOptions = {
  /** Else a pair is made at first use. */
  keys?: SigningKeys;
  /** False leaves the clusters' databases empty at first. */
  seeded?: boolean;
};

/**
 * The SQL side of the sandbox: cluster tokens, and `/_sql` of every cluster. Each cluster of each world
 * (the time between two resets) has a database of its own in memory, made at first use.
 */
export function createSqlService({ keys, seeded = true }: SqlOptions = {}): SqlService {
  const tokens = createTokens(keys);
  const databases = createDatabases(seeded);
  const sessions = createSessions();

  return {
    issueToken: tokens.issue,
    refreshToken: tokens.refresh,
    jwks: tokens.jwks,
    async handle(cluster, request, ctx) {
      if (request.body.length > LONGEST_BODY) return { status: 413, headers: {}, body: '' };
      const database = await databases.of(cluster, request.world, ctx);
      const admitted = await authenticate(database, request.authorization, tokens, ctx);
      if ('refusal' in admitted) return admitted.refusal;
      const started = performance.now();
      const { version } = cluster;
      try {
        const call = readCall(request.body, version);
        const { user } = admitted;
        const session = sessions.of(request, database, user);
        const now = ctx.now.getTime();
        const caller = { database, session, user, version, now, fresh: request.fresh ?? false };
        const answer = await runCall(caller, call);
        if (request.fresh) refreshAll(database);
        return ok(answer, flag(request, 'types'), performance.now() - started);
      } catch (error) {
        if (error instanceof CrateError) return failed(error, flag(request, 'error_trace'));
        throw error;
      }
    },
    async authorize(cluster, authorization, ctx, world = '') {
      const database = await databases.of(cluster, world, ctx);
      const admitted = await authenticate(database, authorization, tokens, ctx);
      return 'refusal' in admitted ? admitted.refusal : undefined;
    },
    tables(world, clusterId) {
      const database = databases.made(world, clusterId);
      return database && spaceOf(database);
    },
    async close() {
      databases.clear();
      sessions.clear();
    },
  };
}

/** `milliseconds` is how long the statement took. */
function ok(answer: Answer, types: boolean, milliseconds: number): SqlReply {
  const duration = `"duration":${doubleText(Number(milliseconds.toFixed(3)))}`;
  return { status: 200, headers: { ...HEADERS }, body: bodyOf(answer, types, duration) };
}

function bodyOf(answer: Answer, types: boolean, duration: string): string {
  if ('results' in answer) {
    return `{"cols":[],${duration},"results":${JSON.stringify(answer.results)}}`;
  }
  const typed = (codes: unknown): string => (types ? `"col_types":${JSON.stringify(codes)},` : '');
  if ('nothing' in answer) return `{"cols":[],${typed([])}"rows":[],"rowcount":0,${duration}}`;
  if ('rowcount' in answer) {
    return `{"cols":[],${typed([])}"rows":[[]],"rowcount":${answer.rowcount},${duration}}`;
  }
  const { columns, rows } = answer;
  const cells = rows.map(
    (row) => `[${columns.map(({ type }, i) => toJsonText(row[i] ?? null, type)).join(',')}]`,
  );
  return `{"cols":${JSON.stringify(columns.map(({ name }) => name))},${typed(columns.map(({ type }) => typeCode(type)))}"rows":[${cells.join(',')}],"rowcount":${rows.length},${duration}}`;
}

function failed(error: CrateError, trace: boolean): SqlReply {
  const { message, code, status } = error;
  const body = { error: { message, code }, ...(trace && { error_trace: error.stack ?? message }) };
  return { status, headers: { ...HEADERS }, body: JSON.stringify(body) };
}
