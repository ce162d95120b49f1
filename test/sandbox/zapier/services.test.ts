import type { Zapier } from '../../../sandbox/zapier/index.ts';
import { open } from './open.ts';

let zapier: Zapier;
let time: Date;

beforeEach(async () => {
  time = new Date('2026-01-01T00:00:00Z');
  ({ zapier } = await open({
    authData: { api_key: 'canary-in-the-key' },
    environment: { SMALL_APP_URL: 'http://small.example' },
    now: () => time,
  }));
});

afterEach(() => zapier.close());

const later = (seconds: number) => {
  time = new Date(time.getTime() + seconds * 1000);
};

const used = (authData?: Record<string, string>) =>
  zapier.create('use_zapier', {}, authData ? { authData } : {});

describe('z.cache', () => {
  test('keeps values until their time is over', async () => {
    expect(await used()).toMatchObject({ was: null, set: true, again: false, deleted: false });
    expect(zapier.cache.get('key')).toEqual({
      key: 'key',
      scope: [],
      value: { n: 1 },
      expiresAt: new Date('2026-01-01T00:01:00Z'),
    });
    later(59);
    expect((await used()).was).toEqual({ n: 1 });
    later(61);
    expect((await used()).was).toBeNull();
  });

  test('keeps the values of one connection from another', async () => {
    expect((await used()).ours).toBeNull();
    await used({ api_key: 'other' });
    const mine = [...zapier.cache.values()].filter((entry) => entry.key === 'mine');
    expect(mine).toHaveLength(2);
    expect(mine[0]).toMatchObject({ scope: ['auth'], value: 'x', expiresAt: null });
  });
});

describe('files', () => {
  test('a stashed file is kept, and served to other steps', async () => {
    const { file } = await used();
    const [kept] = zapier.files;
    expect(kept).toMatchObject({ url: file, name: 'note.txt', type: 'text/plain' });
    expect(kept?.bytes.toString()).toBe('hello, wörld');
    const response = await fetch(String(file));
    expect(response.headers.get('content-disposition')).toContain('note.txt');
    expect(await response.text()).toBe('hello, wörld');
  });

  test('a form without a signature is refused', async () => {
    const { url } = zapier.addFile({ name: 'a.csv', type: 'text/csv', bytes: 'a,b' });
    expect(await (await fetch(url)).text()).toBe('a,b');
    const body = new FormData();
    body.set('key', 'mine');
    body.set('file', new Blob(['x']), 'x.txt');
    const response = await fetch(new URL('.', url), { method: 'POST', body });
    expect(response.status).toBe(403);
    expect(zapier.files).toHaveLength(1);
  });
});

describe('pointers', () => {
  test('are resolved by calling their hydrator', async () => {
    const { details, picture } = await used();
    expect(await zapier.hydrate(String(details))).toEqual({ id: '7', detail: 'from hydrator' });
    const url = await zapier.hydrate(String(picture));
    const file = zapier.files.find((kept) => kept.url === url);
    expect(file).toMatchObject({ name: 'dot.png', type: 'image/png' });
    expect(file?.bytes.toString()).toBe('picture 7');
  });

  test('must be signed', async () => {
    const payload = Buffer.from(JSON.stringify({ method: 'hydrators.details', bundle: {} }));
    const forged = `hydrate|||${payload.toString('base64')}:AAAA|||hydrate`;
    await expect(zapier.hydrate(forged)).rejects.toThrow('signature');
    await expect(zapier.hydrate('https://example.com')).rejects.toThrow(
      'Not a dehydration pointer',
    );
  });
});

describe('the log', () => {
  test('holds what was sent, with the connection censored', async () => {
    await used();
    const line = zapier.logs.find(({ message }) => message.startsWith('working for'));
    expect(line?.method).toBe('creates.use_zapier.operation.perform');
    expect(line?.data.log_type).toBe('console');
    expect(line?.sent).toContain('canary-in-input');
    expect(line?.sent).not.toContain('canary-in-the-key');
  });

  test('holds the failure of a step', async () => {
    await expect(zapier.create('misbehave', { how: 'type error' })).rejects.toThrow();
    expect(zapier.logs.some(({ message }) => message.includes('x is not a function'))).toBe(true);
  });
});

test('RPC and log are closed to strangers', async () => {
  const { url } = zapier.addFile({ name: 'a', type: 'text/plain', bytes: '' });
  const { origin } = new URL(url);
  const body = JSON.stringify({ id: '1', method: 'zcache_get', params: ['key'] });
  for (const path of ['/rpc', '/log']) {
    const headers = {
      'x-token': 'guessed',
      'content-type': path === '/rpc' ? 'text/plain' : 'application/x-ndjson',
    };
    const response = await fetch(origin + path, { method: 'POST', body, headers });
    expect(response.status).toBe(401);
  }
});

test("the app's environment is there while it runs, and gone afterwards", async () => {
  expect((await used()).environment).toBe('http://small.example');
  expect(process.env.SMALL_APP_URL).toBeUndefined();
  expect(process.env.LOGGING_ENDPOINT).toBeUndefined();
});

test('two Zapiers with different environments do not see each other', async () => {
  const other = await open({ environment: { SMALL_APP_URL: 'http://other.example' } });
  try {
    const how = { how: 'environment' };
    const answers = await Promise.all([
      zapier.create('misbehave', how),
      other.zapier.create('misbehave', how),
      zapier.create('misbehave', how),
    ]);
    expect(answers.map((answer) => answer.url)).toEqual([
      'http://small.example',
      'http://other.example',
      'http://small.example',
    ]);
  } finally {
    await other.zapier.close();
  }
});
