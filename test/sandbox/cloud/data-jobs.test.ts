import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type Answer, list, object, type Tried, tryCloud } from './support.ts';

let cloud: Tried;
beforeAll(async () => {
  cloud = await tryCloud();
  await cloud.control.startSql();
}, 60_000);
afterAll(() => cloud.close());
beforeEach(() => cloud.control.reset());

const cluster = () => `/clusters/${cloud.seed.clusters['weather-prod']}`;
const text = (value: unknown, name: string) => String(object(value)[name]);

async function sql(stmt: string, args: unknown[] = []) {
  const { token } = object((await cloud.ask('GET', `${cluster()}/jwt/`)).json);
  const response = await fetch(`${cloud.origin}/sql/weather-prod/_sql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ stmt, args }),
  });
  return object(await response.json());
}

async function uploaded(content: string | Buffer): Promise<string> {
  const path = `/organizations/${cloud.seed.organizations.alpine}/files/`;
  const { json } = await cloud.ask('POST', path, { body: { name: 'data' } });
  await fetch(text(json, 'upload_url'), {
    method: 'PUT',
    body: new Uint8Array(Buffer.from(content)),
  });
  return text(json, 'id');
}

const startImport = (body: object) =>
  cloud.ask('POST', `${cluster()}/import-jobs/`, {
    body: { type: 'file', format: 'csv', destination: { table: 'places' }, ...body },
  });
const job = async (started: Answer, kind = 'import') =>
  object((await cloud.ask('GET', `${cluster()}/${kind}-jobs/${text(started.json, 'id')}/`)).json);
const finished = async (started: Answer, kind = 'import') => {
  await cloud.control.finishOperations();
  return job(started, kind);
};

describe('an import', () => {
  test('goes its way on the clock, and its rows are there at the end', async () => {
    const csv =
      'id,name,height,open,since\n1,"Top, high",3105.5,true,2020-01-01T00:00:00Z\n2,,12,false,\n';
    const started = await startImport({ file: { id: await uploaded(csv) } });
    expect(started.status).toBe(201);
    expect(object(started.json)).toMatchObject({
      status: 'REGISTERED',
      destination: { table: 'places', create_table: true },
      compression: 'none',
      schema: { type: 'csv' },
      file: { status: 'UPLOADED', name: 'data' },
      progress: { percent: 0, message: 'Your import job was received and is pending processing.' },
    });
    const steps: unknown[] = [];
    for (const seconds of [5, 5, 15, 34, 1]) {
      await cloud.control.advance({ seconds });
      const { status, progress } = await job(started);
      const { percent, records, total_records } = object(progress);
      steps.push([status, percent, records, total_records]);
    }
    expect(steps).toEqual([
      ['SENT', 0, 0, 0],
      ['IN_PROGRESS', 0, 0, 2],
      ['IN_PROGRESS', 35, 0, 2],
      ['IN_PROGRESS', 70, 1, 2],
      ['SUCCEEDED', 100, 2, 2],
    ]);
    const { rows } = await sql('SELECT * FROM doc.places ORDER BY id');
    expect(rows).toEqual([
      [1, 'Top, high', 3105.5, true, Date.UTC(2020, 0, 1)],
      [2, null, 12, false, null],
    ]);
    expect(object(object((await job(started)).progress).details).create_table_sql).toMatch(
      /^CREATE TABLE "doc"."places" \("id" BIGINT, "name" TEXT, "height" DOUBLE PRECISION/,
    );
  });

  test('of JSON with gzip adds the columns that a table lacks, and counts what did not fit', async () => {
    await sql('CREATE TABLE my.places (id INTEGER PRIMARY KEY, name TEXT)');
    const lines = [
      { id: 1, name: 'a', at: { floor: 1 } },
      { id: 1, name: 'again' },
      { id: 'no number', name: 'b' },
    ];
    const id = await uploaded(gzipSync(lines.map((it) => `${JSON.stringify(it)}\n`).join('')));
    const started = await startImport({
      file: { id },
      format: 'json',
      compression: 'gzip',
      destination: { table: '"my"."places"' },
    });
    expect(object(object(started.json).destination).table).toBe('my.places');
    const ended = await finished(started);
    expect(ended).toMatchObject({
      status: 'SUCCEEDED',
      progress: { message: 'Import succeeded', records: 1, failed_records: 2, total_records: 3 },
    });
    expect((await sql('SELECT id, name, at FROM my.places')).rows).toEqual([
      [1, 'a', { floor: 1 }],
    ]);
  });

  test.each([
    [
      'a table that is not there and not to be made',
      { destination: { table: 'nowhere', create_table: false } },
      /nowhere/,
    ],
    ['a file that is not what it is said to be', { compression: 'gzip' }, /gzip/],
    ['JSON that is none', { format: 'json' }, /JSON/],
  ])('fails with %s', async (_, body, message) => {
    const started = await startImport({ file: { id: await uploaded('a,b\n1,2\n') }, ...body });
    const { status, progress } = await finished(started);
    expect([status, object(progress).message]).toEqual(['FAILED', expect.stringMatching(message)]);
  });

  test('reads addresses of this machine, and makes up the records of others', async () => {
    const server = createServer((request, response) => {
      response.statusCode = request.url === '/data.csv' ? 200 : 404;
      response.end('id,value\n1,2\n3,4\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const from = async (url: string) =>
      finished(await startImport({ type: 'url', url: { url }, destination: { table: 'fetched' } }));
    try {
      const local = await from(`http://127.0.0.1:${port}/data.csv`);
      expect(local).toMatchObject({ status: 'SUCCEEDED', progress: { records: 2 }, file: null });
      expect((await sql('SELECT id FROM fetched ORDER BY 1')).rows).toEqual([[1], [3]]);
      expect(await from(`http://127.0.0.1:${port}/none.csv`)).toMatchObject({
        status: 'FAILED',
        progress: { message: expect.stringContaining('404') },
      });
      const far = await from('https://data.example.com/big.csv');
      expect(far.status).toBe('SUCCEEDED');
      expect(Number(object(far.progress).records)).toBeGreaterThan(1000);
    } finally {
      server.close();
    }
  });

  test('takes all objects of a bucket that fit, each with its progress', async () => {
    const secrets = `/organizations/${cloud.seed.organizations.alpine}/secrets/`;
    const [secret] = list((await cloud.ask('GET', secrets)).json);
    const s3 = { bucket: 'alpine-readings', file_path: 'readings/*.csv', secret_id: secret?.id };
    const started = await startImport({ type: 's3', s3 });
    expect(await finished(started)).toMatchObject({
      status: 'SUCCEEDED',
      progress: { total_files: 7, processed_files: 7, records: 168 },
    });
    expect((await sql('SELECT count(*) FROM places')).rows).toEqual([[168]]);
    const path = `${cluster()}/import-jobs/${text(started.json, 'id')}/progress/`;
    const page = object((await cloud.ask('GET', `${path}?limit=2&offset=5`)).json);
    expect(list(object(page.progress).files).map((it) => [it.name, it.records])).toEqual([
      ['readings/2026-02-06.csv', 24],
      ['readings/2026-02-07.csv', 24],
    ]);
    const all = object((await cloud.ask('GET', `${path}?limit=ALL`)).json);
    expect(object(all.progress).files).toHaveLength(7);
    await cloud.control.put('secret', { id: secret?.id, refusal: 'Access Denied' });
    const refused = await finished(await startImport({ type: 's3', s3 }));
    expect(refused).toMatchObject({ status: 'FAILED', progress: { message: 'Access Denied' } });
  });

  test('is cancelled while it runs, and then forgotten', async () => {
    const started = await startImport({ file: { id: await uploaded('a\n1\n') } });
    const path = `${cluster()}/import-jobs/${text(started.json, 'id')}/`;
    await cloud.control.advance({ seconds: 12 });
    expect((await cloud.ask('DELETE', path)).status).toBe(204);
    expect((await finished(started)).status).toBe('FAILED');
    expect((await sql('SELECT * FROM places')).error).toBeDefined();
    expect((await cloud.ask('DELETE', path)).status).toBe(204);
    expect((await cloud.ask('DELETE', path)).status).toBe(404);
    expect((await cloud.control.changes()).map((it) => it.what)).toEqual([
      'file.create',
      'file.upload',
      'product.create_import_job',
      'product.delete_import_job',
      'product.delete_import_job',
    ]);
  });

  test('fails when it is told to', async () => {
    await cloud.control.failNextOperation('weather-prod', 'Out of memory');
    const started = await startImport({ file: { id: await uploaded('a\n1\n') } });
    expect(await finished(started)).toMatchObject({
      status: 'FAILED',
      progress: { message: 'Out of memory' },
    });
  });

  test.each<[string, object, number]>([
    ['no source', {}, 400],
    ['a file of nobody', { file: { id: 'x' } }, 400],
    ['an unknown type', { type: 'ftp' }, 400],
    ['an unknown format', { type: 'url', url: { url: 'http://x' }, format: 'xml' }, 400],
  ])('with %s is refused', async (_, body, status) => {
    expect((await startImport(body)).status).toBe(status);
  });

  test('is seen by members and asked for by admins of the project', async () => {
    const path = `${cluster()}/import-jobs/`;
    const body = {
      type: 'url',
      url: { url: 'https://data.example.com/a.csv' },
      format: 'csv',
      destination: { table: 't' },
    };
    expect((await cloud.ask('GET', path, { as: 'projectMember' })).status).toBe(200);
    expect((await cloud.ask('POST', path, { as: 'projectMember', body })).status).toBe(403);
    expect((await cloud.ask('POST', path, { as: 'projectAdmin', body })).status).toBe(201);
  });
});

