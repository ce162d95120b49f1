/** The generator over a small document of the API's own kind. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { loadOperations, type Operation } from '../../tools/contract/document.ts';
import { keyOf, runnable, type Step } from '../conformance/steps.ts';
import { type Tally, trialsOf } from './play-cases.ts';
import { isObject } from './reply-mutations.ts';
import { nothingPlayed } from './run-record.ts';
import { schemaAnswers } from './schema-replies.ts';
import { ORIGIN, type Tape } from './tape.ts';
import { parsed } from './taped-replies.ts';

const ID = 'e1e38d92-0000-48f1-8a70-000000000003';

const dc = {
  type: 'object',
  properties: { created: { type: 'string', format: 'date-time', nullable: true } },
};
const project = {
  type: 'object',
  required: ['id'],
  properties: {
    id: { type: 'string', pattern: '^[0-9a-f]{8}-[0-9a-f]{12}$' },
    name: { type: 'string' },
    organization_id: { type: 'string' },
    region: { type: 'string', enum: ['north', 'south'] },
    size: { type: 'integer' },
    dc,
  },
};
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const document = {
  openapi: '3.0.3',
  paths: {
    '/api/v2/projects/': {
      get: {
        responses: { 200: json({ type: 'array', items: project }), 401: {}, 404: {}, 500: {} },
      },
    },
    '/api/v2/projects/{project_id}/': {
      get: {
        parameters: [{ name: 'project_id', in: 'path', required: true, schema: {} }],
        responses: { 200: json(project), 404: {} },
      },
      delete: {
        parameters: [{ name: 'project_id', in: 'path', required: true, schema: {} }],
        responses: { 204: {}, 500: {} },
      },
    },
  },
};

const tape: Tape = {
  date: 'Mon, 02 Mar 2026 09:00:00 GMT',
  input: { name: 'weather-europe' },
  replies: [
    {
      method: 'GET',
      path: '/api/v2/projects/',
      query: '',
      statement: null,
      status: 200,
      type: 'application/json',
      body: JSON.stringify([{ id: ID, name: 'weather', organization_id: 'o', region: 'north' }]),
    },
    {
      method: 'GET',
      path: '/api/v2/elsewhere/',
      query: '',
      statement: null,
      status: 200,
      type: 'application/json',
      body: '{"name":"not in the document"}',
    },
  ],
};

let operations: Operation[];

beforeAll(async () => {
  process.env.CRATEDB_CLOUD_URL = ORIGIN;
  const folder = await mkdtemp(join(tmpdir(), 'fuzz-'));
  await writeFile(join(folder, 'api.json'), JSON.stringify(document));
  operations = await loadOperations(join(folder, 'api.json'));
  await rm(folder, { recursive: true });
});

/** What many cases answer to one request. */
function answers(method: string, path: string, cases = 1_000) {
  const answerOf = schemaAnswers(operations, tape);
  return fc.sample(fc.gen(), { seed: 7, numRuns: cases }).map((chance) => {
    const asking = { method, path, query: '', statement: null };
    const { status, body } = answerOf(chance)(asking, nothingPlayed());
    return { status, body, parsed: parsed(body ?? '') };
  });
}

const valuesUnder = (key: string) =>
  answers('GET', '/api/v2/projects/').flatMap(({ parsed: list }) =>
    Array.isArray(list) ? list.filter(isObject).map((one) => one[key]) : [],
  );

test('lists are mostly lists of what is documented, and sometimes huge', () => {
  const lists = answers('GET', '/api/v2/projects/').map((it) => it.parsed);
  expect(lists.filter(Array.isArray).length).toBeGreaterThan(700);
  expect(lists.some((list) => Array.isArray(list) && list.length > 100)).toBe(true);
  expect(lists.some((list) => !Array.isArray(list))).toBe(true);
});

