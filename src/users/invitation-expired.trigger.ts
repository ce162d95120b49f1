import { identity } from '../kit/identity.ts';
import { number, text } from '../kit/record/static.ts';
import { defineTrigger } from '../kit/trigger.ts';
import { round } from '../kit/units.ts';
import { namesOf, notVisible, organizationField } from '../vocabulary/organizations.ts';
import {
  invitationId,
  invitationRecord,
  type OpenInvitation,
  openInvitations,
  toInvitationRecord,
} from './invitations.ts';

const DAY_MS = 86_400_000;

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
        'How early to be told. With 0, only once the date is past. An invitation that is renewed counts as another one.',
    },
  ],
  record: {
    id: text('Alert ID', '9d1f6a52-0000-4000-8000-000000000011:2026-03-09T09:00:00.000Z'),
    alert_key: text('Alert Key', 'invitation_expired:9d1f6a52-0000-4000-8000-000000000011'),
    invitation_id: text('Invitation ID', '9d1f6a52-0000-4000-8000-000000000011'),
    ...invitationRecord,
    days_left: number('Days Left', 0.8),
    not_visible: notVisible,
  },
  perform: async (run) => {
    const { open, withheld } = await openInvitations(run, run.input.organization_id, {
      bearing: 'no answer',
    });
    const now = run.now();
    return open
      .map((one) => ({ one, left: daysLeft(one, now) }))
      .filter(({ left }) => left !== null && (run.isSample || left <= run.input.days_before))
      .sort((a, b) => (a.left ?? 0) - (b.left ?? 0))
      .map(({ one, left }) => ({
        id: identity(invitationId(one), one.invitation.expiration_date),
        alert_key: identity('invitation_expired', invitationId(one)),
        invitation_id: one.invitation.uid,
        ...toInvitationRecord(one, now),
        days_left: left === null ? null : round(left, 1),
        not_visible: namesOf(withheld),
      }));
  },
});

/** Negative once it has expired; null when the API gives no date. */
function daysLeft({ invitation }: OpenInvitation, now: Date): number | null {
  const expires = invitation.expiration_date;
  return expires === null ? null : (Date.parse(expires) - now.getTime()) / DAY_MS;
}
