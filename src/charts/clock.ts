/** Times as the clocks of a zone show them. */

import { type Wall, type ZoneClock, zoneClock } from '../base/zone.ts';

export type Clock = ZoneClock & {
  /** “CET”, or “GMT+9” where English has no name for it. */
  nameAt(at: number): string;
};

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export function clockIn(timeZone: string): Clock {
  // Each English knows the names of its own part of the world: EST, CET, AEDT.
  const names = ['en-US', 'en-GB', 'en-AU'].map(
    (language) => new Intl.DateTimeFormat(language, { timeZone, timeZoneName: 'short' }),
  );
  return {
    ...zoneClock(timeZone),
    nameAt(at) {
      const found = names.flatMap((each) =>
        each.formatToParts(at).flatMap(({ type, value }) => (type === 'timeZoneName' ? value : [])),
      );
      return found.find((name) => !/\d/.test(name)) ?? found[0] ?? timeZone;
    },
  };
}

const two = (value: number) => String(value).padStart(2, '0');

export const timeOf = ({ hour, minute }: Wall) => `${two(hour)}:${two(minute)}`;
export const dayOf = ({ day, month }: Wall) => `${day} ${monthOf({ month })}`;
export const monthOf = ({ month }: Pick<Wall, 'month'>) => MONTHS[month - 1] ?? '';

/** “14 Nov 2026, 01:00 – 28 Nov 2026, 00:00 CET”; both names where the clocks changed between. */
export function windowText(clock: Clock, from: number, to: number): string {
  const shown = (at: number) => {
    const wall = clock.wall(at);
    return `${dayOf(wall)} ${wall.year}, ${timeOf(wall)}`;
  };
  const [first, last] = [clock.nameAt(from), clock.nameAt(to)];
  if (from === to) return `${shown(to)} ${last}`;
  return `${shown(from)}${first === last ? '' : ` ${first}`} – ${shown(to)} ${last}`;
}
