import type { Deadline } from '../../base/deadline.ts';
import { jsonPieces } from '../../base/json-pieces.ts';
import { isProblem, Problem } from '../../base/problem.ts';
import { retryRead } from '../../base/retry.ts';
import { retryAfterSeconds } from '../../base/retry-after.ts';
import type { HttpMethod, HttpReply, SendHttp } from '../../base/transport.ts';
import { readServerMessage } from './server-message.ts';

export type Query = Record<
  string,
  string | number | boolean | readonly string[] | null | undefined
>;

/** Requests to CrateDB Cloud's API. Paths are those below `/api/v2`, made with the `path` tag. */
export type CloudClient = {
  /**
   * GET. The parsed body; `undefined` for 204. Tried again while the failure may pass. A body that is a list
   * can be long: with `begin`, it is a list of what the reader makes of each entry. Each try begins anew.
   */
  get(path: string, query?: Query, begin?: () => ReadEntry): Promise<unknown>;
  /** HEAD. True for 2xx, false for 404. */
  exists(path: string): Promise<boolean>;
  /**
   * POST, PUT, PATCH or DELETE, sent once. The parsed body; `undefined` when there is none. A body that
   * holds the `secret` stays out of the log, and a refusal that repeats it does not show it.
   */
  change(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: object,
    options?: { secret?: string | undefined },
  ): Promise<unknown>;
  /** The server's time as its latest reply said it, so that no skew of this machine matters. */
  now(): Date;
};

export type CloudClientOptions = {
  send: SendHttp;
  /** Where the key may be sent to, and nowhere else. */
  origin: string;
  credentials: { key: string; secret: string };
  userAgent: string;
  deadline: Deadline;
};

type Body = { content: object; secret: string | undefined };
type ReadEntry = (entry: unknown) => unknown;
type Details = {
  query?: Query | undefined;
  body?: Body | undefined;
  onText?: ((piece: string) => void) | undefined;
};

const REQUEST_TIMEOUT_MS = 12_000;

/** API: "Another cluster operation is currently/already in progress", with an undocumented status. */
const BUSY = /another cluster operation is (currently|already) in progress/i;

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
  const { origin, credentials, deadline } = options;
  const authorization = `Basic ${Buffer.from(`${credentials.key}:${credentials.secret}`).toString('base64')}`;
  const ownSecrets = anyOf(
    authorization.slice('Basic '.length),
    credentials.secret,
    credentials.key,
  );
  let clockOffsetMs = 0;

  async function send(
    method: HttpMethod,
    target: string,
    { query, body, onText }: Details = {},
  ): Promise<HttpReply> {
    const url = new URL(`/api/v2${target}${queryString(query)}`, origin);
    if (url.origin !== origin) throw new Error('The API key is for the API host only.');
    const changes = method !== 'GET' && method !== 'HEAD';
    let reply: HttpReply;
    try {
      reply = await options.send({
        method,
        url: url.href,
        headers: {
          accept: 'application/json',
          authorization,
          'user-agent': options.userAgent,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body.content), secretBody: body.secret !== undefined }),
        timeoutMs: Math.max(1, Math.min(REQUEST_TIMEOUT_MS, deadline.remainingMs())),
        ...(onText === undefined ? {} : { onText }),
      });
    } catch (error) {
      const late = error instanceof Error && /timeout|timed out/i.test(error.message);
      throw new Problem(
        'unavailable',
        late ? 'CrateDB Cloud did not answer in time' : 'the connection to CrateDB Cloud was cut',
        { maybeDone: changes },
      );
    }
    const date = Date.parse(reply.header('date') ?? '');
    if (!Number.isNaN(date)) clockOffsetMs = date - Date.now();
    if (reply.status < 300) return reply;
    // A server may repeat what it was sent, and its words are shown.
    const text = reply.text.replaceAll(ownSecrets, '…');
    return { ...reply, text: body?.secret ? text.replaceAll(body.secret, '…') : text };
  }

  /** Sends and turns everything but a success into a problem. */
  async function request(
    method: HttpMethod,
    target: string,
    { begin, ...details }: Details & { begin?: (() => ReadEntry) | undefined } = {},
  ) {
    const pieces = begin && jsonPieces(begin());
    const reply = await send(method, target, { ...details, onText: pieces?.take });
    if (isUnauthorized(reply)) throw await whyUnauthorized(reply);
    return readReply(reply, method, pieces);
  }

  /** A wrong key, or one that works and may not do this. */
  async function whyUnauthorized({ status, text }: HttpReply): Promise<Problem> {
    return (await keyWorks())
      ? new Problem('forbidden', 'CrateDB Cloud does not let this API key do that', {
          status,
          serverMessage: readServerMessage(text),
        })
      : new Problem('unauthorized', 'CrateDB Cloud does not accept the API key and secret', {
          status,
        });
  }

  /**
   * One 401 or login redirect can be a proxy's mood; only when the user's own page is refused as well
   * is the key called wrong. Any other failure of the second look proves nothing and is thrown.
   */
  async function keyWorks(): Promise<boolean> {
    const reply = await send('GET', '/users/me/');
    if (isUnauthorized(reply)) return false;
    readReply(reply, 'GET');
    return true;
  }

  const readOptions = { deadline, mayPass: (error: unknown) => isProblem(error, 'unavailable') };
  return {
    get: (target, query, begin) =>
      retryRead(() => request('GET', target, { query, begin }), readOptions),
    exists: (target) =>
      retryRead(async () => {
        const reply = await send('HEAD', target);
        if (reply.status === 404) return false;
        if (reply.status >= 200 && reply.status < 300) return true;
        if (isUnauthorized(reply)) throw await whyUnauthorized(reply);
        throw problemOf(reply, 'HEAD');
      }, readOptions),
    change: (method, target, content, { secret } = {}) =>
      request(method, target, { body: content && { content, secret } }),
    now: () => new Date(Date.now() + clockOffsetMs),
  };
}

