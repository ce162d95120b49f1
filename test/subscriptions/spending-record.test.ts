import { Problem } from '../../src/base/problem.ts';
import type { Consumption } from '../../src/clients/cloud/consumption.ts';
import type { Organization } from '../../src/clients/cloud/organizations.ts';
import type { Run } from '../../src/kit/run/run.ts';
import {
  readSpending,
  toSpendingRecord,
  withPriceCheck,
} from '../../src/subscriptions/spending-record.ts';

const organization = { id: 'o', name: 'Ours' } as Organization;

const usage = (cost: number | null, dtuhours: number | null) => ({ cost, dtuhours, total: cost });

const consumption = {
  compute_consumption_this_month: [
    { product_name: 'cr1', consumption: usage(null, 900) },
    { product_name: 'cr2', consumption: usage(2_000, 10) },
    { product_name: 'cr4', consumption: usage(9_000, 90) },
  ],
  storage_consumption_this_month: { cost: 1, total: 1, minutes: 60, gibhours: 5 },
  current_cost: { hourly: { total: 1.234_567 }, monthly: { total: 901.234 } },
};

const product = (of: object) => ({
  kind: 'cluster',
  name: 'cr4',
  tier: 'premium',
  region: 'west',
  specs: { storage_minimum_bytes: 32 },
  ...of,
});

/** A cloud with these products, one hour of which costs so much; and what it was asked. */
function cloudWith(products: object[], perHour: number | null, used: object = consumption) {
  const asked: [string, unknown][] = [];
  const replies: Record<string, unknown> = {
    '/organizations/o/consumption/current-month/': used,
    '/products/': products,
    '/products/clusters/price': { cluster_price: { price_per_hour: perHour } },
  };
  const get = async (path: string, query?: unknown) => {
    asked.push([path, query]);
    if (path === '/products/' && products.length === 0) throw new Problem('forbidden', 'no');
    return replies[path];
  };
  const now = () => new Date('2026-03-16T12:00:00Z');
  return { run: { cloud: { get }, now } as unknown as Run<unknown>, asked };
}

async function checked(cloud: ReturnType<typeof cloudWith>) {
  const reading = await withPriceCheck(cloud.run, await readSpending(cloud.run, organization));
  return toSpendingRecord(reading);
}

const CENTS =
  'An hour of one cr4 node comes to 100 here and to 1 in the price list; the figures may be in another unit, such as cents.';

test('the plan that cost most is held against the price list, without its storage', async () => {
  const cloud = cloudWith([product({ region: null }), product({ name: 'cr40' }), product({})], 1);
  const record = await checked(cloud);
  expect(record.figures_agree).toBe(false);
  expect(record.remark).toContain(CENTS);
  expect(cloud.asked.slice(1)).toEqual([
    ['/products/', { name: 'cr4' }],
    [
      '/products/clusters/price',
      {
        product_name: 'cr4',
        product_tier: 'premium',
        product_unit: 0,
        region: 'west',
        storage_bytes: '32',
      },
    ],
  ]);
});

test('a plan without a tier or a size is asked for as the others are', async () => {
  const cloud = cloudWith([product({ tier: null, specs: {} })], 1);
  await checked(cloud);
  expect(cloud.asked.at(-1)?.[1]).toMatchObject({ product_tier: 'default', storage_bytes: '0' });
});

test.each([
  ['a price list that may not be read', [], 1, consumption, 2],
  ['a plan that is sold in no region', [product({ region: null })], 1, consumption, 2],
  ['a price that is not given', [product({})], null, consumption, 3],
  [
    'hours that are not told',
    [product({})],
    1,
    {
      ...consumption,
      compute_consumption_this_month: [{ product_name: 'cr4', consumption: usage(9_000, null) }],
    },
    1,
  ],
  [
    'a plan that is not named',
    [product({})],
    1,
    { ...consumption, compute_consumption_this_month: [{ consumption: usage(9_000, 90) }] },
    1,
  ],
  ['no plan at all', [product({})], 1, { ...consumption, compute_consumption_this_month: [] }, 1],
])('with %s there is nothing to compare', async (_what, products, perHour, used, requests) => {
  const cloud = cloudWith(products, perHour, used);
  expect((await checked(cloud)).remark ?? '').not.toContain('price list');
  expect(cloud.asked).toHaveLength(requests);
});

test('the record rounds, and names the month and when it was measured', async () => {
  const { run } = cloudWith([], null);
  const reading = await readSpending(run, organization);
  const { spending } = reading;
  const remarks = [...spending.remarks, 'And that.'].join(' ');
  expect(toSpendingRecord(reading, ['And that.'])).toMatchObject({
    organization_id: 'o',
    month: '2026-03',
    cost_so_far: 11_001,
    compute_cost: null,
    storage_cost: 1,
    rate_per_hour: 1.2346,
    rate_per_month: 901.23,
    estimate: 11_460.26,
    hours_left: 372,
    measured_at: '2026-03-16T12:00:00.000Z',
    remark: remarks,
  });
  const calm = {
    ...reading,
    spending: { ...spending, remarks: [], perHour: null, estimate: null },
  };
  expect(toSpendingRecord(calm)).toMatchObject({
    rate_per_hour: null,
    estimate: null,
    remark: null,
  });
});

test('of what the service sends nothing is needed', async () => {
  const { run } = cloudWith([], null, {} as Consumption);
  expect(toSpendingRecord(await readSpending(run, organization))).toMatchObject({
    cost_so_far: null,
    rate_per_hour: null,
  });
});
