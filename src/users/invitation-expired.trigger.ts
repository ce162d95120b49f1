import { identity } from '../kit/identity.ts';
import { number, type RecordOf, text, time } from '../kit/record/static.ts';
import { counted } from '../kit/text.ts';
import { defineTrigger } from '../kit/trigger.ts';
import { type Severity, severityField } from '../vocabulary/alerts.ts';
import { namesOf, notVisible, organizationField } from '../vocabulary/organizations.ts';
import { summaryField } from '../vocabulary/summary.ts';
import {
  daysLeft,
  invitationId,
  invitationRecord,
  openInvitations,
  toInvitationRecord,
} from './invitations.ts';

export const invitationExpired = defineTrigger({
  kind: 'alert',
  key: 'invitation_expired',
  noun: 'Invitation Alert',
  label: 'Invitation Expired',
  description: 'Triggers when an invitation has expired or is about to, once per invitation.',
  inputFields: [
    organizationField,
    {
      key: 'days_before',
      label: 'Days Before It Expires',
      type: 'number',
      unit: 'days',
      default: '1',
      min: 0,
      max: 365,
      helpText:
        'Triggers this many days before an invitation expires. Enter 0 to trigger only after it has expired. A renewed invitation counts as a new one.',
    },
  ],
  record: {
    id: text('Alert ID', '9d1f6a52-0000-4000-8000-000000000011:2026-03-03T04:12:00.000Z'),
    alert_key: text('Alert Key', 'invitation_expired:9d1f6a52-0000-4000-8000-000000000011'),
    summary: summaryField(
      'The invitation of grace@example.com to My Organization expires in 0.8 days.',
    ),
    severity: severityField('info'),
    invitation_id: text('Invitation ID', '9d1f6a52-0000-4000-8000-000000000011'),
    ...invitationRecord,
    expires_at: time('Expires At', '2026-03-03T04:12:00.000Z'),
    days_left: number('Days Left', 0.8),
    organizations_not_read: notVisible,
  },
  perform: async (run) => {
    const { open, withheld } = await openInvitations(run, run.input.organization_id, {
      bearing: 'no answer',
    });
    const now = run.now();
    return open
      .map((one) => ({ one, left: daysLeft(one.invitation, now) }))
      .filter(({ left }) => left !== null && (run.isSample || left <= run.input.days_before))
      .sort((a, b) => (a.left ?? 0) - (b.left ?? 0))
      .map(({ one }) => {
        const record = toInvitationRecord(one, now);
        return {
          id: identity(invitationId(one), one.invitation.expiration_date),
          alert_key: identity('invitation_expired', invitationId(one)),
          summary: summaryOf(record),
          severity: (record.expired ? 'warning' : 'info') satisfies Severity,
          invitation_id: one.invitation.uid,
          ...record,
          organizations_not_read: namesOf(withheld),
        };
      });
  },
});

function summaryOf(record: RecordOf<typeof invitationRecord>): string {
  const what = `The invitation of ${record.email} to ${record.organization_name}`;
  if (record.expired) return `${what} has expired.`;
  return `${what} expires in ${counted(record.days_left ?? 0, 'day')}.`;
}
