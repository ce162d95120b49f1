/** Somebody is hired, gets access, and leaves: each turn is made by a step and seen by a trigger. */
import type { Zap, Zapier } from '../../sandbox/zapier/index.ts';
import { openZapier } from '../support/app.ts';
import { newCloud, type TestCloud } from '../support/sandbox.ts';

const EMAIL = 'Jean.Bartik+zap@Example.com';
const WHERE = { organization_id: 'Alpine Weather' };

let cloud: TestCloud;
let zapier: Zapier;

beforeEach(async () => {
  cloud = await newCloud();
  zapier = await openZapier(cloud);
});

const changes = async () => (await cloud.control.changes()).map(({ what }) => what);

async function switchedOn(key: string, input: Record<string, unknown> = WHERE): Promise<Zap> {
  const zap = zapier.trigger(key, input);
  await zap.switchOn();
  return zap;
}

/** The invitee makes an account and follows the link in the mail. */
async function accept(token: string): Promise<string> {
  const user = await cloud.control.put('user', { email: EMAIL.toLowerCase(), name: 'Jean Bartik' });
  const key = await cloud.control.put('api_key', { user_id: user.uid });
  const reply = await fetch(`${cloud.origin}/api/v2/users/me/accept-invite/`, {
    method: 'POST',
    body: JSON.stringify({ token }),
    headers: {
      authorization: `Basic ${Buffer.from(`${key.key}:${key.secret}`).toString('base64')}`,
      'content-type': 'application/json',
    },
  });
  expect(reply.status).toBe(201);
  return String(user.uid);
}

test('invited, told, accepts, gets a project role, leaves, is removed', async () => {
  const invitations = await switchedOn('new_invitation');
  const users = await switchedOn('new_user');
  const roles = await switchedOn('new_role_assignment');
  const audit = await switchedOn('new_audit_event');
  const departures = await switchedOn('new_audit_event', {
    actions: ['organization.remove_user'],
  });

  const hire = { ...WHERE, email: EMAIL, role: 'org_member' };
  const invited = await zapier.create('add_user_to_organization', hire);
  expect(invited).toMatchObject({ changed: true, result: 'invited', status: 'invited' });
  const twice = await zapier.create('add_user_to_organization', {
    ...hire,
    email: EMAIL.toUpperCase(),
  });
  expect(twice).toMatchObject({ changed: false, result: 'nothing', status: 'invited' });
  expect(await invitations.poll()).toMatchObject([
    {
      id: invited.invitation_id,
      email: EMAIL,
      role: 'org_member',
      expired: false,
      ...organization(),
    },
  ]);
  expect(await users.poll()).toEqual([]);

  const intoProject = { user_id: EMAIL, project_id: 'weather-europe', role: 'project_member' };
  await expect(zapier.create('add_user_to_project', intoProject)).rejects.toMatchObject({
    kind: 'halted',
    message: expect.stringContaining('has not accepted the invitation to Alpine Weather'),
  });

  const uid = await accept(String(invited.invitation_id));
  expect(await users.poll()).toMatchObject([
    { user_id: uid, role: 'org_member', name: 'Jean Bartik' },
  ]);
  expect(await roles.poll()).toMatchObject([{ user_id: uid, place_name: 'Alpine Weather' }]);

  const added = await zapier.create('add_user_to_project', intoProject);
  expect(added).toMatchObject({ changed: true, result: 'added', id: uid });
  expect(await zapier.create('add_user_to_project', intoProject)).toMatchObject({
    changed: false,
    result: 'nothing',
    role: 'project_member',
  });
  expect(await roles.poll()).toMatchObject([
    { user_id: uid, role: 'project_member', place: 'project', place_name: 'weather-europe' },
  ]);
  const promoted = { ...intoProject, role: 'project_admin', if_member: 'change' };
  expect(await zapier.create('add_user_to_project', promoted)).toMatchObject({
    result: 'role_changed',
    role: 'project_admin',
  });
  expect(await roles.poll()).toMatchObject([{ user_id: uid, role: 'project_admin' }]);

  const fromProject = { user_id: 'Jean Bartik', project_id: 'weather-europe', confirm: EMAIL };
  expect(await zapier.create('remove_user_from_project', fromProject)).toMatchObject({
    changed: true,
    result: 'removed',
  });
  expect(await zapier.create('remove_user_from_project', fromProject)).toMatchObject({
    changed: false,
    result: 'nothing',
  });

  expect(await departures.poll()).toEqual([]);
  const leave = { ...WHERE, user_id: EMAIL, confirm: EMAIL };
  expect(await zapier.create('remove_user_from_organization', leave)).toMatchObject({
    changed: true,
    result: 'removed',
    user_id: uid,
  });
  expect(await zapier.create('remove_user_from_organization', leave)).toMatchObject({
    changed: false,
    result: 'nothing',
    status: 'none',
  });
  expect(await departures.poll()).toMatchObject([
    {
      action: 'organization.remove_user',
      actor_email: 'Ada.Lovelace@example.com',
      user_id: uid,
      ...organization(),
    },
  ]);

  const told = (await audit.poll()).map(({ action, user_email }) => ({ action, user_email }));
  const made = [
    'organization.invite_user',
    'organization.accept_invitation',
    'project.add_user',
    'project.edit_user',
    'project.remove_user',
    'organization.remove_user',
  ];
  expect(told.map(({ action }) => action)).toEqual(made);
  // Who has left is named by what they did themselves.
  expect(told.at(-1)?.user_email).toBe(EMAIL.toLowerCase());
  expect(await changes()).toEqual(made);
});

