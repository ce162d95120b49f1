import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTape, type Tape } from '../../../tools/bench/tape.ts';

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
