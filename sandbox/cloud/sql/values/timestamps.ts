import { MAX_LONG, MIN_LONG, parseWhole } from './numbers.ts';
import { TimeTz } from './value.ts';

const ISO =
  /^([+-]?\d{4,9})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?(?::?\d{2})?|[A-Za-z]+\/[A-Za-z_/]+)?)?$/i;

/** Seconds east of Greenwich; undefined for no offset. */
function offsetOf(zone: string | undefined): number | undefined {
  if (zone === undefined || zone.includes('/')) return undefined;
  if (/^(z|utc|gmt)$/i.test(zone)) return 0;
  const [, sign, hours, minutes = '0', seconds = '0'] =
    /^([+-])(\d{2}):?(\d{2})?:?(\d{2})?$/.exec(zone) ?? [];
  const size = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return sign === '-' ? -size : size;
}

/**
 * Milliseconds since 1970 of ISO 8601 with T or a blank, or of a whole number as text.
 * `zoned` says whether the offset is applied or dropped. Fractions are cut at milliseconds.
 */
export function parseTimestamp(text: string, zoned: boolean): bigint | undefined {
  const whole = parseWhole(text);
  if (whole !== undefined) return whole <= MAX_LONG && whole >= MIN_LONG ? whole : undefined;
  const match = ISO.exec(text);
  if (!match) return undefined;
  const [, y, mo, d, h = '0', mi = '0', s = '0', fraction = '', zone] = match;
  const [year, month, day, hour, minute, second] = [y, mo, d, h, mi, s].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (hour > 23 || minute > 59 || second > 59 || month < 1 || month > 12) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || day < 1) return undefined;
  const millis = Number(fraction.padEnd(3, '0').slice(0, 3));
  const time = date.getTime() + ((hour * 60 + minute) * 60 + second) * 1000 + millis;
  const offset = zoned ? (offsetOf(zone) ?? 0) : 0;
  return Number.isFinite(time) ? BigInt(time - offset * 1000) : undefined;
}

/** A date as text, or the day of a timestamp: milliseconds of its midnight. */
export function startOfDay(time: bigint): bigint {
  const day = 86_400_000n;
  const rest = ((time % day) + day) % day;
  return time - rest;
}

export function parseTimeTz(text: string): TimeTz | undefined {
  const match =
    /^(\d{1,2}):?(\d{2})(?::?(\d{2})(?:\.(\d{1,6}))?)?\s*(Z|UTC|GMT|[+-]\d{1,2}(?::?\d{2})?)?$/i.exec(
      text.trim(),
    );
  if (!match) return undefined;
  const [, h, m, s = '0', fraction = '', zone] = match;
  const [hour, minute, second] = [Number(h), Number(m), Number(s)];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const micros = Number(fraction.padEnd(6, '0'));
  return new TimeTz(((hour * 60 + minute) * 60 + second) * 1_000_000 + micros, offsetOf(zone) ?? 0);
}

/** `2026-03-02T09:00:00.000Z`, as CrateDB prints a timestamp cast to text. */
export function timestampText(time: bigint, zoned: boolean): string {
  const date = new Date(Number(time));
  if (Number.isNaN(date.getTime())) return String(time);
  const iso = date.toISOString();
  return zoned ? iso : iso.slice(0, -1);
}
