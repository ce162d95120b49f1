/** What a step that has ended leaves behind: nothing that is under way, and no connection of its own. */
import type { Bundle, ZObject } from 'zapier-platform-core';
import { accountOf } from '../../../src/kit/run/account.ts';
import { type Run, runStep } from '../../../src/kit/run/run.ts';
import { z as requests } from './requests.ts';
import { ended, serve } from './serve.ts';

const bundle = {
  authData: { api_key: 'key', api_secret: 'secret' },
  inputData: {},
} as unknown as Bundle;

const z = {
  ...requests,
  cache: { get: async () => null, set: async () => true },
} as unknown as ZObject;

const TOKEN = JSON.stringify({ token: 'token', expiry: '2100-01-01T00:00:00Z' });
const ROWS = JSON.stringify({ cols: ['one'], col_types: [9], rows: [[1]], rowcount: 1 });

const { CRATEDB_CLOUD_URL } = process.env;

afterEach(() => {
  if (CRATEDB_CLOUD_URL === undefined) delete process.env.CRATEDB_CLOUD_URL;
  else process.env.CRATEDB_CLOUD_URL = CRATEDB_CLOUD_URL;
});

/** CrateDB Cloud and a cluster in one: gives tokens and answers statements, but for one that it leaves waiting. */
async function cloud() {
  const asked: string[] = [];
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const { url, sockets } = await serve((request, reply) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      asked.push(`${request.method} ${request.url}`);
      if (request.url?.endsWith('/jwt/')) reply.end(TOKEN);
      else if (request.url?.endsWith('_sql?types') && !body.includes('sleep')) reply.end(ROWS);
      else arrive();
    });
  });
  process.env.CRATEDB_CLOUD_URL = url.slice(0, -1);
  accountOf(url.slice(0, -1), { key: 'key', secret: 'secret' }).forget();
  return { url, sockets, asked, arrived };
}

type Work = (run: Run<object>, url: string) => Promise<unknown>;

const WAITING: [string, Work][] = [
  ['a read', ({ cloud }) => cloud.get('/clusters/')],
  ['a question whether it is there', ({ cloud }) => cloud.exists('/clusters/name/x/')],
  ['a change', ({ cloud }) => cloud.change('POST', '/organizations/', { name: 'x' })],
  ['a statement that reads', (run, url) => sqlOf(run, url).read('SELECT sleep()')],
  ['a statement that writes', (run, url) => sqlOf(run, url).write('DELETE FROM sleep')],
];

const sqlOf = (run: Run<object>, url: string) =>
  run.sql({ id: 'c', url } as Parameters<Run<object>['sql']>[0], 20_000);

const ENDS: [string, () => unknown][] = [
  ['succeeded', () => 'done'],
  [
    'failed',
    () => {
      throw new Error('something else');
    },
  ],
];

const cases = WAITING.flatMap(([what, work]) =>
  ENDS.map(([how, end]) => [what, how, work, end] as const),
);

test.each(cases)(
  '%s of a step that has %s is ended with it, and not tried again',
  async (...one) => {
    const [, , work, end] = one;
    const { url, sockets, asked, arrived } = await cloud();
    const left: Promise<unknown>[] = [];
    await runStep(z, bundle, [], async (run) => {
      left.push(Promise.resolve(work(run, url)).catch((error: unknown) => error));
      await arrived;
      return end();
    }).catch(() => {});
    const before = asked.length;
    const waiting = sockets.at(-1);
    await (waiting && ended(waiting));
    expect(await left[0]).toBeInstanceOf(Error);
    // Longer than the first pause before another try.
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(asked.slice(before)).toEqual([]);
  },
);

test.each(ENDS)('a connection of a step that has %s ends with it', async (_how, end) => {
  const { url, sockets } = await cloud();
  let own: typeof sockets = [];
  await runStep(z, bundle, [], async (run) => {
    const sql = sqlOf(run, url);
    await sql.read('SELECT 1');
    await sql.read('SELECT 1');
    own = sockets.slice(1);
    expect(own.map(({ destroyed }) => destroyed)).toEqual([false]);
    return end();
  }).catch(() => {});
  expect(own).toHaveLength(1);
  await Promise.all(own.map(ended));
});

test('nothing of a step that has ended keeps the process waiting', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((one) => one === 'Timeout').length;
  const { url } = await cloud();
  const before = timers();
  await runStep(z, bundle, [], async (run) => sqlOf(run, url).read('SELECT 1'));
  expect(timers()).toBeLessThanOrEqual(before);
});
