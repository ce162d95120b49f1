/** A person in an organization, as a member or as an invitee. */

import type { Organization } from '../clients/cloud/organizations.ts';
import type { Invitation, Member } from '../clients/cloud/users.ts';
import { blankRecord, type RecordOf, text, time } from '../kit/record/static.ts';
import { isSameText } from '../kit/text.ts';
import { consoleUrl, consoleUrlOf } from '../vocabulary/console.ts';
import { roleName } from '../vocabulary/roles.ts';

export const userRecord = {
  id: text('ID', 'c4953d0d-0000-4820-9c43-000000000002'),
  user_id: text('User ID', 'c4953d0d-0000-4820-9c43-000000000002'),
  email: text('Email', 'ada@example.com'),
  name: text('Name', 'Ada Example'),
  username: text('Username', 'ada@example.com'),
  login_method: text('Login Method', 'github'),
  status: text('Status (Member, Invited or None)', 'member'),
  role: text('Role', 'org_member'),
  role_name: text('Role Name', 'Organization Member'),
  organization_id: text('Organization ID', '7bbcf777-0000-41e0-a0b9-000000000001'),
  organization_name: text('Organization Name', 'My Organization'),
  invitation_id: text('Invitation ID', '9d1f6a52-0000-4000-8000-000000000011'),
  invitation_expires_at: time('Invitation Expires At', '2026-03-09T09:00:00.000Z'),
  console_url: consoleUrlOf('organization'),
};

/** Somebody who was invited and has no account yet, for a sample. */
export const inviteeSample = {
  id: '9d1f6a52-0000-4000-8000-00000000001c',
  invitation_id: '9d1f6a52-0000-4000-8000-00000000001c',
  user_id: '',
  email: 'alan@example.com',
  name: '',
  username: '',
  login_method: '',
  status: 'invited',
};

export type UserRecord = RecordOf<typeof userRecord>;

export function toMemberRecord(member: Member, organization: Organization): UserRecord {
  const role = roleIn(member.organization_roles, organization);
  return {
    id: member.uid,
    user_id: member.uid,
    email: member.email,
    name: member.name,
    username: member.username,
    login_method: member.idp,
    status: 'member',
    role,
    role_name: roleName(role),
    organization_id: organization.id,
    organization_name: organization.name,
    invitation_id: null,
    invitation_expires_at: null,
    console_url: consoleUrl('organization'),
  };
}

export function toInviteeRecord(invitation: Invitation, organization: Organization): UserRecord {
  const role = roleIn(invitation.organization_roles, organization);
  return {
    id: invitation.uid ?? invitation.email ?? 'invitation',
    user_id: null,
    email: invitation.email,
    name: null,
    username: null,
    login_method: null,
    status: 'invited',
    role,
    role_name: roleName(role),
    organization_id: organization.id,
    organization_name: organization.name,
    invitation_id: invitation.uid,
    invitation_expires_at: invitation.expiration_date,
    console_url: consoleUrl('organization'),
  };
}

/** Somebody of whom only the e-mail is known, and who has no role. */
export function toStrangerRecord(email: string, organization: Organization): UserRecord {
  const { id: organization_id, name: organization_name } = organization;
  const console_url = consoleUrl('organization');
  const place = { organization_id, organization_name, console_url };
  return blankRecord(userRecord, { id: email, email, status: 'none', ...place });
}

/** The role in one organization; an answer about one organization may leave its id out. */
export function roleIn(
  roles: readonly { organization_id: string | null; role_fqn: string | null }[],
  organization: { id: string },
): string | null {
  const own = roles.find((role) => role.organization_id === organization.id) ?? roles[0];
  return own?.role_fqn ?? null;
}

/** The role in one project; an answer about one project may leave its id out. */
export function roleInProject(
  member: { project_roles: readonly { project_id: string | null; role_fqn: string | null }[] },
  project: { id: string },
): string | null {
  const own = member.project_roles.find((role) => role.project_id === project.id);
  return (own ?? member.project_roles[0])?.role_fqn ?? null;
}

/** True when the text is the person's id, e-mail, name or user name; case does not matter. */
export function isPerson(
  person: {
    uid: string | null;
    email: string | null;
    name?: string | null;
    username?: string | null;
  },
  wanted: string,
): boolean {
  return [person.uid, person.email, person.name, person.username].some((value) =>
    isSameText(value, wanted),
  );
}
