import fc from 'fast-check';
import type { Consumption } from '../../src/clients/cloud/consumption.ts';
import { priceCheck, rateOf, toSpending } from '../../src/vocabulary/spending.ts';

/** Halfway through April: 360 of 720 hours. */
const halfway = new Date('2026-04-16T00:00:00Z');

type Line = Partial<Record<'cost' | 'credits' | 'total' | 'dtuhours' | 'minutes', number>>;

function consumption(
  compute: Line[],
  storage: Line,
  rates: { hourly?: object; monthly?: object } = {},
): Consumption {
  const line = (of: Line) => ({
    cost: null,
    credits: null,
    dtuhours: null,
    minutes: null,
    total: null,
    ...of,
  });
  return {
    compute_consumption_this_month: compute.map((of, index) => ({
      product_name: `cr${index + 1}`,
      consumption: line(of),
    })),
    storage_consumption_this_month: { ...line(storage), gibhours: null },
    current_cost: { hourly: { ...rates.hourly }, monthly: { ...rates.monthly } },
  };
}

const dollars = (cost: number, credits = 0) => ({ cost, credits, total: cost - credits });

describe('the sums', () => {
  const spending = toSpending(
    consumption([dollars(180, 30), dollars(36)], dollars(72), {
      hourly: { compute: 0.6, storage: 0.2, total: 0.8 },
      monthly: { compute: 438, storage: 146, total: 584 },
    }),
    halfway,
  );

  test('are those of all plans and the storage, before and after credits', () => {
    expect(spending).toMatchObject({
      costSoFar: 288,
      computeCost: 216,
      storageCost: 72,
      creditsUsed: 30,
      totalSoFar: 258,
      perHour: 0.8,
      perMonth: 584,
    });
  });

  test('the estimate adds the present rate for the hours that are left', () => {
    expect(spending.hoursLeft).toBe(360);
    expect(spending.estimate).toBeCloseTo(288 + 0.8 * 360, 6);
  });

  test('figures that fit together need no remark', () => {
    expect(spending).toMatchObject({ agree: true, remarks: [] });
  });
});

describe('figures in different units', () => {
  const rates = { hourly: { usd: 0.8 }, monthly: { usd: 584 } };

  test('costs in cents against rates in dollars', () => {
    const spending = toSpending(consumption([dollars(21_600)], dollars(7_200), rates), halfway);
    expect(spending).toMatchObject({ costSoFar: 28_800, agree: false });
    expect(spending.remarks.join()).toMatch(/100 times more than the present rate would make/);
  });

  test('costs in dollars against rates in cents', () => {
    const cents = { hourly: { usd: 80 }, monthly: { usd: 58_400 } };
    const spending = toSpending(consumption([dollars(216)], dollars(72), cents), halfway);
    expect(spending.agree).toBe(false);
    expect(spending.remarks.join()).toMatch(/100 times less/);
  });

  test('an hourly rate in cents against a monthly one in dollars', () => {
    const mixed = { hourly: { usd: 80 }, monthly: { usd: 584 } };
    const { remarks } = toSpending(consumption([], {}, mixed), halfway);
    expect(remarks.join()).toMatch(/hourly and the monthly rate do not fit/);
  });

  test('totals in cents against costs in dollars', () => {
    const line = { cost: 216, credits: 0, total: 21_600 };
    const { agree, remarks } = toSpending(consumption([line], dollars(72), rates), halfway);
    expect(agree).toBe(false);
    expect(remarks.join()).toMatch(/total is not its cost less credits/);
  });

  test('everything in cents is found out by the price list', () => {
    const cents = { hourly: { usd: 80 }, monthly: { usd: 58_400 } };
    const body = consumption([dollars(21_600)], dollars(7_200), cents);
    expect(toSpending(body, halfway)).toMatchObject({ agree: true, remarks: [] });
    const checked = toSpending(body, halfway, priceCheck('cr2', 57, 0.57));
    expect(checked.agree).toBe(false);
    expect(checked.remarks.join()).toMatch(/another unit, such as cents/);
  });

  test('a factor of 50 or more never passes in silence, one of 2 is no matter', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 500, noNaN: true }),
        fc.double({ min: 50, max: 1_000, noNaN: true }),
        fc.boolean(),
        (perHour, factor, up) => {
          const rate = { hourly: { total: perHour }, monthly: { total: perHour * 730 } };
          const cost = perHour * 360;
          const off = up ? cost * factor : cost / factor;
          const wrong = toSpending(consumption([dollars(off)], dollars(0), rate), halfway);
          const right = toSpending(consumption([dollars(cost * 2)], dollars(0), rate), halfway);
          expect(wrong.agree).toBe(false);
          expect(right.agree).toBe(true);
        },
      ),
    );
  });

  test('in the first day of a month only what the rate can have made is believed', () => {
    const first = new Date('2026-04-01T12:00:00Z');
    const at = (cost: number) => toSpending(consumption([dollars(cost)], dollars(0), rates), first);
    // 12 hours at 0.8 are 9.6: up to three times as much may have been started and stopped since.
    expect(at(28.7)).toMatchObject({ isThisMonths: true, agree: true, remarks: [] });
    expect(at(28.9)).toMatchObject({ isThisMonths: false });
    expect(at(9_999).remarks).toEqual([
      'The month has just begun, and the cost so far may still be that of the month before.',
    ]);
    const next = new Date('2026-04-02T00:00:00Z');
    expect(toSpending(consumption([dollars(60)], dollars(0), rates), next).isThisMonths).toBe(true);
    const noRate = toSpending(consumption([dollars(5)], dollars(0)), first);
    expect(noRate.isThisMonths).toBe(false);
  });
});

