/** Who has which role where: in organizations, and in their projects. */
import pMap from 'p-map';
import type { Organization } from '../cloud/organizations.ts';
import { isProblem } from '../cloud/problem.ts';
import type { Project } from '../cloud/projects.ts';
import { type Member, pickOrganizationUsers, pickProjectUsers } from '../cloud/users.ts';
import { eachOrganization } from '../step-kit/organizations.ts';
import { type RecordOf, text } from '../step-kit/record.ts';
import type { Run } from '../step-kit/run.ts';
import { roleIn, roleInProject, roleName } from './user-record.ts';

/** Projects asked at the same time. */
const CONCURRENCY = 8;

export const assignmentRecord = {
  user_id: text('User ID', 'c4953d0d-0000-4820-9c43-000000000002'),
  email: text('Email', 'ada@example.com'),
  name: text('Name', 'Ada Example'),
  role: text('Role', 'org_member'),
  role_name: text('Role Name', 'Organization Member'),
  place: text('Place (organization or project)', 'organization'),
  place_id: text('Place ID', '7bbcf777-0000-41e0-a0b9-000000000001'),
  place_name: text('Place Name', 'My Organization'),
  organization_id: text('Organization ID', '7bbcf777-0000-41e0-a0b9-000000000001'),
  organization_name: text('Organization Name', 'My Organization'),
};

export type Assignment = RecordOf<typeof assignmentRecord>;

/**
 * The assignments wanted of one chosen organization, or of all, with those of the projects given. Who may not read
 * an organization's members may still read those of a project in it; only when nothing may be read at all
 * is the refusal thrown.
 */
export async function readAssignments(
  run: Run<unknown>,
  chosen: string | undefined,
  projects: readonly Project[],
  isWanted: IsWanted,
): Promise<{ assignments: Assignment[]; withheld: Organization[] }> {
  const withheld: Organization[] = [];
  const { results } = await eachOrganization(run, chosen, async (organization) => {
    let refusal: unknown;
    const members = await organizationAssignments(run, organization, isWanted).catch((error) => {
      if (!isWithheld(error)) throw error;
      withheld.push(organization);
      refusal = error;
      return [];
    });
    const own = projects.filter((project) => project.organization_id === organization.id);
    const inProjects = await pMap(
      own,
      (project) =>
        projectAssignments(run, organization, project, isWanted).catch((error) => {
          if (isWithheld(error)) return [];
          throw error;
        }),
      { concurrency: CONCURRENCY },
    );
    const all = [...members, ...inProjects.flat()];
    if (refusal !== undefined && all.length === 0) throw refusal;
    return all;
  });
  return { assignments: results, withheld };
}

async function organizationAssignments(
  run: Run<unknown>,
  organization: Organization,
  isWanted: IsWanted,
): Promise<Assignment[]> {
  const { id: place_id, name: place_name } = organization;
  const place = { place: 'organization', place_id, place_name };
  return pickOrganizationUsers(run.cloud, organization.id, {
    look: [...WHO, 'organization_roles'],
    pick: (member) => {
      const role = roleIn(member.organization_roles, organization);
      const assignment = toAssignment(member, role, organization, place);
      return isWanted(assignment) ? assignment : undefined;
    },
  });
}

export async function projectAssignments(
  run: Run<unknown>,
  organization: Owner,
  project: Project,
  isWanted: IsWanted,
): Promise<Assignment[]> {
  const place = { place: 'project', place_id: project.id, place_name: project.name };
  return pickProjectUsers(run.cloud, project.id, {
    look: [...WHO, 'project_roles'],
    pick: (member) => {
      const assignment = toAssignment(member, roleInProject(member, project), organization, place);
      return isWanted(assignment) ? assignment : undefined;
    },
  });
}

/** Of tens of thousands, those that are not wanted need not be kept. */
type IsWanted = (assignment: Assignment) => boolean;

const WHO = ['uid', 'email', 'name'] as const;

type Owner = { id: string | null; name: string | null };

function toAssignment(
  member: Pick<Member, (typeof WHO)[number]>,
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

function isWithheld(error: unknown): boolean {
  return isProblem(error, 'forbidden', 'not_found');
}

/** True when the assignment's role is the one named by id or name, or when none is. */
export function isRole(
  { role, role_name: name }: { role: string | null; role_name: string | null },
  wanted: string | undefined,
): boolean {
  if (wanted === undefined) return true;
  return [role, name].some((value) => value?.toLowerCase() === wanted.toLowerCase());
}
