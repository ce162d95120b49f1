import type { Zapier } from '../../sandbox/zapier/index.ts';
import { openZapier } from '../support/app.ts';
import { newCloud, type TestCloud } from '../support/sandbox.ts';

let cloud: TestCloud;
let zapier: Zapier;

beforeEach(async () => {
  cloud = await newCloud();
  zapier = await openZapier(cloud);
});

const changes = async () => (await cloud.control.changes()).map(({ what }) => what);
const halted = (message: string) => ({ kind: 'halted', message: expect.stringContaining(message) });

const asKey = ({ key, secret }: { key: string; secret: string }) =>
  openZapier(cloud, { authData: { api_key: key, api_secret: secret } });

describe('a user without any organization', () => {
  let asEdsger: Zapier;

  beforeEach(async () => {
    const made = await cloud.control.put('api_key', { user_id: cloud.seed.users.edsger });
    asEdsger = await asKey({ key: String(made.key), secret: String(made.secret) });
  });

  test.each([
    'new_organization',
    'new_project',
    'new_audit_event',
    'new_user',
    'new_role_assignment',
    'new_invitation',
    'invitation_expired',
  ])('%s tells nothing', async (key) => {
    const zap = asEdsger.trigger(key);
    await zap.switchOn();
    expect(await zap.poll()).toEqual([]);
    expect(await zap.test()).toEqual([]);
  });

  test.each(['organization', 'project', 'user', 'invitation'])(
    'nothing to choose: %s',
    async (key) => {
      expect(await asEdsger.dropdown(key)).toEqual([]);
    },
  );

  test('searches find nothing, and creates say where to begin', async () => {
    expect(await asEdsger.search('find_users', {})).toEqual([]);
    expect(await asEdsger.search('find_invitation', { email: 'alan.kay@example.com' })).toEqual([]);
    const project = { name: 'first', region: 'aks1.westeurope.azure' };
    await expect(asEdsger.create('create_project', project)).rejects.toMatchObject(
      halted('belongs to no organization'),
    );
    const made = await asEdsger.create('create_organization', { name: 'Edsger’s' });
    expect(made).toMatchObject({ changed: true, own_role: 'org_admin' });
    expect(await asEdsger.create('create_project', project)).toMatchObject({
      changed: true,
      organization_name: 'Edsger’s',
    });
  });
});

test('who sees one project is told its roles, though not the organization’s', async () => {
  const asPaul = await asKey(cloud.keys.projectAdmin);
  const roles = await asPaul.step('triggers.new_role_assignment.operation.perform');
  expect(roles).toMatchObject([
    { email: 'paul.baran@example.com', organizations_not_read: 'Alpine Weather' },
    { email: 'Mary.Jackson@Example.com', place_name: 'weather-europe' },
  ]);
  const chosen = await asPaul.step('triggers.new_role_assignment.operation.perform', {
    inputData: { project_id: 'weather-europe' },
  });
  expect(chosen).toHaveLength(2);
});

test('with several organizations, one has to be named', async () => {
  const project = { name: 'glaciers', region: 'West Europe (Azure)' };
  await expect(zapier.create('create_project', project)).rejects.toMatchObject(
    halted('Alpine Weather, Beacon Logistics'),
  );
});

