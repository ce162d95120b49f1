import { deadlineIn } from '../../../src/base/deadline.ts';
import { Problem } from '../../../src/base/problem.ts';
import type { HttpReply, HttpRequest } from '../../../src/base/transport.ts';
import { createSqlClient } from '../../../src/clients/sql/client.ts';
import { kindOfError, kindOfText, readableMessage } from '../../../src/clients/sql/error-codes.ts';
import { type ClusterToken, createSqlSession } from '../../../src/clients/sql/session.ts';

const NOW = new Date('2026-03-02T09:00:00Z');
const OK = { cols: ['a'], col_types: [9], rows: [[1]], rowcount: 1, duration: 0.5 };

/** A client whose replies and tokens are given; tells what was sent. */
function clientWith(
  replies: (Partial<HttpReply> | Error)[],
  tokens: ClusterToken[] = [{ token: 't1', expiresAt: null }],
  clusterUrl = 'https://weather.example.cratedb.net:4200',
  isDevelopment = false,
) {
  const sent: HttpRequest[] = [];
  let fetched = 0;
  const client = createSqlClient({
    send: async (request) => {
      sent.push(request);
      const reply = replies[sent.length - 1] ?? replies.at(-1);
      if (reply instanceof Error) throw reply;
      return { status: 200, header: () => null, text: JSON.stringify(OK), ...reply };
    },
    clusterUrl,
    session: createSqlSession({
      fetchToken: async () => {
        const token = tokens[Math.min(fetched, tokens.length - 1)];
        fetched += 1;
        if (!token) throw new Error('no token given');
        return token;
      },
      now: () => NOW,
    }),
    userAgent: 'test/1',
    deadline: deadlineIn(10_000),
    timeoutMs: 1_000,
    isDevelopment,
  });
  return { client, sent, fetched: () => fetched };
}

const kindOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof Problem ? error.kind : error;
};

test('a statement goes to the cluster’s own address with the token and its values', async () => {
  const { client, sent } = clientWith([{}]);
  expect(await client.read('SELECT ?', ['a'])).toEqual({
    columns: ['a'],
    types: [9],
    rows: [[1]],
    rowCount: 1,
  });
  expect(sent[0]).toMatchObject({
    method: 'POST',
    url: 'https://weather.example.cratedb.net:4200/_sql?types',
    body: '{"stmt":"SELECT ?","args":["a"]}',
  });
  expect(sent[0]?.headers.authorization).toBe('Bearer t1');
});

test('a token near its end is renewed before it is used', async () => {
  const { client, sent, fetched } = clientWith(
    [{}],
    [
      { token: 'old', expiresAt: new Date(NOW.getTime() + 30_000) },
      { token: 'new', expiresAt: new Date(NOW.getTime() + 3_600_000) },
    ],
  );
  await client.read('SELECT 1');
  await client.read('SELECT 1');
  await client.read('SELECT 1');
  expect(sent.map((request) => request.headers.authorization)).toEqual([
    'Bearer old',
    'Bearer new',
    'Bearer new',
  ]);
  expect(fetched()).toBe(2);
});

test('a refused token (text 401) is replaced once', async () => {
  const refusal = {
    status: 401,
    text: 'jwt authentication failed for user admin. Reason: expired\n',
  };
  const healed = clientWith(
    [refusal, {}],
    [
      { token: 't1', expiresAt: null },
      { token: 't2', expiresAt: null },
    ],
  );
  expect((await healed.client.read('SELECT 1')).rows).toEqual([[1]]);
  const refused = clientWith([refusal]);
  expect(await kindOf(refused.client.read('SELECT 1'))).toBe('token');
  expect(refused.sent).toHaveLength(2);
});

test('a missing privilege (JSON 401) does not cost a new token', async () => {
  const text = JSON.stringify({ error: { message: 'MissingPrivilegeException[no]', code: 4011 } });
  const { client, fetched } = clientWith([{ status: 401, text }]);
  expect(await kindOf(client.read('SELECT 1'))).toBe('forbidden');
  expect(fetched()).toBe(1);
});

