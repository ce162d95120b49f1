/**
 * What is behind the API is not what the API says: disks follow late, nodes hang or are gone, operations
 * never end. Each step is run on the sandbox, and the truth of its disks and its log of changes judge.
 */
import type { Item, Zapier } from '../../sandbox/zapier/index.ts';
import { openZapier } from '../support/app.ts';
import { newCloud, type TestCloud } from '../support/sandbox.ts';

const GIB = 1024 ** 3;
const PROD = 'weather-prod';
/** What a disk of 64 GiB shows. */
const SHOWN = Math.round(62.6 * GIB);

let cloud: TestCloud;
let zapier: Zapier;

beforeEach(async () => {
  cloud = await newCloud();
  zapier = await openZapier(cloud);
});

afterEach(async () => {
  await zapier.close();
  await cloud.close();
});

const paths = async () => (await cloud.control.changes()).map(({ path }) => path.split('/').at(-2));
const prod = (patch: Parameters<TestCloud['control']['cluster']>[1]) =>
  cloud.control.cluster(PROD, { growth_bytes_per_hour: 0, ...patch });
const expand = (input: object = {}) =>
  zapier.create('expand_cluster_storage', {
    cluster_id: PROD,
    target_used_percent: 60,
    maximum_gib_per_node: 512,
    ...input,
  });
const scale = (nodes: number, input: object = {}) =>
  zapier.create('scale_cluster', { cluster_id: PROD, nodes, allow_fewer: 'yes', ...input });
const halted = (message: RegExp) => ({
  kind: 'halted',
  message: expect.stringMatching(message),
});
/** It may be otherwise a moment later, so that the run is one to be replayed and not one that is over. */
const passing = (message: RegExp) => ({
  kind: 'error',
  message: expect.stringMatching(message),
});

describe('the file system follows an expansion late', () => {
  test('whatever the number of runs, one expansion is bought', async () => {
    await prod({ disk_delay_hours: -1, file_system_bytes: SHOWN, usage: { used_bytes: 52 * GIB } });
    expect(await expand()).toMatchObject({ changed: true, target_storage_gib_per_node: 89 });
    for (let run = 2; run <= 5; run += 1) {
      await cloud.control.finishOperations();
      expect(await expand()).toMatchObject({
        changed: false,
        would_change: false,
        resize_pending: true,
        storage_gib_per_node: 89,
        target_storage_gib_per_node: 89,
      });
    }
    expect(await paths()).toEqual(['storage']);
  });

  test('a size that a colleague has set is enough, and nothing is bought above it', async () => {
    await prod({
      hardware_specs: { disk_size_per_node_bytes: 256 * GIB },
      file_system_bytes: SHOWN,
      usage: { used_bytes: 55 * GIB },
    });
    expect(await expand()).toMatchObject({
      changed: false,
      goal_reached: true,
      to_value: '256 GiB per node',
    });
    expect(await paths()).toEqual([]);
  });

  test('a need that the pending size is far from is bought all the same', async () => {
    await prod({
      hardware_specs: { disk_size_per_node_bytes: 72 * GIB },
      file_system_bytes: SHOWN,
      usage: { used_bytes: 62 * GIB },
    });
    expect(await expand()).toMatchObject({ changed: true, target_storage_gib_per_node: 106 });
  });

  test('no second small expansion within six hours of one', async () => {
    await prod({ usage: { used_bytes: 52 * GIB } });
    await expand();
    await cloud.control.finishOperations();
    await prod({ usage: { used_bytes: 55 * GIB } });
    expect(await expand()).toMatchObject({
      changed: false,
      goal_reached: false,
      resize_pending: false,
      summary: expect.stringMatching(
        /was expanded to 87 GiB per node [\d.]+ hours ago, and a small/,
      ),
    });
    await cloud.control.advance({ hours: 6 });
    expect(await expand()).toMatchObject({ changed: true, resize_pending: false });
    expect(await paths()).toEqual(['storage', 'storage']);
  });

  test('an expansion that failed is none to wait for', async () => {
    await prod({ usage: { used_bytes: 40 * GIB } });
    await cloud.control.failNextOperation(PROD);
    const first = await expand();
    expect(first).toMatchObject({ changed: true });
    await cloud.control.finishOperations();
    expect(await expand()).toMatchObject({ changed: true, to_value: first.to_value });
    expect(await paths()).toEqual(['storage', 'storage']);
  });

  test('a maximum in the way is said, and so is what it keeps from', async () => {
    await prod({ usage: { used_bytes: 60 * GIB } });
    expect(await expand({ maximum_gib_per_node: 80 })).toMatchObject({
      changed: true,
      goal_reached: false,
      limited_by_maximum: true,
      target_storage_gib_per_node: 80,
    });
  });
});

