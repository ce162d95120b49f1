/** Suspending and resuming many clusters: which are meant, and what is said of each. */
import type { Zapier } from '../../sandbox/zapier/index.ts';
import { openZapier } from '../support/app.ts';
import { newCloud, type TestCloud } from '../support/sandbox.ts';

type Answer = Record<string, unknown> & {
  clusters: { cluster_name: string; outcome: string; reason: string | null }[];
};

let cloud: TestCloud;
let zapier: Zapier;

beforeEach(async () => {
  cloud = await newCloud();
  zapier = await openZapier(cloud);
});

const many = async (input: object, verb: 'suspend' | 'resume' = 'suspend') =>
  (await zapier.create(`${verb}_clusters`, { ...input })) as unknown as Answer;

/** Name and outcome, with the reason where there is one. */
const told = ({ clusters }: Answer) =>
  Object.fromEntries(
    clusters.map(({ cluster_name, outcome, reason }) => [
      cluster_name,
      reason === null ? outcome : `${outcome}: ${reason}`,
    ]),
  );

const isAsleep = async (name: string) => (await cloud.control.cluster(name, {})).suspended;

test('of what is named, each is done once, and those that are left out never', async () => {
  const { 'weather-prod': prod = '' } = cloud.seed.clusters;
  const answer = await many({
    cluster_ids: ['weather-prod', prod, 'red-metrics', 'winter-lab'],
    leave_out: ['red-metrics'],
  });
  expect(told(answer)).toEqual({
    'weather-prod': 'Done',
    'winter-lab': 'Skipped: It is suspended already.',
  });
  expect(answer).toMatchObject({
    summary: 'Suspending 1 cluster; 1 skipped, 0 not reached.',
    changed: true,
    all_reached: true,
    done_count: 1,
    skipped_count: 1,
    not_reached_count: 0,
    target_cluster_ids: prod,
    done_cluster_ids: prod,
  });
  expect(await cloud.control.changes()).toHaveLength(1);
});

test('a preview says what would be done, and changes nothing', async () => {
  const answer = await many({ cluster_ids: ['weather-prod', 'red-metrics'], preview: true });
  expect(told(answer)).toEqual({ 'weather-prod': 'Would Be Done', 'red-metrics': 'Would Be Done' });
  expect(answer).toMatchObject({
    summary: 'Preview, nothing is changed: suspending 2 clusters; 0 skipped, 0 not reached.',
    preview: true,
    changed: false,
    done_count: 2,
    target_cluster_ids: `${cloud.seed.clusters['weather-prod']}, ${cloud.seed.clusters['red-metrics']}`,
    done_cluster_ids: 'none',
  });
  expect(await cloud.control.changes()).toEqual([]);
});

test('a plan and a part of the name narrow what is meant', async () => {
  await cloud.control.cluster('weather-prod', { product_name: 'cr9' });
  const names = async (input: object) => Object.keys(told(await many({ ...input, preview: true })));
  expect(await names({ plan: 'CR9' })).toEqual(['weather-prod']);
  expect((await names({ name_contains: 'WEATHER' })).sort()).toEqual([
    'weather-archive',
    'weather-prod',
  ]);
  expect(await names({ name_contains: 'WEATHER', plan: 'cr9' })).toEqual(['weather-prod']);
});

test.each<[object, string]>([
  [{}, 'no clusters are chosen'],
  [{ leave_out: ['weather-prod'] }, 'no clusters are chosen'],
  [{ cluster_ids: ['weather-prod', 'nowhere'] }, 'there is no cluster “nowhere”'],
  [{ cluster_ids: ['weather-prod'], leave_out: ['nowhere'] }, 'there is no cluster “nowhere”'],
])('%j is refused, and nothing is changed', async (input, why) => {
  await expect(many(input)).rejects.toMatchObject({ message: expect.stringContaining(why) });
  expect(await cloud.control.changes()).toEqual([]);
});

test('none, as the other step gives it, is none', async () => {
  const answer = await many({ cluster_ids: ['None'] });
  expect(answer).toMatchObject({
    summary: 'Suspending 0 clusters; 0 skipped, 0 not reached.',
    changed: false,
    clusters: [],
    done_cluster_ids: 'none',
  });
});

test('what another operation works on, or no plan allows, is skipped with the reason', async () => {
  await cloud.control.stuckOperation('weather-prod', { type: 'SCALE', hours: 0.2 });
  await cloud.control.stuckOperation('red-metrics', { type: 'SUSPEND', hours: 0.2 });
  const cluster_ids = ['weather-prod', 'red-metrics', 'snow-shared'];
  expect(told(await many({ cluster_ids }))).toMatchObject({
    'weather-prod': 'Skipped: Another operation (SCALE) runs on it.',
    'red-metrics': 'Skipped: It is on its way already.',
    'snow-shared': expect.stringMatching(
      /^Skipped: Cluster “snow-shared” has plan .* cannot be suspended\.$/,
    ),
  });
  expect(told(await many({ cluster_ids }, 'resume'))).toEqual({
    'weather-prod': 'Skipped: It is running already.',
    'red-metrics': 'Skipped: It is being changed the other way right now.',
    'snow-shared': 'Skipped: It is running already.',
  });
  expect(await cloud.control.changes()).toEqual([]);
});

test('one that refuses hides none of the others, and is told', async () => {
  const route = `PUT /api/v2/clusters/${cloud.seed.clusters['weather-prod']}/suspend/`;
  await cloud.control.fault({ route, status: 400, body: { message: 'Not today.' } });
  const answer = await many({ cluster_ids: ['weather-prod', 'red-metrics'] });
  expect(told(answer)).toEqual({
    'weather-prod': expect.stringMatching(/^Not Reached: CrateDB Cloud .*\.$/),
    'red-metrics': 'Done',
  });
  expect(answer).toMatchObject({
    summary: 'Suspending 1 cluster; 0 skipped, 1 not reached.',
    all_reached: false,
    changed: true,
  });
  await expect(many({ cluster_ids: ['weather-prod'] })).rejects.toMatchObject({ kind: 'halted' });
});

test('resuming is the other way', async () => {
  const answer = await many({ cluster_ids: ['winter-lab', 'weather-prod'] }, 'resume');
  expect(told(answer)).toEqual({
    'winter-lab': 'Done',
    'weather-prod': 'Skipped: It is running already.',
  });
  expect(answer.summary).toBe('Resuming 1 cluster; 1 skipped, 0 not reached.');
  await cloud.control.finishOperations();
  expect(await isAsleep('winter-lab')).toBe(false);
});
