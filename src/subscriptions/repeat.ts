/** How often alerts about money and quotas are told while they last. */
import { monthOf, periodOf } from '../kit/identity.ts';

export const repeatMonthlyField = {
  key: 'repeat',
  label: 'Repeat While It Lasts',
  choices: { day: 'Once a Day', month: 'Once a Month' },
  default: 'day',
  helpText:
    'How often this triggers again while the problem lasts. Days and months are counted in UTC. It does not trigger when the problem ends.',
} as const;

/** The UTC day (`2026-03-02`) or month (`2026-03`) of a time. */
export function periodIn(at: Date, repeat: 'day' | 'month'): string {
  return repeat === 'day' ? periodOf(at, 'day') : monthOf(at.toISOString());
}

/** The longest a period lasts. */
export const PERIOD_SECONDS = { day: 86_400, month: 31 * 86_400 } as const;
