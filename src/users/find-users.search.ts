import pMap from 'p-map';
import type { Organization } from '../cloud/organizations.ts';
import { isProblem } from '../cloud/problem.ts';
import { listProjects, type Project } from '../cloud/projects.ts';
import { listOrganizationUsers, listProjectUsers } from '../cloud/users.ts';
import { many, manyRecord } from '../step-kit/many.ts';
import { eachOrganization, namesOf, organizationField } from '../step-kit/organizations.ts';
import { type RecordOf, text } from '../step-kit/record.ts';
import type { Run } from '../step-kit/run.ts';
import { defineSearch } from '../step-kit/search.ts';
import { roleIn, roleName } from './user-record.ts';

/** Projects asked at the same time. */
const CONCURRENCY = 8;

const line = {
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

type Line = Omit<RecordOf<typeof line>, 'id'>;

export const findUsers = defineSearch({
  key: 'find_users',
  noun: 'User',
  label: 'Find Many Users',
  description: 'Finds who has which role where, as line items.',
  inputFields: [
    organizationField,
    { key: 'contains', label: 'Email or Name Contains' },
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
      helpText: 'Each project takes one more request.',
    },
  ],
  record: {
    ...manyRecord('Users', line),
    not_visible: text('Organizations This Key May Not Read', 'Other Organization'),
  },
  perform: async (run) => {
    const { organization_id: chosen, contains = '', role } = run.input;
    const projects = run.input.with_projects ? await projectsOrNone(run) : [];
    const { results, withheld } = await eachOrganization(run, chosen, async (organization) => [
      ...(await organizationLines(run, organization)),
      ...(await projectLines(run, organization, projects)),
    ]);
    const wanted = contains.toLowerCase();
    const found = results.filter(
      (one) =>
        (role === undefined || isRole(one, role)) &&
        `${one.email ?? ''}\n${one.name ?? ''}`.toLowerCase().includes(wanted),
    );
    return many(found).map((one) => ({ ...one, not_visible: namesOf(withheld) }));
  },
});

function isRole(one: Line, role: string): boolean {
  return [one.role, one.role_name].some((value) => value?.toLowerCase() === role.toLowerCase());
}

async function projectsOrNone(run: Run<unknown>): Promise<Project[]> {
  return listProjects(run.cloud).catch((error) => {
    if (isProblem(error, 'forbidden')) return [];
    throw error;
  });
}

async function organizationLines(run: Run<unknown>, organization: Organization): Promise<Line[]> {
  const members = await listOrganizationUsers(run.cloud, organization.id);
  return members.map((member) => {
    const role = roleIn(member.organization_roles, organization);
    return {
      user_id: member.uid,
      email: member.email,
      name: member.name,
      role,
      role_name: roleName(role),
      place: 'organization',
      place_id: organization.id,
      place_name: organization.name,
      organization_id: organization.id,
      organization_name: organization.name,
    };
  });
}

async function projectLines(
  run: Run<unknown>,
  organization: Organization,
  projects: readonly Project[],
): Promise<Line[]> {
  const own = projects.filter((project) => project.organization_id === organization.id);
  const answers = await pMap(own, (project) => linesOf(run, organization, project), {
    concurrency: CONCURRENCY,
  });
  return answers.flat();
}

async function linesOf(run: Run<unknown>, organization: Organization, project: Project) {
  const members = await listProjectUsers(run.cloud, project.id).catch((error) => {
    if (isProblem(error, 'forbidden', 'not_found')) return [];
    throw error;
  });
  return members.map((member) => {
    const found = member.project_roles.find((role) => role.project_id === project.id);
    const role = (found ?? member.project_roles[0])?.role_fqn ?? null;
    return {
      user_id: member.uid,
      email: member.email,
      name: member.name,
      role,
      role_name: roleName(role),
      place: 'project',
      place_id: project.id,
      place_name: project.name,
      organization_id: organization.id,
      organization_name: organization.name,
    };
  });
}
