/**
 * The cron schedule for `hours` such as `2,4,6`, `12`, `4-8`; undefined if they cannot be read.
 * The minute stays the service's own.
 */
export function backupCron(hours: string, before: string): string | undefined {
  const parts = hours.split(',').map((it) => it.trim());
  for (const part of parts) {
    const match = /^(\d{1,2})(?:-(\d{1,2}))?$/.exec(part);
    if (!match) return undefined;
    const from = Number(match[1]);
    const to = Number(match[2] ?? match[1]);
    if (from > 23 || to > 23 || from > to) return undefined;
  }
  return `${before.split(' ')[0]} ${parts.join(',')} * * *`;
}

/** The hours of the day (UTC) and the minute that a schedule names. */
export function readBackupCron(schedule: string): { hours: Set<number>; minute: number } {
  const [minute = '0', hours = '*'] = schedule.split(' ');
  const all = new Set<number>();
  for (const part of hours === '*' ? ['0-23'] : hours.split(',')) {
    const [from = 0, to = from] = part.split('-').map(Number);
    for (let hour = from; hour <= to; hour += 1) all.add(hour);
  }
  return { hours: all, minute: Number(minute) };
}
