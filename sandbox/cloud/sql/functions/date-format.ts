/** `date_format`'s pattern, which is MySQL's. Days and months have English names. */

const MONTHS =
  'January February March April May June July August September October November December'.split(
    ' ',
  );
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const DAY = 86_400_000;

const two = (value: number): string => String(value).padStart(2, '0');
const twelve = (date: Date): number => date.getUTCHours() % 12 || 12;
const half = (date: Date): string => (date.getUTCHours() < 12 ? 'AM' : 'PM');
const dayOfYear = (date: Date): number =>
  Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY) + 1;

/** Week of the year from 0, beginning on `first` (0 is Sunday). */
const week = (date: Date, first: number): number => {
  const weekday = (date.getUTCDay() - first + 7) % 7;
  return Math.floor((dayOfYear(date) - 1 - weekday + 7) / 7);
};

function ordinal(day: number): string {
  if (day > 10 && day < 14) return `${day}th`;
  return `${day}${['th', 'st', 'nd', 'rd'][day % 10] ?? 'th'}`;
}

const PARTS: Record<string, (date: Date) => string> = {
  a: (date) => (DAYS[date.getUTCDay()] ?? '').slice(0, 3),
  b: (date) => (MONTHS[date.getUTCMonth()] ?? '').slice(0, 3),
  c: (date) => String(date.getUTCMonth() + 1),
  D: (date) => ordinal(date.getUTCDate()),
  d: (date) => two(date.getUTCDate()),
  e: (date) => String(date.getUTCDate()),
  f: (date) => `${String(date.getUTCMilliseconds()).padStart(3, '0')}000`,
  H: (date) => two(date.getUTCHours()),
  h: (date) => two(twelve(date)),
  I: (date) => two(twelve(date)),
  i: (date) => two(date.getUTCMinutes()),
  j: (date) => String(dayOfYear(date)).padStart(3, '0'),
  k: (date) => String(date.getUTCHours()),
  l: (date) => String(twelve(date)),
  M: (date) => MONTHS[date.getUTCMonth()] ?? '',
  m: (date) => two(date.getUTCMonth() + 1),
  p: half,
  r: (date) =>
    `${two(twelve(date))}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} ${half(date)}`,
  S: (date) => two(date.getUTCSeconds()),
  s: (date) => two(date.getUTCSeconds()),
  T: (date) =>
    `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`,
  U: (date) => two(week(date, 0)),
  u: (date) => two(week(date, 1)),
  V: (date) => two(week(date, 0) || 53),
  v: (date) => two(week(date, 1) || 53),
  W: (date) => DAYS[date.getUTCDay()] ?? '',
  w: (date) => String(date.getUTCDay()),
  X: (date) => String(date.getUTCFullYear()),
  x: (date) => String(date.getUTCFullYear()),
  Y: (date) => String(date.getUTCFullYear()),
  y: (date) => two(date.getUTCFullYear() % 100),
};

/** `date` is already moved to the zone that is wanted. */
export function formatDate(pattern: string, date: Date): string {
  return pattern.replace(/%([\s\S])/g, (_, letter: string) => PARTS[letter]?.(date) ?? letter);
}