describe('nodes are not all alike', () => {
  test.each(['nulls', 'minus_one'] as const)('a silent one (%s) is named', async (silent) => {
    await prod({
      usage: { nodes: [{ silent }, { used_bytes: 30 * GIB }, { used_bytes: 30 * GIB }] },
    });
    await expect(expand()).rejects.toMatchObject(
      passing(/data-hot-0 of cluster .* does not report/),
    );
    expect(await paths()).toEqual([]);
  });

  test.each(['nulls', 'minus_one'] as const)(
    'none that answers (%s) is no room',
    async (silent) => {
      await prod({ usage: { nodes: [{ silent }, { silent }, { silent }] } });
      await expect(expand()).rejects.toMatchObject(passing(/no node of cluster .* reports/));
      const watch = { cluster_id: PROD, limit_percent: 80 };
      const low = zapier.trigger('storage_running_low', watch);
      await low.switchOn();
      await expect(low.poll()).rejects.toMatchObject({
        message: expect.stringContaining('reports'),
      });
      const unavailable = zapier.trigger('cluster_usage_unavailable', { cluster_id: PROD });
      await unavailable.switchOn();
      expect(await unavailable.poll()).toMatchObject([{ cluster_name: PROD, reason: 'silent' }]);
    },
  );

  test('the fullest counts by its own size', async () => {
    const roomy = { size_bytes: 200 * GIB, used_bytes: 59 * GIB };
    await prod({ usage: { nodes: [{ size_bytes: SHOWN, used_bytes: 59 * GIB }, roomy, roomy] } });
    expect(await expand()).toMatchObject({ changed: true, target_storage_gib_per_node: 101 });
  });

  test('the fullest data path of a node counts', async () => {
    const paths = [
      { size_bytes: 31 * GIB, used_percent: 10 },
      { size_bytes: 31 * GIB, used_percent: 90 },
    ];
    await prod({ usage: { used_bytes: 10 * GIB, nodes: [{ disks: paths }] } });
    const item = await expand();
    expect(item).toMatchObject({ changed: true });
    expect(item.target_storage_gib_per_node).toBeGreaterThanOrEqual(96);
  });

  test('dedicated masters have small disks, and that says nothing', async () => {
    await prod({
      master_product_name: 'master_cr2',
      usage: { used_bytes: 20 * GIB, masters: [{ used_percent: 97, size_bytes: 8 * GIB }] },
    });
    expect(await expand()).toMatchObject({ changed: false, goal_reached: true });
    const low = zapier.trigger('storage_running_low', { cluster_id: PROD, limit_percent: 80 });
    await low.switchOn();
    expect(await low.poll()).toEqual([]);
  });
});

describe('a cluster that cannot be measured just now', () => {
  const TOKEN = `GET /api/v2/clusters/*/jwt/`;
  const SQL = 'POST /sql/*';
  const cases: [string, object][] = [
    ['no token is given (503)', { route: TOKEN, status: 503 }],
    ['the reply with the token is cut', { route: TOKEN, cut: 'before' }],
    ['a firewall is before the token', { route: TOKEN, status: 403, html: true }],
    ['the database is busy (503)', { route: SQL, status: 503, body: 'Service Unavailable' }],
    ['the database is asked too often', { route: SQL, status: 429 }],
    ['a proxy answers for the database', { route: SQL, status: 502, html: true }],
    ['the connection to the database is cut', { route: SQL, cut: 'before' }],
  ];

  test.each(cases)('%s: the run can be replayed, and is not over', async (_name, fault) => {
    await prod({ usage: { used_bytes: 52 * GIB } });
    await cloud.control.fault(fault as Parameters<TestCloud['control']['fault']>[0]);
    for (const run of [expand(), scale(2)]) {
      await expect(run).rejects.toMatchObject({
        kind: expect.stringMatching(/^(error|throttled)$/),
      });
    }
    // Whoever chose to go on is told the reason, and a preview shows it.
    for (const input of [{ if_impossible: 'continue' }, { preview: 'yes' }]) {
      expect(await expand(input)).toMatchObject({
        changed: false,
        goal_reached: false,
        blocked_by: expect.stringMatching(/weather-prod/),
      });
    }
    expect(await paths()).toEqual([]);
    await cloud.control.clearFaults();
    expect(await expand()).toMatchObject({ changed: true, target_storage_gib_per_node: 87 });
  });

  test.each([
    ['suspended', { suspended: true, status: 'SUSPENDED' as const }, /is suspended/],
    ['too old', { crate_version: '5.6.4' }, /needs? 5\.8\.2/],
  ])('one that is %s has to be changed by somebody first', async (_name, patch, message) => {
    await prod(patch);
    await expect(expand()).rejects.toMatchObject(halted(message));
  });
});

