import {
  centsToDollars,
  inWords,
  monthInWords,
  roundMoney,
} from '../../src/subscriptions/money.ts';
import { PERIOD_SECONDS, periodIn } from '../../src/subscriptions/repeat.ts';

test.each([
  [1_204.5, null, '1,204.50 dollars'],
  [1_234_567, null, '1,234,567 dollars'],
  [999, 'USD', '999 dollars'],
  [1, null, '1 dollar'],
  [1, 'EUR', '1 EUR'],
  [0.005, 'EUR', '0.01 EUR'],
  [-1_000, null, '-1,000 dollars'],
])('%d in %s reads %s', (amount, currency, words) => {
  expect(inWords(amount, currency)).toBe(words);
});

test('amounts are rounded to the cent, and what is unknown stays so', () => {
  expect([roundMoney(1.005_1), roundMoney(1.994), roundMoney(null)]).toEqual([1.01, 1.99, null]);
  expect([centsToDollars(12_345), centsToDollars(0), centsToDollars(null)]).toEqual([
    123.45,
    0,
    null,
  ]);
});

test.each([
  ['2026-01', 'January 2026'],
  ['2026-12', 'December 2026'],
])('%s is %s', (month, words) => {
  expect(monthInWords(month)).toBe(words);
});

test('a period is a day or a month of UTC, which lasts no longer than is remembered', () => {
  const at = new Date('2026-03-02T23:59:59Z');
  expect([periodIn(at, 'day'), periodIn(at, 'month')]).toEqual(['2026-03-02', '2026-03']);
  expect(PERIOD_SECONDS).toEqual({ day: 24 * 3_600, month: 31 * 24 * 3_600 });
});
