/** Who has which role where: in organizations, and in their projects. */
import { isWithheld } from '../base/problem.ts';
import type { Choice, Found } from '../clients/cloud/long-list.ts';
import type { Organization } from '../clients/cloud/organizations.ts';
import type { Project } from '../clients/cloud/projects.ts';
import { listRoles, type Member, pickFirstUsers } from '../clients/cloud/users.ts';
import { choose } from '../kit/choose.ts';
import { type RecordOf, text } from '../kit/record/static.ts';
import { askAll } from '../kit/run/each-in-time.ts';
import type { Run } from '../kit/run/run.ts';
import { type Asking, eachOrganization } from '../vocabulary/organizations.ts';
import { roleName } from '../vocabulary/roles.ts';
import { unlessWithheld } from '../vocabulary/withheld.ts';
import { roleIn, roleInProject } from './user-record.ts';

/** Projects asked at the same time. */
const CONCURRENCY = 8;

export const assignmentRecord = {
  user_id: text('User ID', 'c4953d0d-0000-4820-9c43-000000000002'),
  email: text('Email', 'ada@example.com'),
  name: text('Name', 'Ada Example'),
  role: text('Role', 'org_member'),
  role_name: text('Role Name', 'Organization Member'),
  place: text('Place (Organization or Project)', 'organization'),
  place_id: text('Place ID', '7bbcf777-0000-41e0-a0b9-000000000001'),
  place_name: text('Place Name', 'My Organization'),
  organization_id: text('Organization ID', '7bbcf777-0000-41e0-a0b9-000000000001'),
  organization_name: text('Organization Name', 'My Organization'),
};

export type Assignment = RecordOf<typeof assignmentRecord>;

/**
 * The assignments wanted of one chosen organization, or of all, with those of the projects given. Who may
 * not read an organization's members may still read those of a project in it; only when nothing may be read
 * at all is the refusal thrown.
 */
export async function readAssignments(
  run: Run<unknown>,
  chosen: string | undefined,
  projects: readonly Project[],
  { isWanted, most = Number.POSITIVE_INFINITY }: Wanted,
  asking: Asking = {},
): Promise<Found<Assignment> & { withheld: Organization[] }> {
  const partly: Organization[] = [];
  const ask = async (organization: Organization) => {
    let refusal: unknown;
    let isAnybodyThere = false;
    const wanted: Wanted = {
      isWanted: (one) => {
        isAnybodyThere = true;
        return isWanted(one);
      },
      most,
    };
    const members = await organizationAssignments(run, organization, wanted).catch((error) => {
      if (!isWithheld(error)) throw error;
      refusal = error;
      return NOBODY;
    });
    const own = projects.filter((project) => project.organization_id === organization.id);
    const inProjects = await askAll(
      run,
      own,
      (project) => unlessWithheld(projectAssignments(run, organization, project, wanted), NOBODY),
      { nameOf: ({ name, id }) => `project ${name ?? id}`, concurrency: CONCURRENCY },
    );
    if (refusal !== undefined && !isAnybodyThere) throw refusal;
    if (refusal !== undefined) partly.push(organization);
    return [members, ...inProjects];
  };
  const { results, withheld } = await eachOrganization(run, chosen, ask, asking);
  return {
    first: results.flatMap(({ first }) => first),
    count: results.reduce((sum, { count }) => sum + count, 0),
    withheld: [...withheld, ...partly],
  };
}

async function organizationAssignments(
  run: Run<unknown>,
  organization: Organization,
  { isWanted, most = Number.POSITIVE_INFINITY }: Wanted,
): Promise<Found<Assignment>> {
  const { id: organizationId, name } = organization;
  const place = { place: 'organization', place_id: organizationId, place_name: name };
  const choice: Choice<Member, Who | 'organization_roles', Assignment> = {
    look: [...WHO, 'organization_roles'],
    pick: (member) => {
      const role = roleIn(member.organization_roles, organization);
      const assignment = toAssignment(member, role, organization, place);
      return isWanted(assignment) ? assignment : undefined;
    },
  };
  return pickFirstUsers(run.cloud, { organizationId }, choice, most);
}

export async function projectAssignments(
  run: Run<unknown>,
  organization: Owner,
  project: Project,
  { isWanted, most = Number.POSITIVE_INFINITY }: Wanted,
): Promise<Found<Assignment>> {
  const { id: projectId, name } = project;
  const place = { place: 'project', place_id: projectId, place_name: name };
  const choice: Choice<Member, Who | 'project_roles', Assignment> = {
    look: [...WHO, 'project_roles'],
    pick: (member) => {
      const assignment = toAssignment(member, roleInProject(member, project), organization, place);
      return isWanted(assignment) ? assignment : undefined;
    },
  };
  return pickFirstUsers(run.cloud, { projectId }, choice, most);
}

const NOBODY: Found<Assignment> = { first: [], count: 0 };

/** Of tens of thousands, those that are not wanted need not be kept; of each place, the first `most`. */
export type Wanted = { isWanted: (assignment: Assignment) => boolean; most?: number };

const WHO = ['uid', 'email', 'name'] as const;

type Who = (typeof WHO)[number];

type Owner = { id: string | null; name: string | null };

function toAssignment(
  member: Pick<Member, Who>,
  role: string | null,
  organization: Owner,
  place: { place: string; place_id: string; place_name: string | null },
): Assignment {
  return {
    user_id: member.uid,
    email: member.email,
    name: member.name,
    role,
    role_name: roleName(role),
    ...place,
    organization_id: organization.id,
    organization_name: organization.name,
  };
}

/** The id of the role that a field names by id or name; undefined when it is blank. */
export async function chosenRole(
  run: Run<unknown>,
  value: string | undefined,
): Promise<string | undefined> {
  return value === undefined ? undefined : choose(await listRoles(run.cloud), value, 'role').id;
}
