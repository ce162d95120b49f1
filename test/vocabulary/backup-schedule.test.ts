import {
  backupHours,
  inHours,
  lastDue,
  readBackupSchedule,
} from '../../src/vocabulary/backup-schedule.ts';

describe('reading a schedule', () => {
  test.each([
    ['55 * * * *', 55, Array.from({ length: 24 }, (_, hour) => hour)],
    ['55 2,4,6 * * *', 55, [2, 4, 6]],
    ['5 4-8 * * *', 5, [4, 5, 6, 7, 8]],
    ['0 3 * * *', 0, [3]],
    ['0 */6 * * *', 0, [0, 6, 12, 18]],
    ['0 6,2,2-3 * * *', 0, [2, 3, 6]],
    ['0 20/2 * * *', 0, [20, 22]],
  ])('%s', (cron, minute, hours) => expect(readBackupSchedule(cron)).toEqual({ minute, hours }));

  test.each([
    ['@hourly', 0, Array.from({ length: 24 }, (_, hour) => hour)],
    [' @Daily ', 0, [0]],
    ['@midnight', 0, [0]],
  ])('the macro %s', (text, minute, hours) =>
    expect(readBackupSchedule(text)).toEqual({ minute, hours }),
  );

  test.each([
    ['@every 6h', 6 * 3_600_000],
    ['@every 1h30m', 5_400_000],
    ['@EVERY  90m', 5_400_000],
    ['@every 45s', 45_000],
  ])('%s comes again after %i ms', (text, everyMs) => {
    expect(readBackupSchedule(text)).toEqual({ everyMs });
    expect(backupHours(text)).toBeNull();
  });

  test.each([
    null,
    '@every',
    '@every 0h',
    '@every 6',
    '@every 6 h',
    '@yearly',
    '@constructor',
    '',
    'daily',
    '55',
    '60 3 * * *',
    '5 24 * * *',
    '5 22-24 * * *',
    '5 3 1 * *',
    '*/5 3 * * *',
    '5 a * * *',
  ])('%s cannot be read', (cron) => expect(readBackupSchedule(cron)).toBeNull());
});

test('the last time a backup was due', () => {
  const schedule = { minute: 55, hours: [2, 14] };
  const due = (at: string) => new Date(lastDue(schedule, Date.parse(at))).toISOString();
  expect(due('2026-03-02T02:55:00Z')).toBe('2026-03-02T02:55:00.000Z');
  expect(due('2026-03-02T02:54:59Z')).toBe('2026-03-01T14:55:00.000Z');
  expect(due('2026-03-02T23:00:00Z')).toBe('2026-03-02T14:55:00.000Z');
});

test('what comes again after a while was due that long ago', () => {
  const at = Date.parse('2026-03-02T09:00:00Z');
  expect(lastDue({ everyMs: 21_600_000 }, at)).toBe(Date.parse('2026-03-02T03:00:00Z'));
});

test('hours in words', () => {
  expect(inHours([2, 14])).toBe('2, 14 h UTC');
  expect(inHours(Array.from({ length: 24 }, (_, hour) => hour))).toBe('every hour');
});
