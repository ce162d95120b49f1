/** Taking a person out of an organization: the membership, and the invitations that are open. */

import type { Organization } from '../clients/cloud/organizations.ts';
import {
  deleteInvitation,
  type Invitation,
  listOrganizationUsers,
  listPendingInvitations,
  type Member,
  removeOrganizationUser,
} from '../clients/cloud/users.ts';
import { checkConfirmation } from '../kit/destructive.ts';
import { note } from '../kit/run/notes.ts';
import type { Run } from '../kit/run/run.ts';
import { isSameText } from '../kit/text.ts';
import { needAdmin } from '../vocabulary/organizations.ts';
import { unlessWithheld } from '../vocabulary/withheld.ts';
import { cancelableId } from './invitations.ts';
import { findPerson, refuseLastAdminOrSelf } from './person.ts';
import { isPerson, toInviteeRecord, toMemberRecord, type UserRecord } from './user-record.ts';

/** What one organization holds of the person looked for. */
export type Presence = {
  organization: Organization;
  members: readonly Member[];
  member: Member | undefined;
  pending: readonly Invitation[];
};

export type Removal = {
  /** Who it was; null where the organization neither has nor invites anybody of that name. */
  user: UserRecord | null;
  removed: boolean;
  /** Ids of the invitations that were canceled. */
  canceled: string[];
};

/** By organization: what this run removed there. */
const REMOVED = note<Removal>('removed');

/** @param wanted id, email or exact name */
export async function lookFor(
  run: Run<unknown>,
  organization: Organization,
  wanted: string,
): Promise<Presence> {
  const invitations = listPendingInvitations(run.cloud, organization.id);
  const [members, pending] = await Promise.all([
    listOrganizationUsers(run.cloud, organization.id),
    // Who is no admin is refused later on; an admin must see all there is to cancel.
    organization.role_fqn === 'org_admin' ? invitations : unlessWithheld(invitations, []),
  ]);
  return { organization, members, member: findPerson(members, wanted), pending };
}

/**
 * Removes the person and cancels their invitations, those past their date as well. What this very run removed
 * before its reply was lost is still told.
 *
 * @param person `emails`: by which invitations know them, as far as that was seen
 * @param confirm the email that was given to confirm
 */
export async function removeFrom(
  run: Run<unknown>,
  { organization, members, member, pending }: Presence,
  person: { wanted: string; emails: readonly string[] },
  confirm: string,
): Promise<Removal> {
  const before = run.notes.get(REMOVED, organization.id);
  const invitations = pending.filter(
    (one) =>
      isPerson(one, person.wanted) || person.emails.some((email) => isSameText(one.email, email)),
  );
  if (!member && invitations.length === 0) {
    return before ?? { user: null, removed: false, canceled: [] };
  }
  const user = userOf(organization, member, invitations);
  checkConfirmation(confirm, [user?.email ?? null], 'Email');
  needAdmin(organization);
  if (member) await refuseLastAdminOrSelf(run, organization, members, member);
  // Pages that overlap list one twice.
  const canceled = [...new Set(invitations.map(cancelableId))];
  const removal: Removal = {
    user: before?.user ?? user,
    removed: member !== undefined || before?.removed === true,
    canceled: [...new Set([...(before?.canceled ?? []), ...canceled])],
  };
  run.notes.set(REMOVED, removal, organization.id);
  if (member) await removeOrganizationUser(run.cloud, organization.id, member.uid);
  for (const uid of canceled) await deleteInvitation(run.cloud, organization.id, uid);
  return removal;
}

function userOf(
  organization: Organization,
  member: Member | undefined,
  [invitation]: readonly Invitation[],
): UserRecord | null {
  if (member) return toMemberRecord(member, organization);
  return invitation ? toInviteeRecord(invitation, organization) : null;
}
