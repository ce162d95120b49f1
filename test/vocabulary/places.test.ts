import { chosenProject } from '../../src/vocabulary/projects.ts';
import { chosenRegion } from '../../src/vocabulary/regions.ts';
import { roleName } from '../../src/vocabulary/roles.ts';
import { runOn } from './run.ts';

const lab = { id: 'p1', name: 'Lab', organization_id: 'o1', region: 'aks1' };
const other = { ...lab, id: 'p2', organization_id: 'o2', region: 'eks1' };

test('a project of one name is that of the organization, if one is given', async () => {
  const { run } = runOn({ '/projects/': [lab, other] });
  expect(await chosenProject(run, 'lab', 'o2')).toMatchObject({ id: 'p2' });
  await expect(chosenProject(run, 'lab')).rejects.toMatchObject({
    next: 'Choose one in the dropdown: p1 (aks1), p2 (eks1).',
  });
  await expect(chosenProject(run, 'p1', 'o2')).rejects.toMatchObject({ kind: 'not_found' });
});

test('a region is named by its id or by what the Console calls it', async () => {
  const { run, queries } = runOn({ '/regions/': [{ name: 'aks1', description: 'West Europe' }] });
  expect(await chosenRegion(run, 'aks1')).toMatchObject({ description: 'West Europe' });
  expect(await chosenRegion(run, 'west europe', 'o1')).toMatchObject({ name: 'aks1' });
  expect(queries).toEqual([{ organization_id: undefined }, { organization_id: 'o1' }]);
});

test('a role is told as the Console calls it', () => {
  expect(['org_admin', 'project_member', 'toString', null].map(roleName)).toEqual([
    'Organization Admin',
    'Project Member',
    'toString',
    null,
  ]);
});
