import { DAY_MS } from '../base/time.ts';

/**
 * Identities of what triggers tell. They come from the server or from the calendar, never from
 * memory, so that neither a lost cache nor a second Zap can lose or double anything.
 */

/** How often an alert that lasts is told. */
export type Period = 'day' | 'hour';

export const PERIOD_SECONDS: Readonly<Record<Period, number>> = { day: 86_400, hour: 3_600 };

/** The UTC day (`2026-03-02`) or hour (`2026-03-02T09`) of a time. */
export function periodOf(at: Date, period: Period): string {
  return at.toISOString().slice(0, period === 'day' ? 10 : 13);
}

/** The UTC month (`2026-03`) of an ISO time; `undated` when the server gave none. */
export function monthOf(iso: string | null): string {
  return iso?.slice(0, 7) ?? 'undated';
}

/** One identity out of its parts. */
export function identity(...parts: (string | number | boolean | null)[]): string {
  return parts.map((part) => String(part ?? 'none')).join(':');
}

/** Event triggers read back over this window, so that a day of failed polls loses nothing. */
export const EVENT_WINDOW_DAYS = 7;

/** More items than this in one poll are too many for Zapier; the newest are given. */
export const MOST_ITEMS = 100;

/** So many are remembered when a Zap is switched on. Platform: its table has 105,000 rows. */
export const MOST_SEEDED = 100_000;

/** The start of the window that event triggers read back over. */
export function windowStart(now: Date, days = EVENT_WINDOW_DAYS): Date {
  return new Date(now.getTime() - days * DAY_MS);
}

/** The first of each `id`, or other key: a reply that holds a thing twice does not make it two. */
export function firstOfEach<Item extends object>(items: readonly Item[], key = 'id'): Item[] {
  const ids = new Set<unknown>();
  return items.filter((item) => {
    const id = key in item ? item[key as keyof Item] : item;
    const isNew = !ids.has(id);
    if (isNew) ids.add(id);
    return isNew;
  });
}
