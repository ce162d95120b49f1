/** The window of a series: chosen, in people's words, or from one time to another. */
import { MINUTE_MS } from '../../base/time.ts';
import { isZone } from '../../base/zone.ts';
import { refuse } from '../../kit/errors.ts';
import type { InputOf } from '../../kit/fields/read.ts';
import { readWindow } from '../../kit/fields/window.ts';
import type { Window } from './series.ts';

export const windowFields = [
  {
    key: 'window',
    label: 'Time Window',
    choices: {
      '1 hour': 'Last Hour',
      '6 hours': 'Last 6 Hours',
      '24 hours': 'Last 24 Hours',
      '7 days': 'Last 7 Days',
      '30 days': 'Last 30 Days',
      '90 days': 'Last 90 Days',
      '365 days': 'Last 365 Days',
    },
    open: true,
    default: '24 hours',
    helpText:
      'Choose one, or write it: “last 3 weeks”, “yesterday”, “this month”, “2026-11-01 to 2026-11-08”. “From” and “To” replace the beginning and the end.',
  },
  {
    key: 'from_time',
    label: 'From',
    type: 'datetime',
    helpText: 'ISO 8601; UTC unless it names a zone. Leave blank for the time window.',
  },
  {
    key: 'to_time',
    label: 'To',
    type: 'datetime',
    helpText: 'ISO 8601; UTC unless it names a zone. Leave blank for now.',
  },
] as const;

type WindowInput = InputOf<typeof windowFields> & { time_zone: string };

/** The window that is meant; From and To, where they are given, replace its ends. */
export function windowOf(input: WindowInput, now: Date): Window {
  const zone = input.time_zone.trim();
  if (!isZone(zone)) {
    throw refuse(
      `“${zone.slice(0, 40)}” is not a time zone`,
      'Write one like Europe/Berlin or UTC in “Time Zone”.',
    );
  }
  const to = input.to_time === undefined ? undefined : new Date(input.to_time);
  const minute = new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS);
  // A length of time ends where “To” says.
  const meant = readWindow(input.window, to ?? minute, zone);
  if (meant === null) {
    throw refuse(
      `“Time Window” cannot be “${input.window.slice(0, 40)}”`,
      'Write it like last 7 days, yesterday, or 2026-11-01 to 2026-11-08.',
    );
  }
  const from = input.from_time === undefined ? meant.from : new Date(input.from_time);
  const window = { from, to: to ?? meant.to };
  if (window.from >= window.to) {
    throw refuse('the time window ends before it begins', 'Correct “From” or “To”.');
  }
  return window;
}
