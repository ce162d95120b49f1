/** The transport over real sockets, through core's own client for requests. */

import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { get, type IncomingMessage, type ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { ZObject } from 'zapier-platform-core';
import { IDLE_SOCKETS, REFUSAL_BYTES, REPLY_BYTES, SOCKETS } from '../../../src/base/limits.ts';
import type { HttpRequest } from '../../../src/base/transport.ts';
import { keptAgents } from '../../../src/kit/run/connections.ts';
import { zapierTransport } from '../../../src/kit/run/transport.ts';
import { LOOPBACK_PEM } from '../../../tools/bench/tape.ts';
import { z } from './requests.ts';
import { ended, serve } from './serve.ts';

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

test('over a connection of the run that was closed meanwhile it is sent again, over others not', async () => {
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
  await send(request(url, { connection: 'run' }));
  const again = await send(request(url, { connection: 'run', headers: { 'x-n': '2' } }));
  expect(again.text).toBe('ok');
  expect(sockets).toHaveLength(2);
  kills = true;
  await expect(
    send(request(url, { method: 'POST', connection: 'own', headers: { 'x-n': '2' } })),
  ).rejects.toMatchObject({ why: 'cut' });
  expect(sockets).toHaveLength(3);
  // The client of the API tries such a read again by itself: it is not sent twice by both.
  kills = true;
  await send(request(url));
  await expect(send(request(url, { headers: { 'x-n': '2' } }))).rejects.toMatchObject({
    why: 'cut',
  });
  expect(sockets).toHaveLength(4);
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

test('a reply that is cut is noticed wherever that is', async () => {
  const cuts = fc.record({
    length: fc.constantFrom(undefined, 200, 100_000),
    sent: fc.integer({ min: 0, max: 90_000 }),
    pause: fc.constantFrom(0, 5, 20),
  });
  for (const { length, sent, pause } of fc.sample(cuts, { numRuns: 12, seed: 6 })) {
    const { url } = await serve((_, reply) => {
      reply.writeHead(200, length === undefined ? {} : { 'content-length': `${length}` });
      reply.write(`[${' '.repeat(Math.min(sent, (length ?? Number.POSITIVE_INFINITY) - 100))}`);
      setTimeout(() => reply.destroy(), pause);
    });
    const { send, close } = transport();
    await expect(send(request(url, { timeoutMs: 400 }))).rejects.toMatchObject({ why: 'cut' });
    close();
  }
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
  await Promise.all(sockets.map(ended));
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
  await Promise.all(sockets.map(ended));
});

test('what certainly never arrived is told apart', async () => {
  const { send, close } = transport();
  await expect(send(request('http://127.0.0.1:1/'))).rejects.toMatchObject({ why: 'unreached' });
  close();
});

test.each(['kept', 'run', 'own'] as const)(
  'a server that nobody vouches for gets no request, connection: %s',
  async (connection) => {
    const asked: string[] = [];
    const { url } = await serve((request, reply) => reply.end(`${asked.push(request.url ?? '')}`), {
      tls: true,
    });
    const { send, close } = transport();
    await expect(send(request(url, { connection }))).rejects.toMatchObject({ why: 'unreached' });
    close();
    expect(asked).toEqual([]);
  },
);

test('of many hosts never more connections wait', async () => {
  const { http: agent } = keptAgents();
  const waiting = () =>
    Object.values(agent.freeSockets)
      .flatMap((sockets) => sockets ?? [])
      .filter(({ destroyed }) => !destroyed).length;
  for (let host = 1; host <= IDLE_SOCKETS + 6; host += 1) {
    const { url } = await serve((_, reply) => reply.end('ok'));
    const freed = once(agent, 'free');
    get(url, { agent }, (reply) => reply.resume());
    await freed;
    expect(waiting()).toBe(Math.min(host, IDLE_SOCKETS));
  }
  agent.destroy();
});

test('of many hosts the latest connections wait', async () => {
  const hosts = [];
  for (let host = 0; host < IDLE_SOCKETS + 6; host += 1) {
    hosts.push(await serve((_, reply) => reply.end('ok')));
  }
  const { send, close } = transport();
  for (const { url } of hosts) await send(request(url, { connection: 'run' }));
  const sockets = hosts.flatMap((host) => host.sockets);
  const [gone, waiting] = [sockets.slice(0, 6), sockets.slice(6)];
  await Promise.all(gone.map(ended));
  expect(waiting.filter(({ destroyed }) => destroyed)).toEqual([]);
  // The latest is the one that is used again.
  const last = hosts.at(-1);
  await send(request(last?.url ?? '', { connection: 'run' }));
  expect(last?.sockets).toHaveLength(1);
  close();
  await Promise.all(waiting.map(ended));
});

test.each([
  ['with its length', 'kept', {}],
  ['in chunks', 'kept', { 'transfer-encoding': 'chunked' }],
  ['in chunks', 'run', { 'transfer-encoding': 'chunked' }],
] as const)(
  'one host is never asked for more at once than it has connections, and all get their reply %s: %s',
  async (_how, connection, headers) => {
    let now = 0;
    let most = 0;
    const { url, sockets } = await serve((_, reply) => {
      now += 1;
      most = Math.max(most, now);
      setTimeout(() => {
        now -= 1;
        reply.writeHead(200, {
          ...headers,
          ...('transfer-encoding' in headers ? {} : { 'content-length': 2 }),
        });
        reply.end('ok');
      }, 20);
    });
    const { send, close } = transport();
    const asked = Array.from({ length: 5 * SOCKETS }, () =>
      send(request(url, { connection, timeoutMs: 60_000 })),
    );
    const replies = await Promise.all(asked);
    expect(replies.map(({ text }) => text)).toEqual(asked.map(() => 'ok'));
    expect(most).toBeLessThanOrEqual(SOCKETS);
    expect(sockets.length).toBeLessThanOrEqual(SOCKETS);
    close();
  },
);

test('what waits for others when the step ends is never sent', async () => {
  let arrived = 0;
  const { url, sockets } = await serve(() => {
    arrived += 1;
  });
  const { send, close } = transport();
  const asked = Array.from({ length: SOCKETS + 10 }, () =>
    send(request(url)).catch((error: unknown) => error),
  );
  while (arrived < SOCKETS) await new Promise((resolve) => setTimeout(resolve, 5));
  close();
  for (const error of await Promise.all(asked)) expect(error).toMatchObject({ why: 'cut' });
  await Promise.all(sockets.map(ended));
  expect(arrived).toBe(SOCKETS);
});

test('whatever became of requests, others have their places', async () => {
  const ways: Record<string, (request: IncomingMessage, reply: ServerResponse) => void> = {
    '/well': (_, reply) => reply.end('ok'),
    '/no': (_, reply) => reply.writeHead(500).end('no'),
    '/large': (_, reply) => reply.writeHead(500).end('x'.repeat(2 * REFUSAL_BYTES)),
    '/cut': ({ socket }) => socket.destroy(),
    '/half': (_, reply) => {
      reply.writeHead(200, { 'content-length': '100' }).write('half');
      setTimeout(() => reply.destroy(), 5);
    },
    '/late': () => {},
    '/drip': (_, reply) => void reply.writeHead(200).write('a'),
    '/other': (_, reply) => reply.writeHead(101, { connection: 'upgrade', upgrade: 'x' }).end(),
  };
  const paths = Object.keys(ways);
  const { url } = await serve((asked, reply) => ways[asked.url ?? '']?.(asked, reply));
  const { send, close } = transport();
  const one = (path: string, timeoutMs: number) =>
    send(request(new URL(path, url).href, { timeoutMs })).catch((error: unknown) => error);
  const gone = transport();
  const left = Array.from({ length: 2 * SOCKETS }, (_, index) =>
    gone.send(request(new URL(paths[index % paths.length] ?? '', url).href)).catch(() => null),
  );
  await one('/well', 60_000);
  gone.close();
  await Promise.all(left);
  for (const path of paths.filter((it) => it !== '/well')) {
    await Promise.all(Array.from({ length: SOCKETS + 10 }, () => one(path, 200)));
    const well = await Promise.all(Array.from({ length: 2 * SOCKETS }, () => one('/well', 60_000)));
    expect([path, well.filter((reply) => !isWell(reply)).length]).toEqual([path, 0]);
  }
  close();
});

const isWell = (reply: unknown) => (reply as { text?: string }).text === 'ok';

test('a reply that was let go before it was read is cut, and not waited for', async () => {
  const body = new PassThrough();
  body.on('error', () => {});
  body.destroy(new Error('Premature close'));
  const gone = { request: async () => ({ status: 200, getHeader: () => null, body }) };
  const { send } = zapierTransport(gone as unknown as ZObject);
  await expect(send(request('http://127.0.0.1:1/', { timeoutMs: 60_000 }))).rejects.toMatchObject({
    why: 'cut',
  });
});

test('a connection that the server is about to close is not used again', async () => {
  const { url, sockets } = await serve((_, reply) => {
    reply.setHeader('keep-alive', 'timeout=1');
    reply.end('ok');
  });
  const { send, close } = transport();
  await send(request(url));
  await send(request(url));
  close();
  expect(sockets).toHaveLength(2);
});

test('connections that wait hold no process up', async () => {
  const [plain, secure] = [
    await serve((_, reply) => reply.end('ok')),
    await serve((_, reply) => reply.end('ok'), { tls: true }),
  ];
  const file = fileURLToPath(new URL('./idle-process.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [file, plain.url, secure.url], {
    env: { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: LOOPBACK_PEM },
  });
  // One to each server was open, and the process has ended by itself.
  expect(stdout.trim()).toBe('2');
  expect([plain.sockets.length, secure.sockets.length]).toEqual([3, 3]);
});
