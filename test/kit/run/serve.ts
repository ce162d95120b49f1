/** Servers for tests of what happens on the wire: what came, over which connections, and when these end. */
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { LOOPBACK_PEM } from '../../../tools/bench/tape.ts';

const servers: Server[] = [];

/** A server, and the connections that it has seen. It ends with the test. */
export async function serve(listener: RequestListener, { tls = false } = {}) {
  const pem = readFileSync(LOOPBACK_PEM);
  const server = tls ? createTlsServer({ key: pem, cert: pem }, listener) : createServer(listener);
  // How long a test takes is no matter.
  server.keepAliveTimeout = 0;
  servers.push(server);
  const sockets: Socket[] = [];
  server.on('connection', (socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}/`, sockets };
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

export const ended = (socket: Socket) =>
  socket.destroyed || new Promise((resolve) => socket.once('close', resolve));
