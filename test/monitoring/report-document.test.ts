/** What a report says, before it takes a form. */
import { toLine } from '../../src/monitoring/report/cluster-line.ts';
import { type ReportLine, toDocument } from '../../src/monitoring/report/document.ts';
import type { ClusterFacts, Facts } from '../../src/monitoring/report/facts.ts';

const TO = new Date('2026-03-02T09:00:00Z');
const FROM = new Date('2026-02-23T09:00:00Z');
const HOUR_MS = 3_600_000;
const GIB = 1024 ** 3;

const hoursAgo = (hours: number) => new Date(TO.getTime() - hours * HOUR_MS);
const ended = (...statuses: string[]) => statuses.map((status) => ({ status })) as never;

type Like = {
  name?: string | null;
  status?: string | null;
  suspended?: boolean;
  /** Of the only node; null: it does not answer. */
  percent?: number | null;
  why?: string;
} & Partial<Pick<ClusterFacts, 'operations' | 'newestBackup' | 'growth'>>;

function clusterLike({ name = 'weather', status = 'GREEN', ...like }: Like): ClusterFacts {
  const { suspended = false, percent = 50, why, ...facts } = like;
  const cluster = { id: 'c-1', name, health: { status }, suspended } as never;
  const disk = percent === null ? null : { size: 100 * GIB, used: percent * GIB };
  const node = {
    name: 'data-hot-0',
    fullestDisk: disk && { ...disk, available: disk.size - disk.used },
    cpuPercent: percent === null ? null : 12,
  };
  const measured = { usage: [node], silent: percent === null ? [node.name] : [], missing: 0 };
  const counted = why
    ? { cluster, measured: null, reason: 'error', message: why }
    : { cluster, measured, reason: null, message: null };
  return {
    cluster,
    counted: counted as never,
    operations: [],
    newestBackup: hoursAgo(1),
    growth: null,
    ...facts,
  };
}

const factsOf = (clusters: Like[], more: Partial<Facts> = {}): Facts => ({
  window: { from: FROM, to: TO },
  clusters: clusters.map(clusterLike),
  people: null,
  keysEnding: null,
  spending: null,
  leftOut: [],
  ...more,
});

const documentOf = (...given: Parameters<typeof factsOf>) => toDocument(factsOf(...given), 'Week');

describe('the line of a cluster', () => {
  const all = ['50 GiB free', 'CPU 12 %'];

  test.each<[string, Like, Partial<ReportLine>]>([
    ['that is well', {}, { name: 'weather', status: 'GREEN', percent: 50, details: all }],
    ['without a name', { name: null }, { name: 'c-1' }],
    ['that is fuller than it should be', { percent: 85 }, { isBad: true, percent: 85 }],
    ['that is nearly so', { percent: 84.9 }, { isBad: false, percent: 84.9 }],
    ['that is unwell', { status: 'YELLOW' }, { isBad: true, status: 'YELLOW' }],
    ['of unknown health', { status: null }, { isBad: true, status: 'UNKNOWN' }],
    [
      'that could not be measured',
      { why: 'It did not answer.' },
      { isBad: true, percent: null, details: ['It did not answer.'] },
    ],
    [
      'whose node says nothing',
      { percent: null },
      { isBad: true, percent: null, details: ['nothing known of data-hot-0'] },
    ],
    [
      'that is suspended',
      { suspended: true, why: 'It is suspended.', newestBackup: null },
      { isBad: false, status: 'SUSPENDED', details: ['It is suspended.'] },
    ],
    ['that is suspended by its health', { status: 'SUSPENDED', why: 'Asleep.' }, { isBad: false }],
    [
      'with a failure',
      { operations: ended('FAILED', 'SUCCEEDED') },
      { isBad: true, details: [...all, '1 failed operation'] },
    ],
    [
      'with failures, in whatever case they are told',
      { operations: ended('FAILED', 'failed') },
      { isBad: true, details: [...all, '2 failed operations'] },
    ],
    ['of unknown operations', { operations: null }, { isBad: false, details: all }],
    [
      'that fills up',
      { growth: { perDay: 3, daysLeft: 1 } },
      { isBad: false, details: [...all, '+3 % a day, 1 day until 85 %'] },
    ],
    [
      'that fills up slowly',
      { growth: { perDay: 0.4, daysLeft: 6 } },
      { details: [...all, '+0.4 % a day, 6 days until 85 %'] },
    ],
    ['that stays', { growth: { perDay: 0, daysLeft: null } }, { details: [...all, '0 % a day'] }],
    [
      'that shrinks',
      { growth: { perDay: -2, daysLeft: null } },
      { details: [...all, '-2 % a day'] },
    ],
    ['with an old backup', { newestBackup: hoursAgo(26.9) }, { details: all }],
    [
      'with an older one',
      { newestBackup: hoursAgo(27) },
      { isBad: false, details: [...all, 'newest backup 27 hours old'] },
    ],
    ['with none', { newestBackup: null }, { isBad: false, details: [...all, 'no backup'] }],
    ['whose backups are not known', { newestBackup: undefined }, { details: all }],
  ])('%s', (_what, like, line) => {
    expect(documentOf([like]).lines).toEqual([expect.objectContaining(line)]);
  });

  test('what needs a look is first, then the fullest', () => {
    const { lines } = documentOf([
      { name: 'asleep', suspended: true, why: 'Asleep.' },
      { name: 'half' },
      { name: 'fuller', percent: 70 },
      { name: 'full', percent: 90 },
      { name: 'mute', percent: null },
    ]);
    expect(lines.map(({ name }) => name)).toEqual(['full', 'mute', 'fuller', 'half', 'asleep']);
  });
});

