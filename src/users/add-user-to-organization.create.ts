import type { Organization } from '../cloud/organizations.ts';
import {
  getCurrentUser,
  type Invitation,
  listOrganizationUsers,
  listPendingInvitations,
  type Member,
  putOrganizationUser,
} from '../cloud/users.ts';
import { defineAction, LOCKS } from '../step-kit/action.ts';
import { refuse } from '../step-kit/errors.ts';
import { organizationField, theOrganization } from '../step-kit/organizations.ts';
import { flag, text } from '../step-kit/record.ts';
import type { Run } from '../step-kit/run.ts';
import {
  isPerson,
  roleIn,
  roleName,
  toInviteeRecord,
  toMemberRecord,
  type UserRecord,
  userRecord,
} from './user-record.ts';

export const addUserToOrganization = defineAction({
  key: 'add_user_to_organization',
  noun: 'User',
  label: 'Add User to Organization',
  description: 'Adds a user to an organization, or invites who has no account yet.',
  replay: 'safe',
  lock: LOCKS.members,
  inputFields: [
    {
      key: 'user',
      label: 'Email',
      required: true,
      helpText: 'Of a member, the exact name will do as well.',
    },
    {
      key: 'role',
      label: 'Role',
      required: true,
      choices: { org_member: 'Organization Member', org_admin: 'Organization Admin' },
    },
    {
      ...organizationField,
      helpText: 'Leave blank when the API key’s user belongs to just one.',
    },
    {
      key: 'if_member',
      label: 'If Already a Member',
      choices: { leave: 'Leave Role', change: 'Change Role' },
      default: 'leave',
      helpText: 'Neither the last admin nor the API key’s own user is ever made less than admin.',
    },
  ],
  record: {
    changed: flag('Changed', true),
    result: text('Result (added, invited, role_changed or nothing)', 'invited'),
    ...userRecord,
  },
  perform: async (run) => {
    const organization = await theOrganization(run, run.input.organization_id);
    const [members, invitations] = await Promise.all([
      listOrganizationUsers(run.cloud, organization.id),
      listPendingInvitations(run.cloud, organization.id),
    ]);
    const member = members.find((one) => isPerson(one, run.input.user));
    if (member) return settleMember(run, organization, members, member);
    const invitation = invitations.find(
      (one) => isPerson(one, run.input.user) && !isExpired(one, run.now()),
    );
    if (invitation) return settleInvitation(run, organization, invitation);
    return add(run, organization);
  },
});

type Input = {
  user: string;
  role: 'org_member' | 'org_admin';
  organization_id: string | undefined;
  if_member: 'leave' | 'change';
};

type Result = 'added' | 'invited' | 'role_changed' | 'nothing';

function answer(result: Result, user: UserRecord) {
  return { changed: result !== 'nothing', result, ...user };
}

/** What this very run asked for before its reply was lost; so the second look still reports it. */
function askedFor(run: Run<Input>): Result {
  return (run.notes.get('asked for') as Result | undefined) ?? 'nothing';
}

async function settleMember(
  run: Run<Input>,
  organization: Organization,
  members: readonly Member[],
  member: Member,
) {
  const { role } = run.input;
  const present = roleIn(member.organization_roles, organization);
  const isSo = present === role;
  if (isSo || run.input.if_member === 'leave') {
    return answer(askedFor(run), toMemberRecord(member, organization));
  }
  if (present === 'org_admin') await refuseDemotion(run, organization, members, member);
  run.notes.set('asked for', 'role_changed');
  await putOrganizationUser(run.cloud, organization.id, { user: member.uid, role_fqn: role });
  const user = { ...toMemberRecord(member, organization), role, role_name: roleName(role) };
  return answer('role_changed', user);
}

async function refuseDemotion(
  run: Run<Input>,
  organization: Organization,
  members: readonly Member[],
  member: Member,
): Promise<void> {
  const admins = members.filter(
    (one) => roleIn(one.organization_roles, organization) === 'org_admin',
  );
  const who = member.email ?? member.uid;
  if (admins.length <= 1) {
    throw refuse(
      `${who} is the last admin of ${organization.name ?? organization.id}`,
      'Make somebody else an admin first.',
    );
  }
  const own = await getCurrentUser(run.cloud);
  if (own.uid === member.uid) {
    throw refuse(
      `${who} is the user of this connection’s API key`,
      'Let another admin change this role in CrateDB Cloud.',
    );
  }
}

function settleInvitation(run: Run<Input>, organization: Organization, invitation: Invitation) {
  const user = toInviteeRecord(invitation, organization);
  if (user.role !== run.input.role && user.role !== null && run.input.if_member === 'change') {
    throw refuse(
      `${user.email} has an open invitation with the role ${user.role_name}`,
      'Cancel the invitation in CrateDB Cloud, then run the step again.',
    );
  }
  return answer(askedFor(run), user);
}

async function add(run: Run<Input>, organization: Organization) {
  const { user, role } = run.input;
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(user)) {
    throw refuse(
      `nobody in ${organization.name ?? organization.id} is named “${user}”`,
      'Fill in an email to add or invite somebody new.',
    );
  }
  run.notes.set('asked for', 'invited');
  const reply = await putOrganizationUser(run.cloud, organization.id, { user, role_fqn: role });
  const invited = reply.invited === true;
  const added = await readBack(run, organization, invited);
  return answer(
    invited ? 'invited' : 'added',
    added ?? unseen(run, organization, reply.user_id, invited),
  );
}

/** The person as the lists now show them; undefined while a list has not caught up. */
async function readBack(run: Run<Input>, organization: Organization, invited: boolean) {
  if (invited) {
    const invitations = await listPendingInvitations(run.cloud, organization.id).catch(() => []);
    const found = invitations.find((one) => isPerson(one, run.input.user));
    return found && toInviteeRecord(found, organization);
  }
  const members = await listOrganizationUsers(run.cloud, organization.id).catch(() => []);
  const found = members.find((one) => isPerson(one, run.input.user));
  return found && toMemberRecord(found, organization);
}

function unseen(
  run: Run<Input>,
  organization: Organization,
  userId: string | null,
  invited: boolean,
): UserRecord {
  const { user: email, role } = run.input;
  return {
    id: userId ?? email,
    user_id: userId,
    email,
    name: null,
    username: null,
    login_method: null,
    status: invited ? 'invited' : 'member',
    role,
    role_name: roleName(role),
    organization_id: organization.id,
    organization_name: organization.name,
    invitation_id: null,
    invitation_expires_at: null,
  };
}

function isExpired(invitation: Invitation, now: Date): boolean {
  return (
    invitation.expiration_date !== null && Date.parse(invitation.expiration_date) <= now.getTime()
  );
}
