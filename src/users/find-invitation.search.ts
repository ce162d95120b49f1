import { text } from '../kit/record/static.ts';
import { defineSearch } from '../kit/search.ts';
import { namesOf, notVisible, organizationField } from '../vocabulary/organizations.ts';
import {
  invitationId,
  invitationRecord,
  openInvitations,
  toInvitationRecord,
} from './invitations.ts';
import { isPerson } from './user-record.ts';

export const findInvitation = defineSearch({
  key: 'find_invitation',
  noun: 'Invitation',
  label: 'Find Invitation',
  description: 'Finds an invitation that nobody has accepted yet, by email.',
  inputFields: [
    {
      key: 'email',
      label: 'Email',
      required: true,
      address: true,
      helpText:
        'The complete email. Upper and lower case do not matter. Expired invitations are found too.',
    },
    organizationField,
  ],
  record: {
    id: text('Invitation ID', '9d1f6a52-0000-4000-8000-000000000011'),
    ...invitationRecord,
    organizations_not_read: notVisible,
  },
  perform: async (run) => {
    const { open, withheld } = await openInvitations(run, run.input.organization_id);
    const found = open
      .filter(({ invitation }) => isPerson(invitation, run.input.email))
      .map((one) => ({
        id: invitationId(one),
        ...toInvitationRecord(one, run.now()),
        organizations_not_read: namesOf(withheld),
      }));
    return found.sort((a, b) => Number(a.expired) - Number(b.expired));
  },
});
