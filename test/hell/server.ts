/** Plays tapes back, mutated: the API key of a request tells the case, and so does the path of its SQL. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Mutation, mutate } from './mutations.ts';
import { ORIGIN, type Reply, statementOf, type Tape } from './tape.ts';

/** One run of a step against one set of mutations. */
export type Case = {
  tape: Tape;
  mutations: readonly Mutation[];
  /** `METHOD path` of every request so far. */
  requests: string[];
  /** Requests that change something and were answered with 2xx. */
  changes: number;
  /** Entries of the longest list that was sent. */
  longest: number;
};

export type HellServer = {
  origin: string;
  /** Plays a case for the length of `work`, which comes with `key` as its API key. */
  play<T>(
    tape: Tape,
    mutations: readonly Mutation[],
    work: (key: string) => Promise<T>,
  ): Promise<{ result: T; played: Case }>;
  close(): Promise<void>;
};

export async function startHell(): Promise<HellServer> {
  const cases = new Map<string, Case>();
  let count = 0;

  async function answer(incoming: IncomingMessage, reply: ServerResponse): Promise<void> {
    const body = await text(incoming);
    const { method = 'GET', url = '/' } = incoming;
    const inCase = /^\/(case-\d+)(\/.*)$/.exec(url);
    const key = inCase?.[1] ?? keyOf(incoming);
    const { pathname, searchParams } = new URL(inCase?.[2] ?? url, ORIGIN);
    const played = cases.get(key);
    if (!played) return void reply.writeHead(401).end('Unauthorized\n');
    played.requests.push(`${method} ${pathname}`);
    const { replies, date } = played.tape;
    const statement = pathname.endsWith('/_sql') ? statementOf(body) : null;
    const query = searchParams.toString();
    const index = likest(replies, { method, path: pathname, query, statement });
    const found = replies[index];
    if (!found) {
      reply.writeHead(404, { date, 'content-type': 'application/json' });
      return void reply.end('{"message":"Resource not found.","success":false}');
    }
    if (method !== 'GET' && method !== 'HEAD' && statement === null && found.status < 300) {
      played.changes += 1;
    }
    reply.writeHead(found.status, { date, 'content-type': found.type || 'application/json' });
    if (found.status === 204 || method === 'HEAD') return void reply.end();
    reply.end(mutatedBody(found, index, played).replaceAll(ORIGIN, `${server.origin}/${key}`));
  }

  function mutatedBody(found: Reply, index: number, played: Case): string {
    let parsed: unknown;
    try {
      parsed = JSON.parse(found.body);
    } catch {
      return found.body;
    }
    const at = { index, replies: played.tape.replies.length };
    const body = mutate(parsed, played.mutations, at);
    if (Array.isArray(body)) played.longest = Math.max(played.longest, body.length);
    return body === undefined ? '' : JSON.stringify(body);
  }

  const http = createServer((incoming, reply) => {
    answer(incoming, reply).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const address = http.address();
  const server: HellServer = {
    origin: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    async play(tape, mutations, work) {
      count += 1;
      const key = `case-${count}`;
      const played: Case = { tape, mutations, requests: [], changes: 0, longest: 0 };
      cases.set(key, played);
      try {
        return { result: await work(key), played };
      } finally {
        cases.delete(key);
      }
    },
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
  return server;
}

function keyOf(incoming: IncomingMessage): string {
  const basic = /^Basic (.*)$/.exec(incoming.headers.authorization ?? '')?.[1] ?? '';
  return Buffer.from(basic, 'base64').toString().split(':')[0] ?? '';
}

/**
 * The reply on the tape to this request, or to the one that is most like it: a mutated reply makes a step
 * ask for ids that the sandbox never had. Paths that differ in more than two parts are not alike.
 */
function likest(
  replies: readonly Reply[],
  asked: Pick<Reply, 'method' | 'path' | 'query' | 'statement'>,
): number {
  const parts = asked.path.split('/');
  let best = { index: -1, score: -1 };
  for (const [index, reply] of replies.entries()) {
    const own = reply.path.split('/');
    if (reply.method !== asked.method || own.length !== parts.length) continue;
    if ((reply.statement === null) !== (asked.statement === null)) continue;
    const differing = own.filter((part, place) => part !== parts[place]).length;
    if (differing > 2) continue;
    const score =
      (reply.statement === asked.statement ? 100 : 0) +
      (2 - differing) * 10 +
      (reply.query === asked.query ? 1 : 0);
    if (score > best.score) best = { index, score };
  }
  return best.index;
}
