/**
 * The first Zap: storage of a cluster runs low, a step expands it, the end is reported, and nothing
 * happens twice.
 */
import type { Item, Zapier } from '../../sandbox/zapier/index.ts';
import { openZapier } from '../support/app.ts';
import { newCloud, type TestCloud } from '../support/sandbox.ts';

const GIB = 1024 ** 3;
const CLUSTER = 'weather-prod';
const WATCH = { cluster_id: CLUSTER, limit_percent: 80 };

let cloud: TestCloud;
let zapier: Zapier;
let waits: number[];

beforeEach(async () => {
  cloud = await newCloud();
  waits = [];
  zapier = await openZapier(cloud, {
    // Zapier waits before it repeats a throttled step; the cloud goes on meanwhile.
    wait: async (seconds) => {
      waits.push(seconds);
      await cloud.control.advance({ seconds });
    },
  });
});

afterEach(async () => {
  await zapier.close();
  await cloud.close();
});

/** Storage as full as this, and no fuller as time goes by. */
const fill = (used_percent: number) =>
  cloud.control.cluster(CLUSTER, { usage: { used_percent, growth_bytes_per_hour: 0 } });
const expand = (input: Record<string, unknown> = {}, options = {}) =>
  zapier.create(
    'expand_cluster_storage',
    { cluster_id: CLUSTER, storage_gib_per_node: 128, ...input },
    options,
  );
const changes = async () => (await cloud.control.changes()).map(({ what }) => what);
const ids = (items: Item[]) => items.map(({ id }) => id);

describe('the alert', () => {
  test('is told at the first poll, though storage was low when the Zap was switched on', async () => {
    await fill(82);
    const zap = zapier.trigger('storage_running_low', WATCH);
    await zap.switchOn();
    expect(await zap.poll()).toMatchObject([
      {
        cluster_name: CLUSTER,
        storage_used_percent: 82,
        limit_percent: 80,
        band: 'limit',
        band_percent: 80,
        severity: 'warning',
      },
    ]);
    expect(await zap.poll()).toEqual([]);
  });

  test('is told again at once in each higher band, and not on the way down', async () => {
    await fill(81);
    const zap = zapier.trigger('storage_running_low', WATCH);
    await zap.switchOn();
    const bands: unknown[] = [];
    for (const used of [81, 84, 86, 88, 91, 86, 96, 82]) {
      await fill(used);
      await cloud.control.advance({ minutes: 15 });
      bands.push(...(await zap.poll()).map((item) => item.band_percent));
    }
    expect(bands).toEqual([80, 85, 90, 95]);
  });

  test('is told again on the next day of UTC, with the same alert key', async () => {
    await fill(82);
    const zap = zapier.trigger('storage_running_low', WATCH);
    await zap.switchOn();
    const [first] = await zap.poll();
    await cloud.control.advance({ hours: 14 });
    expect(await zap.poll()).toEqual([]);
    await cloud.control.advance({ hours: 2 });
    const [next, ...more] = await zap.poll();
    expect(more).toEqual([]);
    expect(next?.id).not.toBe(first?.id);
    expect(next?.alert_key).toBe(first?.alert_key);
  });

  test('is told each hour where the user chose so', async () => {
    await fill(82);
    const zap = zapier.trigger('storage_running_low', { ...WATCH, repeat: 'hour' });
    await zap.switchOn();
    expect(await zap.poll()).toHaveLength(1);
    await cloud.control.advance({ minutes: 30 });
    expect(await zap.poll()).toEqual([]);
    await cloud.control.advance({ minutes: 31 });
    expect(await zap.poll()).toHaveLength(1);
  });

  test('does not come while there is room, and the sample is there all the same', async () => {
    await fill(40);
    const zap = zapier.trigger('storage_running_low', WATCH);
    expect(await zap.test()).toMatchObject([{ cluster_name: CLUSTER, storage_used_percent: 40 }]);
    await zap.switchOn();
    expect(await zap.poll()).toEqual([]);
  });

  test.each([
    [1, 1],
    [40, 1],
    [41, 0],
    [100, 0],
  ])('a limit of %d percent is taken', async (limit_percent, alerts) => {
    await fill(40);
    const told = await zapier.poll('storage_running_low', { ...WATCH, limit_percent });
    expect(told).toHaveLength(alerts);
  });

  test.each([0, 0.9, 101])(
    'a limit of %d percent is refused, and nothing is asked',
    async (limit) => {
      const poll = zapier.poll('storage_running_low', { ...WATCH, limit_percent: limit });
      await expect(poll).rejects.toMatchObject({
        kind: 'error',
        message: expect.stringContaining('“Used at or Above (%)”'),
      });
      expect(await cloud.control.requests()).toEqual([]);
    },
  );

  test('does not depend on the cache', async () => {
    await fill(86);
    const zap = zapier.trigger('storage_running_low', WATCH);
    await zap.switchOn();
    expect(await zap.poll()).toHaveLength(1);
    zapier.cache.clear();
    expect(await zap.poll()).toEqual([]);
  });

  test('of one chosen cluster that cannot be measured is an error that says why', async () => {
    const zap = zapier.trigger('storage_running_low', { cluster_id: 'winter-lab' });
    await zap.switchOn();
    await expect(zap.poll()).rejects.toMatchObject({
      kind: 'error',
      message: expect.stringContaining('is suspended'),
    });
  });
});

