import { retryAfterSeconds } from '../../src/base/retry-after.ts';

const SENT = 'Mon, 02 Mar 2026 09:00:00 GMT';

const read = (value: string | null, date: string | null = SENT) => {
  const headers: Record<string, string | null> = { 'retry-after': value, date };
  return retryAfterSeconds({ status: 429, text: '', header: (name) => headers[name] ?? null });
};

test.each([
  ['7', 7],
  [' 7 ', 7],
  ['1', 1],
  ['0', 1],
  ['3600', 3_600],
  ['3601', 3_600],
  ['9'.repeat(400), 3_600],
  ['9'.repeat(401), null],
  ['Mon, 02 Mar 2026 09:00:30 GMT', 30],
  ['Monday, 02-Mar-26 09:00:30 GMT', 30],
  ['Mon Mar  2 09:00:30 2026 GMT', 30],
  ['Mon, 02 Mar 2026 08:00:00 GMT', 1],
  ['Tue, 03 Mar 2026 09:00:00 GMT', 3_600],
  ['-1', null],
  ['12.5', null],
  ['soon', null],
  ['Mon, whenever', null],
  ['', null],
  [null, null],
])('%j is to come back after %p seconds', (value, seconds) => {
  expect(read(value)).toBe(seconds);
});

test('where the reply has no date, the clock of this machine counts', () => {
  const soon = new Date(Date.now() + 100_000).toUTCString();
  for (const date of [null, 'never']) {
    expect(read(soon, date)).toBeGreaterThan(10);
    expect(read(soon, date)).toBeLessThanOrEqual(100);
  }
});