test('any field may be missing, null, of another type or a word nobody has heard of', () => {
  const [regions, sizes] = [valuesUnder('region'), valuesUnder('size')];
  for (const values of [regions, sizes]) {
    expect(values).toEqual(expect.arrayContaining([undefined, null]));
    expect(values.some(isObject)).toBe(true);
  }
  expect(regions).toEqual(expect.arrayContaining(['north', 'south']));
  expect(regions.some((it) => typeof it === 'string' && !/north|south/.test(it))).toBe(true);
});

test('unknown fields come along', () => {
  const known = ['id', 'name', 'organization_id', 'region', 'size', 'dc'];
  const keys = answers('GET', '/api/v2/projects/').flatMap(({ parsed: list }) =>
    Array.isArray(list) ? list.filter(isObject).flatMap(Object.keys) : [],
  );
  expect(keys.some((key) => !known.includes(key))).toBe(true);
});

test('a thing that is asked for by id mostly has that id, and names of the input occur', () => {
  const asked = 'aaaaaaaa-0000-4000-8000-000000000001';
  const things = answers('GET', `/api/v2/projects/${asked}/`).map((it) => it.parsed);
  const same = things.filter((it) => isObject(it) && it.id === asked);
  expect(same.length).toBeGreaterThan(250);
  const names = valuesUnder('name').filter((name) => name === 'weather');
  expect(names.length).toBeGreaterThan(300);
});

test('statuses are those of the document, mostly the success', () => {
  const listed = answers('GET', '/api/v2/projects/').map(({ status }) => status);
  expect(new Set(listed)).toEqual(new Set([200, 401, 404, 500]));
  expect(listed.filter((status) => status === 200).length).toBeGreaterThan(800);
  const deleted = answers('DELETE', `/api/v2/projects/${ID}/`);
  expect(new Set(deleted.map(({ status }) => status))).toEqual(new Set([204, 500]));
  expect(deleted.filter(({ status }) => status === 204).every(({ body }) => body === null)).toBe(
    true,
  );
});

test('what the document lacks is answered from the tape', () => {
  const bodies = answers('GET', '/api/v2/elsewhere/').map((it) => it.body);
  expect(bodies.filter((body) => body === tape.replies[1]?.body).length).toBeGreaterThan(300);
  expect(new Set(bodies).size).toBeGreaterThan(10);
});

test('the same seed makes the same replies', () => {
  expect(answers('GET', '/api/v2/projects/', 20)).toEqual(answers('GET', '/api/v2/projects/', 20));
});

/** All cases of a step, by schema. */
async function tallyOf(step: Step): Promise<Tally> {
  const trials = await trialsOf(step, tape, { operations, cases: 40, seed: 7 });
  const trial = trials.find(({ tally }) => tally.way === 'by schema');
  if (!trial) throw new Error('There is no such way');
  await Promise.all(trial.runs.map((run) => run()));
  await trial.conclude();
  return trial.tally;
}

const stepOf = (key: string): Step => {
  const step = runnable.find((one) => keyOf(one) === key);
  if (!step) throw new Error(`${key} is gone`);
  return step;
};

test('a step is run against them, and what came of it is counted', async () => {
  const tally = await tallyOf(stepOf('find_project'));
  expect(tally.wrong).toEqual([]);
  expect(tally.cases).toBe(40);
  expect(tally.giving).toBeGreaterThan(0);
});

test('a step that crashes is told with the smallest replies', async () => {
  const step = stepOf('find_project');
  const perform = async (z: { request(it: object): Promise<{ text(): Promise<string> }> }) => {
    const url = `${ORIGIN}/api/v2/projects/`;
    const reply = await z.request({ method: 'GET', url, headers: {} });
    return (JSON.parse(await reply.text()) as { name: string }[]).map(({ name }) => name.trim());
  };
  const { definition } = step;
  const careless = {
    ...step,
    definition: { ...definition, operation: { ...definition.operation, perform } },
  } as unknown as Step;
  const { wrong } = await tallyOf(careless);
  expect(wrong.join('\n')).toMatch(/crashes: TypeError/);
  expect(wrong.join('\n')).toMatch(/GET \/api\/v2\/projects\/ -> 200/);
});
