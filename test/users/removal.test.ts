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

const invite = (email: string, uid: string) =>
  cloud.control.put('invitation', {
    uid,
    email,
    status: 'PENDING',
    expiration_date: '2026-02-27T09:00:00',
    organization_roles: [
      { organization_id: cloud.seed.organizations.alpine, role_fqn: 'org_member' },
    ],
  });

const removeGrace = () =>
  zapier.create('remove_user_from_organization', {
    user_id: 'Grace Hopper',
    confirm: 'grace.hopper@example.com',
    organization_id: 'Alpine Weather',
  });

const BOTH =
  'Grace Hopper was removed from Alpine Weather. The invitation of Grace Hopper to Alpine Weather was canceled.';

test('a member chosen by name loses the invitations to the same email as well, and nobody else does', async () => {
  await invite('Grace.Hopper@example.com', 'c1000000-0000-4000-8000-000000000001');
  expect(await removeGrace()).toMatchObject({ result: 'removed', summary: BOTH });
  const left = await zapier.search('find_invitations', { organization_id: 'Alpine Weather' });
  expect(left).toMatchObject([{ count: 3 }]);
  expect(await removeGrace().catch(({ message }) => message)).toContain(
    'nobody in Alpine Weather has that name or ID',
  );
});

test.each([
  'DELETE /api/v2/organizations/*/users/*',
  'DELETE /api/v2/organizations/*/invitations/*',
])(
  'what was removed before the reply of %s was lost is told all the same, and done once',
  async (route) => {
    await invite('grace.hopper@example.com', 'c1000000-0000-4000-8000-000000000001');
    await cloud.control.fault({ route, cut: 'after', times: 1 });
    expect(await removeGrace()).toMatchObject({
      changed: true,
      result: 'removed',
      name: 'Grace Hopper',
      summary: BOTH,
    });
    expect((await changes()).toSorted()).toEqual([
      'organization.cancel_invitation',
      'organization.remove_user',
    ]);
  },
);

test('a lost reply about an invitation alone is no removal', async () => {
  await cloud.control.fault({ route: 'DELETE *', cut: 'after', times: 1 });
  const removed = await zapier.create('remove_user_from_organization', {
    user_id: 'alan.kay@example.com',
    confirm: 'alan.kay@example.com',
    organization_id: 'Alpine Weather',
  });
  expect(removed).toMatchObject({
    changed: true,
    result: 'invitation_canceled',
    summary: 'The invitation of alan.kay@example.com to Alpine Weather was canceled.',
  });
});
