import { listProjects } from '../clients/cloud/projects.ts';
import { MOST_LINES, many, manyRecord } from '../kit/record/many.ts';
import { text, time } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { defineSearch } from '../kit/search.ts';
import { counted, firstOf, folded } from '../kit/text.ts';
import { namesOf, notVisible, organizationField } from '../vocabulary/organizations.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { unlessWithheld } from '../vocabulary/withheld.ts';
import { type Assignment, assignmentRecord, chosenRole, readAssignments } from './assignments.ts';
import { invitationId, openInvitations, toInvitationRecord } from './invitations.ts';

export const findUsers = defineSearch({
  key: 'find_users',
  noun: 'User',
  label: 'Find Many Users',
  description: 'Finds users and their roles, as line items.',
  inputFields: [
    organizationField,
    {
      key: 'name_or_email_contains',
      label: 'Name or Email Contains',
      helpText: 'A part of the name or email; case does not matter. Leave blank for all users.',
    },
    {
      key: 'role',
      label: 'Role',
      dynamic: 'role.id.label',
      helpText: 'Leave blank for all roles.',
    },
    {
      key: 'with_projects',
      label: 'Include Project Roles',
      type: 'boolean',
      default: 'true',
      helpText: 'Yes: roles in projects are listed too, with one more request per project.',
    },
    {
      key: 'with_invited',
      label: 'Include Pending Invitations',
      type: 'boolean',
      default: 'false',
      helpText:
        'Yes: people who have not accepted yet are listed too, with the status invited or expired.',
    },
  ],
  record: {
    summary: summaryField(
      '2 roles: Ada Example is Organization Member of My Organization, grace@example.com is invited as Organization Member of My Organization.',
    ),
    ...manyRecord(
      'Users',
      {
        ...assignmentRecord,
        status: text('Status (Member, Invited or Expired)', 'member'),
        invitation_id: text('Invitation ID', '9d1f6a52-0000-4000-8000-000000000011'),
        invitation_expires_at: time('Invitation Expires At', '2026-03-09T09:00:00.000Z'),
      },
      [
        { invitation_id: null, invitation_expires_at: null },
        { user_id: null, email: 'grace@example.com', name: null, status: 'invited' },
      ],
    ),
    organizations_not_read: notVisible,
  },
  perform: async (run) => {
    const { organization_id: chosen, name_or_email_contains: contains = '' } = run.input;
    const role = await chosenRole(run, run.input.role);
    const projects = run.input.with_projects ? await listProjects(run.cloud) : [];
    const wanted = folded(contains);
    const isWanted = (one: Pick<Assignment, 'role' | 'email' | 'name'>) =>
      (role === undefined || one.role === role) &&
      [one.email, one.name].some((name) => folded(name ?? '').includes(wanted));
    const [{ first, count, withheld }, invited] = await Promise.all([
      readAssignments(run, chosen, projects, { isWanted, most: MOST_LINES }),
      run.input.with_invited ? invitees(run, chosen) : [],
    ]);
    const pending = invited.filter(isWanted);
    const members = first.map((one) => ({
      ...one,
      status: 'member',
      invitation_id: null,
      invitation_expires_at: null,
    }));
    const all = [...members, ...pending];
    return many(all, count + pending.length).map((one) => ({
      summary: summaryOf(all, one.count),
      ...one,
      organizations_not_read: namesOf(withheld),
    }));
  },
});

/** Who is invited, as if they were in already; an invitation is to an organization. */
async function invitees(run: Run<unknown>, chosen: string | undefined) {
  // A member may see who is in without seeing who is invited.
  const { open } = await unlessWithheld(openInvitations(run, chosen), { open: [] });
  return open.map((one) => {
    const { email, role, role_name, organization_id, organization_name, expired, expires_at } =
      toInvitationRecord(one, run.now());
    return {
      user_id: null,
      email,
      name: null,
      role,
      role_name,
      place: 'organization',
      place_id: organization_id,
      place_name: organization_name,
      organization_id,
      organization_name,
      status: expired ? 'expired' : 'invited',
      invitation_id: invitationId(one),
      invitation_expires_at: expires_at,
    };
  });
}

type Line = Pick<Assignment, 'name' | 'email' | 'role_name' | 'place_name'> & { status: string };

function summaryOf(lines: readonly Line[], count: number): string {
  const told = lines.map(({ name, email, role_name: role, ...one }) => {
    const is = one.status === 'member' ? 'is' : 'is invited as';
    return `${name ?? email ?? 'somebody'} ${is} ${role ?? 'a member'} of ${one.place_name ?? 'unknown'}`;
  });
  return `${counted(count, 'role')}: ${firstOf(told, { count })}.`;
}
