import { spawnSync } from 'node:child_process';
import { ROOT } from '../../tools/paths.ts';
import { compare } from '../../tools/probe/compare.ts';
import { endpoints } from '../../tools/probe/endpoints.ts';
import { formatOf } from '../../tools/probe/formats.ts';
import { createNames, mustBeRedacted, seriesNames } from '../../tools/probe/names.ts';
import { createReader } from '../../tools/probe/reader.ts';
import { writeReport } from '../../tools/probe/report.ts';
import { survey } from '../../tools/probe/survey.ts';
import { newCloud, type TestCloud } from '../support/sandbox.ts';

type Key = 'admin' | 'member';

async function probe(cloud: TestCloud, who: Key = 'admin'): Promise<string> {
  const key = cloud.keys[who];
  const foreign = cloud.seed.clusters['recipe-store'];
  const found = await survey(createReader(cloud.origin, key), key, foreign);
  return writeReport(found, { server: 'the sandbox', secrets: [key.key, key.secret] });
}

/** The lines of the report between a heading with these words and the next heading. */
function section(report: string, heading: string): string {
  const from = report.indexOf(heading);
  expect(from).toBeGreaterThan(-1);
  const rest = report.slice(from + heading.length);
  return rest.split(/\n#+ /)[0] ?? '';
}

/** The summary's cells of one endpoint. */
function row(report: string, endpoint: string): string[] {
  const line = report.split('\n').find((it) => it.startsWith(`| \`GET ${endpoint}\` |`));
  expect(line).toBeDefined();
  return (line ?? '').split('|').map((cell) => cell.trim());
}

/** Every text that the API tells the admin, read without the probe. */
async function textsOf({ origin, keys, seed }: TestCloud): Promise<string[]> {
  const basic = Buffer.from(`${keys.admin.key}:${keys.admin.secret}`).toString('base64');
  const alpine = `/organizations/${seed.organizations.alpine}`;
  const weather = `/clusters/${seed.clusters['weather-prod']}`;
  const paths = [
    ...['/users/me/', '/users/me/api-keys/', '/organizations/', '/projects/', '/clusters/'],
    ...['/subscriptions/', '/regions/', `${alpine}/users/`, `${alpine}/invitations/`],
    ...[`${alpine}/auditlogs/`, `${alpine}/credits/`, `${alpine}/quotas/`, `${alpine}/files/`],
    ...[`${alpine}/secrets/`, `${weather}/operations/`, `${weather}/snapshots/`],
    ...[`${weather}/import-jobs/`, `${weather}/export-jobs/`, `${weather}/jwt/`],
  ];
  const replies = await Promise.all(
    paths.map(async (path) => {
      const headers = { authorization: `Basic ${basic}` };
      const reply = await fetch(`${origin}/api/v2${path}`, { headers });
      expect(reply.status).toBe(200);
      return reply.json();
    }),
  );
  const texts: string[] = [];
  JSON.stringify(replies, (_key, value) => {
    if (typeof value === 'string') texts.push(value);
    return value;
  });
  return [...new Set(texts)];
}

describe('against the sandbox', () => {
  test('it only reads, and finds nothing that the integration does not know', async () => {
    const cloud = await newCloud();
    const report = await probe(cloud);
    const requests = await cloud.control.requests();
    expect(new Set(requests.map(({ method }) => method))).toEqual(new Set(['GET', 'HEAD']));
    expect(await cloud.control.changes()).toEqual([]);
    expect(requests.filter(({ path }) => path.includes('prometheus'))).toHaveLength(1);
    for (const endpoint of Object.keys(endpoints)) {
      const [, , statuses, , , , unreadable, , unknown] = row(report, endpoint);
      expect([endpoint, statuses]).toEqual([endpoint, expect.stringContaining('200')]);
      expect([endpoint, unreadable]).toEqual([endpoint, '']);
      expect([endpoint, unknown]).toEqual([endpoint, expect.stringMatching(/^(\(no schema\))?$/)]);
    }
  });

  test('no value of the account is in the report', async () => {
    const cloud = await newCloud();
    const { organizations, users, clusters, projects } = cloud.seed;
    const canary = 'Zanzibar Canary';
    await cloud.control.put('organization', { id: organizations.alpine, name: canary });
    await cloud.control.put('user', {
      uid: users.ada,
      name: canary,
      email: 'z.canary@example.com',
    });
    await cloud.control.put('project', { id: Object.values(projects)[0], name: 'zanzibar' });
    await cloud.control.cluster(clusters['weather-prod'] ?? '', { name: 'zanzibar-one' });
    for (const nulls of [false, true]) {
      await cloud.control.switches({ nulls });
      const report = await probe(cloud);
      expect(report).not.toMatch(/zanzibar|canary/i);
      await cloud.control.switches({ nulls: false });
      const texts = await textsOf(cloud);
      expect(texts.length).toBeGreaterThan(300);
      // A single plain word may be the name of a field or one of the vendor's words.
      const telling = texts.filter((text) => text.length > 2 && !/^[a-z_]+$|^[A-Z_]+$/.test(text));
      expect(telling).toContain(canary);
      expect(telling.filter((text) => report.includes(text))).toEqual([]);
      for (const { key, secret } of Object.values(cloud.keys)) {
        expect(report.includes(key) || report.includes(secret)).toBe(false);
      }
    }
  });

  test.each([
    ['text', /401, `text\/plain.*plain text/],
    ['redirect', /302.*leads to `\/\?rd=<the path asked for>`/],
    ['json', /401, `application\/json.*JSON with message, success/],
  ] as const)('a wrong key that is refused by %s', async (unauthorizedForm, form) => {
    const cloud = await newCloud();
    await cloud.control.switches({ unauthorizedForm });
    const lines = section(await probe(cloud), 'How is a wrong key refused?')
      .trim()
      .split('\n');
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(line).toMatch(form);
  });

  test('what the switches change is what the report says', async () => {
    const cloud = await newCloud();
    const before = await probe(cloud);
    await cloud.control.switches({
      versionsForm: 'array',
      availableProductsForm: 'object',
      unslashed: 'redirect',
      jwtLifetimeSeconds: 600,
      jwtUnavailableStatus: 404,
      consumptionRates: 'currency',
      auditPageSize: 20,
      foreignStatus: 403,
    });
    const after = await probe(cloud);
    const told = (heading: string) => [section(before, heading), section(after, heading)];

    const [forms, otherForms] = told('List or object?');
    expect(forms).toContain('cratedb-versions/: nightly: object; stable: object; testing: object');
    expect(forms).toContain('available-products, running: list');
    expect(otherForms).toContain('cratedb-versions/: nightly: list; stable: list; testing: list');
    expect(otherForms).toContain('available-products, running: object');

    const [slash, otherSlash] = told('without its last slash?');
    expect(slash).toMatch(/`GET \/users\/me`: 404/);
    expect(otherSlash).toMatch(/`GET \/users\/me`: 308.*the same path with its slash/);

    const [token, otherToken] = told('What is a cluster token like');
    expect(token).toContain('lifetime: 3600 s');
    expect(token).toContain('claims: aud, exp, iat, iss, username');
    expect(token).toContain('database user: admin');
    expect(token).toContain('suspended cluster: 400');
    expect(otherToken).toContain('lifetime: 600 s');
    expect(otherToken).toContain('suspended cluster: 404');

    const [rates, otherRates] = told('rates of consumption');
    expect(rates).toContain('hourly: compute, storage, total');
    expect(otherRates).toContain('hourly: usd');

    const [foreign, otherForeign] = told('a cluster of somebody else');
    expect(foreign).toMatch(/404.*`GET \/clusters\/\{cluster\}\/jwt\/`/);
    expect(otherForeign).toMatch(/403.*`GET \/clusters\/\{cluster\}\/jwt\/`/);

    const [page, otherPage] = told('audit log page');
    expect(page).toContain('first page: 50 events');
    expect(otherPage).toContain('first page: 20 events');
  });

  test('fields that are null show as such, and those left out as never sent', async () => {
    const cloud = await newCloud();
    await cloud.control.switches({ nulls: true });
    const report = await probe(cloud);
    expect(row(report, '/clusters/')[5]).toBe('`allow_suspend` `deletion_protected`');
    expect(report).toContain('| `external_ip` |  |  | 34/34 | 34 |  |');
  });

  test('who may read what is told by role', async () => {
    const cloud = await newCloud();
    const told = section(await probe(cloud), 'Which role may read what?');
    expect(told).toMatch(/org_admin: 200 [^;]*clusters \(15\)/);
    expect(told).toMatch(/org_member: .*403 [^;]*auditlogs/);
    const member = section(await probe(cloud, 'member'), 'Which role may read what?');
    expect(member).not.toContain('org_admin');
    await cloud.control.switches({ orgMember: 'nothing' });
    expect(section(await probe(cloud, 'member'), 'Which role may read what?')).not.toBe(member);
  });

  test('what is not as our schema has it is named', async () => {
    const cloud = await newCloud();
    const quota = { code: { a: 1 }, current_value: '7', brand_new: true };
    await cloud.control.fault({
      route: 'GET /api/v2/organizations/*/quotas/',
      status: 200,
      body: [quota],
    });
    const cells = row(await probe(cloud), '/organizations/{organization}/quotas/');
    expect(cells.slice(5, 9)).toEqual(['`quota`', '`code`', '`current_value`', '`brand_new`']);
  });

  test('a service that fails, cuts off or sends a page is told, not tripped over', async () => {
    const cloud = await newCloud();
    await cloud.control.fault({ route: 'GET /api/v2/regions/', status: 500 });
    await cloud.control.fault({ route: 'GET /api/v2/roles/', cut: 'before' });
    await cloud.control.fault({ route: 'GET /api/v2/subscriptions/', html: true });
    await cloud.control.fault({ route: 'GET /api/v2/projects/', malformed: true });
    const report = await probe(cloud);
    expect(row(report, '/regions/')[2]).toBe('500 (1)');
    expect(row(report, '/roles/')[2]).toBe('no answer (1)');
    expect(row(report, '/subscriptions/')[4]).toBe('0');
    expect(row(report, '/projects/')[4]).toBe('0');
  });
});

test('nothing but GET and HEAD leaves, and nowhere but to the API', async () => {
  const read = createReader('http://127.0.0.1:9', { key: 'k', secret: 's' });
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'get']) {
    await expect(read(method as 'GET', '/users/me/')).rejects.toThrow('only reads');
  }
  for (const path of ['/../../login', '/../users']) {
    await expect(read('GET', path)).rejects.toThrow('nobody else');
  }
  expect(await read('GET', '/users/me/')).toMatchObject({ status: null });
});

