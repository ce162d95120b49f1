import { defineDropdown, labelOf } from '../kit/dropdown.ts';
import { roleName } from '../vocabulary/roles.ts';
import { invitationId, isExpired, type OpenInvitation, openInvitations } from './invitations.ts';
import { roleIn } from './user-record.ts';

export const invitationDropdown = defineDropdown({
  key: 'invitation',
  noun: 'Invitation',
  label: 'Invitations',
  example: {
    id: '9d1f6a52-0000-4000-8000-000000000011',
    label: 'grace@example.com (Organization Member, My Organization, expires 2026-03-09)',
  },
  list: async (run) => {
    const { open } = await openInvitations(run, run.input.organization_id);
    return open
      .sort((a, b) => (a.invitation.email ?? '').localeCompare(b.invitation.email ?? ''))
      .map((one) => ({ id: invitationId(one), label: labelFor(one, run.now()) }));
  },
});

function labelFor({ invitation, organization }: OpenInvitation, now: Date): string {
  const day = invitation.expiration_date?.slice(0, 10) ?? null;
  return labelOf(
    invitation.email,
    roleName(roleIn(invitation.organization_roles, organization)),
    organization.name,
    day && `${isExpired(invitation, now) ? 'expired' : 'expires'} ${day}`,
  );
}
