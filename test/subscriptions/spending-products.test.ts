import type { Consumption } from '../../src/clients/cloud/consumption.ts';
import { largestProducts, productCosts } from '../../src/subscriptions/spending-products.ts';

type Usage = Consumption['compute_consumption_this_month'][number]['consumption'];

const usage = (of: Partial<Usage>): Usage => ({
  cost: null,
  credits: null,
  dtuhours: null,
  minutes: null,
  total: null,
  ...of,
});

const consumption = (plans: Record<string, Partial<Usage>>, storage: Partial<Usage>) => ({
  compute_consumption_this_month: Object.entries(plans).map(([name, of]) => ({
    product_name: name,
    consumption: usage(of),
  })),
  storage_consumption_this_month: { ...usage(storage), gibhours: 1_000 },
  current_cost: { hourly: {}, monthly: {} },
});

const clusters = new Map([['cr4', ['vault-records', 'archive']]]);

test('what each product cost, the most first', () => {
  const costs = productCosts(
    consumption(
      {
        cr2: { total: 20.004, minutes: 90 },
        cr4: { cost: 140, credits: 40, total: 100, minutes: 125, dtuhours: 6.25 },
        cr1: {},
      },
      { cost: 40, total: 40, dtuhours: 7 },
    ),
    clusters,
  );
  expect(costs).toEqual([
    {
      product_name: 'cr4',
      cost: 140,
      cost_percent: 70,
      credits_used: 40,
      total: 100,
      cluster_hours: 2.1,
      node_hours: 6.25,
      cluster_names: 'vault-records, archive',
    },
    {
      product_name: 'storage',
      cost: 40,
      cost_percent: 20,
      credits_used: null,
      total: 40,
      cluster_hours: null,
      node_hours: null,
      cluster_names: null,
    },
    {
      product_name: 'cr2',
      cost: 20,
      cost_percent: 10,
      credits_used: null,
      total: 20,
      cluster_hours: 1.5,
      node_hours: null,
      cluster_names: null,
    },
    expect.objectContaining({ product_name: 'cr1', cost: null, cost_percent: null, total: null }),
  ]);
});

test('the three largest in words, and nothing of what cost nothing', () => {
  const plans = { cr1: { cost: 1 }, cr2: { cost: 2 }, cr4: { cost: 2_102.4 }, cr9: { cost: 0 } };
  const costs = productCosts(consumption(plans, { cost: 80 }), clusters);
  expect(largestProducts(costs, null)).toBe(
    'cr4 (2,102.40 dollars, vault-records, archive), storage (80 dollars), cr2 (2 dollars)',
  );
  const small = productCosts(consumption({ cr1: { cost: 0 }, cr2: { cost: 1 } }, {}), new Map());
  expect(largestProducts(small, 'EUR')).toBe('cr2 (1 EUR)');
  expect(largestProducts(productCosts(consumption({ cr1: { cost: 0 } }, {}), clusters), null)).toBe(
    null,
  );
});
