import { listProjects } from '../clients/cloud/projects.ts';
import { type Member, pickOrganizationUsers, pickProjectUsers } from '../clients/cloud/users.ts';
import { choose } from '../kit/choose.ts';
import type { InputOf } from '../kit/fields/read.ts';
import { identity } from '../kit/identity.ts';
import { text } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { defineTrigger } from '../kit/trigger.ts';
import { projectField } from '../vocabulary/clusters/choose.ts';
import { consoleUrl, consoleUrlOf } from '../vocabulary/console.ts';
import { readNames } from '../vocabulary/names.ts';
import {
  eachOrganization,
  namesOf,
  notVisible,
  organizationField,
} from '../vocabulary/organizations.ts';
import { roleName } from '../vocabulary/roles.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { roleIn, roleInProject } from './user-record.ts';

const inputFields = [
  organizationField,
  {
    ...projectField,
    helpText:
      'Choose a project to watch for users who join it. Leave blank to watch the organization. A user who leaves and comes back does not trigger again.',
  },
] as const;

type Input = InputOf<typeof inputFields>;

export const newUser = defineTrigger({
  kind: 'new',
  whole: true,
  key: 'new_user',
  noun: 'User',
  label: 'New User',
  description: 'Triggers when a new user joins an organization or a project.',
  inputFields,
  record: {
    id: text(
      'Membership ID',
      '3b6b7c82-0000-458c-ae6f-000000000006:c4953d0d-0000-4820-9c43-000000000002',
    ),
    summary: summaryField('Ada Example joined weather as Project Member.'),
    user_id: text('User ID', 'c4953d0d-0000-4820-9c43-000000000002'),
    email: text('Email', 'ada@example.com'),
    name: text('Name', 'Ada Example'),
    username: text('Username', 'ada@example.com'),
    login_method: text('Login Method', 'github'),
    role: text('Role', 'project_member'),
    role_name: text('Role Name', 'Project Member'),
    organization_id: text('Organization ID', '7bbcf777-0000-41e0-a0b9-000000000001'),
    organization_name: text('Organization Name', 'My Organization'),
    project_id: text('Project ID', '3b6b7c82-0000-458c-ae6f-000000000006'),
    project_name: text('Project Name', 'weather'),
    console_url: consoleUrlOf('organization'),
    organizations_not_read: notVisible,
  },
  perform: async (run) =>
    run.input.project_id === undefined
      ? organizationMembers(run)
      : projectMembers(run, run.input.project_id),
});

async function organizationMembers(run: Run<Input>) {
  const { results, withheld } = await eachOrganization(
    run,
    run.input.organization_id,
    (organization) => {
      const place = {
        organization_id: organization.id,
        organization_name: organization.name,
        project_id: null,
        project_name: null,
      };
      return pickOrganizationUsers(run.cloud, organization.id, {
        look: [...WHO, 'organization_roles'],
        pick: (member) =>
          toRecord(member, organization.id, roleIn(member.organization_roles, organization), place),
      });
    },
    { bearing: 'no answer' },
  );
  const organizations_not_read = namesOf(withheld);
  return organizations_not_read === null
    ? results
    : results.map((one) => ({ ...one, organizations_not_read }));
}

async function projectMembers(run: Run<Input>, projectText: string) {
  const [projects, names] = await Promise.all([
    listProjects(run.cloud),
    readNames(run, { regions: false }),
  ]);
  const project = choose(projects, projectText, 'project', (one) => one.region);
  const place = {
    organization_id: project.organization_id,
    organization_name: names.organization(project.organization_id),
    project_id: project.id,
    project_name: project.name,
  };
  return pickProjectUsers(run.cloud, project.id, {
    look: [...WHO, 'project_roles'],
    pick: (member) => toRecord(member, project.id, roleInProject(member, project), place),
  });
}

const WHO = ['uid', 'email', 'name', 'username', 'idp'] as const;

type Person = Pick<Member, (typeof WHO)[number]>;

type MemberPlace = {
  organization_id: string | null;
  organization_name: string | null;
  project_id: string | null;
  project_name: string | null;
};

function toRecord(member: Person, placeId: string, role: string | null, place: MemberPlace) {
  const who = member.name ?? member.email ?? member.uid;
  const where = place.project_name ?? place.organization_name ?? placeId;
  const as = role === null ? '' : ` as ${roleName(role)}`;
  return {
    id: identity(placeId, member.uid),
    summary: `${who} joined ${where}${as}.`,
    user_id: member.uid,
    email: member.email,
    name: member.name,
    username: member.username,
    login_method: member.idp,
    role,
    role_name: roleName(role),
    ...place,
    console_url: consoleUrl('organization'),
    organizations_not_read: null as string | null,
  };
}
