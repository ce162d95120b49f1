/** Money as people read it. */
import { round } from '../kit/units.ts';

/** Two decimals; null stays null. */
export function roundMoney(amount: number | null): number | null {
  return amount === null ? null : round(amount, 2);
}

/** An amount for a sentence: "1,204.50 dollars", "1 dollar"; in another currency where one is known. */
export function inWords(amount: number, currency: string | null = null): string {
  const decimals = Number.isInteger(amount) ? 0 : 2;
  const [whole = '', rest] = amount.toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const dollars = amount === 1 ? 'dollar' : 'dollars';
  const unit = currency === null || currency === 'USD' ? dollars : currency;
  return `${rest === undefined ? grouped : `${grouped}.${rest}`} ${unit}`;
}

/** "March 2026" of `2026-03`. */
export function monthInWords(month: string): string {
  const at = new Date(`${month}-01T00:00:00Z`);
  return at.toLocaleString('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' });
}

/** API: credits are whole cents of US dollars. */
export function centsToDollars(cents: number | null): number | null {
  return cents === null ? null : round(cents / 100, 2);
}
