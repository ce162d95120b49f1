import { deadlineIn } from '../../../src/base/deadline.ts';
import type { HttpReply, HttpRequest } from '../../../src/base/transport.ts';
import { type ClusterToken, createSqlClient } from '../../../src/clients/sql/client.ts';
import { kindOfCode, readableMessage, SqlProblem } from '../../../src/clients/sql/problem.ts';

const NOW = new Date('2026-03-02T09:00:00Z');
const OK = { cols: ['a'], col_types: [9], rows: [[1]], rowcount: 1, duration: 0.5 };

/** A client whose replies and tokens are given; tells what was sent. */
function clientWith(
  replies: (Partial<HttpReply> | Error)[],
  tokens: ClusterToken[] = [{ token: 't1', expiresAt: null }],
  clusterUrl = 'https://weather.example.cratedb.net:4200',
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
    fetchToken: async () => {
      const token = tokens[Math.min(fetched, tokens.length - 1)];
      fetched += 1;
      if (!token) throw new Error('no token given');
      return token;
    },
    userAgent: 'test/1',
    deadline: deadlineIn(10_000),
    timeoutMs: 1_000,
    now: () => NOW,
  });
  return { client, sent, fetched: () => fetched };
}

const kindOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof SqlProblem ? error.kind : error;
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
  expect(await kindOf(client.read('SELECT 1'))).toBe('not_allowed');
  expect(fetched()).toBe(1);
});

test('no answer is not tried again, trouble is', async () => {
  const dead = clientWith([new Error('network timeout')]);
  expect(await kindOf(dead.client.read('SELECT 1'))).toBe('no_answer');
  expect(dead.sent).toHaveLength(1);
  const shaky = clientWith([{ status: 503, text: 'busy' }, { status: 200, text: '<html>' }, {}]);
  expect((await shaky.client.read('SELECT 1')).rowCount).toBe(1);
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

test.each(['http://weather.example.net', 'ftp://x', '', 'not an address'])(
  'the token is not sent to %j',
  async (url) => {
    expect(() => clientWith([{}], undefined, url)).toThrow(SqlProblem);
  },
);

test.each([
  [4000, 'statement'],
  [40013, 'statement'],
  [4010, 'not_allowed'],
  [4011, 'not_allowed'],
  [4031, 'not_allowed'],
  [4041, 'not_found'],
  [40410, 'not_found'],
  [4091, 'conflict'],
  [40911, 'conflict'],
  [4290, 'throttled'],
  [5002, 'unavailable'],
  [5030, 'unavailable'],
] as const)('code %i is %s', (code, kind) => {
  expect(kindOfCode(code)).toBe(kind);
});

test.each([
  ["SchemaUnknownException[Schema 'foo' unknown]", "Schema 'foo' unknown"],
  [
    "RelationUnknown[Relation 'a' unknown. Maybe you meant 'b']",
    "Relation 'a' unknown. Maybe you meant 'b'",
  ],
  ['plain text', 'plain text'],
])('%j reads as %j', (message, readable) => {
  expect(readableMessage(message)).toBe(readable);
});
