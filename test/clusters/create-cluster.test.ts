import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import App from '../../index.ts';
import type { Item } from '../../sandbox/zapier/index.ts';
import { openZapier as open } from '../support/app.ts';
import { newCloud, type TestCloud } from '../support/sandbox.ts';

const order = {
  name: 'summer-lab',
  plan: 'cr1',
  region: 'aks1.westeurope.azure',
  organization_id: 'Alpine Weather',
  subscription_id: 'Credit Card',
};

const openZapier = (cloud: TestCloud, origin = cloud.origin) =>
  open(cloud, { locks: false, environment: { CRATEDB_CLOUD_URL: origin } });

const created = async (cloud: TestCloud) =>
  (await cloud.control.changes()).filter(({ what }) => what === 'product.create_cluster').length;

/** Passes requests on to the cloud and keeps their bodies; `repeats`: refuses them in their own words. */
async function startWitness(cloud: TestCloud, { repeats = false } = {}) {
  const bodies: string[] = [];
  const server = createServer((incoming, reply) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks);
      if (incoming.method === 'POST') bodies.push(body.toString());
      if (incoming.method === 'POST' && repeats) {
        const message = `This cannot be: ${JSON.parse(body.toString()).cluster.password}`;
        reply.writeHead(400, { 'content-type': 'application/json' });
        return void reply.end(JSON.stringify({ message, success: false }));
      }
      const { method = 'GET', headers, url = '/' } = incoming;
      const onward = httpRequest(`${cloud.control.origin}${url}`, { method, headers }, (answer) => {
        reply.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(reply);
      });
      onward.end(body);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    bodies,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}

describe('the password', () => {
  test('meets the rules, is another one each time, and is nowhere to be seen', async () => {
    const cloud = await newCloud();
    const witness = await startWitness(cloud);
    const zapier = await openZapier(cloud, witness.origin);
    try {
      const outputs: Item[] = [];
      for (const name of ['summer-lab', 'autumn-lab']) {
        outputs.push(await zapier.create('create_cluster', { ...order, name }));
      }
      await zapier
        .create('create_cluster', { ...order, name: 'no-lab', version: '9.9.9' })
        .catch((error) => outputs.push({ message: error.raw }));
      const passwords = witness.bodies.map((body) => JSON.parse(body).cluster.password as string);
      expect(new Set(passwords).size).toBe(3);
      const sent = zapier.logs.map((line) => line.sent).join('\n');
      for (const password of passwords) {
        expect(password).toMatch(/^[\w-]{24,128}$/);
        const traces = [
          password,
          [...Buffer.from(password)].join(','),
          Buffer.from(password).toString('base64').slice(0, 40),
          // Each form cut, as a log line may be.
          password.slice(0, 16),
        ];
        for (const trace of traces) {
          expect(sent).not.toContain(trace);
          expect(JSON.stringify(outputs)).not.toContain(trace);
          expect(JSON.stringify([...zapier.cache.values()])).not.toContain(trace);
        }
      }
      const posts = zapier.logs.filter(({ data }) => data.request_method === 'POST');
      expect(posts.map(({ data }) => data.request_data)).toEqual(
        passwords.map(() => '<streaming data>'),
      );
    } finally {
      await witness.close();
    }
  });

  test('is not shown when a server repeats it', async () => {
    const cloud = await newCloud();
    const witness = await startWitness(cloud, { repeats: true });
    const zapier = await openZapier(cloud, witness.origin);
    try {
      const error = await zapier.create('create_cluster', order).catch((thrown) => thrown);
      expect(error).toMatchObject({ message: expect.stringContaining('This cannot be: …') });
      expect(error.raw).not.toContain(JSON.parse(witness.bodies[0] ?? '').cluster.password);
    } finally {
      await witness.close();
    }
  });

  test('other bodies are logged, so that the log is worth reading', async () => {
    const cloud = await newCloud();
    const zapier = await openZapier(cloud);
    await zapier.create('scale_cluster', { cluster_id: 'weather-prod', nodes: 4 });
    expect(zapier.logs.map(({ data }) => data.request_data)).toContain('{"product_unit":3}');
  });
});

describe('a name', () => {
  test('of a cluster that agrees is that cluster; of another one it is refused', async () => {
    const cloud = await newCloud();
    const zapier = await openZapier(cloud);
    const first = await zapier.create('create_cluster', { ...order, nodes: 2 });
    expect(first).toMatchObject({ changed: true, project_name: 'summer-lab', nodes: 2 });
    const again = await zapier.create('create_cluster', { ...order, name: 'Summer-Lab', nodes: 2 });
    expect(again).toMatchObject({ changed: false, id: first.id });
    const other = (over: object) =>
      zapier.create('create_cluster', { ...order, nodes: 2, ...over });
    await expect(other({ nodes: 3 })).rejects.toThrow(/2 nodes instead of 3/);
    await expect(other({ plan: 'cr2' })).rejects.toThrow(/plan cr1 instead of cr2/);
    await expect(other({ region: 'EU West 1 (AWS)' })).rejects.toThrow(
      /region aks1.westeurope.azure instead of eks1.eu-west-1.aws/,
    );
    expect(await created(cloud)).toBe(1);
  });

  test('that another organization’s cluster has is refused before anything is asked', async () => {
    const cloud = await newCloud();
    const zapier = await openZapier(cloud);
    await expect(
      zapier.create('create_cluster', { ...order, name: 'recipe-store' }),
    ).rejects.toMatchObject({ kind: 'halted', message: expect.stringContaining('is taken') });
    const posts = (await cloud.control.requests()).filter(
      ({ method, path }) => method === 'POST' && path.startsWith('/api/'),
    );
    expect(posts).toEqual([]);
  });

  test.each(['x', 'a_b', '-lab', 'lab-', 'two words', 'ü-lab', 'l'.repeat(64)])(
    '“%s” is none',
    async (name) => {
      const cloud = await newCloud();
      const zapier = await openZapier(cloud);
      await expect(zapier.create('create_cluster', { ...order, name })).rejects.toThrow(
        /cannot be the name/,
      );
    },
  );
});

