/** Open invitations: reading them from several organizations, and what steps tell of one. */
import type { Organization } from '../clients/cloud/organizations.ts';
import { type Invitation, listPendingInvitations } from '../clients/cloud/users.ts';
import { identity } from '../kit/identity.ts';
import { flag, type RecordOf, text, time } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { type Asking, eachOrganization } from '../vocabulary/organizations.ts';
import { roleIn, roleName } from './user-record.ts';

/** An invitation, by dropdown, e-mail or id. */
export const invitationField = {
  key: 'invitation',
  label: 'Invitation',
  required: true,
  dynamic: 'invitation.id.label',
  search: 'find_invitation.id',
} as const;

/** The fields of an invitation, but for its id. */
export const invitationRecord = {
  email: text('Email', 'grace@example.com'),
  role: text('Role', 'org_member'),
  role_name: text('Role Name', 'Organization Member'),
  organization_id: text('Organization ID', '7bbcf777-0000-41e0-a0b9-000000000001'),
  organization_name: text('Organization Name', 'My Organization'),
  expired: flag('Expired', false),
  expires_at: time('Expires At', '2026-03-09T09:00:00.000Z'),
};

export type OpenInvitation = { invitation: Invitation; organization: Organization };

/** The invitations that nobody has accepted yet, those past their date as well. */
export async function openInvitations(
  run: Run<unknown>,
  chosen: string | undefined,
  asking: Asking = {},
): Promise<{ open: OpenInvitation[]; withheld: Organization[] }> {
  const ask = async (organization: Organization) => {
    const invitations = await listPendingInvitations(run.cloud, organization.id);
    return invitations.map((invitation) => ({ invitation, organization }));
  };
  const { results, withheld } = await eachOrganization(run, chosen, ask, asking);
  // One invitation may be for several organizations, and is listed by each.
  const unique = new Map(results.map((one) => [invitationId(one), one]));
  return { open: [...unique.values()], withheld };
}

/** API: the `uid` names an invitation; without one, who is invited where. */
export function invitationId({ invitation, organization }: OpenInvitation): string {
  return invitation.uid ?? identity(organization.id, invitation.email);
}

export function toInvitationRecord(
  { invitation, organization }: OpenInvitation,
  now: Date,
): RecordOf<typeof invitationRecord> {
  const role = roleIn(invitation.organization_roles, organization);
  return {
    email: invitation.email,
    role,
    role_name: roleName(role),
    organization_id: organization.id,
    organization_name: organization.name,
    expired: isExpired(invitation, now),
    expires_at: invitation.expiration_date,
  };
}

/** API: PENDING covers those past their date. One without a date never expires. */
export function isExpired(invitation: Invitation, now: Date): boolean {
  const expires = invitation.expiration_date;
  return expires !== null && Date.parse(expires) <= now.getTime();
}
