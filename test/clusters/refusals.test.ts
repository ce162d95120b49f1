/** What cannot work is told beforehand, in one sentence that names the way out. */
import { openZapier } from '../support/app.ts';
import { newCloud } from '../support/sandbox.ts';

beforeAll(async () => (await newCloud()).control.startSql());

type Row = [string, Record<string, unknown>, RegExp];

const rows: Row[] = [
  ['scale_cluster', { cluster_id: 'winter-lab', nodes: 2 }, /suspended\. Resume it/],
  ['scale_cluster', { cluster_id: 'free-demo', nodes: 2 }, /free cluster .* paid plan/],
  ['scale_cluster', { cluster_id: 'snow-shared', nodes: 2 }, /one node only.*dedicated plan/],
  ['scale_cluster', { cluster_id: 'weather-prod', nodes: 10 }, /1 to 9 nodes, not 10/],
  ['scale_cluster', { cluster_id: 'weather-prod', nodes: 2 }, /“Allow Fewer Nodes”/],
  [
    'scale_cluster',
    { cluster_id: 'weather-prod', nodes: 2, allow_fewer: true },
    /would fill 2 nodes to 118.5 percent.*Expand its storage/,
  ],
  [
    'scale_cluster',
    { cluster_id: 'weather-prod', nodes: 2, allow_fewer: true, sql: 'allowlisted' },
    /whether the data would fit is not known.*IP allowlist/,
  ],
  [
    'expand_cluster_storage',
    { cluster_id: 'winter-lab', storage_gib_per_node: 64 },
    /suspended\. Resume/,
  ],
  ['change_cluster_plan', { cluster_id: 'free-demo', plan: 'cr1' }, /free cluster keeps its plan/],
  ['change_cluster_plan', { cluster_id: 'winter-lab', plan: 'cr2' }, /suspended\. Resume/],
  ['change_cluster_plan', { cluster_id: 'weather-prod', plan: 's2' }, /Choose one of: cr1, cr3/],
  ['upgrade_cluster', { cluster_id: 'winter-lab', version: '6.3.0' }, /suspended\. Resume/],
  ['upgrade_cluster', { cluster_id: 'weather-prod', version: '6.4.0' }, /Choose one of: 6\.2\.2/],
  ['upgrade_cluster', { cluster_id: 'weather-prod', version: '6.1.2' }, /is older.*no way back/],
  ['upgrade_cluster', { cluster_id: 'weather-prod' }, /either “Target Version” or “Or the Newest”/],
  ['suspend_cluster', { cluster_id: 'free-demo' }, /suspends itself/],
  ['suspend_cluster', { cluster_id: 'snow-shared' }, /cannot be suspended.*dedicated plans/],
  [
    'update_cluster_ip_allowlist',
    { cluster_id: 'weather-prod', action: 'add', ranges: ['192.0.2.1'] },
    /locks out all others.*“Allow Locking Others Out”/,
  ],
  [
    'update_cluster_ip_allowlist',
    { cluster_id: 'ledger-office', action: 'replace' },
    /to everybody.*“Allow Opening to Everybody”/,
  ],
  [
    'update_cluster_ip_allowlist',
    { cluster_id: 'ledger-office', action: 'remove', ranges: ['203.0.113.0/24', '198.51.100.7'] },
    /“Allow Opening to Everybody”/,
  ],
  [
    'update_cluster_ip_allowlist',
    { cluster_id: 'ledger-office', action: 'replace', ranges: ['0.0.0.0/0'] },
    /“Allow Opening to Everybody”/,
  ],
  [
    'update_cluster_ip_allowlist',
    { cluster_id: 'ledger-office', action: 'add', ranges: ['203.0.113.9'] },
    /lies within/,
  ],
  [
    'update_cluster_backup_schedule',
    { cluster_id: 'weather-prod', hours: ['24'] },
    /cannot be “24”/,
  ],
  ['restart_cluster_node', { cluster_id: 'weather-prod', node: 3 }, /nodes 0 to 2/],
  ['restart_cluster_node', { cluster_id: 'red-metrics', node: 0 }, /only a GREEN one/],
  ['restart_cluster_node', { cluster_id: 'winter-lab', node: 0 }, /suspended\. Resume/],
  [
    'delete_cluster',
    { cluster_id: 'vault-records', confirm: 'vault-records' },
    /protected .*“Set Cluster Deletion Protection”/,
  ],
  ['delete_cluster', { cluster_id: 'snow-shared', confirm: 'snow' }, /is not the cluster name/],
  [
    'restore_backup',
    { cluster_id: 'slow-reports', source_cluster_id: 'weather-prod' },
    /region aks1.westeurope.azure.*same region/,
  ],
  [
    'restore_backup',
    { cluster_id: 'weather-prod', source_cluster_id: 'parcel-tracking' },
    /different organizations/,
  ],
  ['restore_backup', { cluster_id: 'winter-lab' }, /suspended\. Resume/],
  // Of two reasons the first that has to go comes first.
  [
    'restore_backup',
    { cluster_id: 'winter-lab', source_cluster_id: 'parcel-tracking' },
    /suspended\. Resume/,
  ],
  [
    'restore_backup',
    { cluster_id: 'weather-prod', tables: ['nothing'] },
    /there is no table “nothing” in the backup/,
  ],
  ['restore_backup', { cluster_id: 'weather-prod', content: 'sections' }, /at least one section/],
  ['restore_backup', { cluster_id: 'weather-prod', backup_id: 'none' }, /no backup “none”/],
];

