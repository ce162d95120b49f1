import { authenticate } from './authenticate.ts';
import { type Answer, runCall } from './call.ts';
import { createDatabase, type Database, ensureOwner } from './catalog/database.ts';
import { CrateError } from './errors.ts';
import { LONGEST_BODY, readCall } from './request.ts';
import { SEED_TABLES } from './seed.ts';
import { createSession, type Session } from './statements/session.ts';
import { spaceOf } from './system/shards.ts';
import { createTokens, type SigningKeys } from './tokens.ts';
import type { SqlCluster, SqlContext, SqlReply, SqlRequest, SqlService } from './types.ts';
import { fromJson } from './values/cast.ts';
import { toJsonText } from './values/json-text.ts';
import { doubleText } from './values/numbers.ts';
import { typeCode } from './values/type.ts';
import { atLeast } from './version.ts';

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

/** Sessions are kept for so many connections. */
const MOST_SESSIONS = 2000;

const keyOf = (world: string, cluster: string): string => JSON.stringify([world, cluster]);

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
  const databases = new Map<string, Promise<Database>>();
  const made = new Map<string, Database>();
  const sessions = new Map<string, Session>();

  async function makeDatabase(
    key: string,
    cluster: SqlCluster,
    ctx: SqlContext,
  ): Promise<Database> {
    const database = createDatabase(cluster);
    ensureOwner(database);
    if (seeded && !cluster.empty) await seed(database, ctx);
    made.set(key, database);
    return database;
  }

  async function databaseOf(
    cluster: SqlCluster,
    world: string,
    ctx: SqlContext,
  ): Promise<Database> {
    const key = keyOf(world, cluster.id);
    const known = databases.get(key) ?? makeDatabase(key, cluster, ctx);
    databases.set(key, known);
    const database = await known;
    database.cluster = cluster;
    ensureOwner(database);
    return database;
  }

  /** API: the `Default-Schema` header counts for the first request of a connection only. */
  function sessionOf(request: SqlRequest, database: Database, user: string): Session {
    const { connection, world } = request;
    const make = () => {
      const own = database.roles.get(user)?.settings ?? new Map();
      const given = new Map([...own].map(([name, value]) => [name, String(value)] as const));
      return createSession(request.defaultSchema ?? 'doc', given);
    };
    if (connection === undefined) return make();
    const key = JSON.stringify([world, database.cluster.id, user, connection]);
    const session = sessions.get(key) ?? make();
    // The last one used stands last: the first are those of connections long gone.
    sessions.delete(key);
    sessions.set(key, session);
    for (const old of sessions.keys()) {
      if (sessions.size <= MOST_SESSIONS) break;
      sessions.delete(old);
    }
    return session;
  }

  return {
    issueToken: tokens.issue,
    refreshToken: tokens.refresh,
    jwks: tokens.jwks,
    async handle(cluster, request, ctx) {
      if (request.body.length > LONGEST_BODY) return { status: 413, headers: {}, body: '' };
      const database = await databaseOf(cluster, request.world, ctx);
      const admitted = await authenticate(database, request.authorization, tokens, ctx);
      if ('refusal' in admitted) return admitted.refusal;
      const started = performance.now();
      const { version } = cluster;
      try {
        const call = readCall(request.body, version);
        const { user } = admitted;
        const session = sessionOf(request, database, user);
        const now = ctx.now.getTime();
        const caller = { database, session, user, version, now, fresh: request.fresh ?? false };
        const answer = await runCall(caller, call);
        if (request.fresh) refreshAll(database);
        return ok(answer, flag(request, 'types'), performance.now() - started, version);
      } catch (error) {
        if (error instanceof CrateError) return failed(error, flag(request, 'error_trace'));
        throw error;
      }
    },
    async authorize(cluster, authorization, ctx, world = '') {
      const database = await databaseOf(cluster, world, ctx);
      const admitted = await authenticate(database, authorization, tokens, ctx);
      return 'refusal' in admitted ? admitted.refusal : undefined;
    },
    tables(world, clusterId) {
      const database = made.get(keyOf(world, clusterId));
      return database && spaceOf(database);
    },
    async close() {
      databases.clear();
      made.clear();
      sessions.clear();
    },
  };
}

function refreshAll(database: Database): void {
  for (const table of database.tables.values()) table.store.refresh(Number.POSITIVE_INFINITY);
}

async function seed(database: Database, ctx: SqlContext): Promise<void> {
  const session = createSession('doc');
  const { user, version } = database.cluster;
  const caller = { database, session, user, version, now: ctx.now.getTime(), fresh: true };
  for (const { statement, insert, rows } of SEED_TABLES) {
    await runCall(caller, { stmt: statement, args: [], bulkArgs: undefined });
    const bulkArgs = rows(ctx).map((row) => row.map(fromJson));
    await runCall(caller, { stmt: insert, args: [], bulkArgs });
  }
  refreshAll(database);
  database.jobsLog.length = 0;
}

/** `milliseconds` is how long the statement took. */
function ok(answer: Answer, types: boolean, milliseconds: number, version: string): SqlReply {
  const duration = `"duration":${doubleText(Number(milliseconds.toFixed(3)))}`;
  const body = atLeast(version, '0.0.0') ? bodyOf(answer, types, duration) : '';
  return { status: 200, headers: { ...HEADERS }, body };
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
