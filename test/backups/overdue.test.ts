/** When a backup counts as overdue: what excuses, how often, and what never does. */
import type { Zapier } from '../../sandbox/zapier/index.ts';
import { openZapier } from '../support/app.ts';
import { newCloud, type TestCloud } from '../support/sandbox.ts';

const PROD = 'weather-prod';
const HOUR_MS = 3_600_000;

let cloud: TestCloud;
let zapier: Zapier;
let count = 0;

beforeEach(async () => {
  cloud = await newCloud();
  zapier = await openZapier(cloud);
});

afterEach(async () => {
  await zapier.close();
  await cloud.close();
});

/** An operation that ended so many hours ago. */
async function operation(type: string, hoursAgo: number, status = 'SUCCEEDED'): Promise<void> {
  count += 1;
  const at = new Date(Date.parse(await cloud.control.now()) - hoursAgo * HOUR_MS).toISOString();
  await cloud.control.put('operation', {
    id: `operation-${count}`,
    entity_id: cloud.seed.clusters[PROD],
    type,
    status,
    non_sensitive_data: {},
    dc: { created: at, modified: at },
  });
}

/** No backups for so many hours, with a schedule. */
async function starve(hours: number, backup_schedule: string): Promise<void> {
  await cloud.control.cluster(PROD, { backups_stopped: true, backup_schedule });
  await cloud.control.advance({ hours });
}

const overdue = async (input: object = {}) =>
  (await zapier.poll('backup_overdue', { cluster_id: PROD, ...input })).map(
    ({ hours_without }) => hours_without as number,
  );

test('a cluster that sleeps whenever its backup is due is told, with the age of the last one', async () => {
  await starve(167.5, '55 2 * * *');
  // Suspended at 19:00 and resumed at 07:00, every day of a week.
  for (let day = 6; day >= 0; day -= 1) {
    await operation('SUSPEND', day * 24 + 13);
    await operation('SUSPEND', day * 24 + 1);
  }
  expect(await overdue()).toEqual([168]);
});

test('a cluster that slept for long and was resumed just now has until the next one is due', async () => {
  await starve(400, '55 2 * * *');
  await operation('SUSPEND', 390);
  await operation('SUSPEND', 1);
  expect(await overdue()).toEqual([]);
  expect(await overdue({ limit_hours: 30 })).toEqual([400.5]);
  await cloud.control.advance({ hours: 26 });
  expect(await overdue()).toEqual([426.5]);
});

test('what failed begins no waiting anew', async () => {
  await starve(50, '55 2 * * *');
  await operation('SUSPEND', 1, 'FAILED');
  await operation('UPGRADE', 1, 'FAILED');
  expect(await overdue()).toHaveLength(1);
});

test.each(['UPGRADE', 'BACKUP_SCHEDULE_UPDATE'])('%s begins it anew, once', async (type) => {
  await starve(5, '33 * * * *');
  await operation(type, 1);
  expect(await overdue()).toEqual([]);
  await cloud.control.advance({ hours: 4 });
  expect(await overdue()).toHaveLength(1);
});

test.each([
  ['@hourly', 1, 4],
  ['@every 6h', 6, 9],
  ['@every 90m', 2, 5],
])('the schedule %s is understood', async (schedule, fine, late) => {
  await starve(fine, schedule);
  expect(await overdue()).toEqual([]);
  await cloud.control.advance({ hours: late - fine });
  expect(await overdue()).toHaveLength(1);
});

test('one cluster that cannot be asked hides none of the others', async () => {
  await starve(5, '33 * * * *');
  await cloud.control.cluster('red-metrics', { backups_stopped: true });
  await cloud.control.advance({ hours: 30 });
  const of = (id: string | undefined) => `GET /api/v2/clusters/${id}/snapshots/`;
  await cloud.control.fault({ route: of(cloud.seed.clusters[PROD]), status: 500 });
  const told = await zapier.poll('backup_overdue', {});
  expect(told.map(({ cluster_name }) => cluster_name)).toContain('red-metrics');
  await expect(overdue()).rejects.toMatchObject({ kind: 'error' });
  const [found] = (await zapier.search('find_overdue_backups', {})) as {
    results: { cluster_name: string; state: string; reason: string | null }[];
  }[];
  expect(found?.results.find(({ cluster_name }) => cluster_name === PROD)).toMatchObject({
    state: 'Not known',
    reason: expect.stringContaining('500'),
  });
  expect(found?.results.find(({ cluster_name }) => cluster_name === 'red-metrics')).toMatchObject({
    state: 'Overdue',
    reason: null,
  });
  await cloud.control.fault({ route: of('*'), status: 500 });
  await expect(zapier.poll('backup_overdue', {})).rejects.toMatchObject({ kind: 'error' });
});

test('of many the longest is first, then who sleeps, then who cannot be judged', async () => {
  const find = async (input: { suspended_clusters?: string } = {}) => {
    const [found] = (await zapier.search('find_overdue_backups', input)) as {
      summary: string;
      results: { cluster_name: string; state: string }[];
    }[];
    return [
      found?.summary,
      ...(found?.results ?? []).map(({ cluster_name, state }) => `${cluster_name}: ${state}`),
    ];
  };
  expect(await zapier.search('find_overdue_backups', {})).toEqual([]);
  await cloud.control.cluster('red-metrics', { backups_stopped: true });
  await cloud.control.advance({ hours: 20 });
  await starve(30, '33 * * * *');
  const red = 'red-metrics: Overdue';
  const prod = `${PROD}: Overdue`;
  expect(await find()).toEqual([
    expect.stringMatching(
      /^2 clusters have no backup in time; red-metrics has had no backup for 5\d(\.\d)? hours\.$/,
    ),
    red,
    prod,
  ]);
  const route = `GET /api/v2/clusters/${cloud.seed.clusters[PROD]}/snapshots/`;
  await cloud.control.fault({ route, status: 500 });
  expect(await find({ suspended_clusters: 'include' })).toEqual([
    expect.stringMatching(/^red-metrics has had no backup for .* hours\. 1 could not be judged\.$/),
    red,
    'winter-lab: Suspended: no backups are made',
    `${PROD}: Not known`,
  ]);
});
