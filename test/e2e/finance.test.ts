/** Money is watched: a new subscription, a limit that is passed, what to do about it, a quiet month. */
import type { Item, Zapier } from '../../sandbox/zapier/index.ts';
import { openZapier } from '../support/app.ts';
import { newCloud, type TestCloud } from '../support/sandbox.ts';

const ORGANIZATION = 'Alpine Weather';
const DEVELOPMENT = ['slow-reports', 'red-metrics', 'dead-sensors'];

let cloud: TestCloud;
let zapier: Zapier;

beforeEach(async () => {
  cloud = await newCloud();
  zapier = await openZapier(cloud);
});

const changes = async () => (await cloud.control.changes()).map(({ what }) => what);

/** Polls once a day for so many days; what was told, with the day. */
async function pollDaily(days: number, poll: () => Promise<Item[]>): Promise<Item[]> {
  const told: Item[] = [];
  for (let day = 0; day < days; day += 1) {
    await cloud.control.advance({ days: 1 });
    told.push(...(await poll()));
  }
  return told;
}

const spending = async (): Promise<Item> => {
  const [found] = (await zapier.search('find_current_spending', {
    organization_id: ORGANIZATION,
  })) as Item[];
  return found ?? {};
};

test('from a new subscription to a quiet month', async () => {
  const subscribed = zapier.trigger('new_subscription', { organization_id: ORGANIZATION });
  await subscribed.switchOn();
  const made = await zapier.create('create_subscription', { organization_id: ORGANIZATION });
  expect(made).toMatchObject({ changed: true, state: 'pending', active: false });
  expect(await subscribed.poll()).toMatchObject([{ id: made.id, provider: 'stripe' }]);
  // Asked for again, it is there already, and nobody is told a second time.
  const again = await zapier.create('create_subscription', { organization_id: ORGANIZATION });
  expect(again).toMatchObject({ changed: false, id: made.id });
  expect(await subscribed.poll()).toEqual([]);
  expect(await changes()).toEqual(['subscription.create']);

  const limit = { organization_id: ORGANIZATION, limit_amount: '9000' };
  const estimated = zapier.trigger('spending_over_limit', { ...limit, measure: 'estimate' });
  const spent = zapier.trigger('spending_over_limit', limit);
  await estimated.switchOn();
  await spent.switchOn();
  // The estimate knows on the second of March what the cost shows at the end of the month.
  expect(await estimated.poll()).toMatchObject([{ month: '2026-03', measure: 'estimate' }]);
  expect(await spent.poll()).toEqual([]);
  const march = await pollDaily(27, async () => [
    ...(await estimated.poll()),
    ...(await spent.poll()),
  ]);
  expect(march).toMatchObject([
    { month: '2026-03', measure: 'cost', limit_amount: 9000, figures_agree: true, remark: null },
  ]);
  expect(march[0]?.measured_amount).toBeGreaterThanOrEqual(9000);

  // What a smaller plan would save is asked without changing anything.
  await cloud.control.clearLogs();
  const preview = await zapier.create('change_cluster_plan', {
    cluster_id: 'vault-records',
    plan: 'cr2',
    preview: true,
  });
  expect(preview).toMatchObject({ changed: false, preview: true, from_value: 'cr4' });
  const [listed] = (await zapier.search('find_cluster_price', {
    region: String(preview.region),
    plan: 'cr2',
    nodes: 3,
    storage_gib_per_node: 512,
  })) as Item[];
  expect(preview.price_per_month_after).toBe(listed?.price_per_month);
  expect(Number(preview.price_per_month_after)).toBeLessThan(
    Number(preview.price_per_month_before),
  );
  expect(await changes()).toEqual([]);

  const before = await spending();
  for (const cluster_id of DEVELOPMENT) {
    await zapier.create('suspend_cluster', { cluster_id });
  }
  await cloud.control.finishOperations();
  expect(await changes()).toHaveLength(DEVELOPMENT.length);
  const after = await spending();
  expect(Number(after.rate_per_hour)).toBeLessThan(Number(before.rate_per_hour) - 3);
  // What was used before is still paid for.
  expect(Number(after.cost_so_far)).toBeGreaterThanOrEqual(Number(before.cost_so_far));

  const april = await pollDaily(32, async () => [
    ...(await estimated.poll()),
    ...(await spent.poll()),
  ]);
  expect(await cloud.control.now()).toMatch(/^2026-04-30/);
  expect(april).toEqual([]);
});