describe('nodes are not taken away from what needs them', () => {
  const roomy = { usage: { used_bytes: 5 * GIB } };

  test('while one is away', async () => {
    await prod({ usage: { used_bytes: 5 * GIB, nodes: [{}, {}, { gone: true }] } });
    await expect(scale(2)).rejects.toMatchObject(passing(/has 3 nodes, and only 2 answer/));
    expect(await paths()).toEqual([]);
  });

  test('while the cluster is not well, which a preview tells as well', async () => {
    await prod({ ...roomy, status: 'RED' });
    await expect(scale(2)).rejects.toMatchObject(halted(/is RED, and only a GREEN one/));
    expect(await scale(2, { preview: 'yes' })).toMatchObject({
      would_change: false,
      blocked_by: expect.stringMatching(/is RED, and only a GREEN one/),
    });
    const upgrade = { cluster_id: PROD, newest: 'hotfix' };
    expect(await zapier.create('upgrade_cluster', { ...upgrade, preview: 'yes' })).toMatchObject({
      changed: false,
      would_change: false,
      goal_reached: false,
      blocked_by: expect.stringMatching(/RED, and only a GREEN one/),
      target_version: '6.2.2',
    });
    await expect(zapier.create('upgrade_cluster', upgrade)).rejects.toMatchObject(halted(/RED/));
    expect(await paths()).toEqual([]);
  });

  test('when a table has more copies than there would be nodes', async () => {
    await prod(roomy);
    const statement = 'CREATE TABLE doc.copied (id INT) WITH (number_of_replicas = 2)';
    await zapier.create('run_statement', { cluster_id: PROD, statement });
    await expect(scale(1)).rejects.toMatchObject(
      halted(/table doc\.copied has 2 replicas, which need 3 nodes/),
    );
    expect(await scale(2, { preview: 'yes' })).toMatchObject({
      blocked_by: expect.stringContaining('doc.copied'),
    });
    expect(await paths()).toEqual([]);
  });

  test('when more shards than are allowed would stand on each', async () => {
    await prod({ usage: { used_bytes: 5 * GIB, shards: 700 } });
    await expect(scale(2)).rejects.toMatchObject(halted(/shards each, and 1000 are allowed/));
    expect(await scale(4)).toMatchObject({ changed: true });
  });

  test('below the low watermark that the cluster has', async () => {
    await prod({ usage: { used_percent: 45 }, watermarks: { low: '70%' } });
    await expect(scale(2)).rejects.toMatchObject(halted(/67\.\d percent, and 60 are allowed/));
    await prod({ watermarks: { low: '85%' } });
    expect(await scale(2)).toMatchObject({ changed: true, target_nodes: 2 });
  });
});

describe('operations', () => {
  /** An operation that the API says is in progress, and that no health reports. */
  async function stick(type: string, days: number): Promise<void> {
    const at = new Date(Date.parse(await cloud.control.now()) - days * 86_400_000).toISOString();
    const entity_id = cloud.seed.clusters[PROD];
    const dc = { created: at, modified: at };
    await cloud.control.put('operation', {
      id: 'hangs',
      entity_id,
      type,
      status: 'IN_PROGRESS',
      dc,
    });
    await prod({ last_async_operation: 'hangs', health: { running_operation: '' } });
  }

  test('one that hangs for days does not keep the cloud from being asked', async () => {
    await stick('SCALE', 5);
    await cloud.control.clearLogs();
    const result = await expand({ storage_gib_per_node: 96, target_used_percent: '' }).then(
      (item) => item.changed,
      (error: Error) => error.message,
    );
    const asked = (await cloud.control.requests()).filter(({ method }) => method === 'PUT');
    expect(asked.length).toBeGreaterThan(0);
    // It takes the change, or says itself that it does not.
    expect([true, expect.stringContaining('takes no other')]).toContainEqual(result);
  });

  test('a later step can wait for the end, and no longer than an operation takes', async () => {
    const waits: number[] = [];
    const patient = await openZapier(cloud, {
      wait: async (seconds) => {
        waits.push(seconds);
        await cloud.control.finishOperations();
      },
    });
    const { operation_id } = await scale(4);
    const find = { cluster_id: PROD, operation_id };
    expect(await zapier.search('find_cluster_operation', find)).toMatchObject([{ ended: false }]);
    await expect(
      zapier.search('find_cluster_operation', { ...find, if_running: 'later' }),
    ).rejects.toMatchObject({ kind: 'throttled' });
    await cloud.control.finishOperations();
    expect(
      await patient.search('find_cluster_operation', { ...find, if_running: 'later' }),
    ).toMatchObject([{ ended: true, succeeded: true }]);
    await stick('SCALE', 3);
    expect(
      await zapier.search('find_cluster_operation', {
        cluster_id: PROD,
        operation_id: 'hangs',
        if_running: 'later',
      }),
    ).toMatchObject([{ ended: false }]);
    await patient.close();
  });

  test('one cluster that cannot be asked hides none of the others', async () => {
    const finished = zapier.trigger('cluster_operation_finished', {});
    await finished.switchOn();
    await zapier.create('scale_cluster', { cluster_id: 'weather-archive', nodes: 4 });
    await scale(4);
    await cloud.control.finishOperations();
    const broken = `GET /api/v2/clusters/${cloud.seed.clusters[PROD]}/operations/`;
    await cloud.control.fault({ route: broken, status: 500 });
    const names = (items: Item[]) => items.map(({ cluster_name }) => cluster_name);
    const told = names(await finished.poll());
    expect(told).toContain('weather-archive');
    expect(told).not.toContain(PROD);
    await cloud.control.clearFaults();
    expect(await finished.poll()).toMatchObject([{ cluster_name: PROD }]);
    await cloud.control.fault({ route: 'GET /api/v2/clusters/*/operations/', status: 500 });
    await expect(finished.poll()).rejects.toMatchObject({ kind: 'error' });
  });
});

