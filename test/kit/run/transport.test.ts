import { PassThrough } from 'node:stream';
import type { ZObject } from 'zapier-platform-core';
import { zapierTransport } from '../../../src/kit/run/transport.ts';

/** Sends one request whose body comes by the hand of the test. */
function sendFor(status: number, timeoutMs = 1_000) {
  const body = new PassThrough();
  const text = async () => Buffer.concat(await body.toArray()).toString();
  const reply = { status, getHeader: () => undefined, body, text };
  const z = { request: async () => reply } as unknown as ZObject;
  const pieces: string[] = [];
  const answer = zapierTransport(z).send({
    method: 'GET',
    url: 'https://cloud.example/',
    headers: {},
    connection: 'kept',
    timeoutMs,
    onText: (piece) => pieces.push(piece),
  });
  return { body, pieces, answer };
}

test('a body comes in pieces, and no character is cut', async () => {
  const { body, pieces, answer } = sendFor(200);
  const bytes = Buffer.from('["é","🙂"]');
  for (const byte of bytes) body.write(Buffer.from([byte]));
  body.end();
  await expect(answer).resolves.toMatchObject({ status: 200, text: '' });
  expect(pieces.join('')).toBe('["é","🙂"]');
  expect(pieces.length).toBeGreaterThan(5);
});

test('what is no success comes as a whole', async () => {
  const { body, pieces, answer } = sendFor(403);
  body.end('{"message":"no"}');
  await expect(answer).resolves.toMatchObject({ status: 403, text: '{"message":"no"}' });
  expect(pieces).toEqual([]);
});

test('a body that does not end in time is late', async () => {
  const { body, answer } = sendFor(200, 20);
  body.write('[');
  await expect(answer).rejects.toMatchObject({ why: 'late' });
});

test.each([[new Error('broken')], [undefined]])(
  'a body that is cut is no reply (%p)',
  async (error) => {
    const { body, answer } = sendFor(200);
    body.write('[');
    setTimeout(() => body.destroy(error), 5);
    await expect(answer).rejects.toMatchObject({ why: 'cut' });
  },
);

test('nothing of core interferes: no merging, no following, no throwing, no parsing', async () => {
  const asked: unknown[] = [];
  const body = new PassThrough();
  body.end('{}');
  const z = {
    request: async (options: unknown) => {
      asked.push(options);
      return { status: 200, getHeader: () => undefined, body };
    },
  } as unknown as ZObject;
  await zapierTransport(z).send({
    method: 'POST',
    url: 'https://cloud.example/a/',
    headers: { accept: 'application/json' },
    body: '{"name":"{{weather}}"}',
    connection: 'own',
    timeoutMs: 1_000,
  });
  expect(asked).toEqual([
    expect.objectContaining({
      method: 'POST',
      url: 'https://cloud.example/a/',
      headers: { accept: 'application/json' },
      body: '{"name":"{{weather}}"}',
      merge: false,
      raw: true,
      redirect: 'manual',
      skipThrowForStatus: true,
      throwForThrottlingEarly: false,
    }),
  ]);
});
