import { many, manyRecord } from '../kit/record/many.ts';
import { text } from '../kit/record/static.ts';
import { defineSearch } from '../kit/search.ts';
import { counted, firstOf, folded } from '../kit/text.ts';
import { namesOf, notVisible, organizationField } from '../vocabulary/organizations.ts';
import { summaryField } from '../vocabulary/summary.ts';
import {
  daysLeft,
  invitationId,
  invitationRecord,
  openInvitations,
  toInvitationRecord,
} from './invitations.ts';

export const findInvitations = defineSearch({
  key: 'find_invitations',
  noun: 'Invitation',
  label: 'Find Many Invitations',
  description: 'Finds invitations that nobody has accepted yet, as line items.',
  inputFields: [
    organizationField,
    {
      key: 'status',
      label: 'Status',
      choices: { any: 'All', open: 'Open', expiring: 'Expiring Soon', expired: 'Expired' },
      default: 'any',
      helpText: 'Open: not expired. Expiring Soon: open, and ending within the days below.',
    },
    {
      key: 'days_left',
      label: 'Expiring Within (Days)',
      type: 'number',
      unit: 'days',
      default: '2',
      min: 0,
      helpText: 'Number of days; used only with the status Expiring Soon.',
    },
    {
      key: 'email_contains',
      label: 'Email Contains',
      helpText: 'A part of the email; case does not matter. Leave blank for all invitations.',
    },
  ],
  record: {
    summary: summaryField('1 invitation: grace@example.com to My Organization (7 days left).'),
    ...manyRecord('Invitations', {
      invitation_id: text('Invitation ID', '9d1f6a52-0000-4000-8000-000000000011'),
      ...invitationRecord,
    }),
    organizations_not_read: notVisible,
  },
  perform: async (run) => {
    const {
      organization_id: chosen,
      status,
      days_left: within,
      email_contains: contains = '',
    } = run.input;
    const { open, withheld } = await openInvitations(run, chosen);
    const now = run.now();
    const isWanted = (left: number | null) => {
      if (status === 'any') return true;
      const isExpired = left !== null && left <= 0;
      if (status === 'expired') return isExpired;
      return !isExpired && (status === 'open' || (left !== null && left <= within));
    };
    const found = open
      .filter(({ invitation }) => isWanted(daysLeft(invitation, now)))
      .filter(({ invitation }) => folded(invitation.email ?? '').includes(folded(contains)))
      .map((one) => ({ invitation_id: invitationId(one), ...toInvitationRecord(one, now) }))
      .sort((a, b) => (a.days_left ?? Number.MAX_VALUE) - (b.days_left ?? Number.MAX_VALUE));
    const organizations_not_read = namesOf(withheld);
    return many(found).map((one) => ({
      summary: summaryOf(found),
      ...one,
      organizations_not_read,
    }));
  },
});

type Found = { email: string | null; organization_name: string | null; days_left: number | null };

function summaryOf(found: readonly Found[]): string {
  const told = found.map(({ email, organization_name: where, days_left }) => {
    const left =
      days_left === null || days_left > 0
        ? `${days_left === null ? 'unlimited days' : counted(days_left, 'day')} left`
        : `expired ${counted(-days_left, 'day')} ago`;
    return `${email ?? 'unknown'} to ${where ?? 'unknown'} (${left})`;
  });
  return `${counted(found.length, 'invitation')}: ${firstOf(told)}.`;
}