describe('an alert whose operations cannot be read', () => {
  /** The alerts of one poll, by cluster, with the remedy that failed. */
  const told = (items: Item[]) =>
    Object.fromEntries(
      items.map(({ cluster_name, failed_operation_type }) => [cluster_name, failed_operation_type]),
    );

  test.each([
    ['storage_running_low', { limit_percent: 80 }],
    ['cluster_usage_over_limit', { metric: 'storage_used_percent', limits: ['80'] }],
  ])(
    '%s: is told, and so are the others; the remedy that failed is known all the same',
    async (key, input) => {
      const full = { growth_bytes_per_hour: 0, usage: { used_percent: 91 } };
      for (const name of [PROD, 'weather-archive']) await cloud.control.cluster(name, full);
      for (const name of [PROD, 'weather-archive']) {
        await cloud.control.failNextOperation(name);
        await zapier.create('expand_cluster_storage', {
          cluster_id: name,
          storage_gib_per_node: 256,
        });
      }
      await cloud.control.finishOperations();
      const broken = { route: 'GET /api/v2/clusters/*/operations/', cluster: PROD, status: 500 };
      await cloud.control.fault(broken);
      const zap = zapier.trigger(key, input);
      await zap.switchOn();
      expect(told(await zap.poll())).toEqual({
        [PROD]: 'EXPAND_STORAGE',
        'weather-archive': 'EXPAND_STORAGE',
      });
      // Neither told twice once it is read again, nor when it fails again after another operation.
      await cloud.control.clearFaults();
      expect(await zap.poll()).toEqual([]);
      await zapier.create('update_cluster_backup_schedule', { cluster_id: PROD, hours: ['3'] });
      await cloud.control.finishOperations();
      await cloud.control.fault(broken);
      expect(await zap.poll()).toEqual([]);
    },
  );
});

describe('what was approved is what is done', () => {
  test('a preview’s target maps into the real step', async () => {
    await prod({ usage: { used_percent: 88 } });
    const preview = await expand({ preview: 'yes' });
    expect(preview).toMatchObject({ changed: false, would_change: true, preview: true });
    expect(preview.price_difference_per_month).toBeGreaterThan(0);
    expect(preview.summary).toMatch(
      /^Preview, nothing is changed: expanding weather-prod from 64 to \d+ GiB per node, about \d+ dollars more a month\.$/,
    );
    const target = preview.target_storage_gib_per_node;
    // More data has come meanwhile, and what was approved stays.
    await prod({ usage: { used_percent: 93 } });
    const real = { cluster_id: preview.cluster_id, storage_gib_per_node: target };
    expect(await zapier.create('expand_cluster_storage', real)).toMatchObject({
      changed: true,
      target_storage_gib_per_node: target,
      running_operation: 'EXPAND_STORAGE',
    });
    const scaled = await zapier.create('scale_cluster', {
      cluster_id: 'weather-archive',
      nodes: 4,
      preview: 'yes',
    });
    expect(scaled).toMatchObject({ target_nodes: 4, nodes: 1, would_change: true });
  });

  test('whoever is blocked can go on with the reason, but not past missing rights', async () => {
    const goOn = { if_impossible: 'continue' };
    const blocked = (await expand({
      ...goOn,
      storage_gib_per_node: 9_999,
      target_used_percent: '',
      maximum_gib_per_node: '',
    })) as Item;
    expect(blocked).toMatchObject({ changed: false, would_change: false, goal_reached: false });
    expect(blocked.blocked_by).toMatch(/allows at most/);
    const busy = { ...goOn, if_busy: 'stop' };
    await scale(4);
    expect(await scale(5, busy)).toMatchObject({
      changed: false,
      blocked_by: expect.stringContaining('Another operation (SCALE) runs'),
    });
    const member = await openZapier(cloud, {
      authData: { api_key: cloud.keys.member.key, api_secret: cloud.keys.member.secret },
    });
    await expect(
      member.create('suspend_cluster', { cluster_id: 'weather-archive', ...goOn }),
    ).rejects.toMatchObject({ kind: 'halted' });
    await member.close();
  });
});