describe('an export', () => {
  const startExport = (body: object, as?: 'projectAdmin') =>
    cloud.ask('POST', `${cluster()}/export-jobs/`, {
      body: { source: { table: 'doc.orders' }, destination: { format: 'csv' }, ...body },
      ...(as && { as }),
    });
  const download = async (ended: Record<string, unknown>) => {
    const { id } = object(object(ended.destination).file);
    const path = `/organizations/${cloud.seed.organizations.alpine}/files/${id}/`;
    const file = object((await cloud.ask('GET', path)).json);
    expect(file).toMatchObject({ status: 'UPLOADED', file_size: object(ended.progress).bytes });
    return Buffer.from(await (await fetch(String(file.download_url))).arrayBuffer());
  };

  test('writes the table as CSV', async () => {
    const started = await startExport({});
    expect([started.status, object(started.json)]).toEqual([
      201,
      expect.objectContaining({
        status: 'REGISTERED',
        destination: { format: 'csv', file: { id: '' } },
      }),
    ]);
    await cloud.control.advance({ seconds: 10 });
    expect(await job(started, 'export')).toMatchObject({
      status: 'IN_PROGRESS',
      progress: { message: 'Export in progress.' },
    });
    const ended = await finished(started, 'export');
    expect(ended).toMatchObject({
      status: 'SUCCEEDED',
      progress: { records: 8, message: 'Export finished successfully.' },
    });
    const lines = (await download(ended)).toString().trim().split('\n');
    expect([lines[0], lines.length]).toEqual(['customer,number,placed_at,status,total', 9]);
  });

  test('writes compressed JSON that an import reads again', async () => {
    const ended = await finished(
      await startExport({
        source: { table: 'sensor_readings' },
        destination: { format: 'json' },
        compression: 'gzip',
      }),
      'export',
    );
    const content = await download(ended);
    expect(gunzipSync(content).toString()).toContain('"big":9007199254740993');
    const again = await startImport({
      file: { id: object(object(ended.destination).file).id },
      format: 'json',
      compression: 'gzip',
    });
    expect(await finished(again)).toMatchObject({ progress: { records: 20, failed_records: 0 } });
    const big = 'SELECT max(big) FROM places';
    expect((await sql(big)).rows).toEqual(
      (await sql(big.replace('places', 'sensor_readings'))).rows,
    );
  });

  test('of a table that is not there fails, as the database says', async () => {
    const ended = await finished(await startExport({ source: { table: 'doc.none' } }), 'export');
    expect(ended).toMatchObject({
      status: 'FAILED',
      destination: { file: { id: '' } },
      progress: { message: "RelationUnknown[Relation 'doc.none' unknown]" },
    });
  });

  test('is for organization admins', async () => {
    expect((await startExport({}, 'projectAdmin')).status).toBe(403);
    const path = `${cluster()}/export-jobs/`;
    const [seeded] = list((await cloud.ask('GET', path)).json);
    expect(seeded).toMatchObject({ status: 'SUCCEEDED', source: { table: 'doc.sensor_readings' } });
    expect((await cloud.ask('DELETE', `${path}${seeded?.id}/`)).status).toBe(204);
    expect(list((await cloud.ask('GET', path)).json)).toEqual([]);
  });
});
