/** Money as people read it. */
import { round } from '../kit/units.ts';

/** Two decimals; null stays null. */
export function roundMoney(amount: number | null): number | null {
  return amount === null ? null : round(amount, 2);
}

/** API: credits are whole cents of US dollars. */
export function centsToDollars(cents: number | null): number | null {
  return cents === null ? null : round(cents / 100, 2);
}
