import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../tools/command.ts';
import { createChecker, type Finding } from '../../tools/contract/check.ts';
import type { Deviation } from '../../tools/contract/deviations.ts';
import { loadOperations, type Operation } from '../../tools/contract/document.ts';
import { judge } from '../../tools/contract/judge.ts';
import type { Exchange } from '../../tools/contract/recorder.ts';
import { ROOT } from '../../tools/paths.ts';

const thing = {
  type: 'object',
  required: ['name', 'code'],
  properties: {
    id: { type: 'string', readOnly: true },
    name: { type: 'string', 'x-minimum': '3' },
    code: { type: 'string', writeOnly: true },
    size: { type: 'integer', nullable: true },
    made: { allOf: [{ $ref: '#/components/schemas/Dates' }], readOnly: true },
  },
};

const json = (name: string) => ({
  content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } },
});

const document = {
  openapi: '3.0.3',
  components: {
    schemas: {
      Thing: thing,
      Dates: {
        type: 'object',
        properties: {
          at: { type: 'string', format: 'date-time' },
          state: { type: 'string', enum: ['NEW', 'OLD'] },
        },
      },
    },
    parameters: {
      id: { in: 'path', name: 'id', required: true, schema: { type: 'string' } },
    },
  },
  paths: {
    '/api/v2/things/{id}/': {
      parameters: [{ $ref: '#/components/parameters/id' }],
      get: {
        tags: ['Things'],
        parameters: [{ in: 'query', name: 'limit', schema: { type: 'integer' } }],
        responses: { 200: json('Thing') },
      },
      put: { tags: ['Things'], requestBody: json('Thing'), responses: { 200: json('Thing') } },
    },
    '/api/v2/things/first/': { get: { tags: ['First'], responses: { 204: {} } } },
  },
};

let folder = '';
let operations: Operation[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contract-'));
  const file = join(folder, 'openapi.json');
  await writeFile(file, JSON.stringify(document));
  operations = await loadOperations(file);
});

afterAll(() => rm(folder, { recursive: true }));

const good: Exchange = {
  cause: { step: 'find_thing', nulls: false },
  method: 'GET',
  path: '/api/v2/things/one/',
  query: [['limit', '5']],
  requestType: '',
  requestBody: '',
  status: 200,
  replyType: 'application/json; charset=utf-8',
  replyBody:
    '{"id":"one","name":"One","size":null,"made":{"at":"2026-03-02T09:00:00Z","state":"NEW"}}',
  headers: {},
};

const change: Exchange = {
  ...good,
  method: 'PUT',
  query: [],
  requestType: 'application/json',
  requestBody: '{"name":"One","code":"x"}',
};

/** What is wrong with it, as `side problem what`. */
function wrong(exchange: Exchange): string[] {
  const found = createChecker(operations).check(exchange);
  return found.map(({ side, problem, what }) => `${side} ${problem} ${what}`);
}

const replying = (body: unknown): Exchange => ({ ...good, replyBody: JSON.stringify(body) });
const asking = (body: unknown): Exchange => ({ ...change, requestBody: JSON.stringify(body) });

test('what is as the document says has no findings', () => {
  expect(wrong(good)).toEqual([]);
  expect(wrong(change)).toEqual([]);
});

const GET = 'GET /api/v2/things/{id}/';

