import type { Organization } from '../../src/clients/cloud/organizations.ts';
import type { Invitation, Member } from '../../src/clients/cloud/users.ts';
import {
  cancelableId,
  daysLeft,
  invitationId,
  isExpired,
  toInvitationRecord,
} from '../../src/users/invitations.ts';
import {
  isPerson,
  roleIn,
  roleInProject,
  toInviteeRecord,
  toMemberRecord,
  toStrangerRecord,
} from '../../src/users/user-record.ts';

const organization = { id: 'o-1', name: 'Alpine' } as Organization;
const role = (organization_id: string | null, role_fqn: string | null) => ({
  organization_id,
  role_fqn,
});

const invitation = (of: Partial<Invitation> = {}) =>
  ({
    uid: 'i-1',
    email: 'alan@example.com',
    expiration_date: '2026-03-09T09:00:00.000Z',
    organization_roles: [role('o-1', 'org_member')],
    ...of,
  }) as Invitation;

describe('a role', () => {
  test('is the one of the organization, or the first where none says which it is of', () => {
    const roles = [role('o-2', 'org_admin'), role('o-1', 'org_member')];
    expect(roleIn(roles, organization)).toBe('org_member');
    expect(roleIn([role(null, 'org_admin'), role(null, 'org_member')], organization)).toBe(
      'org_admin',
    );
    expect(roleIn([role('o-1', null)], organization)).toBe(null);
    expect(roleIn([], organization)).toBe(null);
  });

  test('in a project likewise', () => {
    const roles = (...all: [string | null, string | null][]) => ({
      project_roles: all.map(([project_id, role_fqn]) => ({ project_id, role_fqn })),
    });
    const project = { id: 'p-1' };
    expect(roleInProject(roles(['p-2', 'project_admin'], ['p-1', 'project_member']), project)).toBe(
      'project_member',
    );
    expect(roleInProject(roles([null, 'project_admin']), project)).toBe('project_admin');
    expect(roleInProject(roles(['p-1', null]), project)).toBe(null);
    expect(roleInProject(roles(), project)).toBe(null);
  });
});

test.each([
  ['uid', 'U-1'],
  ['email', 'ADA@example.com'],
  ['name', 'ada example'],
  ['username', 'Ada'],
])('a person is known by %s, whatever the case', (field, text) => {
  const ada = { uid: 'u-1', email: 'ada@example.com', name: 'Ada Example', username: 'ada' };
  expect(isPerson(ada, text)).toBe(true);
  expect(isPerson({ ...ada, [field]: null }, text)).toBe(false);
});

describe('records', () => {
  const place = { organization_id: 'o-1', organization_name: 'Alpine' };

  test('of a member', () => {
    const member = {
      uid: 'u-1',
      email: 'ada@example.com',
      name: 'Ada',
      username: 'ada-1',
      idp: 'github',
      organization_roles: [role('o-1', 'org_admin')],
    } as unknown as Member;
    expect(toMemberRecord(member, organization)).toMatchObject({
      id: 'u-1',
      user_id: 'u-1',
      email: 'ada@example.com',
      name: 'Ada',
      username: 'ada-1',
      login_method: 'github',
      status: 'member',
      role: 'org_admin',
      role_name: 'Organization Admin',
      invitation_id: null,
      ...place,
    });
  });

  test('of somebody invited, who goes by the email where the invitation has no ID', () => {
    expect(toInviteeRecord(invitation(), organization)).toMatchObject({
      id: 'i-1',
      user_id: null,
      status: 'invited',
      role: 'org_member',
      invitation_id: 'i-1',
      invitation_expires_at: '2026-03-09T09:00:00.000Z',
      ...place,
    });
    const ids = [invitation({ uid: null }), invitation({ uid: null, email: null })].map(
      (one) => toInviteeRecord(one, organization).id,
    );
    expect(ids).toEqual(['alan@example.com', 'invitation']);
  });

  test('of a stranger', () => {
    expect(toStrangerRecord('alan@example.com', organization)).toMatchObject({
      id: 'alan@example.com',
      email: 'alan@example.com',
      user_id: null,
      status: 'none',
      role: null,
      ...place,
    });
  });
});

describe('an invitation', () => {
  const now = new Date('2026-03-02T09:00:00Z');

  test.each([
    ['2026-03-02T09:00:00.001Z', false, 0],
    ['2026-03-02T09:00:00.000Z', true, 0],
    ['2026-03-01T06:36:00.000Z', true, -1.1],
    ['2026-03-03T21:00:00.000Z', false, 1.5],
    [null, false, null],
  ])('until %s has expired: %s', (expiration_date, expired, days) => {
    const one = { invitation: invitation({ expiration_date }), organization };
    expect(isExpired(one.invitation, now)).toBe(expired);
    expect(toInvitationRecord(one, now)).toMatchObject({
      email: 'alan@example.com',
      role_name: 'Organization Member',
      expired,
      expires_at: expiration_date,
      days_left: days,
    });
  });

  test('ends to the moment, which its record rounds', () => {
    const one = invitation({ expiration_date: '2026-03-02T10:00:00Z' });
    expect(daysLeft(one, now)).toBeCloseTo(1 / 24, 9);
  });

  test('without an ID is told apart by who and where, and cannot be canceled', () => {
    expect(invitationId({ invitation: invitation(), organization })).toBe('i-1');
    const unnamed = invitation({ uid: null });
    expect(invitationId({ invitation: unnamed, organization })).toBe('o-1:alan@example.com');
    expect(cancelableId(invitation())).toBe('i-1');
    expect(() => cancelableId(unnamed)).toThrow('does not give the ID of this invitation');
  });
});
