import { watchedClusters, worstLevel } from '../../src/vocabulary/alerts.ts';
import { runOn } from './run.ts';

const ID = 'e1e38d92-0000-48f1-8a70-000000000003';
const here = { id: ID, name: 'weather', organization_id: 'o1' };
const choice = {
  look: ['id', 'name'] as const,
  pick: ({ name }: { name: string | null }) => (name === 'lab' ? undefined : { name }),
};
const noInput = { cluster_id: undefined, organization_id: undefined };

test('the worst level of a period is kept, whatever comes after', async () => {
  const { run, seconds } = runOn();
  const levels = [];
  for (const level of [1, 3, 2, 3]) levels.push(await worstLevel(run, 'c1', level, 60));
  expect(levels).toEqual([1, 3, 3, 3]);
  expect(await worstLevel(run, 'c2', 1, 90)).toBe(1);
  expect(seconds).toEqual([60, 60, 90]);
});

test('all clusters are watched, those of one organization, or just one', async () => {
  const { run, asked } = runOn({
    '/clusters/': [here, { id: 'c2', name: 'lab' }],
    '/organizations/': [{ id: 'o1', name: 'Weather' }],
    '/organizations/o1/clusters/': [{ id: 'c3', name: 'mine' }],
    [`/clusters/${ID}/`]: here,
  });
  const watch = (input: object) => watchedClusters(run, { ...noInput, ...input }, choice);
  expect(await watch({})).toEqual({ clusters: [{ name: 'weather' }], one: false });
  const ofOne = await watch({ organization_id: 'weather' });
  expect(ofOne).toEqual({ clusters: [{ name: 'mine' }], one: false });
  expect(await watch({ cluster_id: ID })).toEqual({ clusters: [{ name: 'weather' }], one: true });
  expect(asked).toEqual([
    '/clusters/',
    '/organizations/',
    '/organizations/o1/clusters/',
    `/clusters/${ID}/`,
  ]);
});

test('what is chosen must be there, and may be none that is watched', async () => {
  const { run } = runOn({ '/organizations/': [], '/clusters/': [{ id: 'c2', name: 'lab' }] });
  await expect(
    watchedClusters(run, { cluster_id: 'lab', organization_id: 'elsewhere' }, choice),
  ).rejects.toMatchObject({ kind: 'not_found' });
  expect(await watchedClusters(run, { ...noInput, cluster_id: 'LAB' }, choice)).toEqual({
    clusters: [],
    one: true,
  });
});