test.each<[string, () => Exchange, string[]]>([
  [
    'a path',
    () => ({ ...good, path: '/api/v2/nothing/' }),
    ['request unknown operation GET /api/v2/nothing/'],
  ],
  ['a lost slash', () => ({ ...good, path: '/api/v2/things/one' }), [`request slash ${GET}`]],
  [
    'a parameter',
    () => ({ ...good, query: [['page', '2']] }),
    [`request unknown parameter ${GET} ?page`],
  ],
  [
    'a parameter’s type',
    () => ({ ...good, query: [['limit', 'x']] }),
    [`request type ${GET} ?limit`],
  ],
  ['a status', () => ({ ...good, status: 404 }), [`reply status ${GET} 404`]],
  ['a media type', () => ({ ...good, replyType: 'text/html' }), [`reply media type ${GET} 200`]],
  ['a reply that is cut', () => ({ ...good, replyBody: '{"id":' }), [`reply no JSON ${GET} 200`]],
  ['no reply', () => ({ ...good, replyBody: '' }), [`reply no body ${GET} 200`]],
  ['a type', () => replying({ name: 'One', size: '5' }), ['reply type Thing.size']],
  ['a null', () => replying({ name: null }), ['reply null Thing.name']],
  ['a length', () => replying({ name: 'On' }), ['reply bounds Thing.name']],
  ['a lack', () => replying({}), ['reply missing field Thing.name']],
  ['an unknown field', () => replying({ name: 'One', x: 1 }), ['reply unknown field Thing.x']],
  [
    'a field only for requests',
    () => replying({ name: 'One', code: 'x' }),
    ['reply unknown field Thing.code'],
  ],
  [
    'an inner word',
    () => replying({ name: 'One', made: { state: 'SO' } }),
    ['reply enum Dates.state'],
  ],
  [
    'an inner time',
    () => replying({ name: 'One', made: { at: '2026-03-02T09:00:00' } }),
    ['reply format Dates.at'],
  ],
  [
    'a field only for replies',
    () => asking({ name: 'One', code: 'x', id: 'one' }),
    ['request unknown field Thing.id'],
  ],
  ['an incomplete request', () => asking({ name: 'One' }), ['request missing field Thing.code']],
  [
    'an unannounced body',
    () => ({ ...good, requestBody: '{}' }),
    [`request unexpected body ${GET}`],
  ],
])('%s that is not in the document is found', (_what, exchange, expected) => {
  expect(wrong(exchange())).toEqual(expected);
});

test('of two operations that fit, the one that names the path is meant', () => {
  const checker = createChecker(operations);
  const exchange = {
    ...good,
    path: '/api/v2/things/first/',
    query: [],
    status: 204,
    replyBody: '',
  };
  expect(checker.operationOf(exchange)?.tag).toBe('First');
  expect(checker.check(exchange)).toEqual([]);
});

test('the tool’s own requests may be wrong, their replies not', () => {
  const own = { step: null, nulls: false };
  expect(wrong({ ...asking({ id: 'one' }), cause: own, status: 418 })).toEqual([
    'reply status PUT /api/v2/things/{id}/ 418',
  ]);
});

test('a secret is not shown', () => {
  const [found] = createChecker(operations).check(replying({ name: 'One', password: 'hunter2' }));
  expect(found?.what).toBe('Thing.password');
  expect(found?.value).toBe('***');
});

describe('deviations', () => {
  const finding = (what: string, value = '1'): Finding => ({
    side: 'reply',
    problem: 'status',
    what,
    value,
    operation: GET,
    step: null,
  });
  const known = (what: string[], value?: string): Deviation[] => [
    { side: 'reply', problem: 'status', what, because: 'x', ...(value ? { value } : {}) },
  ];

  test('explain what they name, and nothing else', () => {
    const { unexplained, explained } = judge(
      [finding('A'), finding('A'), finding('B')],
      known(['A']),
    );
    expect(unexplained).toMatchObject([{ what: 'B', times: 1 }]);
    expect(explained).toMatchObject([{ what: 'A', times: 2 }]);
  });

  test('are told when nothing meets them', () => {
    expect(judge([finding('A')], known(['A', 'C'])).unused).toMatchObject([{ what: 'C' }]);
  });

  test('may be for a status of any operation, or for one value', () => {
    expect(judge([finding(`${GET} 302`)], known(['* 302'])).unexplained).toEqual([]);
    expect(judge([finding(`${GET} 303`)], known(['* 302'])).unexplained).toHaveLength(1);
    expect(judge([finding('A', '2')], known(['A'], '1')).unexplained).toHaveLength(1);
  });
});

test.each([
  ['no document', []],
  ['one that is not there', ['--spec', 'no-such-file.json']],
  ['one that is none', ['--spec', 'package.json']],
])('%s is said loudly, with exit code 3', async (_what, args) => {
  const { code, stderr } = await run(process.execPath, ['tools/contract.ts', ...args], {
    cwd: ROOT,
  });
  expect(code).toBe(3);
  expect(stderr).toContain('CONTRACT NOT CHECKED');
});
