import { backupId, tablesIn, toBackupRecord } from '../../src/backups/backup-record.ts';

const NOW = new Date('2026-03-16T08:39:13.451Z');

const snapshotOf = (created: string | null, tables = ['doc.nyc_taxi']) =>
  ({
    repository: 'r',
    snapshot: '20260302083913',
    created,
    tables,
    dc: { created: null },
  }) as never;

const recordOf = (...given: Parameters<typeof snapshotOf>) =>
  toBackupRecord(snapshotOf(...given), { id: 'c-1', name: null }, NOW);

test('a backup is kept for 14 days, and past them from the next moment on', () => {
  expect(recordOf('2026-03-02T08:39:13.451Z')).toEqual({
    summary: 'Backup 20260302083913 of c-1, taken on 2026-03-02 at 08:39 UTC, holds 1 table.',
    backup_id: 'r/20260302083913',
    backup_name: '20260302083913',
    repository: 'r',
    cluster_id: 'c-1',
    cluster_name: null,
    taken_at: '2026-03-02T08:39:13.451Z',
    age_hours: 336,
    retained_until: '2026-03-16T08:39:13.451Z',
    past_retention: false,
    table_count: 1,
    tables: [{ name: 'doc.nyc_taxi' }],
  });
  expect(recordOf('2026-03-02T08:39:13.450Z').past_retention).toBe(true);
  expect(recordOf('2026-03-16T08:18:13.451Z').age_hours).toBe(0.4);
  const named = toBackupRecord(snapshotOf(null), { id: 'c-1', name: 'weather' }, NOW);
  expect(named.summary).toBe('Backup 20260302083913 of weather holds 1 table.');
});

test('nothing is derived from a time that is not told, and no age is below 0', () => {
  expect(recordOf(null, [])).toMatchObject({
    summary: 'Backup 20260302083913 of c-1 holds 0 tables.',
    taken_at: null,
    age_hours: null,
    retained_until: null,
    past_retention: null,
  });
  expect(recordOf('2026-03-16T08:40:00.000Z').age_hours).toBe(0);
});

test.each([
  ['doc.Orders', ['doc.Orders']],
  ['orders', ['doc.orders']],
  [' orders ', ['doc.orders']],
  [' "doc"."orders" ', ['doc.orders']],
  ['DOC.ORDERS', ['doc.orders', 'doc.Orders']],
  ['other.orders', []],
])('the tables that %j names', (text, tables) => {
  const snapshot = snapshotOf(null, ['doc.orders', 'doc.Orders', 'doc.nyc_taxi']);
  expect(tablesIn(snapshot, text)).toEqual(tables);
});

test('a backup is named by its repository too', () => {
  expect(backupId(snapshotOf(null))).toBe('r/20260302083913');
});
