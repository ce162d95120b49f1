import { connect } from 'node:net';
import { type Tried, tryCloud } from './support.ts';

let cloud: Tried;
beforeAll(async () => {
  cloud = await tryCloud();
});
afterAll(() => cloud.close());
beforeEach(() => cloud.control.reset());

const now = 'Mon, 02 Mar 2026 09:00:00 GMT';

test('an unknown path is refused clearly, and logged', async () => {
  const { status, headers, json } = await cloud.ask('GET', '/coffee/?strong=1');
  expect([status, headers.get('x-sandbox')]).toEqual([404, 'unknown-route']);
  expect(json).toEqual({ message: 'Resource not found.', success: false });
  expect((await cloud.control.requests()).at(-1)).toMatchObject({
    path: '/api/v2/coffee/',
    status: 404,
  });
});

test('the key is asked for before the path', async () => {
  for (const path of ['/coffee/', '/clusters/']) {
    const { status, text } = await cloud.ask('GET', path, { as: null });
    expect([path, status, text]).toEqual([path, 401, 'Unauthorized\n']);
  }
  expect((await cloud.ask('PUT', '/users/me/', { as: 'deactivated' })).status).toBe(401);
});

test.each([
  ['PUT', '/users/me/', 'DELETE, GET, HEAD, OPTIONS, PATCH'],
  ['POST', '/clusters/', 'GET, HEAD, OPTIONS'],
  ['QUERY', '/users/me/', 'DELETE, GET, HEAD, OPTIONS, PATCH'],
  ['PROPFIND', '/clusters/', 'GET, HEAD, OPTIONS'],
])('%s %s is 405 and says what is allowed', async (method, path, allow) => {
  const { status, headers, json } = await cloud.ask(method, path);
  expect([status, headers.get('allow'), headers.get('x-sandbox')]).toEqual([
    405,
    allow,
    'unknown-method',
  ]);
  expect(json).toMatchObject({ success: false });
});

test('OPTIONS says what is allowed', async () => {
  const { status, headers, text } = await cloud.ask('OPTIONS', '/clusters/');
  expect([status, headers.get('allow'), text]).toEqual([200, 'GET, HEAD, OPTIONS', '']);
});

test('HEAD is GET without its body', async () => {
  const get = await cloud.ask('GET', '/users/me/');
  const head = await cloud.ask('HEAD', '/users/me/');
  expect([head.status, head.text]).toEqual([200, '']);
  expect(head.headers.get('content-length')).toBe(String(get.text.length));
  expect(head.headers.get('content-type')).toBe('application/json');
});

test.each([
  ['whole', null, 'told'],
  ['chunked', null, null],
  ['zipped', 'gzip', null],
])('replies are whole, in chunks or zipped, by a switch: %s', async (bodies, encoding, length) => {
  const whole = await cloud.ask('GET', '/users/me/');
  await cloud.control.switches({ bodies: bodies as 'whole' });
  const { headers, text } = await cloud.ask('GET', '/users/me/');
  expect(text).toBe(whole.text);
  expect(headers.get('content-encoding')).toBe(encoding);
  expect(headers.get('content-length') && 'told').toBe(length);
  const head = await cloud.ask('HEAD', '/users/me/');
  expect([head.status, head.text]).toEqual([200, '']);
});

test('a path without its last slash is answered, unknown or redirected, by a switch', async () => {
  const answered = await cloud.ask('GET', '/users/me');
  expect([answered.status, answered.text]).toEqual([
    200,
    (await cloud.ask('GET', '/users/me/')).text,
  ]);
  expect((await cloud.control.requests()).map((it) => it.path)).toEqual([
    '/api/v2/users/me',
    '/api/v2/users/me/',
  ]);
  await cloud.control.switches({ unslashed: 'unknown' });
  expect((await cloud.ask('GET', '/users/me')).headers.get('x-sandbox')).toBe('unknown-route');
  await cloud.control.switches({ unslashed: 'redirect' });
  const redirect = await cloud.ask('GET', '/clusters?x=1');
  expect([redirect.status, redirect.headers.get('location')]).toEqual([
    308,
    '/api/v2/clusters/?x=1',
  ]);
});

test.each([
  ['an escape that is none', '/clusters/%zz/', 404],
  ['a very long id', `/clusters/${'x'.repeat(3000)}/`, 404],
])('%s is no matter for the framework', async (_name, path, expected) => {
  const { status, headers, text } = await cloud.ask('GET', path);
  expect([status, headers.get('date')]).toEqual([expected, now]);
  expect(text).not.toContain('FST_');
});

test('a body that is too large is 413', async () => {
  const { status, headers, text } = await cloud.ask('PATCH', '/users/me/', {
    body: 'x'.repeat(65 * 2 ** 20),
  });
  expect([status, headers.get('date')]).toEqual([413, now]);
  expect(text).not.toContain('FST_');
});

test.each([
  ['a head that is too long', `GET / HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
  ['no HTTP at all', 'BREW coffee\r\n\r\n', 400],
])('%s', async (_name, request, status) => {
  const { hostname, port } = new URL(cloud.origin);
  const text = await new Promise<string>((done, fail) => {
    const socket = connect(Number(port), hostname);
    let seen = '';
    socket.on('data', (chunk) => {
      seen += chunk.toString();
    });
    socket.on('error', fail);
    socket.on('close', () => done(seen));
    socket.write(request);
  });
  expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(text).toContain(`Date: ${now}\r\n`);
  expect(text.endsWith('\r\n\r\n')).toBe(true);
});
