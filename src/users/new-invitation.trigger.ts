import { text } from '../kit/record/static.ts';
import { defineTrigger } from '../kit/trigger.ts';
import { namesOf, notVisible, organizationField } from '../vocabulary/organizations.ts';
import { summaryField } from '../vocabulary/summary.ts';
import {
  invitationId,
  invitationRecord,
  openInvitations,
  toInvitationRecord,
} from './invitations.ts';

export const newInvitation = defineTrigger({
  kind: 'new',
  whole: true,
  key: 'new_invitation',
  noun: 'Invitation',
  label: 'New Invitation',
  description: 'Triggers when somebody is invited to an organization.',
  inputFields: [
    {
      ...organizationField,
      helpText: 'Leave blank for all organizations whose invitations your role may read.',
    },
  ],
  record: {
    id: text('Invitation ID', '9d1f6a52-0000-4000-8000-000000000011'),
    summary: summaryField(
      'grace@example.com was invited to My Organization as Organization Member.',
    ),
    ...invitationRecord,
    organizations_not_read: notVisible,
  },
  perform: async (run) => {
    const { open, withheld } = await openInvitations(run, run.input.organization_id, {
      bearing: 'no answer',
    });
    return open.map((one) => {
      const record = toInvitationRecord(one, run.now());
      const as = record.role_name === null ? '' : ` as ${record.role_name}`;
      return {
        id: invitationId(one),
        summary: `${record.email} was invited to ${record.organization_name}${as}.`,
        ...record,
        organizations_not_read: namesOf(withheld),
      };
    });
  },
});