describe('the verdict', () => {
  const bad = (name: string): Like => ({ name, status: 'RED' });

  test.each<[Like[], string]>([
    [[{}], 'weather is well.'],
    [[{}, {}], 'All 2 clusters are well.'],
    [[bad('iot')], '1 of 1 cluster needs a look: iot.'],
    [[{}, bad('iot'), bad('snow')], '2 of 3 clusters need a look: iot, snow.'],
    [['a', 'b', 'c', 'd', 'e'].map(bad), '5 of 5 clusters need a look: a, b, c, d, e.'],
    [
      ['a', 'b', 'c', 'd', 'e', 'f'].map(bad),
      '6 of 6 clusters need a look: a, b, c, d, e and others.',
    ],
    [
      [{}, { name: 'winter', suspended: true, why: 'Asleep.' }],
      'All 2 clusters are well. 1 could not be measured.',
    ],
  ])('%#', (clusters, verdict) => {
    expect(documentOf(clusters).verdict).toBe(verdict);
  });
});

describe('the facts', () => {
  const valuesOf = (...given: Parameters<typeof factsOf>) =>
    Object.fromEntries(documentOf(...given).facts.map(({ label, value }) => [label, value]));

  test('of all clusters together, and only of what is known', () => {
    expect(
      valuesOf([
        { operations: ended('failed', 'SUCCEEDED'), newestBackup: hoursAgo(3) },
        { operations: null, newestBackup: hoursAgo(2) },
        { operations: ended('SUCCEEDED'), newestBackup: null },
      ]),
    ).toEqual({
      Operations: '3, of which 1 failed',
      'Newest restore point': '2026-03-02 07:00 UTC',
    });
    expect(valuesOf([{ newestBackup: null }])).toMatchObject({
      'Newest restore point': 'none known',
    });
  });

  test('of people and keys', () => {
    const people = { added: Array.from({ length: 12 }, (_, n) => `p${n}`), removed: [] };
    expect(valuesOf([{}], { people, keysEnding: [{}, {}] as never })).toMatchObject({
      'Users added': 'p0, p1, p2, p3, p4, p5, p6, p7, p8, p9 and 2 more',
      'Users removed': 'none',
      'API keys that end within two weeks': '2',
    });
    expect(valuesOf([{}], { people: { added: [], removed: people.added.slice(2) } })).toMatchObject(
      {
        'Users removed': 'p2, p3, p4, p5, p6, p7, p8, p9, p10, p11',
      },
    );
  });

  test('of spending, with what a comparison rests on', () => {
    const spending = {
      soFar: 40,
      expected: 600,
      lastMonth: {
        amount: 500.5,
        from: '2026-02-01T00:00:00.000Z',
        to: '2026-03-01T00:00:00.000Z',
      },
      changePercent: 0.4,
    };
    const [soFar, lastMonth] = [
      'Spent this month, before credits',
      'Spent last month, before discounts',
    ];
    expect(valuesOf([{}], { spending })).toMatchObject({
      [soFar]: '40.00 US dollars; 600.00 US dollars by its end, if it goes on at the present rate',
      [lastMonth]:
        '500.50 US dollars, by the invoices of 2026-02-01 to 2026-03-01; this month is expected to be 0.4 % higher',
    });
    const lower = { ...spending, expected: null, changePercent: -5 };
    expect(valuesOf([{}], { spending: lower })).toMatchObject({
      [soFar]: '40.00 US dollars',
      [lastMonth]: expect.stringMatching(/to 2026-03-01; this month is expected to be 5 % lower$/),
    });
    const same = { ...spending, changePercent: null };
    expect(valuesOf([{}], { spending: same })[lastMonth]).toMatch(/to 2026-03-01$/);
    expect(valuesOf([{}], { spending: { ...spending, lastMonth: null } })).not.toHaveProperty(
      lastMonth,
    );
  });
});

test('the whole has its title, its time and what was left out', () => {
  expect(documentOf([{}], { leftOut: ['growth'] })).toMatchObject({
    title: 'Week',
    period: '2026-02-23 09:00 to 2026-03-02 09:00 (UTC)',
    leftOut: ['growth'],
  });
});

test('among the outputs a cluster has its numbers, or null for what is not known', () => {
  const known = {
    operations: ended('FAILED', 'SUCCEEDED'),
    newestBackup: hoursAgo(1),
    growth: { perDay: 3, daysLeft: 4 },
  };
  expect(toLine(clusterLike(known))).toEqual({
    cluster_id: 'c-1',
    cluster_name: 'weather',
    status: 'GREEN',
    measured: true,
    message: null,
    storage_used_percent: 50,
    storage_free_gib_least: 50,
    cpu_percent: 12,
    growth_percent_per_day: 3,
    days_left: 4,
    operations: 2,
    failed_operations: 1,
    newest_backup_at: '2026-03-02T08:00:00.000Z',
  });
  expect(toLine(clusterLike({ operations: null, newestBackup: null, why: 'Off.' }))).toMatchObject({
    measured: false,
    message: 'Off.',
    storage_used_percent: null,
    storage_free_gib_least: null,
    cpu_percent: null,
    growth_percent_per_day: null,
    days_left: null,
    operations: null,
    failed_operations: null,
    newest_backup_at: null,
  });
});
