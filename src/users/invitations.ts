/** Open invitations: reading them from several organizations, and what steps tell of one. */
import { DAY_MS } from '../base/time.ts';
import type { Organization } from '../clients/cloud/organizations.ts';
import { type Invitation, listPendingInvitations } from '../clients/cloud/users.ts';
import { refuse } from '../kit/errors.ts';
import { identity } from '../kit/identity.ts';
import { flag, number, type RecordOf, text, time } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { round } from '../kit/units.ts';
import { consoleUrl, consoleUrlOf } from '../vocabulary/console.ts';
import { type Asking, eachOrganization } from '../vocabulary/organizations.ts';
import { roleName } from '../vocabulary/roles.ts';
import { roleIn } from './user-record.ts';

/** An invitation, by dropdown, e-mail or id. */
export const invitationField = {
  key: 'invitation_id',
  label: 'Invitation',
  required: true,
  address: true,
  dynamic: 'invitation.id.label',
  search: 'find_invitation.id',
  helpText: 'Choose an invitation, or enter the email of who was invited.',
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
  days_left: number('Days Left', 7),
  console_url: consoleUrlOf('organization'),
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

/** @throws Refusal for an invitation that the API gives no `uid` of: it cannot be canceled */
export function cancelableId({ uid }: Invitation): string {
  if (uid !== null) return uid;
  throw refuse(
    'CrateDB Cloud does not give the ID of this invitation',
    'Cancel it in the console.',
  );
}

export function toInvitationRecord(
  { invitation, organization }: OpenInvitation,
  now: Date,
): RecordOf<typeof invitationRecord> {
  const role = roleIn(invitation.organization_roles, organization);
  const left = daysLeft(invitation, now);
  return {
    email: invitation.email,
    role,
    role_name: roleName(role),
    organization_id: organization.id,
    organization_name: organization.name,
    expired: isExpired(invitation, now),
    expires_at: invitation.expiration_date,
    days_left: left === null ? null : round(left, 1),
    console_url: consoleUrl('organization'),
  };
}

/** API: PENDING covers those past their date. One without a date never expires. */
export function isExpired(invitation: Invitation, now: Date): boolean {
  const expires = invitation.expiration_date;
  return expires !== null && Date.parse(expires) <= now.getTime();
}

/** Negative once it has expired; null when the API gives no date. */
export function daysLeft(invitation: Invitation, now: Date): number | null {
  const expires = invitation.expiration_date;
  return expires === null ? null : (Date.parse(expires) - now.getTime()) / DAY_MS;
}