test('no answer is not tried again, trouble is', async () => {
  const dead = clientWith([new Error('network timeout')]);
  expect(await kindOf(dead.client.read('SELECT 1'))).toBe('no_answer');
  expect(dead.sent).toHaveLength(1);
  const shaky = clientWith([{ status: 503, text: 'busy' }, { status: 200, text: '<html>' }, {}]);
  expect((await shaky.client.read('SELECT 1')).rowCount).toBe(1);
});

test.each([
  ['JobKilledException[Job killed.]', 5005],
  ['CircuitBreakingException[Data too large, data for [query] would be larger than limit]', 5000],
])('what the cluster gave up on is not asked for again: %s', async (message, code) => {
  const text = JSON.stringify({ error: { message, code } });
  const { client, sent } = clientWith([{ status: 500, text }]);
  expect(await kindOf(client.read('SELECT 1'))).toBe('failed');
  expect(sent).toHaveLength(1);
});

test.each([
  [
    'jwt authentication failed for user x. Reason: Cannot obtain jwks from url https://a.example/',
    401,
  ],
  [
    "jwt authentication failed for user x. Reason: The Token can't be used before 2026-11-28T14:00:00Z.",
    401,
  ],
])('a token that cannot be checked yet is tried again as it is: %s', async (text, status) => {
  const { client, sent, fetched } = clientWith([{ status, text }, {}]);
  expect((await client.read('SELECT 1')).rowCount).toBe(1);
  expect([sent.length, fetched()]).toEqual([2, 1]);
});

test.each([
  'The token was expected to have 3 parts, but got 0.',
  'The JWT token must contain a public key id (kid)',
  'The input is not a valid base 64 encoded string.',
])('what is no token is not tried again: %s', async (text) => {
  const { client, sent } = clientWith([{ status: 500, text }]);
  expect(await kindOf(client.read('SELECT 1'))).toBe('token');
  expect(sent).toHaveLength(1);
});

