import type { Organization } from '../clients/cloud/organizations.ts';
import {
  listOrganizationUsers,
  listPendingInvitations,
  removeOrganizationUser,
} from '../clients/cloud/users.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import {
  cannotBeUndone,
  checkConfirmation,
  confirmField,
  notedGone,
  noteGone,
} from '../kit/destructive.ts';
import { missing } from '../kit/errors.ts';
import { flag, text } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { needAdmin, organizationField, theOrganization } from '../vocabulary/organizations.ts';
import { unlessWithheld } from '../vocabulary/withheld.ts';
import { findPerson, isEmail, refuseLastAdminOrSelf, userField } from './person.ts';
import {
  isPerson,
  toInviteeRecord,
  toMemberRecord,
  toStrangerRecord,
  type UserRecord,
  userRecord,
} from './user-record.ts';

export const removeUserFromOrganization = defineAction({
  key: 'remove_user_from_organization',
  noun: 'User',
  label: 'Remove User From Organization',
  description: 'Removes a user from an organization and all its projects.',
  replay: 'safe',
  lock: LOCKS.members,
  inputFields: [
    cannotBeUndone(
      'This cannot be undone: the user loses all roles in the organization and its projects, and would have to be added again. Neither the last admin nor the API key’s own user is ever removed.',
    ),
    userField,
    confirmField('Email'),
    {
      ...organizationField,
      helpText: 'Leave blank when the API key’s user belongs to just one.',
    },
  ],
  record: {
    changed: flag('Changed', true),
    result: text('Result (removed or nothing)', 'removed'),
    ...userRecord,
  },
  perform: async (run) => {
    const { user: wanted, confirm } = run.input;
    const organization = await theOrganization(run, run.input.organization_id);
    const members = await listOrganizationUsers(run.cloud, organization.id);
    const member = findPerson(members, wanted);
    if (!member) {
      const gone = notedGone<UserRecord>(run);
      return gone ? answer(true, gone) : answer(false, await settleStranger(run, organization));
    }
    checkConfirmation(confirm, [member.email], 'user');
    needAdmin(organization);
    await refuseLastAdminOrSelf(run, organization, members, member);
    const record = toMemberRecord(member, organization);
    noteGone(run, record);
    await removeOrganizationUser(run.cloud, organization.id, member.uid);
    return answer(true, record);
  },
});

type Input = { user: string; confirm: string };

/** Who is not in the organization is left alone; an open invitation is told, for it is no membership. */
async function settleStranger(run: Run<Input>, organization: Organization): Promise<UserRecord> {
  const { user: wanted, confirm } = run.input;
  if (!isEmail(wanted)) {
    throw missing(
      `nobody in ${organization.name ?? organization.id} has that name or id`,
      'They may have been removed already. Fill in the email, or choose somebody in the dropdown.',
    );
  }
  checkConfirmation(confirm, [wanted], 'user');
  const invitations = await unlessWithheld(listPendingInvitations(run.cloud, organization.id), []);
  const invitation = invitations.find((one) => isPerson(one, wanted));
  return invitation
    ? toInviteeRecord(invitation, organization)
    : toStrangerRecord(wanted, organization);
}

function answer(removed: boolean, user: UserRecord) {
  return { changed: removed, result: removed ? 'removed' : 'nothing', ...user };
}
