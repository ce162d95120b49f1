import { jsonPieces } from '../../base/json-pieces.ts';
import { isProblem, Problem } from '../../base/problem.ts';
import { retryRead } from '../../base/retry.ts';
import type { HttpReply } from '../../base/transport.ts';
import { isUnauthorized, problemOf, readReply } from './replies.ts';
import { createSender, type SenderOptions } from './sender.ts';

export type Query = Record<
  string,
  string | number | boolean | readonly string[] | null | undefined
>;

/** Requests to CrateDB Cloud's API. Paths are those below `/api/v2`, made with the `path` tag. */
export type CloudClient = {
  /**
   * GET. The parsed body; `undefined` for 204. Tried again while the failure may pass, also when the body is
   * blank or `null`, for nothing may be concluded from that. A body that is a list can be long: with `begin`,
   * it is a list of what the reader makes of each entry. Each try begins anew.
   */
  get(path: string, query?: Query, begin?: () => ReadEntry): Promise<unknown>;
  /** HEAD. True for 2xx, false for 404. */
  exists(path: string): Promise<boolean>;
  /**
   * POST, PUT, PATCH or DELETE, sent once. The parsed body; `undefined` for 204 only. A body that holds the
   * `secret` stays out of the log, and a refusal that repeats it does not show it.
   *
   * A problem tells by `maybeDone` when the change may have been made: no answer, a cut or unreadable reply,
   * 5xx, 408, 303, and 429, for whoever counts requests may do it after the work. Who looks again then and
   * does not find it may ask again, but for the 429: that is thrown once more, without `maybeDone`.
   */
  change(
    method: Method,
    path: string,
    body?: object,
    options?: { secret?: string | undefined },
  ): Promise<unknown>;
  /** The server's time as its latest answer said it, so that no skew of this machine matters. */
  now(): Date;
};

export type CloudClientOptions = SenderOptions;

type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type ReadEntry = (entry: unknown) => unknown;
type Reading = {
  query: Query | undefined;
  begin: (() => ReadEntry) | undefined;
  /** Not over the connection that is kept. */
  anew: boolean;
};

/**
 * Builds a path with every value percent-encoded. A value that would change the path itself (empty,
 * `.` or `..`), or that holds half a character, which has no encoding, is refused.
 */
export function path(parts: TemplateStringsArray, ...values: string[]): string {
  return parts.reduce((built, part, index) => {
    const value = values[index - 1] ?? '';
    if (value === '' || value === '.' || value === '..' || /\p{Surrogate}/u.test(value)) {
      throw new Problem('not_found', `“${value}” is not something CrateDB Cloud knows`);
    }
    return `${built}${encodeURIComponent(value)}${part}`;
  });
}

export function createCloudClient(options: CloudClientOptions): CloudClient {
  const { send, mask, now } = createSender(options);
  /** Changes that were answered with 429, by method and path. */
  const throttled = new Map<string, Problem>();

  /** A wrong key, or one that works and may not do this. */
  async function whyUnauthorized(reply: HttpReply): Promise<Problem> {
    const { status } = reply;
    if (!(await keyWorks())) {
      const why = 'CrateDB Cloud does not accept the API key and secret';
      return new Problem('unauthorized', why, { status });
    }
    const { serverMessage } = problemOf(reply, 'GET', mask);
    const why = 'CrateDB Cloud does not let this API key do that';
    return new Problem('forbidden', why, { status, serverMessage });
  }

  /**
   * One 401 or login redirect can be a proxy's mood; only when the user's own page is refused as well
   * is the key called wrong. Any other failure of the second look proves nothing and is thrown.
   */
  async function keyWorks(): Promise<boolean> {
    const reply = await send('GET', '/users/me/', { anew: true });
    if (isUnauthorized(reply)) return false;
    readReply(reply, 'GET', mask);
    return true;
  }

  async function read(target: string, { query, begin, anew }: Reading): Promise<unknown> {
    const pieces = begin && jsonPieces(begin());
    const asked = { query: queryString(query), onText: pieces?.take, anew };
    const reply = await send('GET', target, asked);
    if (isUnauthorized(reply)) throw await whyUnauthorized(reply);
    return readReply(reply, 'GET', mask, pieces);
  }

  async function look(target: string, anew: boolean): Promise<boolean> {
    const reply = await send('HEAD', target, { anew });
    if (reply.status === 404) return false;
    if (reply.status >= 200 && reply.status < 300) return true;
    if (isUnauthorized(reply)) throw await whyUnauthorized(reply);
    throw problemOf(reply, 'HEAD', mask);
  }

  const change: CloudClient['change'] = async (method, target, content, { secret } = {}) => {
    const known = throttled.get(`${method} ${target}`);
    if (known) throw known;
    const body = content && { content, secret };
    const reply = await send(method, target, { body });
    if (isUnauthorized(reply)) throw await whyUnauthorized(reply);
    try {
      return readReply(reply, method, body?.secret ? mask.also(body.secret) : mask);
    } catch (error) {
      if (isProblem(error, 'throttled')) {
        throttled.set(
          `${method} ${target}`,
          new Problem(error.kind, error.message, { ...error, maybeDone: false }),
        );
      }
      throw error;
    }
  };

  const retried = {
    deadline: options.deadline,
    mayPass: (error: unknown) => isProblem(error, 'unavailable', 'no_answer'),
  };
  return {
    get: (target, query, begin) =>
      retryRead((attempt) => read(target, { query, begin, anew: attempt > 1 }), retried),
    exists: (target) => retryRead((attempt) => look(target, attempt > 1), retried),
    change,
    now,
  };
}

function queryString(query: Query = {}): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined || value === null) continue;
    for (const item of Array.isArray(value) ? value : [value]) params.append(key, String(item));
  }
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}