test('a limit that is passed in the next month is told again, but not in its first hour', async () => {
  const zap = zapier.trigger('spending_over_limit', {
    limit_amount: '100',
    organization_id: ORGANIZATION,
  });
  await zap.switchOn();
  const [march] = await zap.poll();
  expect(march?.id).toMatch(/:2026-03:100:100:cost$/);
  await cloud.control.advance({ days: 29, hours: 15, minutes: 30 });
  expect(await cloud.control.now()).toMatch(/^2026-04-01T00:30/);
  // The figures of the old month, as they may be while the service turns it over.
  const route = 'GET /api/v2/organizations/*/consumption/current-month/';
  const stale = { storage_consumption_this_month: { cost: 9_999 } };
  await cloud.control.fault({ route, status: 200, body: stale, times: 1 });
  expect(await zap.poll()).toEqual([]);
  await cloud.control.advance({ hours: 9 });
  const [april, ...more] = await zap.poll();
  expect(april?.id).toMatch(/:2026-04:100:100:cost$/);
  expect(more).toEqual([]);
  expect(await pollDaily(20, () => zap.poll())).toEqual([]);
});

test('figures in cents are told with a remark', async () => {
  await cloud.control.switches({ consumptionUnit: 'cents', consumptionRates: 'currency' });
  const zap = zapier.trigger('spending_over_limit', {
    limit_amount: '9000',
    organization_id: ORGANIZATION,
  });
  await zap.switchOn();
  const [told] = await zap.poll();
  expect(told).toMatchObject({ figures_agree: false, currency: 'USD' });
  expect(told?.remark).toMatch(/another unit, such as cents/);
});

test('an organization that may not be read does not hide the other', async () => {
  const { alpine, beacon } = cloud.seed.organizations;
  const consumption = (id: string) => `GET /api/v2/organizations/${id}/consumption/current-month/`;
  await cloud.control.fault({ route: consumption(beacon), status: 403, body: { message: 'No.' } });
  const all = zapier.trigger('spending_over_limit', { limit_amount: '1' });
  await all.switchOn();
  expect(await all.poll()).toMatchObject([{ organization_id: alpine }]);
  const one = zapier.trigger('spending_over_limit', { limit_amount: '1', organization_id: beacon });
  await one.switchOn();
  await expect(one.poll()).rejects.toThrow(/does not allow this/);
});

test('quotas and credits are told once in their period, and again as they get worse', async () => {
  const { alpine } = cloud.seed.organizations;
  const quotas = zapier.trigger('quota_nearly_used', { repeat: 'month' });
  const credits = zapier.trigger('credit_running_low', { limit_days: '14', repeat: 'month' });
  await quotas.switchOn();
  await credits.switchOn();
  // A quota of 0 is none; the seed has one that is "used up" with 0 of 0.
  expect(await quotas.poll()).toMatchObject([{ quota_code: 'FILES', used: 4, quota: 5 }]);
  expect(await credits.poll()).toMatchObject([{ comment: 'Conference Voucher', remaining: 9 }]);
  expect(await pollDaily(5, () => quotas.poll())).toEqual([]);
  const files = { id: `${alpine}/FILES`, organization_id: alpine, code: 'FILES', quota: 5 };
  await cloud.control.put('quota', { ...files, current_value: 5 });
  expect(await quotas.poll()).toMatchObject([{ quota_code: 'FILES', used: 5, left: 0 }]);
  // It eases and fills again: known in this month.
  await cloud.control.put('quota', { ...files, current_value: 4 });
  expect(await quotas.poll()).toEqual([]);
  await cloud.control.put('quota', { ...files, current_value: 5 });
  expect(await quotas.poll()).toEqual([]);
  expect(await credits.poll()).toEqual([]);
});

test('one organization whose figures do not come hides no other', async () => {
  const { alpine, beacon } = cloud.seed.organizations;
  const consumption = (id: string) => `GET /api/v2/organizations/${id}/consumption/current-month/`;
  await cloud.control.fault({ route: consumption(beacon), status: 500 });
  const zap = zapier.trigger('spending_over_limit', { limit_amount: '1' });
  await zap.switchOn();
  expect(await zap.poll()).toMatchObject([
    { organization_id: alpine, organizations_not_read: 'Beacon Logistics' },
  ]);
  // When none can be asked, there is no answer at all, and nothing must look like "all is well".
  await cloud.control.fault({ route: consumption(alpine), status: 500 });
  await expect(zap.poll()).rejects.toMatchObject({ kind: 'error' });
  await cloud.control.clearFaults();
  expect(await zap.poll()).toMatchObject([{ organization_id: beacon }]);
});

