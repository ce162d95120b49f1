import nock from 'nock';
import { deadlineIn } from '../../../src/base/deadline.ts';
import { Problem, type ProblemKind } from '../../../src/base/problem.ts';
import type { HttpRequest, SendHttp } from '../../../src/base/transport.ts';
import { createCloudClient, path } from '../../../src/clients/cloud/client.ts';
import { sendByFetch } from './send.ts';

const ORIGIN = 'https://console.cratedb.cloud';
const ME = '/api/v2/users/me/';

const client = (deadline = deadlineIn(20_000), anyTime = false, send: SendHttp = sendByFetch) =>
  createCloudClient({
    send,
    origin: ORIGIN,
    credentials: { key: 'crate_key', secret: 'shh' },
    userAgent: 'test/1',
    deadline,
    anyTime,
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
afterAll(() => nock.restore());

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

  test('goes over the connection that is kept, and what follows a failure or changes something over its own', async () => {
    const connections: HttpRequest['connection'][] = [];
    const watched = client(deadlineIn(20_000), false, (request) => {
      connections.push(request.connection);
      return sendByFetch(request);
    });
    nock(ORIGIN).get('/api/v2/a/').reply(503).get('/api/v2/a/').reply(200, []);
    nock(ORIGIN).head('/api/v2/b/').reply(503).head('/api/v2/b/').reply(200);
    nock(ORIGIN).post('/api/v2/c/').reply(200, {});
    await watched.get('/a/');
    await watched.exists('/b/');
    await watched.change('POST', '/c/', {});
    expect(connections).toEqual(['kept', 'own', 'kept', 'own', 'own']);
  });

  test('takes 204 as nothing', async () => {
    nock(ORIGIN).get('/api/v2/a/').reply(204).delete('/api/v2/b/').reply(204);
    expect(await client().get('/a/')).toBeUndefined();
    expect(await client().change('DELETE', '/b/')).toBeUndefined();
  });

  test('keeps all digits, and passes over a byte order mark', async () => {
    nock(ORIGIN).get('/api/v2/a/').reply(200, '\ufeff{"n":9007199254740993}');
    expect(await client().get('/a/')).toEqual({ n: '9007199254740993' });
  });

  test('goes to the API’s own host only', async () => {
    await expect(client().get('//evil.example/')).rejects.toThrow();
    await expect(client().get('/\\evil.example/')).rejects.toThrow();
    // An address that is more than an origin says of no address where it leads.
    const send = () => Promise.reject(new Error('sent'));
    const credentials = { key: 'crate_key', secret: 'shh' };
    const other = { send, origin: `${ORIGIN}/`, credentials, userAgent: 'test/1' };
    const cloud = createCloudClient({ ...other, deadline: deadlineIn(20_000) });
    await expect(cloud.get('/a/')).rejects.toThrow('for the API host only');
  });

  test('that is refused says with what status', async () => {
    nock(ORIGIN).get('/api/v2/a/').reply(400, '{}');
    expect(await problemOf(client().get('/a/'))).toMatchObject({
      kind: 'refused',
      message: 'CrateDB Cloud refused it (400)',
    });
  });
});

