import type { Pricing } from '../../src/clients/cloud/prices.ts';
import { promotionOf, storageBasis, toPrice } from '../../src/subscriptions/cluster-price.ts';

type Amount = { hour: number | null; month?: number | null; promotion?: number };

function pricing(compute: Amount, storage: Amount, total: Amount): Pricing {
  const amount = ({ hour, month, promotion }: Amount) => ({
    price_per_hour: hour,
    price_per_month: month === undefined && hour !== null ? hour * 730 : (month ?? null),
    promotion_price: {
      price_per_hour: promotion ?? null,
      price_per_month: promotion === undefined ? null : promotion * 730,
      promotion_duration: promotion === undefined ? null : 3,
    },
  });
  return {
    cluster_price: amount(compute),
    storage_price: amount(storage),
    total_price: amount(total),
  };
}

const storageOf = (hour: number | null) => pricing({ hour: 1 }, { hour }, { hour: null });

describe('what the storage price is for', () => {
  test.each([
    ['all: it grows with the nodes', 0.3, 0.1, 'all'],
    ['one: it stays as it is', 0.1, 0.1, 'one'],
    ['unknown: neither', 0.2, 0.1, 'unknown'],
    ['unknown: one is missing', null, 0.1, 'unknown'],
    ['unknown: only one of them is free', 0, 0.1, 'unknown'],
    ['all: there is none', 0, 0, 'all'],
  ])('%s', (_what, all, one, basis) => {
    expect(storageBasis(storageOf(all), storageOf(one), 3)).toBe(basis);
  });

  test.each([
    [10.9, 'all'],
    [9.1, 'all'],
    [11, 'unknown'],
    [9, 'unknown'],
    [1.09, 'one'],
    [0.905, 'one'],
    [1.105, 'unknown'],
  ])('within a tenth: %d times the price of one with ten nodes is %s', (times, basis) => {
    expect(storageBasis(storageOf(times), storageOf(1), 10)).toBe(basis);
  });

  test('the month counts, and the hour where there is none', () => {
    const hourly = (hour: number) => pricing({ hour: 1 }, { hour, month: null }, { hour: null });
    expect(storageBasis(hourly(0.1), hourly(0.1), 3)).toBe('one');
    const monthly = (month: number) => pricing({ hour: 1 }, { hour: 1, month }, { hour: null });
    expect(storageBasis(monthly(30), monthly(10), 3)).toBe('all');
  });
});

describe('the price', () => {
  test('a total that is missing is the sum', () => {
    const price = toPrice(pricing({ hour: 1 }, { hour: 0.5 }, { hour: null, month: null }), null);
    expect(price).toMatchObject({ price_per_hour: 1.5, price_per_month: 1095, remark: null });
  });

  test('a total that is given stands, to the millionth an hour and the cent a month', () => {
    const given = { hour: 1.5123456789, month: 1_104.0123 };
    expect(toPrice(pricing({ hour: 1 }, { hour: 0.5 }, given), null)).toMatchObject({
      price_per_hour: 1.512346,
      price_per_month: 1_104.01,
      compute_price_per_month: 730,
      storage_price_per_hour: 0.5,
      remark: null,
    });
  });

  const NO_SUM = 'The total is not the sum of compute and storage.';

  test.each([
    ['a tenth less', 9, 10, null],
    ['more than a tenth less', 8.95, 10, NO_SUM],
    ['more than a tenth more', 10, 8.95, NO_SUM],
  ])('a total that is not the sum is said: %s', (_how, hour, sum, remark) => {
    expect(toPrice(pricing({ hour: sum }, { hour: 0 }, { hour }), null).remark).toBe(remark);
  });

  test('a cent or two are what rounding makes', () => {
    const remarkOf = (sum: number) =>
      toPrice(pricing({ hour: sum, month: 7.3 }, { hour: 0 }, { hour: 0.01 }), null).remark;
    expect([remarkOf(0.0299), remarkOf(0.0301)]).toEqual([null, NO_SUM]);
  });

  test('also where only one of the two is not, and beside what was unsure before', () => {
    const hour = { hour: 2, month: 1_095 };
    expect(toPrice(pricing({ hour: 1 }, { hour: 0.5 }, hour), 'Unsure.').remark).toBe(
      `Unsure. ${NO_SUM} The hourly and the monthly price do not fit together; one may be in another unit.`,
    );
  });

  test('what is not known is held against nothing', () => {
    const parts = pricing({ hour: null }, { hour: null }, { hour: 1 });
    expect(toPrice(parts, null)).toMatchObject({ compute_price_per_hour: null, remark: null });
  });

  test('a month in cents is said', () => {
    const price = pricing(
      { hour: 1, month: 73_000 },
      { hour: 0.5, month: 36_500 },
      { hour: 1.5, month: 109_500 },
    );
    expect(toPrice(price, null).remark).toMatch(/another unit/);
  });
});

describe('a promotion', () => {
  test('of the total is shown', () => {
    const price = pricing({ hour: 1 }, { hour: 0.5 }, { hour: 1.5, promotion: 1.2 });
    expect(promotionOf(price)).toEqual({
      promotion_price_per_hour: 1.2,
      promotion_price_per_month: 876,
      promotion_duration: 3,
    });
  });

  test('of compute alone leaves the storage at its price', () => {
    const price = pricing({ hour: 1, promotion: 0.8 }, { hour: 0.5 }, { hour: 1.5 });
    expect(promotionOf(price)).toMatchObject({
      promotion_price_per_hour: 1.3,
      promotion_price_per_month: 949,
      promotion_duration: 3,
    });
  });

  test('there is none', () => {
    const price = pricing({ hour: 1 }, { hour: 0.5 }, { hour: 1.5 });
    expect(Object.values(promotionOf(price))).toEqual([null, null, null]);
  });
});
