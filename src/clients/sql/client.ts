import type { Deadline } from '../../base/deadline.ts';
import { maskOf } from '../../base/mask.ts';
import { isProblem, type Problem } from '../../base/problem.ts';
import { retryRead } from '../../base/retry.ts';
import type { SendHttp } from '../../base/transport.ts';
import { isLoopback, whyNoReply } from '../../base/transport.ts';
import { clusterProblem } from './error-codes.ts';
import {
  type Answer,
  type BulkOutcome,
  isTokenRefusal,
  readBulk,
  readRows,
  type SqlResult,
} from './reply.ts';
import type { SqlSession } from './session.ts';

/** Statements on one cluster. Values are always `args`, in the order of the `?` in the statement. */
export type SqlClient = {
  /** A statement that only reads: tried again while the failure may pass. */
  read(statement: string, args?: readonly unknown[]): Promise<SqlResult>;
  /**
   * A statement that may change something. It is sent once; only what was refused before it was looked at
   * (a token) is sent again. A problem tells by `maybeDone` when nobody knows whether it took effect:
   * CrateDB goes on with a statement whose client is gone.
   */
  write(
    statement: string,
    args?: readonly unknown[],
    options?: {
      /** On a connection of its own, closed after it: the statement may change the session. */
      ownConnection?: boolean;
    },
  ): Promise<SqlResult>;
  /**
   * One statement with many rows of values, sent once; an outcome for each row, in their order. CrateDB
   * may refuse the call as a whole, which is thrown, and then has written nothing.
   */
  writeMany(statement: string, rows: readonly (readonly unknown[])[]): Promise<BulkOutcome[]>;
};

export type SqlClientOptions = {
  send: SendHttp;
  /** The cluster's own address from the API, such as `https://name.region.cratedb.net:4200`. */
  clusterUrl: string;
  session: SqlSession;
  userAgent: string;
  deadline: Deadline;
  /** The longest one statement may take. */
  timeoutMs: number;
  /** The API is one on this machine, and so may the cluster be. */
  isDevelopment?: boolean;
};

type Sending = { changes: boolean; ownConnection?: boolean | undefined };

export function createSqlClient(options: SqlClientOptions): SqlClient {
  const endpoint = sqlEndpoint(options.clusterUrl, options.isDevelopment === true);
  const { session } = options;

  async function post(bearer: string, body: string, sending: Sending): Promise<Answer> {
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
        // CrateDB: a connection is a session; what changed one must not meet another statement.
        connection: sending.changes || sending.ownConnection ? 'own' : 'run',
        timeoutMs: Math.max(1, Math.min(options.timeoutMs, options.deadline.remainingMs())),
      });
      // A server that repeats the token must not get it into an error.
      return { ...reply, mask: (text) => maskOf(bearer)(text) };
    } catch (error) {
      throw noReply(error, sending.changes);
    }
  }

  async function execute(body: object, sending: Sending): Promise<Answer> {
    const text = JSON.stringify(body);
    const bearer = await session.token();
    const reply = await post(bearer, text, sending);
    if (!isTokenRefusal(reply)) return reply;
    // A token can end early (restore, key change): one fresh one, once. Nothing was executed.
    return post(await session.renewed(bearer), text, sending);
  }

  // A token that the API does not give was asked for again by the client of the API.
  const mayPass = (error: unknown) => isProblem(error, 'unavailable') && error.source === 'cluster';
  return {
    read: (statement, args = []) =>
      retryRead(
        async () => readRows(await execute(bodyOf(statement, args), { changes: false }), false),
        { deadline: options.deadline, mayPass },
      ),
    write: async (statement, args = [], { ownConnection } = {}) =>
      readRows(await execute(bodyOf(statement, args), { changes: true, ownConnection }), true),
    writeMany: async (statement, rows) =>
      rows.length === 0
        ? []
        : readBulk(
            await execute({ stmt: statement, bulk_args: rows }, { changes: true }),
            rows.length,
          ),
  };
}

/** CrateDB refuses `args: null`, so without values there are none. */
function bodyOf(statement: string, args: readonly unknown[]): object {
  return args.length ? { stmt: statement, args } : { stmt: statement };
}

function noReply(error: unknown, changes: boolean): Problem {
  const why = whyNoReply(error);
  const maybeDone = changes && why !== 'unreached';
  return why === 'too_large'
    ? clusterProblem('failed', 'the cluster’s reply is larger than 64 MiB', { maybeDone })
    : clusterProblem('no_answer', 'the cluster does not answer', { maybeDone });
}

/** The token travels to clusters of CrateDB Cloud only, encrypted, and to this machine in development. */
function sqlEndpoint(clusterUrl: string, isDevelopment: boolean): string {
  // Not `canParse`: in Node 22, once it is hot, it takes an address with an ü for none.
  const url = URL.parse(clusterUrl);
  if (!url || !(isClusterOfCloud(url) || (isDevelopment && isLoopback(url)))) {
    throw clusterProblem('no_answer', 'the cluster has no address for SQL');
  }
  url.search = '?types';
  url.pathname = `${url.pathname.replace(/\/$/, '')}/_sql`;
  return url.href;
}

/** API: a cluster's address is `https://<name>.<region>.cratedb.net:4200`. */
function isClusterOfCloud({ protocol, hostname, username, password }: URL): boolean {
  const isBare = username === '' && password === '';
  return isBare && protocol === 'https:' && /\.cratedb\.net\.?$/.test(hostname);
}
