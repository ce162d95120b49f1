/**
 * Times in text. Zapier’s own reading of a date field makes the present time of what it cannot read, so
 * a step would find the newest where the one before “n/a” was asked for.
 */
import { visible } from '../text.ts';

const ISO =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})([.,]\d{1,9})?)?(?: ?(Z|UTC|[+-]\d{2}(?::?\d{2})?))?)?$/i;

/** The time of a text of ISO 8601, in UTC where no zone is given; null for any other text. */
export function readIsoTime(text: string): string | null {
  const [, day, minute = '00:00', second = '00', fraction = '', zone = 'Z'] =
    ISO.exec(visible(text)) ?? [];
  if (day === undefined) return null;
  const parts = `${minute}:${second}${fraction.replace(',', '.').slice(0, 4)}`;
  const at = new Date(`${day}T${parts}${inMinutes(zone)}`);
  // A day that a month does not have would be read as one of the next.
  const isDay = new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day) === true;
  return isDay ? at.toJSON() : null;
}

/** `Z`, or an offset as `+01:00`. */
function inMinutes(zone: string): string {
  if (/^[zu]/i.test(zone)) return 'Z';
  const digits = zone.replace(':', '');
  return `${digits.slice(0, 3)}:${digits.slice(3) || '00'}`;
}