test.each(rows)('%s with %j', async (key, { sql, ...input }, why) => {
  const cloud = await newCloud();
  if (sql) await cloud.control.cluster(String(input.cluster_id), { sql: sql as 'allowlisted' });
  const zapier = await openZapier(cloud);
  await expect(zapier.create(key, input)).rejects.toMatchObject({
    kind: 'halted',
    message: expect.stringMatching(why),
  });
  const asked = (await cloud.control.requests()).filter(({ path }) => path.startsWith('/api/'));
  expect(asked.filter(({ method }) => method !== 'GET')).toEqual([]);
});

test('a preview tells the same as a blocker, with prices', async () => {
  const cloud = await newCloud();
  const zapier = await openZapier(cloud);
  expect(
    await zapier.create('scale_cluster', { cluster_id: 'weather-prod', nodes: 2, preview: true }),
  ).toMatchObject({
    changed: false,
    blocked_by: expect.stringContaining('“Allow Fewer Nodes”'),
    price_per_month_before: 1259.43,
    price_per_month_after: 839.62,
    remaining_budget_per_month: expect.any(Number),
    price_remark: null,
    price_difference_per_month: -419.81,
  });
});

test('the price of storage is the server’s own, per node or in total', async () => {
  const after = async (storagePrice: 'per_node' | 'total') => {
    const cloud = await newCloud({ switches: { storagePrice } });
    const input = { cluster_id: 'weather-prod', storage_gib_per_node: 640, preview: true };
    const zapier = await openZapier(cloud);
    return (await zapier.create('expand_cluster_storage', input)).price_per_month_after as number;
  };
  expect(await after('total')).toBeLessThan(await after('per_node'));
});

test('suspending leaves the storage to be paid for', async () => {
  const cloud = await newCloud();
  const zapier = await openZapier(cloud);
  const { price_per_month_after: after, price_per_month_before: before } = await zapier.create(
    'suspend_cluster',
    { cluster_id: 'weather-prod', preview: true },
  );
  expect(after).toBeGreaterThan(0);
  expect(after).toBeLessThan(before as number);
});

describe('a busy cluster', () => {
  const scale = { cluster_id: 'newborn-radar', nodes: 2 };

  test('is tried again later by itself', async () => {
    const cloud = await newCloud();
    const wait = () => cloud.control.finishOperations().then(() => {});
    const zapier = await openZapier(cloud, { wait });
    await expect(zapier.create('scale_cluster', scale)).rejects.toMatchObject({
      kind: 'throttled',
      delaySeconds: 120,
    });
    expect(await zapier.create('scale_cluster', scale, { replays: 1 })).toMatchObject({
      changed: true,
      to_value: '2 nodes',
    });
  });

  test('stops the step when the user wants it so', async () => {
    const zapier = await openZapier(await newCloud());
    await expect(
      zapier.create('scale_cluster', { ...scale, if_busy: 'stop' }),
    ).rejects.toMatchObject({ kind: 'halted', message: expect.stringMatching(/CREATE.*runs on/) });
  });
});

test('a node that may have restarted is never restarted again', async () => {
  const cloud = await newCloud();
  const zapier = await openZapier(cloud);
  await cloud.control.fault({ route: 'DELETE /api/v2/*', times: 1, cut: 'after' });
  await expect(
    zapier.create('restart_cluster_node', { cluster_id: 'weather-prod', node: 1 }),
  ).rejects.toMatchObject({
    kind: 'halted',
    message: expect.stringContaining('may have happened'),
  });
  expect(await cloud.control.changes()).toHaveLength(1);
});

test('what only the server knows comes back in its own words', async () => {
  const cloud = await newCloud();
  const zapier = await openZapier(cloud);
  await cloud.control.fault({
    route: 'PUT /api/v2/*',
    status: 400,
    body: { message: 'Bad request', errors: { product_unit: ['The quota of nodes is used up.'] } },
  });
  await expect(
    zapier.create('scale_cluster', { cluster_id: 'weather-prod', nodes: 4 }),
  ).rejects.toMatchObject({
    kind: 'halted',
    message: expect.stringContaining('product_unit: The quota of nodes is used up'),
  });
});
