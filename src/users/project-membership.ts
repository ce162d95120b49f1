/** One person in one project: what the steps about it share. */

import { listOrganizations } from '../clients/cloud/organizations.ts';
import type { Project } from '../clients/cloud/projects.ts';
import { listOrganizationUsers, listProjectUsers, type Member } from '../clients/cloud/users.ts';
import { type RecordOf, text } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { consoleUrl, consoleUrlOf } from '../vocabulary/console.ts';
import { chosenProject } from '../vocabulary/projects.ts';
import { roleName } from '../vocabulary/roles.ts';
import { unlessWithheld } from '../vocabulary/withheld.ts';

export const projectUserRecord = {
  id: text('User ID', 'c4953d0d-0000-4820-9c43-000000000002'),
  email: text('Email', 'ada@example.com'),
  name: text('Name', 'Ada Example'),
  role: text('Role', 'project_member'),
  role_name: text('Role Name', 'Project Member'),
  project_id: text('Project ID', '3b6b7c82-0000-458c-ae6f-000000000006'),
  project_name: text('Project Name', 'weather'),
  organization_id: text('Organization ID', '7bbcf777-0000-41e0-a0b9-000000000001'),
  organization_name: text('Organization Name', 'My Organization'),
  console_url: consoleUrlOf('project'),
};

export type ProjectUserRecord = RecordOf<typeof projectUserRecord>;

export type ProjectPlace = {
  project: Project;
  organizationName: string | null;
  inProject: Member[];
  /** Null when the key's user may not read who is in the organization. */
  inOrganization: Member[] | null;
};

export async function readProjectPlace(run: Run<unknown>, value: string): Promise<ProjectPlace> {
  const project = await chosenProject(run, value);
  const { organization_id: organizationId } = project;
  const [organizations, inProject, inOrganization] = await Promise.all([
    listOrganizations(run.cloud),
    listProjectUsers(run.cloud, project.id),
    organizationId === null
      ? null
      : unlessWithheld(listOrganizationUsers(run.cloud, organizationId), null),
  ]);
  const organization = organizations.find(({ id }) => id === organizationId);
  return { project, organizationName: organization?.name ?? null, inProject, inOrganization };
}

export function toProjectUserRecord(
  person: { uid: string; email: string | null; name: string | null },
  role: string | null,
  { project, organizationName }: ProjectPlace,
): ProjectUserRecord {
  return {
    id: person.uid,
    email: person.email,
    name: person.name,
    role,
    role_name: roleName(role),
    project_id: project.id,
    project_name: project.name,
    organization_id: project.organization_id,
    organization_name: organizationName,
    console_url: consoleUrl('project'),
  };
}
