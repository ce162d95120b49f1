import * as z from 'zod/mini';
import type { Deadline } from '../../base/deadline.ts';
import { lazily } from '../../base/lazily.ts';
import { retryRead } from '../../base/retry.ts';
import { retryAfterSeconds } from '../../base/retry-after.ts';
import type { HttpReply, SendHttp } from '../../base/transport.ts';
import { isLoopback } from '../../base/transport.ts';
import { kindOfCode, readableMessage, SqlProblem } from './problem.ts';
import { type ColumnType, fromCrate, parseJson } from './values.ts';

/** A token for one cluster. `expiresAt` is null when the API did not say. */
export type ClusterToken = { token: string; expiresAt: Date | null };

export type SqlResult = {
  columns: string[];
  types: ColumnType[];
  /** Values in the order of the columns, as `values.ts` turns them into JavaScript's. */
  rows: unknown[][];
  /** Rows returned or changed; -1 when CrateDB cannot know. */
  rowCount: number;
};

export type SqlClient = {
  /** A statement that only reads: tried again while the failure may pass. */
  read(statement: string, args?: readonly unknown[]): Promise<SqlResult>;
};

export type SqlClientOptions = {
  send: SendHttp;
  /** The cluster's own address from the API, such as `https://name.region.cratedb.net:4200`. */
  clusterUrl: string;
  /** Asks the API for a token; called again when the token nears its end or is refused. */
  fetchToken: () => Promise<ClusterToken>;
  userAgent: string;
  deadline: Deadline;
  /** The longest one statement may take. */
  timeoutMs: number;
  now: () => Date;
};

/** A token this close to its end is renewed first. */
const RENEW_BEFORE_MS = 60_000;

export function createSqlClient(options: SqlClientOptions): SqlClient {
  const endpoint = sqlEndpoint(options.clusterUrl);
  let token: ClusterToken | null = null;

  async function currentToken(): Promise<string> {
    const ends = token?.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY;
    if (token === null || ends - options.now().getTime() < RENEW_BEFORE_MS) {
      token = await options.fetchToken();
    }
    return token.token;
  }

  async function post(body: string): Promise<HttpReply> {
    const bearer = await currentToken();
    try {
      const reply = await options.send({
        method: 'POST',
        url: endpoint,
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${bearer}`,
          'content-type': 'application/json',
          'user-agent': options.userAgent,
        },
        body,
        timeoutMs: Math.max(1, Math.min(options.timeoutMs, options.deadline.remainingMs())),
      });
      // A server that repeats the token must not get it into an error.
      return isSuccess(reply) ? reply : { ...reply, text: reply.text.replaceAll(bearer, '…') };
    } catch {
      throw new SqlProblem('no_answer', 'the cluster does not answer');
    }
  }

  async function execute(statement: string, args: readonly unknown[]): Promise<SqlResult> {
    const body = JSON.stringify(args.length ? { stmt: statement, args } : { stmt: statement });
    let reply = await post(body);
    if (isTokenRefusal(reply)) {
      // A token can end early (restore, key change): one fresh one, once.
      token = null;
      reply = await post(body);
    }
    return readResult(reply);
  }

  const mayPass = (error: unknown) => error instanceof SqlProblem && error.kind === 'unavailable';
  return {
    read: (statement, args = []) =>
      retryRead(() => execute(statement, args), { deadline: options.deadline, mayPass }),
  };
}

/** The token travels to the cluster's own address only: https, or this machine in development. */
function sqlEndpoint(clusterUrl: string): string {
  const url = URL.canParse(clusterUrl) ? new URL(clusterUrl) : null;
  if (!url || !(url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url)))) {
    throw new SqlProblem('no_answer', 'the cluster has no address for SQL');
  }
  url.search = '?types';
  url.pathname = `${url.pathname.replace(/\/$/, '')}/_sql`;
  return url.href;
}

/** CrateDB: a refused token is a 401 in plain text; a missing privilege is a 401 with JSON. */
function isTokenRefusal(reply: HttpReply): boolean {
  return reply.status === 401 && errorOf(reply.text) === null;
}

function isSuccess({ status }: HttpReply): boolean {
  return status >= 200 && status < 300;
}

function readResult(reply: HttpReply): SqlResult {
  if (isSuccess(reply)) {
    const read = z.safeParse(resultSchema(), tryParse(reply.text));
    if (!read.success) throw new SqlProblem('unavailable', 'the cluster sent an unreadable reply');
    const { cols, col_types: types, rows, rowcount } = read.data;
    return {
      columns: cols,
      types,
      rows: rows.map((row) => row.map((value, index) => fromCrate(value, types[index]))),
      rowCount: rowcount,
    };
  }
  const error = errorOf(reply.text);
  if (error) {
    throw new SqlProblem(kindOfCode(error.code), readableMessage(error.message), {
      code: error.code,
    });
  }
  if (reply.status === 429) {
    throw new SqlProblem('throttled', 'the cluster is asked too often', {
      retryAfterSeconds: retryAfterSeconds(reply),
    });
  }
  if (reply.status === 401) {
    throw new SqlProblem('token', readableMessage(reply.text).slice(0, 200));
  }
  throw new SqlProblem('unavailable', `the cluster answered with status ${reply.status}`);
}

const resultSchema = lazily(() => {
  const columnType: z.ZodMiniType<ColumnType> = z.lazy(() =>
    z.union([z.number(), z.tuple([z.number(), columnType])]),
  );
  return z.object({
    cols: z.array(z.string()),
    col_types: z._default(z.array(columnType), []),
    rows: z._default(z.array(z.array(z.unknown())), []),
    rowcount: z._default(z.number(), -1),
  });
});

const errorSchema = lazily(() =>
  z.object({
    error: z.object({ message: z._default(z.string(), ''), code: z._default(z.number(), 5000) }),
  }),
);

function errorOf(text: string): { message: string; code: number } | null {
  const read = z.safeParse(errorSchema(), tryParse(text));
  return read.success ? read.data.error : null;
}

function tryParse(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
