import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Agent, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type Keeps, LOOPBACK_PEM, startTape, type Tape } from '../../../tools/bench/tape.ts';

let asked: string[] = [];
const cloud = createServer((request, response) => {
  asked.push(`${request.url} by ${request.headers.authorization}`);
  response.writeHead(request.url === '/no' ? 403 : 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ number: asked.length }));
});
let tape: Tape;

beforeAll(async () => {
  await new Promise<void>((resolve) => cloud.listen(0, '127.0.0.1', resolve));
  tape = await startTape(`http://127.0.0.1:${(cloud.address() as AddressInfo).port}`);
});
beforeEach(() => {
  asked = [];
  tape.taken();
});
afterAll(async () => {
  await tape.close();
  cloud.closeAllConnections();
  await new Promise((resolve) => cloud.close(resolve));
});

const get = async (path: string, authorization = 'me') => {
  const reply = await fetch(tape.origin + path, { headers: { authorization } });
  return { status: reply.status, json: await reply.json() };
};

test('a cloud is asked once for the same, and the same comes back', async () => {
  const first = await get('/a?b=1');
  expect(await get('/a?b=1')).toEqual(first);
  expect(asked).toEqual(['/a?b=1 by me']);
  expect(tape.taken()).toEqual(['/a?b=1', '/a?b=1']);
  expect(tape.taken()).toEqual([]);
});

test('what differs in its query or its key is another request', async () => {
  await get('/c?d=1');
  await get('/c?d=2');
  await get('/c?d=2', 'somebody else');
  expect(asked).toHaveLength(3);
});

test('a refusal is kept as well, and a change is refused', async () => {
  expect(await get('/no')).toMatchObject({ status: 403 });
  expect((await fetch(`${tape.origin}/a`, { method: 'POST' })).status).toBe(405);
  expect(asked).toEqual(['/no by me']);
});

/** Three requests over TLS, one after the other, by a client that keeps what it may. */
async function threeFrom(keeps: Keeps) {
  const origin = `http://127.0.0.1:${(cloud.address() as AddressInfo).port}`;
  const far = await startTape(origin, { tls: { roundTripMs: 20 }, keeps });
  const agent = new Agent({ keepAlive: true, ca: readFileSync(LOOPBACK_PEM) });
  const started = performance.now();
  for (let n = 0; n < 3; n += 1) {
    await new Promise<void>((resolve, reject) => {
      const asking = request(`${far.origin}/a`, { agent }, (reply) => {
        reply.resume();
        reply.once('close', resolve);
      });
      asking.once('error', reject).end();
    });
  }
  const ms = performance.now() - started;
  agent.destroy();
  const connections = far.connections();
  await far.close();
  return { ...connections, isFar: ms >= 60 };
}

test('over TLS a client keeps what it may, and each request takes its time', async () => {
  expect(await threeFrom('connection')).toEqual({ made: 1, resumed: 0, isFar: true });
  expect(await threeFrom('session')).toEqual({ made: 3, resumed: 2, isFar: true });
  expect(await threeFrom('nothing')).toEqual({ made: 3, resumed: 0, isFar: true });
});