test.each([
  ['2024-02-23T13:04:22.960000+00:00', 'YYYY-MM-DDThh:mm:ss.ffffff+hh:mm'],
  ['2025-05-02T21:33:17.456', 'YYYY-MM-DDThh:mm:ss.fff'],
  ['2024-10-08T11:00:00Z', 'YYYY-MM-DDThh:mm:ssZ'],
  ['2024-10-08', 'YYYY-MM-DD'],
  ['', 'empty text'],
  ['Ada', 'text'],
  ['ada@example.com', 'e-mail'],
  ['crate-data-hot-5b1f0c3e-3d33-4c4a-8c9c-000000000004-0', 'text with a uuid'],
])('the form of %j is %s', (text, form) => {
  expect(formatOf(text)).toBe(form);
});

test('a key is a name only if it cannot be a value', () => {
  const { field } = createNames([{ clusters: ['weather', 'Weather Prod 7'] }], ['stable']);
  expect(field('price_per_hour')).toBe('price_per_hour');
  expect(field('stable')).toBe('stable');
  for (const key of [
    'weather',
    'Weather',
    'weather_prod_7',
    'of_weather_prod_7',
    'a b',
    'a@b.at',
  ]) {
    expect(field(key)).toMatch(/^<.+>$/);
  }
  expect(field('e1e38d92_0000')).toMatch(/^<.+>$/);
  expect(seriesNames.field('measurements')).toBe('<lower_case>');
});

