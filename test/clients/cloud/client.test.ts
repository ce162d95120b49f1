import nock from 'nock';
import { deadlineIn } from '../../../src/base/deadline.ts';
import { Problem, type ProblemKind } from '../../../src/base/problem.ts';
import { createCloudClient, path } from '../../../src/clients/cloud/client.ts';
import { sendByFetch } from './send.ts';

const ORIGIN = 'https://console.cratedb.cloud';
const ME = '/api/v2/users/me/';

const client = (deadline = deadlineIn(20_000)) =>
  createCloudClient({
    send: sendByFetch,
    origin: ORIGIN,
    credentials: { key: 'crate_key', secret: 'shh' },
    userAgent: 'test/1',
    deadline,
  });

const problemOf = async (work: Promise<unknown>): Promise<Problem> => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof Problem) return error;
  throw new Error(`expected a problem, got ${String(error)}`);
};

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => nock.enableNetConnect());

describe('a request', () => {
  test('carries the key, our name and the query, and its body is parsed', async () => {
    nock(ORIGIN, {
      reqheaders: {
        authorization: `Basic ${Buffer.from('crate_key:shh').toString('base64')}`,
        'user-agent': 'test/1',
      },
    })
      .get('/api/v2/clusters/?project_id=p%201&statuses=A&statuses=B')
      .reply(200, [{ id: 'a' }]);
    const reply = client().get('/clusters/', {
      project_id: 'p 1',
      statuses: ['A', 'B'],
      left_out: undefined,
    });
    expect(await reply).toEqual([{ id: 'a' }]);
  });

  test('takes 204 and an empty body as nothing', async () => {
    nock(ORIGIN).get('/api/v2/a/').reply(204).delete('/api/v2/b/').reply(200, '');
    expect(await client().get('/a/')).toBeUndefined();
    expect(await client().change('DELETE', '/b/')).toBeUndefined();
  });

  test('learns the time from the reply', async () => {
    nock(ORIGIN).get('/api/v2/a/').reply(200, {}, { date: 'Mon, 02 Mar 2026 09:00:00 GMT' });
    const cloud = client();
    await cloud.get('/a/');
    expect(cloud.now().toISOString().slice(0, 16)).toBe('2026-03-02T09:00');
  });

  test('goes to the API’s own host only', async () => {
    await expect(client().get('//evil.example/')).rejects.toThrow();
    await expect(client().get('/\\evil.example/')).rejects.toThrow();
  });
});

describe('a path', () => {
  test('has its values encoded', () => {
    expect(path`/organizations/${'a/b'}/users/${'ada+x@example.com'}/`).toBe(
      '/organizations/a%2Fb/users/ada%2Bx%40example.com/',
    );
  });

  test.each(['', '.', '..', 'a\ud800'])('refuses %j, which would lead elsewhere', (value) => {
    expect(() => path`/clusters/${value}/`).toThrow(Problem);
  });
});

describe('a reply that is no success', () => {
  const cases: [string, number, unknown, ProblemKind][] = [
    ['403', 403, { message: 'Permission denied for user.', success: false }, 'forbidden'],
    ['404', 404, { message: 'Resource not found.', success: false }, 'not_found'],
    ['a broken rule', 400, { message: 'Bad request', errors: { size: ['too small'] } }, 'refused'],
    ['409', 409, { message: 'Name taken' }, 'refused'],
    ['busy as 400', 400, { message: 'Another cluster operation is already in progress.' }, 'busy'],
    [
      'busy as 409',
      409,
      { message: 'Another cluster operation is currently in progress, please try again later.' },
      'busy',
    ],
  ];
  test.each(cases)('%s', async (_name, status, body, kind) => {
    nock(ORIGIN)
      .put('/api/v2/x/')
      .reply(status, body as nock.Body);
    const problem = await problemOf(client().change('PUT', '/x/', {}));
    expect(problem).toMatchObject({ kind, status, maybeDone: false });
  });

  test('gives the server’s words and its field errors', async () => {
    nock(ORIGIN)
      .put('/api/v2/x/')
      .reply(400, {
        message: 'Bad request',
        errors: { size: { min: ['too small'] }, name: 'taken' },
      });
    const problem = await problemOf(client().change('PUT', '/x/', {}));
    expect(problem.serverMessage).toBe('Bad request - size.min: too small; name: taken');
  });

  test.each([
    ['seconds', '7', 7],
    ['a date', 'Mon, 02 Mar 2026 09:01:30 GMT', 90],
    ['nonsense', 'soon', null],
  ])('429 with Retry-After as %s', async (_name, value, seconds) => {
    nock(ORIGIN).get('/api/v2/x/').reply(429, '', {
      'retry-after': value,
      date: 'Mon, 02 Mar 2026 09:00:00 GMT',
    });
    const problem = await problemOf(client().get('/x/'));
    expect(problem).toMatchObject({ kind: 'throttled', retryAfterSeconds: seconds });
  });
});

