import { HOUR_MS, MINUTE_MS } from '../base/time.ts';

/** When a cluster is backed up. API: a cron of minute and hours, every day, in UTC; or a macro for one. */

export const ALL_HOURS: readonly number[] = Array.from({ length: 24 }, (_, hour) => hour);

/** At a minute of some hours of every day, or again and again after a while, whenever that began. */
export type BackupSchedule = { minute: number; hours: number[] } | { everyMs: number };

const MACROS: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
};

const UNITS_MS: Readonly<Record<string, number>> = { h: HOUR_MS, m: MINUTE_MS, s: 1_000 };

/**
 * A cron such as `55 2,4-6 * * *`, with `*` and steps; `@hourly`, `@daily`; or `@every 6h`, `@every 1h30m`.
 * Null when it cannot be read.
 */
export function readBackupSchedule(text: string | null): BackupSchedule | null {
  const trimmed = (text ?? '').trim().toLowerCase();
  const every = /^@every\s+((?:\d+[hms])+)$/.exec(trimmed)?.[1];
  if (every !== undefined) return readEvery(every);
  const cron = Object.hasOwn(MACROS, trimmed) ? (MACROS[trimmed] ?? '') : trimmed;
  const [minuteText = '', hoursText = '', ...rest] = cron.split(/\s+/);
  const minute = Number(minuteText);
  if (!/^\d{1,2}$/.test(minuteText) || minute > 59 || rest.some((part) => part !== '*'))
    return null;
  const parts = hoursText.split(',').map(readPart);
  const hours = parts.flatMap((part) => part ?? []);
  if (hours.length === 0 || parts.includes(null)) return null;
  return { minute, hours: [...new Set(hours)].sort((a, b) => a - b) };
}

function readEvery(duration: string): BackupSchedule | null {
  const parts = [...duration.matchAll(/(\d+)([hms])/g)];
  const everyMs = parts.reduce(
    (sum, [, count, unit]) => sum + Number(count) * (UNITS_MS[unit ?? ''] ?? 0),
    0,
  );
  return everyMs > 0 && Number.isSafeInteger(everyMs) ? { everyMs } : null;
}

function readPart(part: string): number[] | null {
  const found = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(part);
  if (!found) return null;
  const [, from, to, step] = found;
  const first = Number(from ?? 0);
  const last =
    from === undefined || (to === undefined && step !== undefined) ? 23 : Number(to ?? from);
  if (last > 23) return null;
  return ALL_HOURS.filter(
    (hour) => hour >= first && hour <= last && (hour - first) % Number(step ?? 1) === 0,
  );
}

/** The hours of the day of a schedule that has such; null for one that has not, or cannot be read. */
export function backupHours(text: string | null): number[] | null {
  const schedule = readBackupSchedule(text);
  return schedule && 'hours' in schedule ? schedule.hours : null;
}

/**
 * The latest time at or before `at` (milliseconds) when a backup was due. One that comes again after a
 * while was due at the latest that long ago, whenever it began.
 */
export function lastDue(schedule: BackupSchedule, at: number): number {
  if ('everyMs' in schedule) return at - schedule.everyMs;
  const { minute, hours } = schedule;
  const past = at - minute * MINUTE_MS;
  let hour = Math.floor(past / HOUR_MS) * HOUR_MS;
  while (!hours.includes(new Date(hour).getUTCHours())) hour -= HOUR_MS;
  return hour + minute * MINUTE_MS;
}

export function inHours(hours: readonly number[]): string {
  if (hours.length === ALL_HOURS.length) return 'every hour';
  return `${hours.join(', ')} h UTC`;
}
