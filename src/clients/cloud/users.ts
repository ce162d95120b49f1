import * as z from 'zod/mini';
import { lazily } from '../../base/lazily.ts';
import type { CloudClient } from './client.ts';
import { path } from './client.ts';
import { type Choice, type Found, readLongList } from './long-list.ts';
import {
  id,
  listOf,
  readDone,
  readGone,
  readMany,
  readOne,
  toBody,
  wireFlag,
  wireText,
  wireTime,
} from './wire.ts';

const person = () => ({
  uid: id(),
  email: wireText(),
  name: wireText(),
  username: wireText(),
  idp: wireText(),
  organization_roles: listOf({ organization_id: wireText(), role_fqn: wireText() }),
  project_roles: listOf({ project_id: wireText(), role_fqn: wireText() }),
});

/** API: `CurrentUser`, the user that the key belongs to. */
export const currentUserSchema = lazily(() => z.object({ ...person(), status: wireText() }));

export type CurrentUser = z.infer<ReturnType<typeof currentUserSchema>>;

/** API: `OrganizationUser` and `ProjectUser`; the roles of the place asked are filled. */
export const memberSchema = lazily(() => z.object(person()));

export type Member = z.infer<ReturnType<typeof memberSchema>>;

/** API: `OrganizationInvitation`. PENDING covers those past their date as well. */
export const invitationSchema = lazily(() =>
  z.object({
    uid: wireText(),
    email: wireText(),
    status: wireText(),
    expiration_date: wireTime(),
    organization_roles: listOf({ organization_id: wireText(), role_fqn: wireText() }),
  }),
);

export type Invitation = z.infer<ReturnType<typeof invitationSchema>>;

export const roleSchema = lazily(() => z.object({ id: id(), name: wireText() }));

export type Role = z.infer<ReturnType<typeof roleSchema>>;

/** API: `OrganizationRole`, the answer to adding somebody; the role is required there. */
const addedSchema = lazily(() =>
  z.object({ user_id: wireText(), role_fqn: id(), added: wireFlag(), invited: wireFlag() }),
);

export type Added = z.infer<ReturnType<typeof addedSchema>>;

export async function getCurrentUser(cloud: CloudClient): Promise<CurrentUser> {
  return readOne(currentUserSchema(), 'a user', await cloud.get('/users/me/'));
}

export function listOrganizationUsers(
  cloud: CloudClient,
  organizationId: string,
): Promise<Member[]> {
  return pickOrganizationUsers(cloud, organizationId, ALL);
}

export function listProjectUsers(cloud: CloudClient, projectId: string): Promise<Member[]> {
  return pickProjectUsers(cloud, projectId, ALL);
}

/** What is wanted of each; of thousands, the rest need not be read or kept. */
export async function pickOrganizationUsers<Key extends keyof Member, Picked extends object>(
  cloud: CloudClient,
  organizationId: string,
  choice: Choice<Member, Key, Picked>,
): Promise<Picked[]> {
  const place = { organizationId };
  const { first } = await pickFirstUsers(cloud, place, choice, Number.POSITIVE_INFINITY);
  return first;
}

export async function pickProjectUsers<Key extends keyof Member, Picked extends object>(
  cloud: CloudClient,
  projectId: string,
  choice: Choice<Member, Key, Picked>,
): Promise<Picked[]> {
  const { first } = await pickFirstUsers(cloud, { projectId }, choice, Number.POSITIVE_INFINITY);
  return first;
}

export type UserPlace = { organizationId: string } | { projectId: string };

/** The same of the first ones only, and how many there are. */
export function pickFirstUsers<Key extends keyof Member, Picked extends object>(
  cloud: CloudClient,
  place: UserPlace,
  choice: Choice<Member, Key, Picked>,
  most: number,
): Promise<Found<Picked>> {
  const target =
    'projectId' in place
      ? path`/projects/${place.projectId}/users/`
      : path`/organizations/${place.organizationId}/users/`;
  return readLongList(cloud, { target }, { schema: memberSchema(), noun: 'user' }, choice, most);
}

const ALL: Choice<Member, 'uid', Member> = { look: ['uid'], pick: (_uid, whole) => whole() };

/** Open invitations of an organization. */
export async function listPendingInvitations(
  cloud: CloudClient,
  organizationId: string,
): Promise<Invitation[]> {
  const reply = await cloud.get(path`/organizations/${organizationId}/invitations/`, {
    status: 'PENDING',
  });
  return readMany(invitationSchema(), 'an invitation', reply);
}

export async function listRoles(cloud: CloudClient): Promise<Role[]> {
  return readMany(roleSchema(), 'a role', await cloud.get('/roles/'));
}

/**
 * Adds a person to an organization or changes their role. API: an upsert; who has no account yet is
 * sent an invitation, which the answer's `invited` tells.
 */
export async function putOrganizationUser(
  cloud: CloudClient,
  organizationId: string,
  body: { user: string; role_fqn: string },
): Promise<Added> {
  const checked = toBody(memberBody(), body);
  const reply = await cloud.change('POST', path`/organizations/${organizationId}/users/`, checked);
  return readDone(addedSchema(), 'a role', reply);
}

/**
 * Takes a person out of an organization, and with it out of its projects. API: the last admin cannot be
 * removed; the path takes an id or an e-mail.
 */
export async function removeOrganizationUser(
  cloud: CloudClient,
  organizationId: string,
  userId: string,
): Promise<void> {
  readGone(await cloud.change('DELETE', path`/organizations/${organizationId}/users/${userId}/`));
}

/** Adds a person to a project or changes their role. API: only for who is in the organization. */
export async function putProjectUser(
  cloud: CloudClient,
  projectId: string,
  body: { user: string; role_fqn: string },
): Promise<Added> {
  const checked = toBody(projectMemberBody(), body);
  const reply = await cloud.change('POST', path`/projects/${projectId}/users/`, checked);
  return readDone(addedSchema(), 'a role', reply);
}

export async function removeProjectUser(
  cloud: CloudClient,
  projectId: string,
  userId: string,
): Promise<void> {
  readGone(await cloud.change('DELETE', path`/projects/${projectId}/users/${userId}/`));
}

/** API: the path wants the invitation's token, which is the `uid` of the list. */
export async function deleteInvitation(
  cloud: CloudClient,
  organizationId: string,
  invitationId: string,
): Promise<void> {
  readGone(
    await cloud.change(
      'DELETE',
      path`/organizations/${organizationId}/invitations/${invitationId}/`,
    ),
  );
}

const user = () => z.string().check(z.minLength(1), z.maxLength(512));

const projectMemberBody = lazily(() =>
  z.strictObject({ user: user(), role_fqn: z.enum(['project_admin', 'project_member']) }),
);

const memberBody = lazily(() =>
  z.strictObject({ user: user(), role_fqn: z.enum(['org_admin', 'org_member']) }),
);