describe('writing', () => {
  const thrownBy = (work: Promise<unknown>) =>
    work.then(
      () => expect('this').toBe('thrown'),
      (error: unknown) => error,
    );

  test('a statement without a result has no rows', async () => {
    const text = '{"cols":[],"col_types":[],"rows":[[]],"rowcount":3,"duration":1.5}';
    const { client } = clientWith([{ text }]);
    expect(await client.write('UPDATE a SET b = ?', [1])).toEqual({
      columns: [],
      types: [],
      rows: [],
      rowCount: 3,
    });
  });

  test.each([
    ['a timeout', new Error('network timeout at: https://x'), true],
    ['a cut', new Error('socket hang up'), true],
    [
      'a refused connection',
      Object.assign(new Error('request failed'), { code: 'ECONNREFUSED' }),
      false,
    ],
    [
      'an unknown host',
      new Error('request to https://x failed, reason: getaddrinfo ENOTFOUND x'),
      false,
    ],
    ['a proxy’s 502', { status: 502, text: '<html>' }, true],
    ['an unreadable success', { text: '{"cols":' }, true],
    ['a part', { status: 206, text: '{"cols":[],"rows":[[]],"rowcount":1}' }, true],
    [
      'a killed job',
      { status: 500, text: '{"error":{"message":"JobKilledException[a]","code":5005}}' },
      true,
    ],
    [
      'a read-only table of 6.4',
      { status: 403, text: '{"error":{"message":"ClusterBlockException[b]","code":4037}}' },
      false,
    ],
    [
      'a read-only table of 5.8',
      { status: 500, text: '{"error":{"message":"ClusterBlockException[b]","code":5000}}' },
      false,
    ],
    [
      'a duplicate',
      { status: 409, text: '{"error":{"message":"DuplicateKeyException[c]","code":4091}}' },
      false,
    ],
    ['429', { status: 429, text: 'slow' }, false],
  ] as const)(
    '%s is sent once and tells whether it may have happened',
    async (_name, reply, maybeDone) => {
      const one = clientWith([reply]);
      expect(await thrownBy(one.client.write('DELETE FROM a'))).toMatchObject({ maybeDone });
      const many = clientWith([reply]);
      expect(await thrownBy(many.client.writeMany('INSERT', [[1]]))).toMatchObject({ maybeDone });
      expect([one.sent.length, many.sent.length]).toEqual([1, 1]);
    },
  );

  test('a refused token is replaced, for nothing was executed', async () => {
    const refusal = { status: 401, text: 'The Token has expired on 2026-11-28T14:00:00Z.' };
    const { client, sent } = clientWith(
      [refusal, {}],
      [
        { token: 't1', expiresAt: null },
        { token: 't2', expiresAt: null },
      ],
    );
    await client.write('DELETE FROM a');
    expect(sent.map((request) => request.headers.authorization)).toEqual([
      'Bearer t1',
      'Bearer t2',
    ]);
  });

  test('a bulk tells each row’s outcome by its count, with the reason where there is one', async () => {
    const failed = { code: 4091, message: 'DuplicateKeyException[A document exists]' };
    const text = JSON.stringify({
      cols: [],
      duration: 1.5,
      results: [{ rowcount: 1 }, { rowcount: -2, error: failed }, { rowcount: -2 }],
    });
    const { client, sent } = clientWith([{ text }]);
    expect(await client.writeMany('INSERT', [[1], [2], [3]])).toMatchObject([
      { rowCount: 1, reason: null },
      { rowCount: -2, reason: { kind: 'conflict', message: 'A document exists' } },
      { rowCount: -2, reason: null },
    ]);
    expect(sent[0]?.body).toBe('{"stmt":"INSERT","bulk_args":[[1],[2],[3]]}');
    expect(await client.writeMany('INSERT', [])).toEqual([]);
    expect(sent).toHaveLength(1);
  });

  test('outcomes that are not those of the rows sent are not believed', async () => {
    const { client } = clientWith([{ text: '{"cols":[],"results":[{"rowcount":1}]}' }]);
    expect(await thrownBy(client.writeMany('INSERT', [[1], [2]]))).toMatchObject({
      kind: 'unavailable',
      maybeDone: true,
    });
  });

  test('a statement that may change the session has a connection of its own', async () => {
    const { client, sent } = clientWith([{}]);
    await client.write('SET search_path TO a', [], { ownConnection: true });
    await client.write('DELETE FROM a');
    await client.read('SELECT 1');
    expect(sent.map((request) => request.connection)).toEqual(['own', 'own', 'run']);
  });
});

test('429 is throttled, with the cluster’s delay', async () => {
  const header = (name: string) => (name === 'retry-after' ? '7' : null);
  const { client } = clientWith([{ status: 429, text: 'slow down', header }]);
  await expect(client.read('SELECT 1')).rejects.toMatchObject({
    kind: 'throttled',
    retryAfterSeconds: 7,
  });
});

test('a cluster that repeats the token does not get it into an error', async () => {
  const error = { message: 'InternalError[you sent canary-token]', code: 4000 };
  const text = JSON.stringify({ error });
  const { client } = clientWith(
    [{ status: 400, text }],
    [{ token: 'canary-token', expiresAt: null }],
  );
  await expect(client.read('SELECT 1')).rejects.toThrow('you sent …');
});

