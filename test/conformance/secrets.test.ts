import { readdir, readFile, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { openZapier } from '../support/app.ts';
import { newCloud } from '../support/sandbox.ts';
import { checkSecrets } from './secrets.ts';
import { hold, keyOf, onSharedStage, outcomeOf, perform, runnable, testEach } from './walk.ts';

testEach(runnable, 'no secret is in what it gives, logs or keeps', (step) =>
  onSharedStage(step, async (stage) => {
    await checkSecrets(stage, await outcomeOf(perform(stage.zapier, step, stage.input)));
  }),
);

testEach(runnable, 'no address that opens a file by itself is passed on', (step) =>
  onSharedStage(step, async (stage) => {
    const { cloud, zapier, input } = stage;
    const signed =
      'https://files.example.com/a.csv?X-Amz-Date=1&X-Amz-Signature=canary-of-signature';
    const message = `Cannot read ${signed} any more`;
    await cloud.control.fault({ route: '*', status: 400, body: { message, success: false } });
    const outcome = await outcomeOf(perform(zapier, step, input));
    hold(outcome.error?.message.includes('files.example.com/a.csv?…') === true, 'is not told');
    await checkSecrets(stage, outcome, { 'a signature': 'canary-of-signature' });
  }),
);

/** A server that is not the API's, and what it was sent. */
const elsewhere: { server?: Server; address: string; received: IncomingMessage[] } = {
  address: '',
  received: [],
};

beforeAll(async () => {
  const server = createServer((request, reply) => {
    elsewhere.received.push(request);
    reply.writeHead(200, { 'content-type': 'application/json' }).end('{"cols":[],"rows":[]}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  elsewhere.server = server;
  elsewhere.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => new Promise((resolve) => elsewhere.server?.close(resolve)));

const sentTo = (path: string) => elsewhere.received.filter(({ url }) => url?.startsWith(path));

testEach(runnable, 'an address that a redirect names is sent nothing', (step) =>
  onSharedStage(step, async ({ cloud, zapier, input }) => {
    const path = `/login/${keyOf(step)}`;
    await cloud.control.fault({ route: '*', redirect: `${elsewhere.address}${path}` });
    await outcomeOf(perform(zapier, step, input));
    expect(sentTo(path)).toEqual([]);
  }),
);

test('none stands in what is published', async () => {
  const { keys } = await newCloud();
  const secrets = Object.values(keys).map(({ secret }) => secret);
  expect(secrets.length).toBeGreaterThan(0);
  const pages = await Promise.all(
    [
      'README.md',
      'CHANGELOG.md',
      'CONTRIBUTING.md',
      'test/conformance/golden.json',
      'docs',
      'examples',
    ].map(filesIn),
  );
  const leaks = pages.flat().flatMap(({ name, text }) => [
    ...secrets.filter((secret) => text.includes(secret)).map(() => `a secret is in ${name}`),
    // A token of a cluster, and what signs an address.
    ...(/eyJ[\w-]{8,}\.[\w-]{8,}\.|[?&]X-Amz-Signature=\w/.exec(text) ?? []).map(
      (it) => `${it} in ${name}`,
    ),
  ]);
  expect(leaks).toEqual([]);
});

/** A file, or all in a folder. */
async function filesIn(path: string): Promise<{ name: string; text: string }[]> {
  const names = (await stat(path)).isDirectory()
    ? (await readdir(path, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
    : [path];
  return Promise.all(names.map(async (name) => ({ name, text: await readFile(name, 'latin1') })));
}

test('an address that a cluster names is sent its own token, never the key', async () => {
  const cloud = await newCloud({ sideBySide: true });
  const list = await clustersOf(cloud.authData, cloud.origin);
  const body = list.map((one) => ({ ...one, url: `${elsewhere.address}/cluster` }));
  await cloud.control.fault({ route: 'GET /api/v2/clusters/', status: 200, body });
  const zapier = await openZapier(cloud);
  await outcomeOf(perform(zapier, usage(), { cluster_id: 'weather-prod' }));
  const received = sentTo('/cluster');
  expect(received.length).toBeGreaterThan(0);
  const [token] = await cloud.tokens();
  for (const { headers } of received) expect(headers.authorization).toBe(`Bearer ${token}`);
});

test('the API is at no plain http address beyond this machine', async () => {
  const cloud = await newCloud();
  for (const origin of ['http://console.cratedb.cloud', 'http://10.0.0.7', 'ftp://127.0.0.1']) {
    const zapier = await openZapier(cloud, { environment: { CRATEDB_CLOUD_URL: origin } });
    await expect(zapier.connection.test()).rejects.toMatchObject({ kind: 'error' });
    await zapier.close();
  }
  expect(await cloud.control.requests()).toEqual([]);
});

function usage() {
  const step = runnable.find((one) => keyOf(one) === 'find_cluster_usage');
  if (!step) throw new Error('find_cluster_usage is gone');
  return step;
}

type Auth = { api_key: string; api_secret: string };

async function clustersOf({ api_key: key, api_secret: secret }: Auth, origin: string) {
  const basic = Buffer.from(`${key}:${secret}`).toString('base64');
  const headers = { authorization: `Basic ${basic}` };
  const reply = await fetch(`${origin}/api/v2/clusters/`, { headers });
  return (await reply.json()) as Record<string, unknown>[];
}
