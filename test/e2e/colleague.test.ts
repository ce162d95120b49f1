/**
 * Somebody else changes the same cluster while our request is under way, and our own reply is lost: what the
 * other did is never told as done by the step, and what was asked for is still done, once.
 */
import type { Item, Zapier } from '../../sandbox/zapier/index.ts';
import { openZapier } from '../support/app.ts';
import { newCloud, type TestCloud } from '../support/sandbox.ts';

const GIB = 1024 ** 3;
const PROD = 'weather-prod';

let cloud: TestCloud;
let zapier: Zapier;
let path: string;

beforeEach(async () => {
  cloud = await newCloud();
  path = `/api/v2/clusters/${cloud.seed.clusters[PROD]}`;
  // What Zapier waits for is the end of the operation that is in the way.
  zapier = await openZapier(cloud, {
    wait: async () => {
      await cloud.control.finishOperations();
    },
  });
});

afterEach(async () => {
  await zapier.close();
  await cloud.close();
});

/** In CrateDB Cloud's console, where another admin is at work. */
async function theirs(change: string, body: object): Promise<void> {
  const { key, secret } = cloud.keys.admin;
  const reply = await fetch(`${cloud.origin}${path}/${change}/`, {
    method: 'PUT',
    headers: {
      authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  if (!reply.ok) throw new Error(`${reply.status}: ${await reply.text()}`);
}

type Case = {
  key: string;
  input: object;
  /** The route of the change, the colleague's body, and ours. */
  change: string;
  other: object;
  ours: object;
};

const CASES: Record<string, Case> = {
  'expand storage': {
    key: 'expand_cluster_storage',
    input: { storage_gib_per_node: 96 },
    change: 'storage',
    other: { disk_size_per_node_bytes: 72 * GIB },
    ours: { disk_size_per_node_bytes: 96 * GIB },
  },
  scale: {
    key: 'scale_cluster',
    input: { nodes: 5 },
    change: 'scale',
    other: { product_unit: 3 },
    ours: { product_unit: 4 },
  },
  'change plan': {
    key: 'change_cluster_plan',
    input: { plan: 'cr4' },
    change: 'product',
    other: { product_name: 'cr3' },
    ours: { product_name: 'cr4' },
  },
};

/** Runs the step; when its own change has arrived and is held back, the colleague makes another. */
async function race({ key, input, change, other }: Case, over: object = {}): Promise<Item> {
  await cloud.control.fault({
    route: `PUT ${path}/${change}/`,
    times: 1,
    latencyMs: 2_500,
    cut: 'before',
  });
  const running = zapier.create(key, { cluster_id: PROD, ...input, ...over }, { replays: 2 });
  running.catch(() => {});
  for (;;) {
    const [fault] = await cloud.control.faults();
    if (fault?.hits === 1) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await theirs(change, other);
  return running;
}

/** What was asked for and done, in its order. */
const bodies = async () =>
  (await cloud.control.requests())
    .filter(({ method, status }) => method === 'PUT' && status !== null && status < 300)
    .map(({ body }) => body);

describe.each([
  ['told', 'all'],
  ['not told', 'documented'],
] as const)('where the target of an operation is %s', (_name, operationTargets) => {
  beforeEach(() => cloud.control.switches({ operationTargets }));

  test.each(Object.entries(CASES))(
    '%s: the other’s comes first, and then ours',
    async (_case, one) => {
      const item = await race(one);
      // The third try of Zapier is the first that finds the cluster free.
      expect(item).toMatchObject({ changed: true, would_change: true });
      expect(item.from_value).not.toBe(item.to_value);
      expect(await bodies()).toEqual([
        expect.objectContaining(one.other),
        expect.objectContaining(one.ours),
      ]);
    },
  );

  test.each(Object.entries(CASES))(
    '%s: who stops is told what is in the way',
    async (_case, one) => {
      await expect(race(one, { if_busy: 'stop' })).rejects.toMatchObject({ kind: 'halted' });
      expect(await bodies()).toEqual([expect.objectContaining(one.other)]);
    },
  );

  test('more than was asked for, by another, is enough and is not ours', async () => {
    const item = await race({
      ...(CASES['expand storage'] as Case),
      other: { disk_size_per_node_bytes: 128 * GIB },
    });
    expect(item).toMatchObject({ changed: false, would_change: false });
    expect(await bodies()).toEqual([
      expect.objectContaining({ disk_size_per_node_bytes: 128 * GIB }),
    ]);
  });
});
