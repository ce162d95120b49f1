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
    ['all: there is none', 0, 0, 'all'],
  ])('%s', (_what, all, one, basis) => {
    expect(storageBasis(storageOf(all), storageOf(one), 3)).toBe(basis);
  });
});

describe('the price', () => {
  test('a total that is missing is the sum', () => {
    const price = toPrice(pricing({ hour: 1 }, { hour: 0.5 }, { hour: null, month: null }), null);
    expect(price).toMatchObject({ price_per_hour: 1.5, price_per_month: 1095, remark: null });
  });

  test('a total that is not the sum is said', () => {
    const { remark } = toPrice(pricing({ hour: 1 }, { hour: 0.5 }, { hour: 1 }), null);
    expect(remark).toMatch(/not the sum/);
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
      promotion_duration: 3,
    });
  });

  test('there is none', () => {
    const price = pricing({ hour: 1 }, { hour: 0.5 }, { hour: 1.5 });
    expect(Object.values(promotionOf(price))).toEqual([null, null, null]);
  });
});
