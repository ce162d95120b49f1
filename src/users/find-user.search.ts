import { listPendingInvitations, pickOrganizationUsers } from '../clients/cloud/users.ts';
import { defineSearch } from '../kit/search.ts';
import { eachOrganization, organizationField } from '../vocabulary/organizations.ts';
import { unlessWithheld } from '../vocabulary/withheld.ts';
import { isExpired } from './invitations.ts';
import {
  inviteeSample,
  isPerson,
  toInviteeRecord,
  toMemberRecord,
  userRecord,
} from './user-record.ts';

export const findUser = defineSearch({
  key: 'find_user',
  noun: 'User',
  label: 'Find User',
  description: 'Finds a user or an open invitation by email or exact name.',
  inputFields: [
    {
      key: 'email',
      label: 'Email or Name',
      required: true,
      address: true,
      helpText: 'The complete email or name. Upper and lower case do not matter.',
    },
    organizationField,
  ],
  record: userRecord,
  sample: inviteeSample,
  orCreate: {
    create: 'add_user_to_organization',
    label: 'Find or Create User',
    description: 'Finds a user by email or exact name, or adds or invites one who is not there.',
  },
  perform: async (run) => {
    const { email: wanted, organization_id: chosen } = run.input;
    const { results } = await eachOrganization(run, chosen, async (organization) => {
      const [members, invitations] = await Promise.all([
        pickOrganizationUsers(run.cloud, organization.id, {
          look: ['uid', 'email', 'name', 'username'],
          pick: (member, whole) =>
            isPerson(member, wanted) ? toMemberRecord(whole(), organization) : undefined,
        }),
        // A role may see who is in without seeing who is invited.
        unlessWithheld(listPendingInvitations(run.cloud, organization.id), []),
      ]);
      return [
        ...members,
        ...invitations
          // One that has expired is no way in any more: Find or Create then invites again.
          .filter((one) => isPerson(one, wanted) && !isExpired(one, run.now()))
          .map((invitation) => toInviteeRecord(invitation, organization)),
      ];
    });
    return results.sort((a, b) => Number(a.status === 'invited') - Number(b.status === 'invited'));
  },
});
