import type { Organization } from '../clients/cloud/organizations.ts';
import {
  type Invitation,
  listOrganizationUsers,
  listPendingInvitations,
  type Member,
  putOrganizationUser,
} from '../clients/cloud/users.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import { refuse } from '../kit/errors.ts';
import type { InputOf } from '../kit/fields/read.ts';
import { flag, text } from '../kit/record/static.ts';
import { note } from '../kit/run/notes.ts';
import { once } from '../kit/run/once.ts';
import type { Run } from '../kit/run/run.ts';
import { folded } from '../kit/text.ts';
import { consoleUrl } from '../vocabulary/console.ts';
import { organizationField, theOrganization } from '../vocabulary/organizations.ts';
import { roleName } from '../vocabulary/roles.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { afterChange } from '../vocabulary/withheld.ts';
import { isExpired } from './invitations.ts';
import { findPerson, isEmail, refuseLastAdminOrSelf } from './person.ts';
import {
  inviteeSample,
  isPerson,
  roleIn,
  toInviteeRecord,
  toMemberRecord,
  type UserRecord,
  userRecord,
} from './user-record.ts';

const inputFields = [
  {
    key: 'email',
    label: 'Email',
    required: true,
    address: true,
    helpText: 'For an existing member, the exact name works as well.',
  },
  {
    key: 'role',
    label: 'Role',
    required: true,
    choices: { org_member: 'Organization Member', org_admin: 'Organization Admin' },
    helpText:
      'Organization Admin: all rights in the organization, its projects and clusters. Organization Member: sees the organization; rights in projects are given with “Add User to Project”.',
  },
  {
    ...organizationField,
    helpText: 'Leave blank if the API key’s user belongs to only one organization.',
  },
  {
    key: 'if_member',
    label: 'If Already a Member',
    choices: { leave: 'Leave Role', change: 'Change Role' },
    default: 'leave',
    helpText:
      'Change Role: gives a member the role above. The last admin and the API key’s own user always stay admins.',
  },
] as const;

type Input = InputOf<typeof inputFields>;

export const addUserToOrganization = defineAction({
  key: 'add_user_to_organization',
  noun: 'User',
  label: 'Add User to Organization',
  description: 'Adds a user to an organization, or invites somebody who has no account yet.',
  replay: 'safe',
  level: ({ role }) => (role === 'org_admin' ? 'everything' : 'change'),
  lock: LOCKS.members,
  inputFields,
  record: {
    changed: flag('Changed', true),
    result: text('Result (Added, Invited, Role Changed or Nothing)', 'invited'),
    summary: summaryField(
      'alan@example.com was invited to My Organization as Organization Member.',
    ),
    ...userRecord,
  },
  sample: inviteeSample,
  perform: async (run) => {
    const organization = await theOrganization(run, run.input.organization_id);
    return once(run, `member ${organization.id} ${folded(run.input.email)}`, {
      look: () => settle(run, organization),
      make: () => add(run, organization),
    });
  },
});

/** What happened, in a sentence. */
function summaryOf(result: Result, user: UserRecord): string {
  const who = user.name ?? user.email ?? user.id;
  const where = user.organization_name ?? user.organization_id;
  const as = user.role_name === null ? '' : ` as ${user.role_name}`;
  switch (result) {
    case 'added':
      return `${who} was added to ${where}${as}.`;
    case 'invited':
      return `${who} was invited to ${where}${as}.`;
    case 'role_changed':
      return `${who} is ${user.role_name} of ${where} now.`;
    case 'nothing':
      return user.status === 'invited'
        ? `${who} is invited to ${where} already${as}.`
        : `${who} is in ${where} already${as}.`;
  }
}

type Result = 'added' | 'invited' | 'role_changed' | 'nothing';

/** What this run asked for. */
const ASKED = note<'addition' | 'role change'>('asked for');

function answer(result: Result, user: UserRecord) {
  return { changed: result !== 'nothing', result, summary: summaryOf(result, user), ...user };
}

/** What is to be done with who is there already, as a member or by an open invitation. */
async function settle(run: Run<Input>, organization: Organization) {
  const [members, invitations] = await Promise.all([
    listOrganizationUsers(run.cloud, organization.id),
    listPendingInvitations(run.cloud, organization.id),
  ]);
  const member = findPerson(members, run.input.email);
  if (member) return settleMember(run, organization, members, member);
  const invitation = openFor(run, invitations);
  return invitation && settleInvitation(run, organization, invitation);
}

/** The person's invitation that can still be accepted. */
function openFor(run: Run<Input>, invitations: readonly Invitation[]): Invitation | undefined {
  return invitations.find((one) => isPerson(one, run.input.email) && !isExpired(one, run.now()));
}

/**
 * What became of what this very run asked for before its reply was lost, so that the second look still
 * reports it; nothing when it did not ask.
 */
function askedFor(run: Run<Input>, added: Result): Result {
  const asked = run.notes.get(ASKED);
  if (asked === 'addition') return added;
  return asked === 'role change' ? 'role_changed' : 'nothing';
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
    return answer(askedFor(run, 'added'), toMemberRecord(member, organization));
  }
  if (present === 'org_admin') await refuseLastAdminOrSelf(run, organization, members, member);
  run.notes.set(ASKED, 'role change');
  await putOrganizationUser(run.cloud, organization.id, { user: member.uid, role_fqn: role });
  const user = { ...toMemberRecord(member, organization), role, role_name: roleName(role) };
  return answer('role_changed', user);
}

function settleInvitation(run: Run<Input>, organization: Organization, invitation: Invitation) {
  const user = toInviteeRecord(invitation, organization);
  if (user.role !== run.input.role && user.role !== null && run.input.if_member === 'change') {
    throw refuse(
      `${user.email} has an open invitation with the role ${user.role_name}`,
      'Cancel it with “Cancel Invitation”, then run the step again.',
    );
  }
  return answer(askedFor(run, 'invited'), user);
}

async function add(run: Run<Input>, organization: Organization) {
  const { email: user, role } = run.input;
  if (!isEmail(user)) {
    throw refuse(
      `nobody in ${organization.name ?? organization.id} is named “${user}”`,
      'Fill in an email to add or invite somebody new.',
    );
  }
  run.notes.set(ASKED, 'addition');
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
    const invitations = await afterChange(listPendingInvitations(run.cloud, organization.id), []);
    const found = openFor(run, invitations);
    return found && toInviteeRecord(found, organization);
  }
  const members = await afterChange(listOrganizationUsers(run.cloud, organization.id), []);
  const found = members.find((one) => isPerson(one, run.input.email));
  return found && toMemberRecord(found, organization);
}

function unseen(
  run: Run<Input>,
  organization: Organization,
  userId: string | null,
  invited: boolean,
): UserRecord {
  const { email, role } = run.input;
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
    console_url: consoleUrl('organization'),
  };
}
