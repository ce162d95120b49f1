import type { Candidate } from '../../src/backups/overdue.ts';
import { byHours, toOverdueRecord, withoutBackup } from '../../src/backups/overdue-record.ts';
import { NO_NAMES } from '../../src/vocabulary/names.ts';

const NOW = new Date('2026-03-02T09:00:00Z');
const HOUR_MS = 3_600_000;

const recordOf = (hours: number | null, cluster: Partial<Candidate> = {}) =>
  toOverdueRecord(
    {
      id: 'c-1',
      name: 'weather',
      project_id: 'p-1',
      url: null,
      backup_schedule: '55 * * * *',
      status: 'GREEN',
      suspended: false,
      createdAt: 0,
      ...cluster,
    },
    {
      last: null,
      since: hours === null ? 0 : NOW.getTime() - hours * HOUR_MS,
      due: NOW.getTime() - HOUR_MS,
    },
    NOW,
    NO_NAMES,
  );

test('a cluster that never had one counts from its creation, and names no backup', () => {
  expect(recordOf(24.26)).toMatchObject({
    hours_without: 24.3,
    last_backup_name: null,
    last_backup_at: null,
    due_at: '2026-03-02T08:00:00.000Z',
  });
});

test.each([
  [recordOf(24.26), 'weather has had no backup for 24.3 hours'],
  [recordOf(null), 'weather has no backup'],
  [recordOf(2, { name: null }), 'c-1 has had no backup for 2 hours'],
])('%#: in words', (record, words) => {
  expect(withoutBackup(record)).toBe(words);
});

test('the longest without one is first, and of which nobody knows, last', () => {
  const hours = [2, null, 50, 3].map((one) => recordOf(one)).sort(byHours);
  expect(hours.map(({ hours_without }) => hours_without)).toEqual([50, 3, 2, null]);
  expect(byHours(recordOf(null), recordOf(0.1))).toBeGreaterThan(0);
  expect(byHours(recordOf(0.1), recordOf(null))).toBeLessThan(0);
});
