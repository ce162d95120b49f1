/** Times as the clocks of a zone show them. */

export type Wall = { year: number; month: number; day: number; hour: number; minute: number };

export type Clock = {
  /** What clocks show at this time, in milliseconds since 1970. */
  wall(at: number): Wall;
  /** When clocks show this; null where they never do, as in an hour that is skipped in spring. */
  at(wall: Wall): number | null;
  /** “CET”, or “GMT+9” where English has no name for it. */
  nameAt(at: number): string;
};

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export function clockIn(timeZone: string): Clock {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  // Each English knows the names of its own part of the world: EST, CET, AEDT.
  const names = ['en-US', 'en-GB', 'en-AU'].map(
    (language) => new Intl.DateTimeFormat(language, { timeZone, timeZoneName: 'short' }),
  );

  function wall(at: number): Wall {
    const read = Object.fromEntries(parts.formatToParts(at).map((part) => [part.type, part.value]));
    const number = (type: string) => Number(read[type]);
    return {
      year: number('year'),
      month: number('month'),
      day: number('day'),
      hour: number('hour'),
      minute: number('minute'),
    };
  }

  return {
    wall,
    at(wanted) {
      const asUtc = utcOf(wanted);
      // Zones are within a day of UTC; the offset there is that of the moment looked for, or nearly.
      let at = asUtc;
      for (let round = 0; round < 3; round += 1) at += asUtc - utcOf(wall(at));
      return utcOf(wall(at)) === asUtc ? at : null;
    },
    nameAt(at) {
      const found = names.flatMap((each) =>
        each.formatToParts(at).flatMap(({ type, value }) => (type === 'timeZoneName' ? value : [])),
      );
      return found.find((name) => !/\d/.test(name)) ?? found[0] ?? timeZone;
    },
  };
}

const utcOf = ({ year, month, day, hour, minute }: Wall) =>
  Date.UTC(year, month - 1, day, hour, minute);

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
