/**
 * Stands before a cloud and keeps what it answered, so that from the second time on a request costs no
 * more than sending the reply: both measures then pay for reading alone, not for a sandbox that thinks.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { fileURLToPath } from 'node:url';
import { startDistance } from './distance.ts';

/** A certificate of this machine's loopback address and its key, which protect nothing. */
export const LOOPBACK_PEM = fileURLToPath(new URL('./loopback.pem', import.meta.url));

export type Keeps = 'connection' | 'session' | 'nothing';

export type TapeOptions = {
  /** Over TLS, and so far away that a request and its reply take so long. Default: plain http, here. */
  tls?: { roundTripMs: number };
  /** What a client may keep for its next request: the connection, its TLS session alone, or nothing. */
  keeps?: Keeps;
};

/** Of connections: those that were made, and those among them that resumed a TLS session. */
export type Connections = { made: number; resumed: number };

export type Tape = {
  origin: string;
  /** The paths with their queries that were asked for since the last time, in order. */
  taken(): string[];
  /** Connections since the last time. */
  connections(): Connections;
  close(): Promise<void>;
};

type Kept = { status: number; headers: Record<string, string>; body: Buffer };

/** Headers that are passed on to the cloud, and back. */
const ASKED = ['authorization', 'accept', 'user-agent'];
const ANSWERED = ['content-type', 'date', 'location', 'retry-after'];

/** Only for reading: anything but a GET is refused. */
export async function startTape(
  cloud: string,
  { tls, keeps = 'connection' }: TapeOptions = {},
): Promise<Tape> {
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
    if (keeps !== 'connection') response.shouldKeepAlive = false;
    response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
  };

  const listener: RequestListener = (request, response) => {
    serve(request, response).catch((error) => response.destroy(error));
  };
  let connections: Connections = { made: 0, resumed: 0 };
  const server = tls ? tlsServer(listener, keeps) : createServer(listener);
  // A busy machine is no reason to end a connection.
  server.keepAliveTimeout = 60_000;
  server.on('connection', () => {
    connections.made += 1;
  });
  server.on('secureConnection', (socket) => {
    if (socket.isSessionReused()) connections.resumed += 1;
  });
  const port = await listening(server);
  const distance = tls && (await startDistance(port, tls.roundTripMs));
  return {
    origin: tls ? `https://127.0.0.1:${distance?.port}` : `http://127.0.0.1:${port}`,
    taken: () => {
      const paths = asked;
      asked = [];
      return paths;
    },
    connections: () => {
      const counted = connections;
      connections = { made: 0, resumed: 0 };
      return counted;
    },
    close: async () => {
      await distance?.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

function tlsServer(listener: RequestListener, keeps: Keeps) {
  const pem = readFileSync(LOOPBACK_PEM);
  const server = createTlsServer({ key: pem, cert: pem }, listener);
  if (keeps === 'nothing') {
    // Nobody can resume what was encrypted with a key that is gone.
    server.on('connection', () => server.setTicketKeys(randomBytes(48)));
  }
  return server;
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
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