describe('a refused key', () => {
  const forms: [string, number, string, Record<string, string>][] = [
    ['401 in text', 401, 'Unauthorized', { 'content-type': 'text/plain' }],
    ['401 in JSON', 401, '{"message":"Authentication required."}', {}],
    ['a redirect to the login page', 302, '', { location: '/?rd=%2Fapi%2Fv2%2Fx%2F' }],
  ];
  test.each(forms)('%s is believed after a second look', async (_name, status, body, headers) => {
    nock(ORIGIN)
      .get('/api/v2/x/')
      .reply(status, body, headers)
      .get(ME)
      .reply(status, body, headers);
    expect(await problemOf(client().get('/x/'))).toMatchObject({ kind: 'unauthorized' });
    expect(nock.isDone()).toBe(true);
  });

  test.each(forms)(
    '%s is no proof while the key works elsewhere',
    async (_name, status, body, headers) => {
      nock(ORIGIN).get('/api/v2/x/').reply(status, body, headers).get(ME).reply(200, { uid: 'u' });
      expect(await problemOf(client().get('/x/'))).toMatchObject({ kind: 'forbidden' });
    },
  );

  test('is not concluded from a second look that fails', async () => {
    nock(ORIGIN).get('/api/v2/x/').times(4).reply(401, '').get(ME).times(4).reply(502, '<html>');
    expect(await problemOf(client().get('/x/'))).toMatchObject({ kind: 'unavailable' });
  });
});

describe('trouble on the way', () => {
  test('a read is tried again until it works', async () => {
    nock(ORIGIN)
      .get('/api/v2/x/')
      .reply(503, '')
      .get('/api/v2/x/')
      .reply(200, '<html>a proxy’s page</html>', { 'content-type': 'text/html' })
      .get('/api/v2/x/')
      .reply(200, { ok: true });
    expect(await client().get('/x/')).toEqual({ ok: true });
  });

  test('a read gives up after four tries', async () => {
    const scope = nock(ORIGIN).get('/api/v2/x/').times(4).reply(500, 'Non JSON response.');
    expect(await problemOf(client().get('/x/'))).toMatchObject({
      kind: 'unavailable',
      status: 500,
    });
    expect(scope.isDone()).toBe(true);
  });

  test('a read is not tried again when the time is up', async () => {
    nock(ORIGIN).get('/api/v2/x/').reply(500, '');
    expect(
      await problemOf(client({ remainingMs: () => 900, end: () => {} }).get('/x/')),
    ).toMatchObject({
      status: 500,
    });
  });

  test.each([
    ['a server error', 500, '{"message":"An error occured."}'],
    ['an unreadable reply', 200, '{"id": "abc'],
    ['a proxy’s page', 200, '<html></html>'],
  ])('a change answered by %s is sent once and may have happened', async (_name, status, body) => {
    nock(ORIGIN).post('/api/v2/x/').reply(status, body);
    const problem = await problemOf(client().change('POST', '/x/', {}));
    expect(problem).toMatchObject({ kind: 'unavailable', maybeDone: true });
  });

  test('a change that was cut may have happened', async () => {
    nock(ORIGIN).post('/api/v2/x/').replyWithError('socket hang up');
    expect(await problemOf(client().change('POST', '/x/', {}))).toMatchObject({
      kind: 'unavailable',
      status: null,
      maybeDone: true,
    });
  });

  test('another redirect is not followed', async () => {
    nock(ORIGIN).get('/api/v2/x/').times(4).reply(308, '', { location: 'https://evil.example/' });
    expect(await problemOf(client().get('/x/'))).toMatchObject({
      kind: 'unavailable',
      status: 308,
    });
  });
});

describe('asking whether something exists', () => {
  test('a login page in front of this alone, with a key that works, is a no', async () => {
    nock(ORIGIN).head('/api/v2/n/d/').reply(302, '', { location: '/?rd=%2F' });
    nock(ORIGIN).get(ME).reply(200, {});
    expect(await problemOf(client().exists('/n/d/'))).toMatchObject({ kind: 'forbidden' });
  });

  test('200 is yes, 404 is no, 400 is a problem', async () => {
    nock(ORIGIN)
      .head('/api/v2/n/a/')
      .reply(200)
      .head('/api/v2/n/b/')
      .reply(404)
      .head('/api/v2/n/c/')
      .reply(400);
    expect(await client().exists('/n/a/')).toBe(true);
    expect(await client().exists('/n/b/')).toBe(false);
    expect(await problemOf(client().exists('/n/c/'))).toMatchObject({ kind: 'refused' });
  });
});