const organization = () => ({
  organization_id: cloud.seed.organizations.alpine,
  organization_name: 'Alpine Weather',
});

test('an invitation is told before it expires, once, and is canceled by email', async () => {
  const expired = zapier.trigger('invitation_expired', { ...WHERE, days_before: 2 });
  await expired.switchOn();
  const first = await expired.poll();
  expect(first.map(({ email }) => email)).toEqual([
    'barbara.liskov@example.com',
    'alan.kay@example.com',
  ]);
  await zapier.create('add_user_to_organization', { ...WHERE, email: EMAIL, role: 'org_admin' });
  expect(await expired.poll()).toEqual([]);
  await cloud.control.advance({ days: 5, hours: 1 });
  const later = await expired.poll();
  expect(later.map(({ email, expired }) => ({ email, expired }))).toContainEqual({
    email: EMAIL,
    expired: false,
  });
  expect(later.find(({ email }) => email === EMAIL)).toMatchObject({
    days_left: 2,
    role_name: 'Organization Admin',
  });
  await cloud.control.advance({ days: 3 });
  expect(await expired.poll()).toEqual([]);

  const cancel = { invitation_id: EMAIL.toLowerCase(), confirm: EMAIL.toUpperCase() };
  expect(await zapier.create('cancel_invitation', cancel)).toMatchObject({
    changed: true,
    result: 'canceled',
    email: EMAIL,
    // The admin of one organization is a member only of the other.
    organizations_not_read: 'Beacon Logistics',
  });
  expect(await zapier.create('cancel_invitation', cancel)).toMatchObject({
    changed: false,
    result: 'nothing',
  });
  expect(await zapier.search('find_invitation', { email: EMAIL })).toEqual([]);
  expect(await changes()).toEqual(['organization.invite_user', 'organization.cancel_invitation']);
});

