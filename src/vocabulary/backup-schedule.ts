/** When a cluster is backed up. API: a cron of minute and hours, every day, in UTC. */

export const ALL_HOURS: readonly number[] = Array.from({ length: 24 }, (_, hour) => hour);

const HOUR_MS = 3_600_000;

export type BackupSchedule = { minute: number; hours: number[] };

/** A cron such as `55 2,4-6 * * *`, with `*` and steps; null when it cannot be read. */
export function readBackupSchedule(cron: string | null): BackupSchedule | null {
  const [minuteText = '', hoursText = '', ...rest] = (cron ?? '').trim().split(/\s+/);
  const minute = Number(minuteText);
  if (!/^\d{1,2}$/.test(minuteText) || minute > 59 || rest.some((part) => part !== '*'))
    return null;
  const parts = hoursText.split(',').map(readPart);
  const hours = parts.flatMap((part) => part ?? []);
  if (hours.length === 0 || parts.includes(null)) return null;
  return { minute, hours: [...new Set(hours)].sort((a, b) => a - b) };
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

/** The latest time at or before `at` (milliseconds) when a backup was due. */
export function lastDue({ minute, hours }: BackupSchedule, at: number): number {
  const past = at - minute * 60_000;
  let hour = Math.floor(past / HOUR_MS) * HOUR_MS;
  while (!hours.includes(new Date(hour).getUTCHours())) hour -= HOUR_MS;
  return hour + minute * 60_000;
}

export function inHours(hours: readonly number[]): string {
  if (hours.length === ALL_HOURS.length) return 'every hour';
  return `${hours.join(', ')} h UTC`;
}
