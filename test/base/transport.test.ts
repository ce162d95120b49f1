import { changes, isLoopback, isPart, SendError, whyNoReply } from '../../src/base/transport.ts';

test('only what is no question changes something', () => {
  const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
  expect(methods.filter(changes)).toEqual(['POST', 'PUT', 'PATCH', 'DELETE']);
});

test('a part of a body is told by its status', () => {
  const head = (status: number) => ({ status, header: () => null });
  expect([200, 206].map((status) => isPart(head(status)))).toEqual([false, true]);
});

test.each([
  ['http://localhost:8080/', true],
  ['http://127.0.0.1/', true],
  ['http://127.1.2.3:1/', true],
  ['http://[::1]:8080/', true],
  ['http://localhost.example/', false],
  ['http://my-localhost/', false],
  ['http://127.0.0.1.example/', false],
  ['http://192.168.0.1/', false],
])('%s is on this machine: %p', (url, is) => {
  expect(isLoopback(new URL(url))).toBe(is);
});

const coded = (code: string) => Object.assign(new Error('no'), { code });

test.each([
  [coded('ECONNREFUSED'), 'unreached'],
  [coded('ENOTFOUND'), 'unreached'],
  [new Error('getaddrinfo EAI_AGAIN cloud.example'), 'unreached'],
  [coded('EHOSTUNREACH'), 'unreached'],
  [coded('ENETUNREACH'), 'unreached'],
  [new Error('self-signed certificate'), 'unreached'],
  [coded('ETIMEDOUT'), 'cut'],
  [new Error('network timeout at'), 'late'],
  [new Error('connection timed out'), 'late'],
  [coded('ECONNRESET'), 'cut'],
  ['socket hang up', 'cut'],
  [new SendError('too_large'), 'too_large'],
])('%p is a reply that is %s', (error, why) => {
  expect(whyNoReply(error)).toBe(why);
});