/**
 * API: bad credentials come as 302 to `/?rd=...`, as 401 with text or HTML, or as 401 with JSON,
 * depending on which server in the chain answers.
 */
function isUnauthorized(reply: HttpReply): boolean {
  if (reply.status === 401) return true;
  if (reply.status < 300 || reply.status >= 400) return false;
  return /[/?]rd=|login|sign-?in|oauth/i.test(reply.header('location') ?? '');
}

/** The parsed body of a success; `pieces` has taken it already, as far as it is not in the reply. */
function readReply(reply: HttpReply, method: HttpMethod, pieces = jsonPieces()): unknown {
  if (reply.status < 200 || reply.status >= 300) throw problemOf(reply, method);
  if (reply.status === 204) return undefined;
  pieces.take(reply.text);
  if (pieces.isBlank()) return undefined;
  try {
    return pieces.end();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // A proxy's HTML page with status 200, or a body that was cut off: no proof of anything.
    throw new Problem('unavailable', 'CrateDB Cloud sent a reply that cannot be read', {
      status: reply.status,
      maybeDone: method !== 'GET',
    });
  }
}

function problemOf(reply: HttpReply, method: HttpMethod): Problem {
  const { status } = reply;
  const serverMessage = readServerMessage(reply.text);
  const facts = { status, serverMessage };
  if (status === 429) {
    return new Problem('throttled', 'CrateDB Cloud is asked too often', {
      ...facts,
      retryAfterSeconds: retryAfterSeconds(reply),
    });
  }
  if (status >= 400 && status < 500 && BUSY.test(serverMessage ?? '')) {
    return new Problem('busy', 'another operation runs on the cluster', facts);
  }
  if (status === 403) return new Problem('forbidden', 'CrateDB Cloud does not allow this', facts);
  if (status === 404) return new Problem('not_found', 'CrateDB Cloud does not know it', facts);
  if (status >= 400 && status < 500) {
    return new Problem('refused', `CrateDB Cloud refused it (${status})`, facts);
  }
  return new Problem('unavailable', `CrateDB Cloud answered with status ${status}`, {
    ...facts,
    // A redirect was not carried out; a server error may have come after the change.
    maybeDone: status >= 500 && method !== 'GET' && method !== 'HEAD',
  });
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

function anyOf(...texts: string[]): RegExp {
  return new RegExp(texts.map((text) => text.replace(/[^\w-]/g, '\\$&')).join('|'), 'g');
}