describe('projects', () => {
  const input = {
    name: 'glaciers',
    region: 'West Europe (Azure)',
    organization_id: 'Alpine Weather',
  };

  test('made, told, renamed and deleted, each once', async () => {
    const zap = zapier.trigger('new_project');
    await zap.switchOn();
    expect(await zapier.create('create_project', input)).toMatchObject({ changed: true });
    expect(await zapier.create('create_project', input)).toMatchObject({ changed: false });
    expect(await zap.poll()).toMatchObject([{ name: 'glaciers', region: 'aks1.westeurope.azure' }]);
    const rename = { project_id: 'Glaciers', new_name: 'ice' };
    expect(await zapier.create('rename_project', rename)).toMatchObject({
      changed: true,
      name_before: 'glaciers',
      name: 'ice',
    });
    expect(await zapier.create('rename_project', rename)).toMatchObject({ changed: false });
    expect(await zapier.search('find_project', { name: 'ICE' })).toMatchObject([{ name: 'ice' }]);
    const remove = { project_id: 'ice', confirm: 'Ice' };
    expect(await zapier.create('delete_project', remove)).toMatchObject({ changed: true });
    await expect(zapier.create('delete_project', remove)).rejects.toMatchObject({ kind: 'halted' });
    expect(await changes()).toEqual(['project.create', 'project.update', 'project.delete']);
  });

  test('of two that have the new name, none is taken for the one that was renamed', async () => {
    const rename = { project_id: 'glaciers', new_name: 'ice' };
    const project = { name: 'ice', organization_id: cloud.seed.organizations.alpine };
    await cloud.control.put('project', { ...project, id: 'c1000000-0000-4000-8000-000000000001' });
    expect(await zapier.create('rename_project', rename)).toMatchObject({ changed: false });
    await cloud.control.put('project', { ...project, id: 'c1000000-0000-4000-8000-000000000002' });
    await expect(zapier.create('rename_project', rename)).rejects.toMatchObject(
      halted('there is no project “glaciers”'),
    );
    expect(await changes()).toEqual([]);
  });

  test.each([
    ['create_project', 'POST *', input],
    ['rename_project', 'PATCH *', { project_id: 'research', new_name: 'science' }],
    ['delete_project', 'DELETE *', { project_id: 'next-season', confirm: 'next-season' }],
    [
      'update_organization',
      'PUT *',
      { organization_id: 'Alpine Weather', new_name: 'Alpine', notifications: 'off' },
    ],
  ])('a lost reply of %s is looked after', async (key, route, given) => {
    await cloud.control.fault({ route, cut: 'after', times: 1 });
    expect(await zapier.create(key, given)).toMatchObject({ changed: true });
    expect(await changes()).toHaveLength(1);
  });

  test.each([
    ['the same name elsewhere', { ...input, name: 'research' }, 'eks1.eu-west-1.aws'],
    ['a deprecated region', { ...input, region: 'aks1.eastus.azure' }, 'deprecated'],
    ['an unknown region', { ...input, region: 'the moon' }, 'no region'],
    ['a name that cannot be', { ...input, name: '-/-' }, 'cannot be the name'],
  ])('refused before it is asked for: %s', async (_what, given, why) => {
    await expect(zapier.create('create_project', given)).rejects.toMatchObject(halted(why));
    expect(await changes()).toEqual([]);
  });

  test('one that holds clusters is not deleted', async () => {
    const remove = { project_id: 'research', confirm: 'research' };
    await expect(zapier.create('delete_project', remove)).rejects.toMatchObject(
      halted('holds clusters'),
    );
    // As many names as a sentence has room for.
    const { projects } = cloud.seed;
    for (const name of ['a', 'b', 'c', 'd']) {
      await cloud.control.put('cluster', {
        ...(await cloud.control.cluster('weather-prod')),
        id: `c1000000-0000-4000-8000-00000000000${name}`,
        name: `inside-${name}`,
        project_id: projects.empty,
      });
    }
    const full = { project_id: 'next-season', confirm: 'next-season' };
    await expect(zapier.create('delete_project', full)).rejects.toMatchObject(
      halted('(inside-a, inside-b, inside-c and 1 more)'),
    );
    const mistaken = { project_id: 'next-season', confirm: 'research' };
    await expect(zapier.create('delete_project', mistaken)).rejects.toMatchObject(
      halted('is not the project name of what is chosen'),
    );
    expect(await changes()).toEqual([]);
  });
});

