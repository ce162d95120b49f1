import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startZapier, type Zapier } from '../../../sandbox/zapier/index.ts';
import { type AppTarget, loadHandler } from '../../../sandbox/zapier/load-app.ts';
import type { LoadedHandler } from '../../../sandbox/zapier/types.ts';

const require = createRequire(import.meta.url);
const module = fileURLToPath(new URL('./small-app.ts', import.meta.url));

let handler: LoadedHandler | undefined;
let zapier: Zapier | undefined;
let folder: string | undefined;

afterEach(async () => {
  await zapier?.close();
  await handler?.close();
  if (folder) rmSync(folder, { recursive: true });
  handler = zapier = folder = undefined;
});

async function open(target: AppTarget, checks?: 'throw'): Promise<Zapier> {
  handler = await loadHandler(target);
  const options = checks ? { checks } : {};
  const environment = { SMALL_APP_URL: 'http://small.example' };
  zapier = await startZapier({
    handler,
    authData: { api_key: 'good-key' },
    environment,
    ...options,
  });
  return zapier;
}

/** A folder laid out like an unpacked build.zip of an ESM app. */
function buildFolder(): string {
  const place = mkdtempSync(join(tmpdir(), 'zapier-build-'));
  const core = dirname(require.resolve('zapier-platform-core'));
  const wrapper = readFileSync(join(core, 'include', 'zapierwrapper.mjs'), 'utf8');
  const name = 'small-app';
  const manifest = { name, version: '1.0.0', type: 'module', exports: './small-app.ts' };
  writeFileSync(join(place, 'package.json'), JSON.stringify(manifest));
  writeFileSync(
    join(place, 'zapierwrapper.js'),
    wrapper.replaceAll('{REPLACE_ME_PACKAGE_NAME}', name),
  );
  cpSync(module, join(place, 'small-app.ts'));
  mkdirSync(join(place, 'node_modules'));
  symlinkSync(core, join(place, 'node_modules', 'zapier-platform-core'));
  return place;
}

test('a build folder runs by its wrapper, with all of Zapier at hand', async () => {
  folder = buildFolder();
  const opened = await open({ folder });
  expect(await opened.validate()).toEqual([]);
  expect(await opened.connection.label()).toBe('ann@example.com at Acme');
  const used = await opened.create('use_zapier');
  expect(used).toMatchObject({ set: true, environment: 'http://small.example' });
  expect(await opened.hydrate(String(used.details))).toMatchObject({ id: '7' });
  expect(opened.files.map(({ name }) => name)).toEqual(['note.txt']);
  expect(opened.logs.some(({ sent }) => sent.includes('canary-in-input'))).toBe(true);
  expect(opened.logs.some(({ sent }) => sent.includes('working for good-key'))).toBe(false);
});

test('in its own process the app sees production, and core only logs its checks', async () => {
  const opened = await open({ module });
  expect(await opened.create('misbehave', { how: 'environment' })).toEqual({
    url: 'http://small.example',
    node: null,
  });
  expect(await opened.create('misbehave', { how: 'no object' })).toEqual([]);
  expect(opened.logs.some(({ message }) => message.includes('createIsObject'))).toBe(true);
});

test('the checks can be made to throw there, too', async () => {
  const opened = await open({ module }, 'throw');
  await expect(opened.create('misbehave', { how: 'no object' })).rejects.toMatchObject({
    type: 'CheckError',
  });
});

test('errors keep their class across the border, with what core adds in production', async () => {
  const opened = await open({ module });
  const error = await opened.create('misbehave', { how: 'halted' }).catch((thrown) => thrown);
  expect(error).toMatchObject({ kind: 'halted', message: 'Stop here.' });
  expect(error.raw).toContain('Console logs:');
  await expect(opened.create('misbehave', { how: 'bigint' })).rejects.toMatchObject({
    kind: 'crash',
    type: 'TypeError',
  });
});

test('a process that ended fails its step, and the next one gets a fresh process', async () => {
  const opened = await open({ module });
  await expect(opened.create('misbehave', { how: 'exit' })).rejects.toMatchObject({
    kind: 'crash',
    type: 'Runtime.ExitError',
  });
  expect(await opened.create('misbehave')).toEqual({ id: '1' });
});

test('a process is replaced before core would end it, and no step is lost by that', async () => {
  const opened = await open({ module });
  const pids = new Set<unknown>();
  for (let left = 21; left > 0; left -= 1) {
    const steps = Array.from({ length: 10 }, () => opened.create('misbehave', { how: 'pid' }));
    for (const { pid } of await Promise.all(steps)) pids.add(pid);
  }
  expect(pids.size).toBe(2);
  expect(pids).not.toContain(process.pid);
});

test('an app that cannot be loaded says so at once', async () => {
  await expect(loadHandler({ module: '/nowhere/app.ts' })).rejects.toThrow('/nowhere/app.ts');
});

test('core may not end a process that it shares', async () => {
  handler = await loadHandler({ source: {} });
  const limits = require('zapier-platform-core/src/constants') as { KILL_MAX_LIMIT: number };
  expect(limits.KILL_MAX_LIMIT).toBe(Number.POSITIVE_INFINITY);
});