test.each([
  [{ cost: 1, credits: 0, total: 1.014 }, true],
  [{ cost: 1, credits: 0, total: 1.016 }, false],
  [{ cost: 1_000, credits: 0, total: 1_004.9 }, true],
  [{ cost: 1_000, credits: 0, total: 1_006 }, false],
  [{ cost: 10, credits: -4, total: 6 }, true],
  [{ cost: 10, credits: 40, total: 0 }, true],
  [{ cost: 10, credits: 4, total: 14 }, true],
  [{ cost: 10, total: 10 }, true],
])('a line of %j fits together: %p', (line, fits) => {
  const { remarks } = toSpending(consumption([line], {}), halfway);
  expect(/total is not its cost less credits/.test(remarks.join())).toBe(!fits);
});

describe('what is missing', () => {
  test('an empty answer is unknown, not nothing', () => {
    expect(toSpending(consumption([], {}), halfway)).toMatchObject({
      costSoFar: null,
      perHour: null,
      estimate: null,
      agree: null,
    });
  });

  test('a cost that is not told is left out and said so', () => {
    const spending = toSpending(consumption([dollars(10), {}], dollars(5)), halfway);
    expect(spending).toMatchObject({ costSoFar: 15, computeCost: null });
    expect(spending.remarks.join()).toMatch(/Some costs are missing/);
  });

  test('without a rate there is a cost but no estimate', () => {
    expect(toSpending(consumption([dollars(10)], dollars(5)), halfway)).toMatchObject({
      costSoFar: 15,
      estimate: null,
    });
  });

  test('a monthly rate will do where there is no hourly one', () => {
    const monthly = { monthly: { usd: 730 } };
    const spending = toSpending(consumption([dollars(10)], dollars(5), monthly), halfway);
    expect(spending.estimate).toBeCloseTo(15 + 360, 6);
  });
});

describe('the keys of a rate', () => {
  test.each([
    [{ total: 3, compute: 2, storage: 1 }, 3, null],
    [{ Total: '3.5' }, 3.5, null],
    [{ compute: 2, storage: 1 }, 3, null],
    [{ usd: 4 }, 4, 'USD'],
    [{ EUR: 4 }, 4, 'EUR'],
    [{ eur: 0, USD: 4 }, 4, 'USD'],
    [{ whatever: 4 }, 4, null],
    [{ total: 4, compute: null, storage: 'x' }, 4, null],
  ])('%j', (values, rate, currency) => {
    expect(rateOf(values, 'hourly')).toEqual({ rate, currency, remark: null });
  });

  test('several currencies are not added up', () => {
    const { rate, currency, remark } = rateOf({ usd: 4, eur: 3 }, 'hourly');
    expect({ rate, currency }).toEqual({ rate: 4, currency: 'USD' });
    expect(remark).toMatch(/EUR left out/);
  });

  test('another currency than dollars is said', () => {
    const euros = { hourly: { eur: 0.4 }, monthly: { eur: 292 } };
    const spending = toSpending(consumption([dollars(100)], dollars(44), euros), halfway);
    expect(spending).toMatchObject({ currency: 'EUR', agree: true });
    expect(spending.remarks).toEqual(['The rates are in EUR, not dollars.']);
  });

  test('parts without a known meaning are not guessed at', () => {
    const { rate, remark } = rateOf({ cr1: 4, cr2: 3 }, 'hourly');
    expect(rate).toBeNull();
    expect(remark).toMatch(/cr1, cr2/);
  });

  test('nothing is said to be nothing', () => {
    expect(rateOf({ total: null }, 'hourly').remark).toMatch(/no hourly rate/);
  });
});