describe('somebody leaves', () => {
  const leave = (email: string, more: Record<string, unknown> = {}) =>
    zapier.create('remove_user_from_organization', { user_id: email, confirm: email, ...more });

  test('who was only invited can no longer accept', async () => {
    const gone = await leave('radia.perlman@example.com', WHERE);
    expect(gone).toMatchObject({
      changed: true,
      result: 'invitation_canceled',
      status: 'none',
      summary: 'The invitation of Radia.Perlman@Example.com to Alpine Weather was canceled.',
    });
    expect(await zapier.search('find_invitation', { email: 'radia.perlman@example.com' })).toEqual(
      [],
    );
    expect(await leave('radia.perlman@example.com', WHERE)).toMatchObject({
      changed: false,
      result: 'nothing',
      status: 'none',
    });
    expect(await changes()).toEqual(['organization.cancel_invitation']);
  });

  test('from all organizations at once, invitations included; one that refuses hides no other', async () => {
    const { alpine, beacon, cobalt } = cloud.seed.organizations;
    // Ada administers three organizations; Niklaus is the last admin of one, and invited to another.
    await cloud.control.put('user', {
      uid: cloud.seed.users.ada,
      organization_roles: [alpine, beacon, cobalt].map((organization_id) => ({
        organization_id,
        role_fqn: 'org_admin',
      })),
    });
    const email = 'grace.hopper@example.com';
    await cloud.control.put('user', {
      uid: cloud.seed.users.grace,
      organization_roles: [alpine, beacon].map((organization_id) => ({
        organization_id,
        role_fqn: 'org_member',
      })),
    });
    await cloud.control.put('invitation', {
      uid: '9d1f6a52-0000-4000-8000-00000000c0b1',
      email: 'Grace.Hopper@Example.com',
      status: 'PENDING',
      expiration_date: '2026-03-09T09:00:00',
      organization_roles: [{ organization_id: cobalt, role_fqn: 'org_member' }],
    });
    await cloud.control.clearLogs();
    // By the id that another step gave, with the email mapped as well.
    const gone = await zapier.create('remove_user_from_organization', {
      user_id: cloud.seed.users.grace,
      confirm: email,
      remove_from: 'all',
    });
    expect(gone).toMatchObject({
      changed: true,
      result: 'removed',
      status: 'none',
      organizations: [
        { organization_id: alpine, result: 'removed' },
        { organization_id: beacon, result: 'removed' },
        { organization_id: cobalt, result: 'invitation_canceled' },
      ],
    });
    expect(gone.summary).toBe(
      'Grace Hopper was removed from Alpine Weather, Beacon Logistics. The invitation of Grace Hopper to Cobalt Foods was canceled.',
    );
    expect(await changes()).toEqual([
      'organization.remove_user',
      'organization.remove_user',
      'organization.cancel_invitation',
    ]);
    const again = await leave(email, { remove_from: 'all' });
    expect(again).toMatchObject({ changed: false, result: 'nothing' });

    const both = leave(email, { remove_from: 'all', ...WHERE });
    await expect(both).rejects.toMatchObject({ kind: 'halted' });
  });

  test('who is the last admin somewhere stays there, and the rest is done', async () => {
    const { alpine, beacon } = cloud.seed.organizations;
    await cloud.control.put('user', {
      uid: cloud.seed.users.konrad,
      organization_roles: [
        { organization_id: alpine, role_fqn: 'org_member' },
        { organization_id: beacon, role_fqn: 'org_admin' },
      ],
    });
    const asNiklaus = await openZapier(cloud, {
      authData: {
        api_key: cloud.keys.secondOrgAdmin.key,
        api_secret: cloud.keys.secondOrgAdmin.secret,
      },
    });
    // Niklaus may remove Konrad from Beacon Logistics only; he is no admin of the other one.
    const konrad = 'konrad.zuse@example.com';
    expect(
      await asNiklaus.create('remove_user_from_organization', {
        user_id: konrad,
        confirm: konrad,
        remove_from: 'all',
      }),
    ).toMatchObject({ result: 'removed', organizations: [{ organization_id: beacon }] });
    const own = cloud.keys.secondOrgAdmin.email;
    await expect(
      asNiklaus.create('remove_user_from_organization', {
        user_id: own,
        confirm: own,
        remove_from: 'all',
      }),
    ).rejects.toMatchObject({ kind: 'halted', message: expect.stringContaining('last admin') });
  });

  test('an access review shows who is invited as well, on request', async () => {
    const review = async (more: Record<string, unknown>) => {
      const input = { ...WHERE, with_projects: false, ...more };
      const [found] = (await zapier.search('find_users', input)) as Record<string, unknown>[];
      return found?.results as Record<string, unknown>[];
    };
    expect((await review({})).map(({ status }) => status)).not.toContain('invited');
    expect(await review({ with_invited: true })).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          email: 'Radia.Perlman@Example.com',
          status: 'invited',
          user_id: null,
          place_name: 'Alpine Weather',
        }),
        expect.objectContaining({ email: 'alan.kay@example.com', status: 'expired' }),
      ]),
    );
  });
});

