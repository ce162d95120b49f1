/** A month of recordings, every 15 minutes: found again, thinned, drawn, reported, and dropped when it is old. */

import { fileURLToPath } from 'node:url';
import { PNG } from 'pngjs';
import type { Item, Zapier } from '../../sandbox/zapier/index.ts';
import { loadHandler } from '../../sandbox/zapier/load-app.ts';
import type { LoadedHandler } from '../../sandbox/zapier/types.ts';
import { openZapier } from '../support/app.ts';
import { newCloud, type TestCloud } from '../support/sandbox.ts';

const CLUSTER = 'weather-prod';

/** Of 31 days, each of 96 quarters of an hour. */
const RECORDINGS = 31 * 96;

let cloud: TestCloud;
let zapier: Zapier;
let handler: LoadedHandler;
let record: Record<string, string>;

beforeAll(async () => {
  cloud = await newCloud();
  // As the dropdowns fill them in.
  const id = cloud.seed.clusters[CLUSTER] ?? '';
  record = { history_cluster_id: id, cluster_ids: id, slot_minutes: '15' };
  // In a process of its own, where what is done three thousand times takes a third of the time.
  handler = await loadHandler({
    module: fileURLToPath(new URL('../../index.ts', import.meta.url)),
  });
  zapier = await openZapier(cloud, { handler });
});

afterAll(() => handler.close());

const metrics = async (input: object): Promise<Item | undefined> => {
  const query = { cluster_id: CLUSTER, metric: 'storage_used_percent', ...input };
  return ((await zapier.search('find_cluster_metrics', query)) as Item[])[0];
};

/** 20 MiB an hour on 64 GiB are 0.732 percent a day: from 60 to 82.7 in 31 days. */
async function recordAMonth(): Promise<Item[]> {
  await cloud.control.cluster(CLUSTER, {
    usage: { used_percent: 60, growth_bytes_per_hour: 20 * 2 ** 20 },
  });
  const told: Item[] = [];
  for (let count = 0; count < RECORDINGS; count += 1) {
    // Zapier runs a scheduled Zap a little late now and then, and repeats a step whose answer it lost.
    const late = count % 40 === 7 ? 4 : 0;
    if (late > 0) await cloud.control.advance({ minutes: late });
    told.push(await zapier.create('record_cluster_usage', record));
    if (count % 500 === 3) told.push(await zapier.create('record_cluster_usage', record));
    await cloud.control.advance({ minutes: 15 - late });
  }
  return told;
}

/** A minute or two; a machine that is busy with ten other things is no failure. */
const LONG_MS = 3_600_000;

test(
  'a month is recorded every 15 minutes, and is all there',
  async () => {
    const told = await recordAMonth();
    const written = told.map(({ written_count }) => Number(written_count));
    expect(written.filter((rows) => rows === 3)).toHaveLength(RECORDINGS);
    expect(written.filter((rows) => rows === 0)).toHaveLength(6);

    const all = await metrics({ window: '90 days', points: 1000 });
    expect(all).toMatchObject({ recognized: true, source: 'recorded', unit: '%', lowest: 60 });
    expect(Number(all?.trend_per_day)).toBeCloseTo(0.732, 2);
    expect(Number(all?.last)).toBeCloseTo(82.7, 0);
    expect(all?.highest).toBe(all?.last);
    expect(all?.average).toBeCloseTo(71.3, 0);

    // A day at its end, not thinned: 96 slots of three nodes.
    const day = await metrics({ window: '24 hours' });
    expect(day).toMatchObject({ count: 96 * 3, slot_minutes: 15, cut: false });
    const points = (day?.points ?? []) as Item[];
    const times = points.flatMap(({ node, at }) =>
      node === 'data-hot-1' ? Date.parse(String(at)) : [],
    );
    expect(new Set(times.slice(1).map((at, index) => at - Number(times[index])))).toEqual(
      new Set([15 * 60_000]),
    );
  },
  LONG_MS,
);

test('it is drawn, a line for each node', async () => {
  const chart = await zapier.create('create_usage_chart', {
    cluster_id: CLUSTER,
    metric: 'storage_used_percent',
    window: '30 days',
    source: 'recorded',
    limit_value: 85,
  });
  expect(chart).toMatchObject({ title: 'weather-prod: Storage Used', chart_width: 800 });
  expect((chart.series as Item[]).map(({ name }) => name)).toEqual([
    'data-hot-0',
    'data-hot-1',
    'data-hot-2',
  ]);
  const file = zapier.files.find(({ url }) => url === chart.chart);
  expect(file).toMatchObject({ name: 'weather-prod-storage-used.png', type: 'image/png' });
  expect(PNG.sync.read(file?.bytes ?? Buffer.alloc(0))).toMatchObject({
    width: 800,
    height: chart.chart_height,
  });
});

test('a weekly report tells how many days are left, with its picture', async () => {
  const report = await zapier.create('create_cluster_report', {
    history_cluster_id: CLUSTER,
    title: 'Weekly Report',
  });
  expect(report).toMatchObject({ chart_file_name: 'weekly-report.png' });
  const line = (report.clusters as Item[]).find(({ cluster_name }) => cluster_name === CLUSTER);
  expect(Number(line?.growth_percent_per_day)).toBeCloseTo(0.73, 1);
  expect(line?.days_left).toBe(3);
  expect(String(report.text)).toMatch(/\+0\.73 % a day, 3 days until 85 %/);
  expect(String(report.text)).toContain(
    'winter-lab (SUSPENDED): Cluster “winter-lab” is suspended.',
  );
});

test('when it is old it is dropped by its month, and only then', async () => {
  const keeping = { ...record, keep_months: '1' };
  // 2 April: March is still to be kept.
  expect(await zapier.create('record_cluster_usage', keeping)).toMatchObject({
    months_dropped: false,
  });
  // Somebody made room meanwhile: a full disk takes no rows.
  await cloud.control.cluster(CLUSTER, {
    usage: { used_percent: 70, growth_bytes_per_hour: 0 },
  });
  await cloud.control.advance({ days: 30 });
  expect(await zapier.create('record_cluster_usage', keeping)).toMatchObject({
    months_dropped: true,
  });
  await cloud.control.advance({ minutes: 1 });
  const left = await metrics({ window: '90 days' });
  expect(left).toMatchObject({ last: 70, lowest: expect.any(Number) });
  expect(left?.lowest).toBeGreaterThanOrEqual(70);
  expect(Number(left?.first)).toBeGreaterThan(82);
});
