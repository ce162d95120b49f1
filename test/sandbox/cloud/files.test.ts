import { type Answer, list, object, type Tried, tryCloud } from './support.ts';

let cloud: Tried;
beforeAll(async () => {
  cloud = await tryCloud();
});
afterAll(() => cloud.close());
beforeEach(() => cloud.control.reset());

const organization = () => `/organizations/${cloud.seed.organizations.alpine}`;
const files = () => `${organization()}/files/`;
const create = (body: unknown = { name: 'stations.csv' }, as?: 'member') =>
  cloud.ask('POST', files(), { body, ...(as && { as }) });
const field = (answer: Answer, name: string) => String(object(answer.json)[name]);

const upload = (address: string, body: Uint8Array<ArrayBuffer>) =>
  fetch(address, { method: 'PUT', body });

test('a file is made, uploaded, read and deleted', async () => {
  const made = await create();
  expect(made.status).toBe(201);
  expect(object(made.json)).toMatchObject({
    status: 'PENDING',
    name: 'stations.csv',
    file_size: null,
    download_url: null,
  });
  const bytes = new Uint8Array([0x1f, 0x8b, 0xff, 0x00, 0x0a]);
  expect((await upload(field(made, 'upload_url'), bytes)).status).toBe(200);

  const path = `${files()}${field(made, 'id')}/`;
  const read = await cloud.ask('GET', path);
  expect(object(read.json)).toMatchObject({ status: 'UPLOADED', file_size: 5 });
  const download = await fetch(field(read, 'download_url'));
  expect(new Uint8Array(await download.arrayBuffer())).toEqual(bytes);

  expect((await cloud.ask('DELETE', path)).status).toBe(204);
  expect((await cloud.ask('GET', path)).status).toBe(404);
  expect((await cloud.ask('DELETE', path)).status).toBe(404);
  const gone = await fetch(field(read, 'download_url'));
  expect([gone.status, await gone.text()]).toEqual([404, expect.stringContaining('NoSuchKey')]);
  const changes = (await cloud.control.changes()).map((it) => [it.what, it.actor]);
  expect(changes).toEqual([
    ['file.create', cloud.seed.keys.admin.email],
    ['file.upload', ''],
    ['file.delete', cloud.seed.keys.admin.email],
  ]);
});

test('an address is for one method and one hour, and takes no other credentials', async () => {
  const made = await create();
  const address = field(made, 'upload_url');
  const status = async (url: string, init: RequestInit) => (await fetch(url, init)).status;
  expect(await status(address, { method: 'GET' })).toBe(403);
  expect(await status(address.replace(/.$/, 'x'), { method: 'PUT', body: 'a' })).toBe(403);
  const headers = { authorization: 'Basic eDp5' };
  expect(await status(address, { method: 'PUT', body: 'a', headers })).toBe(400);
  const stream = new Blob(['a']).stream();
  const chunked = { method: 'PUT', body: stream, duplex: 'half' } as RequestInit;
  expect(await status(address, chunked)).toBe(501);
  await cloud.control.advance({ minutes: 59 });
  expect(await status(address, { method: 'PUT', body: 'a' })).toBe(200);
  await cloud.control.advance({ minutes: 1 });
  expect(await status(address, { method: 'PUT', body: 'a' })).toBe(403);
  const { query } = (await cloud.control.requests()).at(-1) ?? {};
  expect(query).toMatchObject({ 'X-Amz-Signature': '***' });
});

test('five uploads are kept, for three days', async () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  for (const name of names) await create({ name });
  const kept = async () => list((await cloud.ask('GET', files())).json).map((it) => it.name);
  expect(await kept()).toEqual(['sensor_readings.csv', ...names.slice(1)]);
  await cloud.control.advance({ days: 3 });
  expect(await kept()).toEqual([]);
});

test('a file is for admins, and has a name', async () => {
  expect((await create({ name: 'x' }, 'member')).status).toBe(403);
  expect((await create({ name: '' })).json).toMatchObject({ errors: { name: expect.anything() } });
  expect((await create({ name: 'x', file_size: 0 })).status).toBe(400);
  expect((await create({ name: 'x', file_size: 2 ** 31 })).status).toBe(400);
});

