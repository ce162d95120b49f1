export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** `2024-02-23T13:04:22.960000+00:00`. API: how `dc` and most times are written. */
export function stamp(time: Date | number): string {
  return `${new Date(time).toISOString().slice(0, -1)}000+00:00`;
}

/** `2025-05-02T21:33:17.456000`. API: `last_seen` carries no zone; it is UTC. */
export function zoneless(time: Date | number): string {
  return `${new Date(time).toISOString().slice(0, -1)}000`;
}

/**
 * Reads a time filter: `YYYY-MM-DD[Thh:mm:ss[.f]][Z|+hh:mm]`; without a zone it is UTC.
 * Milliseconds since the epoch, or undefined if it cannot be read.
 */
export function readTime(text: string): number | undefined {
  // A "+" that was not percent-encoded arrives as a space.
  const clean = text.trim().replace(/ (\d\d:?\d\d)$/, '+$1');
  const match = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/i.exec(
    clean,
  );
  if (!match) return undefined;
  const time = Date.parse(match[1] || clean.length === 10 ? clean : `${clean}Z`);
  return Number.isNaN(time) ? undefined : time;
}
