/**
 * Stands before a cloud and keeps what it answered, so that from the second time on a request costs no
 * more than sending the reply: both measures then pay for reading alone, not for a sandbox that thinks.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Tape = {
  origin: string;
  /** The paths with their queries that were asked for since the last time, in order. */
  taken(): string[];
  /** Connections that were made since the last time. */
  connections(): number;
  close(): Promise<void>;
};

type Kept = { status: number; headers: Record<string, string>; body: Buffer };

/** Headers that are passed on to the cloud, and back. */
const ASKED = ['authorization', 'accept', 'user-agent'];
const ANSWERED = ['content-type', 'date', 'location', 'retry-after'];

/** Only for reading: anything but a GET is refused. */
export async function startTape(cloud: string): Promise<Tape> {
  const kept = new Map<string, Kept>();
  let asked: string[] = [];

  const replyTo = async (request: IncomingMessage): Promise<Kept> => {
    const path = request.url ?? '/';
    const key = `${request.headers.authorization} ${path}`;
    const known = kept.get(key);
    if (known) return known;
    const reply = await fetch(cloud + path, {
      redirect: 'manual',
      headers: picked(ASKED, (name) => request.headers[name]?.toString()),
    });
    const body = Buffer.from(await reply.arrayBuffer());
    const headers = picked(ANSWERED, (name) => reply.headers.get(name));
    const fresh = { status: reply.status, headers, body };
    kept.set(key, fresh);
    return fresh;
  };

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.method !== 'GET') return void response.writeHead(405).end();
    asked.push(request.url ?? '/');
    const { status, headers, body } = await replyTo(request);
    response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
  };

  const server = createServer((request, response) => {
    serve(request, response).catch((error) => response.destroy(error));
  });
  let connections = 0;
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    taken: () => {
      const paths = asked;
      asked = [];
      return paths;
    },
    connections: () => {
      const count = connections;
      connections = 0;
      return count;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function picked(
  names: string[],
  find: (name: string) => string | null | undefined,
): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = find(name);
      return value ? [[name, value]] : [];
    }),
  );
}