describe('the expansion', () => {
  test('is asked for once, whether replayed while it runs or after its end', async () => {
    const first = await expand();
    expect(first).toMatchObject({
      changed: true,
      from_value: '64 GiB per node',
      to_value: '128 GiB per node',
      operation_type: 'EXPAND_STORAGE',
      operation_status: 'REGISTERED',
    });
    expect(await expand()).toMatchObject({
      changed: false,
      operation_id: first.operation_id,
      storage_gib_per_node: 64,
    });
    await cloud.control.finishOperations();
    expect(await expand()).toMatchObject({
      changed: false,
      operation_id: first.operation_id,
      operation_status: 'SUCCEEDED',
      storage_gib_per_node: 128,
    });
    expect(await changes()).toHaveLength(1);
  });

  test('is asked for once by an id in one Zap and a name in another, at the same time', async () => {
    const id = cloud.seed.clusters[CLUSTER];
    const results = await Promise.all([expand({ cluster_id: id }), expand()]);
    expect(results.map(({ changed }) => changed).sort()).toEqual([false, true]);
    expect(await changes()).toHaveLength(1);
  });

  test('is asked for once when the reply to it is lost', async () => {
    await cloud.control.fault({ route: 'PUT *', cut: 'after', times: 1 });
    expect(await expand()).toMatchObject({ changed: true, operation_type: 'EXPAND_STORAGE' });
    expect(await changes()).toHaveLength(1);
  });

  test('ends, and the end is reported once', async () => {
    const zap = zapier.trigger('cluster_operation_finished', { cluster_id: CLUSTER });
    await zap.switchOn();
    const { operation_id } = await expand();
    await cloud.control.advance({ seconds: 10 });
    expect(await zap.poll()).toEqual([]);
    await cloud.control.finishOperations();
    expect(await zap.poll()).toMatchObject([
      { operation_id, operation_name: 'Expand Storage', succeeded: true, to_value: '128 GiB' },
    ]);
    expect(await zap.poll()).toEqual([]);
  });

  test('that fails is reported with the server’s words', async () => {
    const zap = zapier.trigger('cluster_operation_finished', { outcome: 'failed' });
    await zap.switchOn();
    await cloud.control.failNextOperation(CLUSTER, 'Resizing timed out.');
    await expand();
    await cloud.control.finishOperations();
    expect(await zap.poll()).toMatchObject([
      { cluster_name: CLUSTER, succeeded: false, message: 'Resizing timed out.' },
    ]);
  });

  test('by percent grows as far as needed, and no further than the maximum', async () => {
    await fill(82);
    const percent = {
      storage_gib_per_node: '',
      target_used_percent: 70,
      maximum_gib_per_node: 100,
    };
    // 64 GiB at 82 percent are 70 percent of 75 GiB.
    expect(await expand({ ...percent, preview: true })).toMatchObject({
      changed: false,
      preview: true,
      to_value: '75 GiB per node',
    });
    await fill(94);
    expect(await expand({ ...percent, target_used_percent: 50 })).toMatchObject({
      changed: true,
      to_value: '100 GiB per node',
    });
    await cloud.control.finishOperations();
    const [change, ...more] = await cloud.control.changes();
    expect(more).toEqual([]);
    expect(JSON.stringify(change?.detail)).toContain(String(100 * GIB));
  });

  test('by percent without a maximum is refused', async () => {
    await expect(
      expand({ storage_gib_per_node: '', target_used_percent: 70 }),
    ).rejects.toMatchObject({
      kind: 'halted',
      message: expect.stringContaining('Maximum Size'),
    });
    expect(await changes()).toEqual([]);
  });

  test('of a busy cluster is repeated by Zapier until the cluster is free', async () => {
    await expand({ storage_gib_per_node: 96 });
    await expect(expand()).rejects.toMatchObject({ kind: 'throttled', delaySeconds: 120 });
    expect(await changes()).toHaveLength(1);

    const result = await expand({}, { replays: 20 });
    expect(result).toMatchObject({ changed: true, from_value: '96 GiB per node' });
    expect(waits.length).toBeGreaterThan(0);
    expect(new Set(waits)).toEqual(new Set([120]));
    expect(await changes()).toHaveLength(2);
  });

  test('of a busy cluster stops where the user chose so', async () => {
    await expand({ storage_gib_per_node: 96 });
    await expect(expand({ if_busy: 'stop' })).rejects.toMatchObject({ kind: 'halted' });
    expect(await changes()).toHaveLength(1);
  });

  test('in preview sends no change, and tells price and obstacle', async () => {
    expect(await expand({ preview: true })).toMatchObject({
      changed: false,
      preview: true,
      blocked_by: null,
      price_per_month_after: expect.any(Number),
    });
    await expand({ storage_gib_per_node: 96 });
    const before = await changes();
    expect(await expand({ preview: true })).toMatchObject({
      changed: false,
      blocked_by: expect.stringContaining('EXPAND_STORAGE'),
    });
    expect(await changes()).toEqual(before);
  });
});

