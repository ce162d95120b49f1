/** The transport over real sockets, through core's own client for requests. */
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo, Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { ZObject } from 'zapier-platform-core';
import { REFUSAL_BYTES, REPLY_BYTES } from '../../../src/base/limits.ts';
import type { HttpRequest } from '../../../src/base/transport.ts';
import { zapierTransport } from '../../../src/kit/run/transport.ts';

const servers: Server[] = [];

/** A server, and how many connections it has seen. */
async function serve(listener: RequestListener) {
  const server = createServer(listener);
  servers.push(server);
  const sockets: Socket[] = [];
  server.on('connection', (socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, sockets };
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

/** The part of core that sends requests, without an app around it; core does not export it. */
const require = createRequire(import.meta.url);
const core = dirname(require.resolve('zapier-platform-core'));
const createAppRequestClient: (input: object) => ZObject['request'] = require(
  join(core, 'src/tools/create-app-request-client.js'),
);

const z = {
  request: createAppRequestClient({
    _zapier: { app: {}, event: {}, whatHappened: [], logger: async () => ({}) },
  }),
} as unknown as ZObject;

const request = (url: string, over: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url,
  headers: {},
  timeoutMs: 5_000,
  connection: 'kept',
  ...over,
});

const transport = () => zapierTransport(z);

test('reads share a connection across runs, changes have their own', async () => {
  const { url, sockets } = await serve((_, reply) => reply.end('ok'));
  for (let run = 0; run < 3; run += 1) {
    const { send, close } = transport();
    expect(await send(request(url))).toMatchObject({ status: 200, text: 'ok' });
    close();
  }
  expect(sockets).toHaveLength(1);
  const { send, close } = transport();
  for (let change = 0; change < 3; change += 1) {
    await send(request(url, { method: 'POST', body: '{}', connection: 'own' }));
  }
  close();
  expect(sockets).toHaveLength(4);
});

test('a connection of a run ends with it', async () => {
  const { url, sockets } = await serve((_, reply) => reply.end('ok'));
  for (let run = 0; run < 2; run += 1) {
    const { send, close } = transport();
    await send(request(url, { connection: 'run' }));
    await send(request(url, { connection: 'run' }));
    close();
  }
  expect(sockets).toHaveLength(2);
});

test('a read over a connection that was closed meanwhile is sent again, a change is not', async () => {
  let kills = true;
  const { url, sockets } = await serve((asked: IncomingMessage, reply) => {
    // Whoever comes second over one connection meets a server that has just hung up.
    const isSecond = asked.headers['x-n'] === '2';
    if (isSecond && kills) {
      kills = false;
      asked.socket.destroy();
    } else reply.end('ok');
  });
  const { send, close } = transport();
  await send(request(url));
  const again = await send(request(url, { headers: { 'x-n': '2' } }));
  expect(again.text).toBe('ok');
  expect(sockets).toHaveLength(2);
  kills = true;
  await expect(
    send(request(url, { method: 'POST', connection: 'own', headers: { 'x-n': '2' } })),
  ).rejects.toMatchObject({ why: 'cut' });
  expect(sockets).toHaveLength(3);
  close();
});

test.each([
  ['with its length', { 'content-length': '1000' }],
  ['in chunks', {}],
  ['zipped', { 'content-encoding': 'gzip', 'content-length': '1000' }],
])('a reply that is cut is noticed at once: %s', async (_how, headers) => {
  const { url } = await serve((_, reply) => {
    reply.writeHead(200, headers);
    reply.write(
      'content-encoding' in headers ? gzipSync('[{"id":"a"},').subarray(0, 20) : '[{"id":',
    );
    setTimeout(() => reply.destroy(), 20);
  });
  const { send, close } = transport();
  // Would be "late" if it were waited for.
  await expect(send(request(url, { timeoutMs: 60_000 }))).rejects.toMatchObject({ why: 'cut' });
  close();
});

test('one end holds for head and body, whatever drips in', async () => {
  const { url, sockets } = await serve((_, reply) => {
    setTimeout(() => {
      reply.writeHead(200);
      const drip = setInterval(() => reply.write(' '), 10);
      reply.once('close', () => clearInterval(drip));
    }, 60);
  });
  const { send, close } = transport();
  const started = performance.now();
  await expect(send(request(url, { timeoutMs: 100 }))).rejects.toMatchObject({ why: 'late' });
  expect(performance.now() - started).toBeGreaterThan(95);
  close();
  await new Promise((resolve) => sockets[0]?.once('close', resolve));
});

test('a zipped reply is counted after it was unzipped, and ends before it fills the memory', async () => {
  const bomb = gzipSync(Buffer.alloc(REPLY_BYTES + 1_000_000));
  expect(bomb.length).toBeLessThan(100_000);
  const { url } = await serve((asked, reply) => {
    reply.writeHead(asked.url === '/no' ? 500 : 200, { 'content-encoding': 'gzip' });
    reply.end(bomb);
  });
  const { send, close } = transport();
  let taken = 0;
  const onText = (text: string) => {
    taken += text.length;
  };
  await expect(send(request(url, { onText }))).rejects.toMatchObject({ why: 'too_large' });
  expect(taken).toBeLessThanOrEqual(REPLY_BYTES);
  const refusal = await send(request(`${url}no`));
  expect(refusal.text.length).toBeLessThanOrEqual(REFUSAL_BYTES);
  close();
});

test('what is under way when the step ends is ended with it', async () => {
  const { url, sockets } = await serve(() => {});
  const { send, close } = transport();
  const waiting = send(request(url)).catch((error: unknown) => error);
  while (sockets.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  close();
  expect(await waiting).toMatchObject({ why: 'cut' });
  await new Promise((resolve) => sockets[0]?.once('close', resolve));
});

test('what certainly never arrived is told apart', async () => {
  const { send, close } = transport();
  await expect(send(request('http://127.0.0.1:1/'))).rejects.toMatchObject({ why: 'unreached' });
  close();
});
