import { Problem } from '../../src/base/problem.ts';
import { organizationSchema } from '../../src/clients/cloud/organizations.ts';
import { readOne } from '../../src/clients/cloud/wire.ts';
import {
  chosenOrganization,
  eachOrganization,
  namesOf,
  needAdmin,
  theOrganization,
} from '../../src/vocabulary/organizations.ts';
import { runOn } from './run.ts';

const organizationWith = (facts: object) =>
  readOne(organizationSchema(), 'an organization', { id: 'o1', name: 'Weather', ...facts });
const on = (...organizations: object[]) => runOn({ '/organizations/': organizations });
const weather = { id: 'o1', name: 'Weather' };
const lab = { id: 'o2', name: null };

test('the only one need not be chosen', async () => {
  expect(await theOrganization(on(weather).run, undefined)).toMatchObject(weather);
  expect(await theOrganization(on(weather, lab).run, 'weather')).toMatchObject(weather);
  await expect(theOrganization(on(weather, lab).run, undefined)).rejects.toMatchObject({
    kind: 'refused',
    message: 'there are several organizations (Weather, o2)',
    next: 'Choose one in “Organization”.',
  });
  await expect(theOrganization(on().run, undefined)).rejects.toMatchObject({
    kind: 'refused',
    message: 'the API key’s user belongs to no organization',
  });
});

test('none is asked for where none was chosen', async () => {
  const { run, asked } = on(weather, lab);
  expect(await chosenOrganization(run, undefined)).toBeUndefined();
  expect(asked).toEqual([]);
  expect(await chosenOrganization(run, 'o2')).toMatchObject({ id: 'o2' });
});

test.each([
  ['org_admin', true],
  [null, true],
  ['org_member', false],
])('%s may do what admins do: %p', (role_fqn, may) => {
  for (const name of ['Weather', null]) {
    const check = () => needAdmin(organizationWith({ role_fqn, name }));
    if (may) expect(check).not.toThrow();
    else expect(check).toThrow(`not an admin of ${name ?? 'o1'}`);
  }
});

test('names of what was passed over', () => {
  expect(namesOf([])).toBeNull();
  expect(namesOf([organizationWith({}), organizationWith(lab)])).toBe('Weather, o2');
});

describe('asking each', () => {
  const failing =
    (error: Error) =>
    async ({ id }: { id: string }) => {
      if (id === 'o2') throw error;
      return [`of ${id}`];
    };
  const forbidden = new Problem('forbidden', 'no');
  const silent = new Problem('no_answer', 'silence');

  test('one that is listed twice is asked once, and the chosen one alone', async () => {
    const ask = async ({ id }: { id: string }) => [id, id];
    const { run } = on(weather, lab, weather);
    expect(await eachOrganization(run, undefined, ask)).toEqual({
      results: ['o1', 'o1', 'o2', 'o2'],
      withheld: [],
    });
    expect(await eachOrganization(run, 'o2', ask)).toMatchObject({ results: ['o2', 'o2'] });
  });

  test('one that may not be asked hides no other', async () => {
    expect(
      await eachOrganization(on(weather, lab).run, undefined, failing(forbidden)),
    ).toMatchObject({ results: ['of o1'], withheld: [{ id: 'o2' }] });
    await expect(
      eachOrganization(on(lab).run, undefined, failing(forbidden)),
    ).rejects.toMatchObject({ kind: 'forbidden' });
  });

  test('one that does not answer hides no other from a trigger alone', async () => {
    const ask = failing(silent);
    await expect(eachOrganization(on(weather, lab).run, undefined, ask)).rejects.toMatchObject({
      message: 'silence (organization o2)',
    });
    const found = await eachOrganization(on(weather, lab).run, undefined, ask, {
      bearing: 'no answer',
    });
    expect(found).toMatchObject({ results: ['of o1'], withheld: [{ id: 'o2' }] });
  });
});