describe('nobody is locked out', () => {
  const halted = (message: string) => ({
    kind: 'halted',
    message: expect.stringContaining(message),
  });
  const ADA = 'ada.lovelace@example.com';
  const KONRAD = 'konrad.zuse@example.com';

  test('by removing or demoting the connection’s own user', async () => {
    const steps = [
      zapier.create('remove_user_from_organization', { ...WHERE, user_id: ADA, confirm: ADA }),
      zapier.create('add_user_to_organization', {
        ...WHERE,
        email: 'Ada Lovelace',
        role: 'org_member',
        if_member: 'change',
      }),
    ];
    for (const step of steps) {
      await expect(step).rejects.toMatchObject(halted('the user of this connection’s API key'));
    }
    expect(await changes()).toEqual([]);
  });

  test('by removing or demoting the last admin', async () => {
    // Konrad's connection, in an organization where Ada is the only other admin, and has just left.
    const konrad = await cloud.control.put('api_key', { user_id: cloud.seed.users.konrad });
    await zapier.create('remove_user_from_organization', {
      ...WHERE,
      user_id: KONRAD,
      confirm: KONRAD,
    });
    await cloud.control.put('user', {
      uid: cloud.seed.users.konrad,
      organization_roles: [
        { organization_id: cloud.seed.organizations.alpine, role_fqn: 'org_member' },
      ],
    });
    const asKonrad = await openZapier(cloud, {
      authData: { api_key: String(konrad.key), api_secret: String(konrad.secret) },
    });
    await cloud.control.clearLogs();
    const demotion = { ...WHERE, email: ADA, role: 'org_member', if_member: 'change' };
    await expect(asKonrad.create('add_user_to_organization', demotion)).rejects.toMatchObject({
      kind: 'halted',
    });
    await expect(
      asKonrad.create('remove_user_from_organization', { ...WHERE, user_id: ADA, confirm: ADA }),
    ).rejects.toMatchObject(halted('not an admin'));
    await expect(zapier.create('add_user_to_organization', demotion)).rejects.toMatchObject(
      halted('is the last admin of Alpine Weather'),
    );
    expect(await changes()).toEqual([]);
  });

  test('by a confirmation that is somebody else’s', async () => {
    const wrong = { ...WHERE, user_id: KONRAD, confirm: ADA };
    await expect(zapier.create('remove_user_from_organization', wrong)).rejects.toMatchObject(
      halted('is not the email of what is chosen'),
    );
    expect(await changes()).toEqual([]);
  });
});

describe('a lost reply is looked after', () => {
  test.each([
    [
      'add_user_to_project',
      { user_id: 'Grace Hopper', project_id: 'research', role: 'project_admin' },
    ],
    [
      'remove_user_from_project',
      { user_id: 'Mary Jackson', project_id: 'research', confirm: 'mary.jackson@example.com' },
    ],
    [
      'remove_user_from_organization',
      { ...WHERE, user_id: 'Grace Hopper', confirm: 'grace.hopper@example.com' },
    ],
    [
      'cancel_invitation',
      { invitation_id: 'radia.perlman@example.com', confirm: 'radia.perlman@example.com' },
    ],
    ['add_user_to_organization', { ...WHERE, email: EMAIL, role: 'org_member' }],
  ])('of %s', async (key, input) => {
    await cloud.control.fault({ route: 'POST *', cut: 'after', times: 1 });
    await cloud.control.fault({ route: 'DELETE *', cut: 'after', times: 1 });
    expect(await zapier.create(key, input)).toMatchObject({ changed: true });
    expect(await changes()).toHaveLength(1);
  });
});

test('who is not in the organization is sent there first', async () => {
  const stranger = {
    user_id: 'edsger.dijkstra@example.com',
    project_id: 'research',
    role: 'project_member',
  };
  await expect(zapier.create('add_user_to_project', stranger)).rejects.toMatchObject({
    kind: 'halted',
    message: expect.stringContaining('Add User to Organization'),
  });
  // A project admin may not read who is in the organization; there the service decides.
  const { key, secret } = cloud.keys.projectAdmin;
  const asPaul = await openZapier(cloud, { authData: { api_key: key, api_secret: secret } });
  const there = { ...stranger, project_id: 'weather-europe' };
  await expect(asPaul.create('add_user_to_project', there)).rejects.toMatchObject({
    kind: 'halted',
  });
  const grace = { ...there, user_id: 'grace.hopper@example.com' };
  expect(await asPaul.create('add_user_to_project', grace)).toMatchObject({
    changed: true,
    result: 'added',
  });
  expect(await changes()).toEqual(['project.add_user']);
});

test.each([
  ['cancel_invitation', 'invitation_id'],
  ['remove_user_from_organization', 'user_id'],
])('%s does not call an invitation canceled that the API gives no ID of', async (key, field) => {
  const email = 'grace.hopper@example.com';
  await cloud.control.fault({
    route: 'GET /api/v2/organizations/*/invitations/',
    status: 200,
    body: [{ email, organization_roles: [], expiration_date: null }],
  });
  const run = zapier.create(key, { [field]: email, confirm: email, ...WHERE });
  await expect(run).rejects.toThrow(/does not give the ID of this invitation/);
  expect(await cloud.control.changes()).toEqual([]);
});