describe('many clusters for the night', () => {
  const night = { project_id: 'weather-europe', leave_out: 'weather-prod' };
  const outcomes = (item: Item) =>
    Object.fromEntries(
      (item.clusters as { cluster_name: string; outcome: string }[]).map((line) => [
        line.cluster_name,
        line.outcome,
      ]),
    );

  test('those that were suspended are resumed, and what slept on purpose stays asleep', async () => {
    await cloud.control.cluster('winter-lab', { suspended: true });
    const names = ['weather-archive', 'winter-lab', PROD];
    const select = { cluster_ids: names.join(', '), leave_out: PROD };
    const evening = await zapier.create('suspend_clusters', select);
    expect(outcomes(evening)).toEqual({ 'weather-archive': 'Done', 'winter-lab': 'Skipped' });
    expect(evening).toMatchObject({ changed: true, done_count: 1, skipped_count: 1 });
    await cloud.control.finishOperations();
    const again = await zapier.create('suspend_clusters', select);
    expect(again).toMatchObject({ changed: false, done_count: 0, done_cluster_ids: 'none' });
    const morning = await zapier.create('resume_clusters', {
      cluster_ids: evening.done_cluster_ids,
    });
    expect(outcomes(morning)).toEqual({ 'weather-archive': 'Done' });
    await cloud.control.finishOperations();
    expect((await cloud.control.cluster('weather-archive')).suspended).toBe(false);
    expect((await cloud.control.cluster('winter-lab')).suspended).toBe(true);
    expect(
      await zapier.create('resume_clusters', { cluster_ids: again.done_cluster_ids }),
    ).toMatchObject({ changed: false, done_count: 0, all_reached: true });
  });

  test('a preview changes nothing, and nothing chosen is refused', async () => {
    const preview = await zapier.create('suspend_clusters', { ...night, preview: 'yes' });
    expect(preview).toMatchObject({ changed: false, preview: true });
    expect(Object.keys(outcomes(preview))).not.toContain(PROD);
    await expect(zapier.create('suspend_clusters', {})).rejects.toMatchObject(
      halted(/no clusters are chosen/),
    );
    await expect(
      zapier.create('suspend_clusters', { ...night, leave_out: 'weather-prdo' }),
    ).rejects.toMatchObject(halted(/no cluster “weather-prdo”/));
    expect(await paths()).toEqual([]);
  });

  test('a reply that is lost is looked after, and nothing is asked for twice', async () => {
    await cloud.control.fault({ route: 'PUT /api/v2/*', times: 1, cut: 'after' });
    const item = await zapier.create('suspend_clusters', { cluster_ids: 'weather-archive' });
    expect(outcomes(item)).toEqual({ 'weather-archive': 'Done' });
    expect(await paths()).toEqual(['suspend']);
  });

  test('throttling in the middle leaves the rest as not reached', async () => {
    const archive = cloud.seed.clusters['weather-archive'];
    await cloud.control.fault({ route: `PUT /api/v2/clusters/${archive}/suspend/`, status: 429 });
    const item = await zapier.create('suspend_clusters', {
      cluster_ids: [PROD, 'weather-archive'],
    });
    expect(outcomes(item)).toEqual({ [PROD]: 'Done', 'weather-archive': 'Not Reached' });
    expect(item).toMatchObject({ changed: true, all_reached: false, not_reached_count: 1 });
    // Where nothing at all was done, Zapier repeats the step by itself.
    await expect(
      zapier.create('suspend_clusters', { cluster_ids: 'weather-archive' }),
    ).rejects.toMatchObject({ kind: 'throttled' });
  });
});