/** Addresses that are no cluster's, whoever gave them to the API. */
const FOREIGN = [
  'http://weather.example.cratedb.net:4200',
  'https://weather.example.net',
  'https://cratedb.net',
  'https://cratedb.net.evil.com',
  'https://weather.cratedb.net.evil.com:4200',
  'https://evilcratedb.net',
  'https://weather.evilcratedb.net',
  'https://weather-cratedb.net',
  'https://weather.cratedb.net@evil.com',
  'https://user:pass@weather.example.cratedb.net',
  'https://user@weather.example.cratedb.net',
  'https://evil.com/.cratedb.net',
  'https://evil.com#.cratedb.net',
  'https://evil.com?.cratedb.net',
  'https://evil.com\\.cratedb.net',
  'https://evil.com\\@weather.cratedb.net',
  // A Cyrillic a: another name, however it looks.
  'https://weather.example.cr\u0430tedb.net',
  'https://weather.example.xn--crtedb-3nf.net',
  'https://weather.example.cratedb.network',
  'https://weather.example.cratedb.net..',
  'https://10.0.0.1:4200',
  'https://169.254.169.254',
  'wss://weather.example.cratedb.net',
  'ftp://x',
  '',
  'not an address',
];

/** Of this machine, for which a token may leave the process in development only. */
const LOCAL = [
  'http://127.0.0.1:4200',
  'http://localhost:4200',
  'http://[::1]:4200',
  'https://localhost',
];

describe('the token', () => {
  test.each([...FOREIGN, ...LOCAL])('is not sent to %j', (url) => {
    expect(() => clientWith([{}], undefined, url)).toThrow(Problem);
  });

  test.each([
    ...FOREIGN,
    'http://127.0.0.1.evil.com',
    'http://localhost.evil.com',
    'http://0.0.0.0',
  ])('is not sent to %j in development either', (url) => {
    expect(() => clientWith([{}], undefined, url, true)).toThrow(Problem);
  });

  test.each(LOCAL)('goes to %j in development', async (url) => {
    const { client, sent } = clientWith([{}], undefined, url, true);
    await client.read('SELECT 1');
    expect(sent).toMatchObject([{ url: `${new URL(url).origin}/_sql?types` }]);
  });

  test('goes to an address with an umlaut, however often addresses were looked at before', () => {
    const url = 'https://w\u00fcste.example.cratedb.net';
    // Node 22 takes it for no address from the ten thousandth `URL.canParse` on.
    const open = () => clientWith([{}], undefined, url);
    for (let count = 0; count < 20_000; count += 1) expect(open).not.toThrow();
  });

  test.each([
    ['https://weather.example.cratedb.net:4200', 'https://weather.example.cratedb.net:4200'],
    ['https://weather.example.cratedb.net', 'https://weather.example.cratedb.net'],
    ['HTTPS://Weather.Example.CRATEDB.NET:4200/', 'https://weather.example.cratedb.net:4200'],
    ['https://weather.example.cratedb.net.:4200', 'https://weather.example.cratedb.net.:4200'],
    ['https://w\u00fcste.example.cratedb.net', 'https://xn--wste-0ra.example.cratedb.net'],
  ])('goes to %s', async (url, origin) => {
    const { client, sent } = clientWith([{}], undefined, url);
    await client.read('SELECT 1');
    expect(sent).toMatchObject([
      { url: `${origin}/_sql?types`, headers: { authorization: 'Bearer t1' } },
    ]);
  });
});

test.each([
  [4000, 'SQLParseException[no]', 'refused'],
  [40013, '', 'refused'],
  [4010, '', 'forbidden'],
  [4011, "MissingPrivilegeException[Missing 'DML' privilege for user 'x']", 'forbidden'],
  [4031, '', 'forbidden'],
  [4037, 'ClusterBlockException[blocked by: [RELATION_READ_DELETE_ONLY/12/x];]', 'storage_full'],
  [
    4037,
    'ClusterBlockException[blocked by: [SERVICE_UNAVAILABLE/1/state not recovered / initialized];]',
    'unavailable',
  ],
  [4041, "RelationUnknown[Relation 'a' unknown]", 'not_found'],
  [40410, '', 'not_found'],
  [4045, "SchemaUnknownException[Schema 'sys' unknown]", 'forbidden'],
  [4045, "SchemaUnknownException[Schema 'doc' unknown]", 'forbidden'],
  [4045, "SchemaUnknownException[Schema 'weather' unknown]", 'not_found'],
  [4091, '', 'conflict'],
  [40911, '', 'conflict'],
  [4290, '', 'throttled'],
  [5000, 'CircuitBreakingException[Allocating 1gb]', 'failed'],
  [5000, 'StackOverflowError[null]', 'failed'],
  [
    5000,
    'ClusterBlockException[blocked by: [FORBIDDEN/12/index read-only / allow delete (api)];]',
    'storage_full',
  ],
  [5002, '', 'unavailable'],
  [5003, '', 'unavailable'],
  [5005, 'JobKilledException[Job killed. KILL invoked by user: crate]', 'failed'],
  [5030, 'JobKilledException[Job killed. statement_timeout (300ms/exec)]', 'failed'],
  [5031, '', 'unavailable'],
] as const)('code %i %s is %s', (code, message, kind) => {
  expect(kindOfError({ code, message }, 500)).toBe(kind);
});

