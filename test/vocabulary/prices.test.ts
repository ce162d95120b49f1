import { Problem } from '../../src/base/problem.ts';
import { comparePrices, inDollarsAMonth, monthly, pricedAs } from '../../src/vocabulary/prices.ts';
import { clusterWith, runOn } from './run.ts';

const PRICE = '/products/clusters/price';
const BUDGET = '/organizations/o1/remaining-budget/';
const place = { region: 'aks1', organization_id: 'o1' };
const priceOf = (total: number, storage: number) => ({
  total_price: { price_per_month: total },
  storage_price: { price_per_month: storage },
});
const priced = { productName: 'cr2', productTier: 'default', productUnit: 2, storageBytes: 64 };
const facts = {
  product_name: 'cr2',
  product_tier: 'xl',
  num_nodes: 3,
  hardware_specs: { disk_size_per_node_bytes: 64 },
};

describe('a cluster as the price list knows it', () => {
  test('is its plan, its nodes but one, and its storage per node', () => {
    expect(pricedAs(clusterWith(facts))).toEqual({
      productName: 'cr2',
      productTier: 'xl',
      productUnit: 2,
      storageBytes: 64,
      storageOnly: false,
    });
    expect(pricedAs(clusterWith({ ...facts, product_tier: '' }))).toMatchObject({
      productTier: 'default',
    });
  });

  test('is what it would be, as far as that is said', () => {
    const other = {
      productName: 'cr4',
      productTier: 's',
      productUnit: 8,
      storageBytes: 128,
      storageOnly: true,
    };
    expect(pricedAs(clusterWith(facts), other)).toEqual(other);
  });

  test('costs its storage alone while it is suspended', () => {
    const suspended = clusterWith({ ...facts, suspended: true });
    expect(pricedAs(suspended)).toMatchObject({ storageOnly: true });
    expect(pricedAs(suspended, { storageOnly: false })).toMatchObject({ storageOnly: false });
  });

  test.each(['product_name', 'num_nodes', 'hardware_specs'])('is unknown without %s', (key) => {
    expect(pricedAs(clusterWith({ ...facts, [key]: null }))).toBeNull();
  });
});

describe('what it costs a month', () => {
  test('is asked by all that the price depends on', async () => {
    const { run, queries } = runOn({ [PRICE]: priceOf(500, 20) });
    expect(await monthly(run, place, { ...priced, storageOnly: false })).toBe(500);
    expect(queries).toEqual([
      {
        product_name: 'cr2',
        product_tier: 'default',
        product_unit: 2,
        region: 'aks1',
        storage_bytes: '64',
        organization_id: 'o1',
      },
    ]);
  });

  test('is the price of the storage where only that is paid for', async () => {
    const { run } = runOn({ [PRICE]: priceOf(500, 20) });
    expect(await monthly(run, place, { ...priced, storageOnly: true })).toBe(20);
    expect(await monthly(run, place, priced)).toBe(500);
  });

  test('is nothing where nothing is, and not known where too little is', async () => {
    const { run, asked } = runOn({ [PRICE]: priceOf(500, 20) });
    expect(await monthly(run, place, 'none')).toBe(0);
    expect(await monthly(run, place, null)).toBeNull();
    expect(await monthly(run, { ...place, region: null }, priced)).toBeNull();
    expect(asked).toEqual([]);
  });

  test('is not known where the list gives none, or does not answer', async () => {
    expect(await monthly(runOn({ [PRICE]: {} }).run, place, priced)).toBeNull();
    const down = runOn({ [PRICE]: new Problem('unavailable', 'down') });
    expect(await monthly(down.run, place, priced)).toBeNull();
  });
});

describe('prices before and after', () => {
  test('with their difference to the cent, and what is left of the budget', async () => {
    const { run, queries } = runOn({
      [PRICE]: priceOf(500.125, 20),
      [BUDGET]: { remaining_budget_per_month: 300 },
    });
    const storage = { ...priced, storageOnly: true };
    expect(await comparePrices(run, place, 'c1', { before: storage, after: priced })).toEqual({
      price_per_month_before: 20,
      price_per_month_after: 500.125,
      price_difference_per_month: 480.13,
      remaining_budget_per_month: 300,
      price_remark: null,
    });
    expect(queries).toContainEqual({ exclude_cluster_id: 'c1' });
  });

  test.each([
    [null, priced, null, 500],
    [priced, null, 500, null],
  ])('a price that is not known is said: %j, %j', async (before, after, old, next) => {
    const { run } = runOn({ [PRICE]: priceOf(500, 20), [BUDGET]: {} });
    expect(await comparePrices(run, place, 'c1', { before, after })).toEqual({
      price_per_month_before: old,
      price_per_month_after: next,
      price_difference_per_month: null,
      remaining_budget_per_month: null,
      price_remark: 'The price list gave no price for this change.',
    });
  });

  test('nothing stands in the way of a change', async () => {
    const { run, asked } = runOn();
    const nowhere = { region: 'aks1', organization_id: null };
    expect(
      await comparePrices(run, nowhere, 'c1', { before: 'none', after: priced }),
    ).toMatchObject({
      price_per_month_before: 0,
      price_per_month_after: null,
      remaining_budget_per_month: null,
    });
    expect(asked).toEqual([PRICE]);
    expect(await comparePrices(run, place, 'c1', { before: 'none', after: 'none' })).toMatchObject({
      price_difference_per_month: 0,
      remaining_budget_per_month: null,
    });
  });
});

test('a price in words', () => {
  expect(inDollarsAMonth(1_259.43)).toBe('1,259 dollars a month');
  expect(inDollarsAMonth(12.5)).toBe('13 dollars a month');
  expect(inDollarsAMonth(null)).toBeNull();
});