describe('organizations', () => {
  const where = { organization_id: 'Alpine Weather' };

  test('updated once, in what differs', async () => {
    const update = { ...where, new_name: 'Alpine Weather', notifications: 'off' };
    expect(await zapier.create('update_organization', update)).toMatchObject({
      changed: true,
      notifications_enabled: false,
      notification_email: 'ops@alpine.example',
    });
    expect(await zapier.create('update_organization', update)).toMatchObject({ changed: false });
    const [change, ...more] = await cloud.control.changes();
    expect(change?.detail).toEqual({ notifications_enabled: false });
    expect(more).toEqual([]);
  });

  test('with a name that goes out as it is, braces and all', async () => {
    const new_name = '{{bundle.inputData.name}} & {{weather}}';
    const updated = await zapier.create('update_organization', { ...where, new_name });
    expect(updated).toMatchObject({ changed: true, name: new_name });
    const [change] = await cloud.control.changes();
    expect(change?.detail).toEqual({ name: new_name });
  });

  test('only by admins, and not for nothing', async () => {
    const beacon = { organization_id: 'Beacon Logistics', new_name: 'Beacon' };
    await expect(zapier.create('update_organization', beacon)).rejects.toMatchObject(
      halted('not an admin of Beacon Logistics'),
    );
    await expect(zapier.create('update_organization', where)).rejects.toMatchObject(
      halted('nothing to update'),
    );
    expect(await changes()).toEqual([]);
  });

  test('renamed once, also when the step is run again with the old name', async () => {
    const rename = { ...where, new_name: 'Alpine Climate' };
    expect(await zapier.create('update_organization', rename)).toMatchObject({
      changed: true,
      name: 'Alpine Climate',
    });
    expect(await zapier.create('update_organization', rename)).toMatchObject({
      changed: false,
      name: 'Alpine Climate',
    });
    expect(await changes()).toHaveLength(1);
    const nowhere = { organization_id: 'Alpine Weather', notifications: 'off' };
    await expect(zapier.create('update_organization', nowhere)).rejects.toMatchObject(
      halted('no organization'),
    );
  });

  test.each([
    ['new_name', 512, (length: number) => 'n'.repeat(length)],
    ['notification_email', 512, (length: number) => `${'n'.repeat(length - 8)}@ice.com`],
  ])('%s goes out with up to %d characters, and no more', async (field, most, text) => {
    const update = (length: number) =>
      zapier.create('update_organization', { ...where, [field]: text(length) });
    await expect(update(most + 1)).rejects.toMatchObject({ kind: 'halted' });
    const sent = (await cloud.control.requests()).filter(({ method }) => method === 'PUT');
    expect(sent).toEqual([]);
    expect(await update(most)).toMatchObject({ changed: true });
  });

  test('one of that name is left as it is, and a third is refused by the service', async () => {
    const same = await zapier.create('create_organization', { name: 'alpine weather' });
    expect(same).toMatchObject({ changed: false, name: 'Alpine Weather' });
    await expect(
      zapier.create('create_organization', { name: 'Dune Research' }),
    ).rejects.toMatchObject(halted('at most two organizations'));
    expect(await changes()).toEqual([]);
  });
});

describe('regions', () => {
  test('told once a day while they are away, and at once when it gets worse', async () => {
    const zap = zapier.trigger('region_unavailable', {
      organization_id: 'Alpine Weather',
      only_used: 'No',
    });
    await zap.switchOn();
    const first = await zap.poll();
    expect(first.map(({ region, status }) => ({ region, status }))).toEqual([
      { region: 'gke1.us-central1.gcp', status: 'UNKNOWN' },
      { region: 'edge-summit-station', status: 'DOWN' },
    ]);
    expect(await zap.poll()).toEqual([]);
    await cloud.control.put('region', { name: 'gke1.us-central1.gcp', status: 'DOWN' });
    expect(await zap.poll()).toMatchObject([
      { status: 'DOWN', alert_key: first[0]?.alert_key, project_count: 0 },
    ]);
    await cloud.control.advance({ days: 1 });
    expect(await zap.poll()).toHaveLength(2);
  });

  test('one, some statuses, or only those in use', async () => {
    const perform = (inputData: Record<string, unknown>) =>
      zapier.step('triggers.region_unavailable.operation.perform', { inputData });
    expect(await perform({ region: 'West Europe (Azure)' })).toEqual([]);
    expect(await perform({ only_used: false, statuses: ['UNKNOWN'] })).toMatchObject([
      { status: 'UNKNOWN' },
    ]);
    // Those that none of the account's projects is in are no alarm unless asked for.
    expect(await perform({})).toEqual([]);
  });
});
