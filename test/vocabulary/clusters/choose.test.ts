import { Problem } from '../../../src/base/problem.ts';
import {
  chosenCluster,
  chosenClusterId,
  clusterFilter,
  isClusterId,
} from '../../../src/vocabulary/clusters/choose.ts';
import { runOn } from '../run.ts';

const ID = 'e1e38d92-0000-48f1-8a70-000000000003';

test('an id is asked for by itself, in small letters, and a name in the list', async () => {
  const cluster = { id: ID, name: 'weather' };
  const byId = runOn({ [`/clusters/${ID}/`]: cluster });
  expect(await chosenCluster(byId.run, ID.toUpperCase())).toMatchObject(cluster);
  expect(byId.asked).toEqual([`/clusters/${ID}/`]);
  const byName = runOn({ '/clusters/': [{ id: 'c2', name: 'lab' }, cluster] });
  expect(await chosenCluster(byName.run, 'Weather')).toMatchObject(cluster);
  expect(byName.asked).toEqual(['/clusters/']);
});

test('what looks like an id may be a name, but only of a cluster that is not there', async () => {
  const { run } = runOn({ '/clusters/': [{ id: 'c2', name: ID }] });
  expect(await chosenCluster(run, ID)).toMatchObject({ id: 'c2' });
  const down = new Problem('unavailable', 'down');
  await expect(chosenCluster(runOn({ [`/clusters/${ID}/`]: down }).run, ID)).rejects.toBe(down);
});

test('what is not there is told with ten of those that are, by name or id', async () => {
  const letters = [...'abcdefghijkl'];
  const clusters = letters.map((name) => ({ id: `id ${name}`, name: name === 'b' ? null : name }));
  await expect(chosenCluster(runOn({ '/clusters/': clusters }).run, 'x')).rejects.toMatchObject({
    kind: 'not_found',
    message: 'there is no cluster “x” that this API key can see',
    next: 'Choose one of: a, id b, c, d, e, f, g, h, i, j.',
  });
});

test('clusters of one name are told apart by their addresses', async () => {
  const clusters = ['one', 'two'].map((fqdn) => ({ id: `id ${fqdn}`, name: 'weather', fqdn }));
  await expect(
    chosenCluster(runOn({ '/clusters/': clusters }).run, 'weather'),
  ).rejects.toMatchObject({
    message: '2 clusters are named “weather”',
    next: 'Choose one in the dropdown: id one (one), id two (two).',
  });
});

test('an id alone is taken as it is, for the cluster may be gone', async () => {
  const { run, asked } = runOn({ '/clusters/': [{ id: 'c2', name: 'lab' }] });
  expect(await chosenClusterId(run, ID.toUpperCase())).toBe(ID);
  expect(asked).toEqual([]);
  expect(await chosenClusterId(run, 'lab')).toBe('c2');
});

test.each([
  [ID, true],
  [ID.toUpperCase(), true],
  [`${ID}0`, false],
  [`x${ID}`, false],
  ['weather', false],
])('%s is read as an id: %p', (text, is) => expect(isClusterId(text)).toBe(is));

test('a filter holds the ids of what is named', async () => {
  const { run, asked } = runOn({
    '/organizations/': [{ id: 'o1', name: 'Weather' }],
    '/projects/': [{ id: 'p1', name: 'Lab', region: 'aks1' }],
  });
  expect(await clusterFilter(run, {})).toEqual({});
  expect(asked).toEqual([]);
  expect(await clusterFilter(run, { organization_id: 'weather', project_id: 'lab' })).toEqual({
    organizationId: 'o1',
    projectId: 'p1',
  });
  const two = [
    { id: 'p1', name: 'Lab', region: 'aks1' },
    { id: 'p2', name: 'Lab', region: 'eks1' },
  ];
  await expect(
    clusterFilter(runOn({ '/projects/': two }).run, { project_id: 'lab' }),
  ).rejects.toMatchObject({ next: 'Choose one in the dropdown: p1 (aks1), p2 (eks1).' });
});