describe('one cluster', () => {
  test('although its reply was lost and the list is behind', async () => {
    const cloud = await newCloud();
    const zapier = await openZapier(cloud);
    await cloud.control.fault({ route: 'POST /api/v2/*', times: 1, cut: 'after' });
    await cloud.control.fault({ route: 'GET /api/v2/organizations/*/clusters/', staleLists: 2 });
    const result = await zapier.create('create_cluster', order);
    expect(result).toMatchObject({ changed: true, name: 'summer-lab', operation_type: 'CREATE' });
    expect(await created(cloud)).toBe(1);
  });

  test('of two Zaps that both find or create it at once', async () => {
    const cloud = await newCloud();
    const zapier = await openZapier(cloud);
    const findOrCreate = () =>
      zapier.searchOrCreate('find_cluster', { name: 'summer-lab' }, order) as Promise<{
        found: boolean;
        item: Item;
      }>;
    const [one, other] = await Promise.all([findOrCreate(), findOrCreate()]);
    expect(one?.item.id).toBe(other?.item.id);
    expect(await created(cloud)).toBe(1);
    const later = await findOrCreate();
    expect(later).toMatchObject({ found: true, item: { id: one?.item.id } });
    expect(await created(cloud)).toBe(1);
  });

  test('found or created has the same fields', () => {
    const fields = (step: unknown) =>
      (step as { operation: { outputFields: { key: string }[] } }).operation.outputFields.map(
        ({ key }) => key,
      );
    const { searches, creates } = App as unknown as Record<'searches' | 'creates', Item>;
    expect(fields(creates.create_cluster)).toEqual(
      expect.arrayContaining(fields(searches.find_cluster)),
    );
  });
});

describe('what is left blank', () => {
  test('the newest stable version, whichever form the list has', async () => {
    for (const versionsForm of ['object', 'array'] as const) {
      const cloud = await newCloud({ switches: { versionsForm } });
      const zapier = await openZapier(cloud);
      expect(await zapier.create('create_cluster', order)).toMatchObject({ version: '6.2.2' });
    }
  });

  test('the only project, the only subscription, the only organization', async () => {
    const cloud = await newCloud();
    const { key, secret } = cloud.keys.secondOrgAdmin;
    const zapier = await open(cloud, { authData: { api_key: key, api_secret: secret } });
    expect(
      await zapier.create('create_cluster', { name: 'parcel-lab', plan: 'cr1' }),
    ).toMatchObject({
      changed: true,
      project_name: 'tracking',
      organization_name: 'Beacon Logistics',
    });
  });

  test('several are named', async () => {
    const cloud = await newCloud();
    const zapier = await openZapier(cloud);
    const without = (...keys: string[]) =>
      zapier.create(
        'create_cluster',
        Object.fromEntries(Object.entries(order).filter(([key]) => !keys.includes(key))),
      );
    await expect(without('organization_id')).rejects.toThrow(/Alpine Weather, Beacon Logistics/);
    await expect(without('subscription_id')).rejects.toThrow(/AWS Marketplace.*Credit Card/);
    await expect(without('region')).rejects.toThrow(/neither a project nor a region/);
  });
});

describe('the free plan', () => {
  const free = {
    name: 'free-lab',
    plan: 'crfree',
    project_id: 'research',
    organization_id: 'Alpine Weather',
  };

  test('one for each organization', async () => {
    const cloud = await newCloud();
    const zapier = await openZapier(cloud);
    await expect(zapier.create('create_cluster', free)).rejects.toThrow(/free-demo/);
    await zapier.create('delete_cluster', { cluster_id: 'free-demo', confirm: 'free-demo' });
    expect(await zapier.create('create_cluster', free)).toMatchObject({
      changed: true,
      plan: 'crfree',
      subscription_id: 'free_tier',
    });
  });
});

test.each<[object, RegExp]>([
  [{ plan: 'cr9' }, /plan “cr9” is not sold in region .* Choose one of: crfree, s2/],
  [{ plan: 'azure' }, /plan “azure” is not sold in region/],
  [{ nodes: 12 }, /plan cr1 has 1 to 9 nodes, not 12/],
  [{ plan: 's4', nodes: 2 }, /plan s4 has one node only/],
  [{ storage_gib_per_node: 8 }, /at least 32 GiB/],
  [{ storage_gib_per_node: 9000 }, /at most 8192 GiB/],
  [{ region: 'East US (Azure)' }, /takes no new clusters/],
  [{ region: 'mars' }, /no region “mars”/],
  [{ project_id: 'research' }, /research” is in region eks1.eu-west-1.aws/],
  [{ subscription_id: 'Bank Transfer' }, /is not active/],
])('%j is refused', async (over, why) => {
  const cloud = await newCloud();
  const zapier = await openZapier(cloud);
  await expect(zapier.create('create_cluster', { ...order, ...over })).rejects.toMatchObject({
    kind: 'halted',
    message: expect.stringMatching(why),
  });
  expect(await created(cloud)).toBe(0);
});