describe('a wrong key', () => {
  const wrong = { api_key: 'crate_wrong', api_secret: 'wrong' };

  test('cannot be connected', async () => {
    const stranger = await openZapier(cloud, { authData: wrong });
    await expect(stranger.connection.test()).rejects.toMatchObject({ kind: 'expired_auth' });
    await expect(stranger.trigger('storage_running_low', WATCH).switchOn()).rejects.toMatchObject({
      kind: 'expired_auth',
    });
  });

  test('expires the connection in the middle of the Zap, and changes nothing', async () => {
    await fill(82);
    const zap = zapier.trigger('storage_running_low', WATCH);
    await zap.switchOn();
    await cloud.control.put('api_key', { key: cloud.authData.api_key, active: false });
    await expect(zap.poll()).rejects.toMatchObject({ kind: 'expired_auth' });
    await expect(expand()).rejects.toMatchObject({ kind: 'expired_auth' });
    expect(await changes()).toEqual([]);
  });
});

test('the whole Zap: alert, expansion, end, and quiet afterwards', async () => {
  await fill(88);
  const low = zapier.trigger('storage_running_low', {
    limit_percent: 80,
    organization_id: 'Alpine Weather',
    cluster_id: CLUSTER,
  });
  const finished = zapier.trigger('cluster_operation_finished', {
    operation_types: ['EXPAND_STORAGE'],
  });
  await low.switchOn();
  await finished.switchOn();

  const [alert] = await low.poll();
  await expand({
    cluster_id: alert?.cluster_id,
    storage_gib_per_node: '',
    target_used_percent: 60,
    maximum_gib_per_node: 256,
  });
  await cloud.control.finishOperations();

  const ended = await finished.poll();
  expect(ended).toMatchObject([{ cluster_id: alert?.cluster_id, succeeded: true }]);
  expect(ids(ended)).toHaveLength(1);
  expect(await low.poll()).toEqual([]);
  expect(await finished.poll()).toEqual([]);
  expect(await changes()).toHaveLength(1);

  const usage = await zapier.search('find_cluster_usage', { cluster_id: CLUSTER });
  const [{ storage_used_percent: used } = { storage_used_percent: 100 }] = usage as Item[];
  expect(used).toBeLessThanOrEqual(60.5);
});