test('keys that may be values are one field', () => {
  const things = [{ 'a b': 1, 'c d': 'x' }, { 'e f': 1.5 }];
  expect(compare({ schema: null }, things, createNames(things))).toEqual([
    expect.objectContaining({
      path: '<text>',
      sent: 3,
      of: 2,
      types: ['integer', 'number', 'text'],
    }),
  ]);
});

test.each([
  'e1e38d92-0000-48f1-8a70-000000000003',
  'ada@example.com',
  'eyJhbGciOiJSUzI1NiJ9',
  'weather.aks1.westeurope.azure.cratedb.net',
  'https://example.com',
  'the-secret',
])('a report with %s in it is withheld', (value) => {
  expect(() => mustBeRedacted(`| ${value} |`, ['the-secret'])).toThrow('withheld');
  expect(() => mustBeRedacted('| name |', ['the-secret'])).not.toThrow();
});

test('without a key the command says which variables it wants', () => {
  const { CRATEDB_API_KEY: _key, CRATEDB_API_SECRET: _secret, ...env } = process.env;
  const { status, stderr } = spawnSync(process.execPath, ['tools/probe.ts'], {
    cwd: ROOT,
    env,
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([2, expect.stringContaining('CRATEDB_API_SECRET')]);
});

test('the command writes the report; a refused key ends it with 1', async () => {
  const cloud = await newCloud();
  const { key, secret } = cloud.keys.admin;
  const run = (CRATEDB_API_SECRET: string) =>
    spawnSync(process.execPath, ['tools/probe.ts'], {
      cwd: ROOT,
      env: {
        ...process.env,
        CRATEDB_API_KEY: key,
        CRATEDB_API_SECRET,
        CRATEDB_CLOUD_URL: cloud.origin,
      },
      encoding: 'utf8',
    });
  const good = run(secret);
  expect([good.status, good.stderr]).toEqual([0, '']);
  expect(good.stdout).toMatch(/^# Probe of CrateDB Cloud\n/);
  const bad = run('not-the-secret-of-this-key');
  expect([bad.status, bad.stderr]).toEqual([1, expect.stringContaining('not accepted')]);
  expect(section(bad.stdout, 'How is a wrong key refused?')).toContain('401');
});
