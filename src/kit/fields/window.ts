/** A time window in people's words, such as “last 7 days”, “yesterday” or “2026-11-01 to 2026-11-08”. */
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../base/time.ts';
import { type Wall, type ZoneClock, zoneClock } from '../../base/zone.ts';
import { visible } from '../text.ts';
import { readIsoTime } from './time.ts';

const LENGTHS: Readonly<Record<string, number>> = {
  minute: MINUTE_MS,
  min: MINUTE_MS,
  hour: HOUR_MS,
  hr: HOUR_MS,
  h: HOUR_MS,
  day: DAY_MS,
  d: DAY_MS,
  week: 7 * DAY_MS,
  wk: 7 * DAY_MS,
  w: 7 * DAY_MS,
};

const MONTHS_IN: Readonly<Record<string, number>> = {
  month: 1,
  quarter: 3,
  year: 12,
  yr: 12,
  y: 12,
};

/** Years of data are drawn; centuries are a mistake in writing. */
const LONGEST = 100 * 366 * DAY_MS;

type Span = { from: number; to: number };

/** The window that a text means; null for one that means none. Days are those of the zone. */
export function readWindow(text: string, now: Date, zone: string): { from: Date; to: Date } | null {
  const words = visible(text)
    .toLowerCase()
    .replace(/[“”"']/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  const days = daysIn(zoneClock(zone), now.getTime());
  const span = lengthOf(words, now.getTime(), days) ?? rangeOf(words, days) ?? days.named(words);
  if (span === null || !(span.to - span.from <= LONGEST)) return null;
  return { from: new Date(span.from), to: new Date(span.to) };
}

/** “last 7 days”, “24h”, “past week”: it ends now. */
function lengthOf(words: string, now: number, days: Days): Span | null {
  const [, before = '', count, unit = ''] =
    /^(?:(?:for |in |over )?(?:the )?(last|past|previous) )?(\d{1,6}|an?|one)? ?([a-z]+?)s?$/.exec(
      words,
    ) ?? [];
  const number = count === undefined || /^(an?|one)$/.test(count) ? 1 : Number(count);
  // Without a number, “last week” and “last month” are those of the calendar.
  const isCalendar = count === undefined && /^(week|month|year)$/.test(unit) && before !== 'past';
  if (number === 0 || isCalendar || (count === undefined && before === '')) return null;
  const length = Object.hasOwn(LENGTHS, unit) ? LENGTHS[unit] : undefined;
  if (length !== undefined) return { from: now - number * length, to: now };
  const months = Object.hasOwn(MONTHS_IN, unit) ? MONTHS_IN[unit] : undefined;
  return months === undefined ? null : { from: days.monthsBack(number * months), to: now };
}

/** “2026-11-01 to 2026-11-08” with its last day, “since 2026-11-01”, and an interval of ISO 8601. */
function rangeOf(words: string, days: Days): Span | null {
  const since = /^(?:since|from) (.+)$/.exec(words)?.[1];
  const [first, last, ...more] = words
    .replace(/^(?:from|between) /, '')
    .split(/ (?:to|until|till|through|and|-|–|—) | ?\.\. ?|\//);
  if (last === undefined && since !== undefined) {
    const begun = days.named(since);
    return begun && { from: begun.from, to: days.now };
  }
  if (first === undefined || last === undefined || more.length > 0) return null;
  const [begin, end] = [days.named(first.trim()), days.named(last.trim())];
  return begin && end && { from: begin.from, to: end.to };
}

const MOST_MONTHS = 1_200;

type Days = {
  now: number;
  /** A day, month or year, a moment, or one of the calendar's words; null for any other. */
  named(words: string): Span | null;
  /** The same time of day so many months ago, on the last day of a month that is too short. */
  monthsBack(count: number): number;
};

function daysIn(clock: ZoneClock, now: number): Days {
  const today = clock.wall(now);
  /** Where a day begins. A month or day too many is one of the next; midnight is skipped now and then. */
  const startOf = (year: number, month: number, day: number): number => {
    const date = new Date(Date.UTC(year, month - 1, day));
    const wall = (hour: number, minute = 0): Wall => ({
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      hour,
      minute,
    });
    return clock.at(wall(0)) ?? clock.at(wall(0, 30)) ?? clock.at(wall(1)) ?? date.getTime();
  };
  const { year, month, day } = today;
  const dayAt = (offset: number, length = 1): Span => ({
    from: startOf(year, month, day + offset),
    to: startOf(year, month, day + offset + length),
  });
  const monthAt = (y: number, m: number, length = 1): Span => ({
    from: startOf(y, m, 1),
    to: startOf(y, m + length, 1),
  });
  // 1970 began on a Thursday; weeks begin on Monday.
  const weekday = (Math.floor(Date.UTC(year, month - 1, day) / DAY_MS) + 3) % 7;
  const soFar = ({ from }: Span): Span => ({ from, to: now });
  const words: Readonly<Record<string, () => Span>> = {
    now: () => ({ from: now, to: now }),
    today: () => soFar(dayAt(0)),
    yesterday: () => dayAt(-1),
    'the day before yesterday': () => dayAt(-2),
    'day before yesterday': () => dayAt(-2),
    'this week': () => soFar(dayAt(-weekday)),
    'last week': () => dayAt(-weekday - 7, 7),
    'this month': () => soFar(monthAt(year, month)),
    'last month': () => monthAt(year, month - 1),
    'this year': () => soFar(monthAt(year, 1)),
    'last year': () => monthAt(year - 1, 1, 12),
  };
  return {
    now,
    named(text) {
      const word = text.replace(/^previous /, 'last ');
      if (Object.hasOwn(words, word)) return words[word]?.() ?? null;
      return dateOf(word, { startOf, monthAt }) ?? momentOf(word, clock);
    },
    monthsBack(count) {
      if (count > MOST_MONTHS) return Number.NaN;
      const length = new Date(Date.UTC(year, month - count, 0)).getUTCDate();
      const start = new Date(Date.UTC(year, month - 1 - count, Math.min(day, length)));
      const wall: Wall = {
        ...today,
        year: start.getUTCFullYear(),
        month: start.getUTCMonth() + 1,
        day: start.getUTCDate(),
      };
      return clock.at(wall) ?? start.getTime();
    },
  };
}

/** A time of ISO 8601; without a zone of its own, by the clocks of the window's. */
function momentOf(text: string, clock: ZoneClock): Span | null {
  const [, year, month, day, hour, minute] =
    /^(\d{4})-(\d{2})-(\d{2})[t ](\d{2}):(\d{2})$/.exec(text) ?? [];
  if (readIsoTime(text) === null) return null;
  const at =
    year === undefined
      ? Date.parse(readIsoTime(text) ?? '')
      : clock.at({
          year: Number(year),
          month: Number(month),
          day: Number(day),
          hour: Number(hour),
          minute: Number(minute),
        });
  return at === null ? null : { from: at, to: at };
}

type Calendar = {
  startOf(year: number, month: number, day: number): number;
  monthAt(year: number, month: number, length?: number): Span;
};

/** “2026-11-08”, “2026-11”, “2026”, “November 2026”, “8 November 2026”, “Nov 8, 2026”. */
function dateOf(text: string, { startOf, monthAt }: Calendar): Span | null {
  const iso = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text);
  const worded =
    /^(?:(\d{1,2})(?:st|nd|rd|th)?\.? )?([a-z]{3,9})\.?(?: (\d{1,2})(?:st|nd|rd|th)?,?)? (\d{4})$/.exec(
      text,
    );
  const name = worded?.[2] ?? '';
  const found = MONTHS.findIndex((month) => name.length >= 3 && month.startsWith(name));
  const year = Number(iso?.[1] ?? worded?.[4] ?? Number.NaN);
  // A name of no month is month 0, which there is not.
  const month = iso ? iso[2] : worded ? String(found + 1) : undefined;
  const day = iso ? iso[3] : (worded?.[1] ?? worded?.[3]);
  if (!(year >= 1970 && year <= 9998)) return null;
  if (month === undefined) return monthAt(year, 1, 12);
  if (Number(month) < 1 || Number(month) > 12) return null;
  if (day === undefined) return monthAt(year, Number(month));
  const last = new Date(Date.UTC(year, Number(month), 0)).getUTCDate();
  if (Number(day) < 1 || Number(day) > last) return null;
  return {
    from: startOf(year, Number(month), Number(day)),
    to: startOf(year, Number(month), Number(day) + 1),
  };
}

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
