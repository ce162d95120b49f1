import { Problem } from '../../src/base/problem.ts';
import { NO_NAMES, namesFor, readNames } from '../../src/vocabulary/names.ts';
import { runOn } from './run.ts';

const PATHS = ['/projects/', '/organizations/', '/regions/'];
const replies = {
  '/projects/': [{ id: 'p1', name: 'weather', organization_id: 'o1', region: 'aks1' }],
  '/organizations/': [{ id: 'o1', name: 'My Organization' }],
  '/regions/': [{ name: 'aks1', description: 'West Europe' }],
};
const whole = {
  organization_id: 'o1',
  organization_name: 'My Organization',
  project_id: 'p1',
  project_name: 'weather',
  region: 'aks1',
  region_name: 'West Europe',
};
const nowhere = {
  organization_id: null,
  organization_name: null,
  project_id: null,
  project_name: null,
  region: null,
  region_name: null,
};

test('a place is told with all its names', async () => {
  const { run, asked } = runOn(replies);
  const names = await readNames(run);
  expect(names.place('p1')).toEqual(whole);
  expect([names.organization('o1'), names.region('aks1')]).toEqual([
    'My Organization',
    'West Europe',
  ]);
  expect(names.place('p2')).toEqual({ ...nowhere, project_id: 'p2' });
  expect(names.place(null)).toEqual(nowhere);
  expect([names.organization('o2'), names.organization(null)]).toEqual([null, null]);
  expect([names.region('eks1'), names.region(null)]).toEqual([null, null]);
  expect(asked).toEqual(PATHS);
});

test('the names of regions are not asked for where nobody gives them', async () => {
  const { run, asked } = runOn(replies);
  const names = await readNames(run, { regions: false });
  expect(names.place('p1')).toEqual({ ...whole, region_name: null });
  expect(asked).toEqual(PATHS.slice(0, 2));
});

test.each(PATHS)('what the key may not list has no names: %s', async (path) => {
  for (const read of [readNames, (run: Parameters<typeof readNames>[0]) => namesFor(run, [{}])]) {
    const { run } = runOn({ ...replies, [path]: new Problem('forbidden', 'no') });
    const { project_id, ...place } = (await read(run)).place('p1');
    expect(project_id).toBe('p1');
    expect(Object.values(place)).toContain(null);
    const down = new Problem('unavailable', 'down');
    await expect(read(runOn({ ...replies, [path]: down }).run)).rejects.toBe(down);
  }
});

describe('for what a poll tells', () => {
  test('nothing is asked where there is nothing to tell', async () => {
    const { run, asked } = runOn(replies);
    expect(await namesFor(run, [])).toBe(NO_NAMES);
    expect(NO_NAMES.place('p1')).toEqual({ ...nowhere, project_id: 'p1' });
    expect([NO_NAMES.organization('o1'), NO_NAMES.region('aks1')]).toEqual([null, null]);
    expect(asked).toEqual([]);
  });

  test('they are asked once, as long as all of them were there', async () => {
    const { run, asked } = runOn(replies);
    const tell = async (one: object) => {
      asked.length = 0;
      const names = await namesFor(run, [{ project_id: 'p1' }, one]);
      expect(names.place('p1')).toEqual(whole);
      return asked.length;
    };
    expect(await tell({ organization_id: 'o1' })).toBe(3);
    expect(await tell({ organization_id: 'o1' })).toBe(0);
    expect(await tell({ project_id: null })).toBe(0);
    expect(await tell({ project_id: 'p2' })).toBe(3);
    expect(await tell({ organization_id: 'o2' })).toBe(3);
    expect(await tell({ project_id: 'p1', organization_id: 'o2' })).toBe(3);
  });

  test('those without regions are kept apart', async () => {
    const { run, asked } = runOn(replies);
    const about = [{ project_id: 'p1' }];
    const few = await namesFor(run, about, { regions: false });
    expect(few.place('p1')).toEqual({ ...whole, region_name: null });
    expect((await namesFor(run, about)).place('p1')).toEqual(whole);
    expect(asked).toEqual([...PATHS.slice(0, 2), ...PATHS]);
    await namesFor(run, about, { regions: false });
    expect(asked).toHaveLength(5);
  });
});