describe('the time', () => {
  const HOURS_MS = 3_600_000;
  const at = (hours: number) => new Date(Date.now() + hours * HOURS_MS);

  /** How many hours the client's time is ahead after a reply with that status and time. */
  async function aheadAfter(status: number, hours: number, anyTime = false): Promise<number> {
    nock(ORIGIN)
      .get('/api/v2/a/')
      .reply(status, {}, { date: at(hours).toUTCString() });
    const cloud = client(deadlineIn(20_000), anyTime);
    await cloud.get('/a/').catch(() => null);
    return Math.round((cloud.now().getTime() - Date.now()) / HOURS_MS);
  }

  test.each([
    ['a success', 200, 5, false, 5],
    ['a success, behind', 200, -23, false, -23],
    ['a clock that is two days off', 200, 48, false, 0],
    ['a clock of another year', 200, -24 * 365, false, 0],
    ['another year in development', 200, -24 * 365, true, -24 * 365],
    ['a refusal, which a firewall may have sent', 403, 5, false, 0],
    ['a server error', 502, 5, false, 0],
    ['a redirect', 302, 5, true, 0],
  ] as const)('of %s', async (_what, status, hours, anyTime, ahead) => {
    expect(await aheadAfter(status, hours, anyTime)).toBe(ahead);
  });

  test('stays as it was when a later reply is of a broken clock', async () => {
    const cloud = client();
    for (const hours of [3, 999]) {
      nock(ORIGIN)
        .get('/api/v2/a/')
        .reply(200, {}, { date: at(hours).toUTCString() });
      await cloud.get('/a/');
    }
    expect(Math.round((cloud.now().getTime() - Date.now()) / HOURS_MS)).toBe(3);
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
    ['less than nothing', '-1', null],
    ['a fraction', '12.5', null],
    ['nothing', '0', 1],
    ['a day', '86400', 3_600],
    ['400 digits', '9'.repeat(400), 3_600],
    ['a date that is over', 'Mon, 02 Mar 2026 08:00:00 GMT', 1],
    ['a date without its day', '2026-03-02', null],
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
    ['a part of a reply', 206, '{"id": "abc"}'],
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

describe('a reply that proves nothing', () => {
  test.each([
    ['blank', ''],
    ['white space', ' \n'],
    ['null', 'null'],
    ['a no', '{"success":false,"message":"Maintenance"}'],
  ])('a read answered by %s is asked again', async (_what, body) => {
    nock(ORIGIN).get('/api/v2/x/').reply(200, body).get('/api/v2/x/').reply(200, []);
    expect(await client().get('/x/')).toEqual([]);
  });

  test.each([['408'], ['425'], ['500'], ['503']])('a read answered by %s too', async (status) => {
    nock(ORIGIN).get('/api/v2/x/').reply(Number(status), '').get('/api/v2/x/').reply(200, []);
    expect(await client().get('/x/')).toEqual([]);
  });

  test.each([
    ['blank', 200, '', 'unavailable', true],
    ['null', 200, 'null', 'unavailable', true],
    ['a no', 200, { success: false, message: 'Quota exceeded' }, 'refused', false],
    [
      'a no for being busy',
      200,
      { success: false, message: 'Another cluster operation is already in progress.' },
      'busy',
      false,
    ],
    ['where to look', 303, '', 'unavailable', true],
    ['another address', 307, '', 'unavailable', false],
    ['too slow', 408, '', 'unavailable', true],
    ['too early', 425, '', 'unavailable', false],
    ['a firewall’s page', 403, '<html>Request blocked</html>', 'intercepted', false],
    ['a proxy’s page', 400, ' <!doctype html>', 'intercepted', false],
    ['a firewall’s words', 403, 'Access denied (1020)', 'intercepted', false],
    ['a page of nobody’s', 404, '<html>404 Not Found</html>', 'intercepted', false],
    ['words of nobody’s', 404, 'default backend - 404', 'intercepted', false],
    ['a no as text', 200, { success: 'False', message: 'Quota exceeded' }, 'refused', false],
    ['a no as a number', 200, { success: 0, message: 'Quota exceeded' }, 'refused', false],
    ['too often', 429, '', 'throttled', true],
  ] as const)('a change answered by %s is sent once', async (_what, status, body, kind, maybe) => {
    const scope = nock(ORIGIN)
      .put('/api/v2/x/')
      .reply(status, body as nock.Body);
    const problem = await problemOf(client().change('PUT', '/x/', {}));
    expect(problem).toMatchObject({ kind, maybeDone: maybe });
    expect(scope.isDone()).toBe(true);
  });

  test('a no with 200 is told in the server’s words', async () => {
    nock(ORIGIN).put('/api/v2/x/').reply(200, { success: false, message: 'Quota exceeded' });
    const problem = await problemOf(client().change('PUT', '/x/', {}));
    expect(problem.serverMessage).toBe('Quota exceeded');
  });

  test('a change that was asked too often is not sent again by the same run', async () => {
    const scope = nock(ORIGIN).put('/api/v2/x/').reply(429, '', { 'retry-after': '7' });
    nock(ORIGIN).put('/api/v2/y/').reply(200, { id: 'y' });
    const cloud = client();
    await problemOf(cloud.change('PUT', '/x/', {}));
    const again = await problemOf(cloud.change('PUT', '/x/', {}));
    expect(again).toMatchObject({ kind: 'throttled', maybeDone: false, retryAfterSeconds: 7 });
    expect(scope.isDone()).toBe(true);
    expect(await cloud.change('PUT', '/y/', {})).toEqual({ id: 'y' });
  });
});

describe('a server’s words', () => {
  const said = async (body: string) => {
    nock(ORIGIN).put('/api/v2/x/').reply(400, body);
    const problem = await problemOf(
      client().change(
        'PUT',
        '/x/',
        { password: 'pass"word' },
        {
          secret: 'pass"word',
        },
      ),
    );
    return problem.serverMessage;
  };

  test('are shortened before anything is looked for in them', async () => {
    for (const filler of ['.', ' ', '{', 'a://', '\\', 'https://']) {
      const message = `${filler.repeat(100_000)}x`;
      const words = await said(JSON.stringify({ message }));
      expect(words?.length ?? 0).toBeLessThan(2_100);
    }
  });

  test('are found in what is nested or long without end', async () => {
    const deep = `${'['.repeat(20_000)}"x"${']'.repeat(20_000)}`;
    expect(await said(`{"message":"No.","errors":${deep}}`)).toBe('No.');
    const wide = Array.from({ length: 5_000 }, (_, index) => `e${index}`);
    expect(await said(JSON.stringify({ errors: wide }))).toMatch(/^e0; e1; .*; e19$/);
    expect(await said(`{"message":"No.","n":${'9'.repeat(400)}}`)).toBe('No.');
  });

  test.each([
    ['as it is', 'pass"word and shh'],
    ['as \\u forms', JSON.stringify('pass"word').replace('a', '\\u0061').slice(1, -1)],
    ['as JSON in JSON', JSON.stringify(JSON.stringify({ p: 'pass"word' }))],
    ['in an address', 'https://x.example/?p=pass%22word'],
    ['in HTML', 'pass&quot;word'],
    ['in base64', Buffer.from('me:pass"word').toString('base64')],
    ['in base64 of something longer', Buffer.from('{"password":"pass\\"word"}').toString('base64')],
  ])('hold no secret, written %s', async (_how, text) => {
    const words = (await said(JSON.stringify({ message: `you sent ${text} !` }))) ?? '';
    expect(words).toContain('you sent');
    expect(words).toContain('…');
    expect(words).not.toMatch(/word|shh/);
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