test('several limits in one Zap are told one by one, with what cost most', async () => {
  const zap = zapier.trigger('spending_over_limit', {
    organization_id: ORGANIZATION,
    limit_amount: '8000',
    limit_percents: ['50', '80', '100'],
  });
  await zap.switchOn();
  const told = await pollDaily(28, () => zap.poll());
  expect(told).toMatchObject([
    { limit_percent: 50, severity: 'info' },
    { limit_percent: 80, severity: 'warning' },
    { limit_percent: 100, severity: 'error', limit_amount: 8000 },
  ]);
  const [half] = told;
  expect(half?.summary).toMatch(
    /^Alpine Weather has spent 4,\d{3}(\.\d\d)? dollars in March 2026, which is 5\d(\.\d)? % of the limit of 8,000 dollars\. The largest: /,
  );
  expect(half?.largest_products).toContain('vault-records');
  expect(half?.products).toContainEqual(
    expect.objectContaining({ product_name: 'cr4', cluster_names: 'vault-records' }),
  );
});

test('what the month before has cost is not told as this month’s, however long it is served', async () => {
  const zap = zapier.trigger('spending_over_limit', {
    organization_id: ORGANIZATION,
    limit_amount: 150,
  });
  await cloud.control.advance({ days: 29, hours: 16, minutes: 30 });
  expect(await cloud.control.now()).toMatch(/^2026-04-01T01:30/);
  await zap.switchOn();
  const route = 'GET /api/v2/organizations/*/consumption/current-month/';
  const stale = {
    storage_consumption_this_month: { cost: 200 },
    current_cost: { hourly: { total: 2.66 } },
  };
  await cloud.control.fault({ route, status: 200, body: stale });
  expect(await zap.poll()).toEqual([]);
  expect(await spending()).toMatchObject({
    cost_so_far: 200,
    remark: expect.stringContaining('may still be that of the month before'),
  });
  await cloud.control.clearFaults();
  const [april, ...more] = await pollDaily(3, () => zap.poll());
  expect(april).toMatchObject({ month: '2026-04', limit_amount: 150 });
  expect(more).toEqual([]);
});

describe('a reply that is lost', () => {
  test.each([
    ['create_subscription', { organization_id: ORGANIZATION }, 'POST'],
    [
      'assign_subscription_to_organization',
      { subscription_id: 'Azure Marketplace (new)', organization_id: ORGANIZATION },
      'PATCH',
    ],
    ['change_subscription_plan', { subscription_id: 'AWS Marketplace', plan: 'annual' }, 'PATCH'],
  ])('%s makes one change and says so', async (key, input, method) => {
    await cloud.control.fault({ route: `${method} /api/v2/*`, cut: 'after', times: 1 });
    expect(await zapier.create(key, input)).toMatchObject({ changed: true });
    expect(await zapier.create(key, input)).toMatchObject({ changed: false });
    expect(await changes()).toHaveLength(1);
  });
});

describe('what is refused before it is asked', () => {
  test.each([
    [
      'assign_subscription_to_organization',
      { subscription_id: 'Credit Card', organization_id: 'Beacon Logistics' },
      /comes from Stripe, and only one from the Azure Marketplace can be assigned/,
    ],
    [
      'assign_subscription_to_organization',
      { subscription_id: 'Azure Marketplace', organization_id: 'Beacon Logistics' },
      /belongs to Alpine Weather already/,
    ],
    [
      'change_subscription_plan',
      { subscription_id: 'Azure Marketplace', plan: 'annual' },
      /comes from the Azure Marketplace, and only one from the AWS Marketplace/,
    ],
    ['create_subscription', { organization_id: 'Beacon Logistics' }, /is not an admin of Beacon/],
    [
      'assign_subscription_to_organization',
      { subscription_id: 'Azure Marketplace (new)', organization_id: 'Beacon Logistics' },
      /is not an admin of Beacon Logistics/,
    ],
  ])('%s %j', async (key, input, why) => {
    await expect(zapier.create(key, input)).rejects.toMatchObject({
      kind: 'halted',
      message: expect.stringMatching(why),
    });
    const sent = (await cloud.control.requests()).map(({ method }) => method);
    expect(new Set(sent)).toEqual(new Set(['GET']));
  });
});

test('the price of a cluster is the same whichever way storage is counted', async () => {
  const price = async () => {
    const [found] = (await zapier.search('find_cluster_price', {
      region: 'West Europe (Azure)',
      plan: 'CR2',
      nodes: '3',
      storage_gib_per_node: '256',
      organization_id: ORGANIZATION,
    })) as Item[];
    return found;
  };
  const perNode = await price();
  await cloud.control.switches({ storagePrice: 'total', promotionPercent: 20 });
  const inTotal = await price();
  expect(inTotal).toMatchObject({
    price_per_month: perNode?.price_per_month,
    storage_gib_total: 768,
    promotion_duration: 3,
  });
  expect(Number(inTotal?.promotion_price_per_month)).toBeLessThan(Number(perNode?.price_per_month));
  expect(perNode?.promotion_price_per_month).toBeNull();
});