test.each([
  [
    401,
    'No valid auth.host_based.config entry found for host "192.0.2.7", user "admin", protocol "http". Did you enable TLS in your client?\n',
    'host',
  ],
  [
    401,
    'jwt authentication failed for user x. Reason: Cannot obtain jwks from url http://i/\n',
    'unavailable',
  ],
  [
    401,
    'jwt authentication failed for user x. Reason: No key found in http://i/ with kid k\n',
    'unavailable',
  ],
  [
    401,
    "jwt authentication failed for user x. Reason: The Token can't be used before 2026-11-28T14:00:00Z.\n",
    'unavailable',
  ],
  [
    401,
    "jwt authentication failed for user x. Reason: The Claim 'aud' value doesn't contain it.\n",
    'token',
  ],
  [500, 'The token was expected to have 3 parts, but got 0.', 'token'],
  [500, 'The JWT token must contain a public key id (kid)', 'token'],
  [400, 'Invalid request sent: The JWT token must contain a public key id (kid)\n', 'token'],
  [500, '<html>token</html>', 'unavailable'],
  [400, '<html>400 Bad Request</html>', 'intercepted'],
  [400, 'Invalid request sent', 'failed'],
  [401, ' <html>401 Authorization Required</html>', 'intercepted'],
  [403, '<html>Request blocked</html>', 'intercepted'],
  [403, 'no', 'intercepted'],
  [404, 'default backend - 404', 'intercepted'],
  [301, '', 'intercepted'],
  [407, 'Proxy Authentication Required', 'intercepted'],
  [408, '', 'unavailable'],
  [413, '', 'refused'],
  [425, '', 'unavailable'],
  [429, 'slow down', 'throttled'],
  [500, 'out of memory', 'failed'],
  [501, 'not implemented', 'unavailable'],
  [502, '<html>', 'unavailable'],
  [503, 'busy', 'unavailable'],
] as const)('status %i with %s is %s', (status, text, kind) => {
  expect(kindOfText(status, text)).toBe(kind);
});

test.each([
  ["SchemaUnknownException[Schema 'foo' unknown]", "Schema 'foo' unknown"],
  [
    "RelationUnknown[Relation 'a' unknown. Maybe you meant 'b']",
    "Relation 'a' unknown. Maybe you meant 'b'",
  ],
  ['plain text', 'plain text'],
  [
    "ParsingException[line 1:1: mismatched input 'SELEC' expecting {<EOF>, 'SELECT', 'WITH'}]",
    "line 1:1: mismatched input 'SELEC'",
  ],
  [
    'SQLParseException[Can\'t parse [{"stmt": "secret"}]. Expecting payload with ...]',
    'the request cannot be read',
  ],
  [
    'IllegalArgumentException[Document contains at least one immense term in field="2" (whose UTF8 encoding is longer than the max length 32766), all of which were skipped.]',
    'a text is longer than the 32,766 bytes that CrateDB takes in a column with an index',
  ],
])('%j reads as %j', (message, readable) => {
  expect(readableMessage(message)).toBe(readable);
});