describe('secrets', () => {
  const secrets = () => `${organization()}/secrets/`;
  const make = (body: object) => cloud.ask('POST', secrets(), { body });
  const aws = { access_key: 'AKIAEXAMPLEAPIBHQK7I', secret_key: 'top-secret-value' };

  test.each([
    ['AWS', { aws_secret: aws }, '**********BHQK7I'],
    ['AWS', aws, '**********BHQK7I'],
    ['AZURE', { azure_secret: { connection_string: 'AccountName=alpine' } }, '**********alpine'],
  ])('of type %s tell only the end of their key', async (type, data, description) => {
    const made = await make({ name: 'mine', type, data });
    expect(made.status).toBe(201);
    expect(object(made.json)).toEqual({
      id: expect.any(String),
      name: 'mine',
      type,
      description,
      dc: expect.anything(),
    });
    const shown = await cloud.ask('GET', secrets());
    expect(list(shown.json).map((it) => it.name)).toEqual(['archive-bucket', 'mine']);
    const log = JSON.stringify(await cloud.control.requests());
    expect(`${shown.text}${log}`).not.toMatch(/top-secret|AKIAEXAMPLE|AccountName/);
    const path = `${secrets()}${field(made, 'id')}/`;
    expect((await cloud.ask('DELETE', path)).status).toBe(204);
    expect((await cloud.ask('DELETE', path)).status).toBe(404);
  });

  test('are refused without what their type needs', async () => {
    expect((await make({ name: 'x', type: 'AWS', data: {} })).status).toBe(400);
    expect((await make({ name: 'x', type: 'GCP', data: {} })).status).toBe(400);
    expect((await cloud.ask('GET', secrets(), { as: 'member' })).status).toBe(403);
  });
});

describe('object stores', () => {
  const secret = async (type: string) => {
    const { secretId } = await cloud.control
      .put('secret', { organization_id: cloud.seed.organizations.alpine, type })
      .then(({ id }) => ({ secretId: String(id) }));
    return secretId;
  };
  const look = async (path: string, query: Record<string, string>) =>
    cloud.ask('GET', `/integrations/${path}/?${new URLSearchParams(query)}`);

  test('are browsed, and cut', async () => {
    const secret_id = await secret('AWS');
    const buckets = object((await look('aws/s3-buckets', { secret_id })).json);
    expect(buckets).toMatchObject({ error: null });
    expect(list(buckets.buckets).map((it) => it.name)).toContain('alpine-readings');
    const objects = async (bucket: string, prefix = '') =>
      object((await look('aws/s3-objects', { secret_id, bucket, prefix })).json);
    expect(await objects('alpine-readings', 'stat')).toEqual({
      objects: ['stations.json'],
      error: null,
    });
    expect((await objects('alpine-archive')).objects).toHaveLength(1000);
    expect(await objects('nobody')).toEqual({
      objects: [],
      error: expect.stringContaining('nobody'),
    });
    const azure = await secret('AZURE');
    const containers = await look('azure/blob-storage-containers', { secret_id: azure });
    expect(containers.json).toEqual({
      containers: [{ name: 'archive' }, { name: 'readings' }],
      error: null,
    });
    const blobs = await look('azure/blobs', { secret_id: azure, container_name: 'archive' });
    expect(object(blobs.json).blobs).toHaveLength(5000);
  });

  test('refuse with 200 and an error', async () => {
    const secret_id = await secret('AWS');
    await cloud.control.put('secret', { id: secret_id, refusal: 'Access Denied' });
    const refused = await look('aws/s3-buckets', { secret_id });
    expect([refused.status, refused.json]).toEqual([200, { buckets: [], error: 'Access Denied' }]);
    expect((await look('azure/blobs', { secret_id })).status).toBe(400);
    expect((await look('aws/s3-buckets', {})).status).toBe(400);
    expect((await look('aws/s3-buckets', { secret_id: 'none' })).status).toBe(404);
  });
});
