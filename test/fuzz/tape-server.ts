/** Plays tapes back over HTTP: the API key of a request tells the case, and so does the path of its SQL. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Mutation } from './reply-mutations.ts';
import { nothingPlayed, type Played } from './run-record.ts';
import { askingOf, ORIGIN, type Tape } from './tape.ts';
import { tapedAnswer } from './taped-replies.ts';

/** One run of a step against one set of mutations. */
type Case = { tape: Tape; mutations: readonly Mutation[]; played: Played };

export type FuzzServer = {
  origin: string;
  /** Plays a case for the length of `work`, which comes with `key` as its API key. */
  play<T>(
    tape: Tape,
    mutations: readonly Mutation[],
    work: (key: string) => Promise<T>,
  ): Promise<{ result: T; played: Played }>;
  close(): Promise<void>;
};

export async function startFuzzServer(): Promise<FuzzServer> {
  const cases = new Map<string, Case>();
  let count = 0;

  async function answer(incoming: IncomingMessage, reply: ServerResponse): Promise<void> {
    const body = await text(incoming);
    const { method = 'GET', url = '/' } = incoming;
    const inCase = /^\/(case-\d+)(\/.*)$/.exec(url);
    const key = inCase?.[1] ?? keyOf(incoming);
    const found = cases.get(key);
    if (!found) return void reply.writeHead(401).end('Unauthorized\n');
    const { tape, mutations, played } = found;
    const asking = askingOf({ method, url: `${ORIGIN}${inCase?.[2] ?? url}`, headers: {} }, body);
    const answered = tapedAnswer(tape, mutations, asking, played);
    reply.writeHead(answered.status, { date: tape.date, 'content-type': answered.type });
    reply.end((answered.body ?? '').replaceAll(ORIGIN, `${server.origin}/${key}`));
  }

  const http = createServer((incoming, reply) => {
    answer(incoming, reply).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const address = http.address();
  const server: FuzzServer = {
    origin: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    async play(tape, mutations, work) {
      count += 1;
      const key = `case-${count}`;
      const played = nothingPlayed();
      cases.set(key, { tape, mutations, played });
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
