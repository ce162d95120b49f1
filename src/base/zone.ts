/** Times as the clocks of a zone show them. */

export type Wall = { year: number; month: number; day: number; hour: number; minute: number };

export type ZoneClock = {
  /** What clocks show at this time, in milliseconds since 1970. */
  wall(at: number): Wall;
  /** When clocks show this; null where they never do, as in an hour that is skipped in spring. */
  at(wall: Wall): number | null;
};

export function zoneClock(timeZone: string): ZoneClock {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });

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
      for (let round = 0; round < 4; round += 1) {
        const shown = utcOf(wall(at));
        if (shown === asUtc) return at;
        at += asUtc - shown;
      }
      return null;
    },
  };
}

export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return name !== '';
  } catch {
    return false;
  }
}

const utcOf = ({ year, month, day, hour, minute }: Wall) =>
  Date.UTC(year, month - 1, day, hour, minute);
