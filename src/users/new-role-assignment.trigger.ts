import type { Found } from '../clients/cloud/long-list.ts';
import { listProjects } from '../clients/cloud/projects.ts';
import { identity } from '../kit/identity.ts';
import { text } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { defineTrigger } from '../kit/trigger.ts';
import { projectField } from '../vocabulary/clusters/choose.ts';
import { consoleUrl, consoleUrlOf } from '../vocabulary/console.ts';
import { readNames } from '../vocabulary/names.ts';
import { namesOf, notVisible, organizationField } from '../vocabulary/organizations.ts';
import { chosenProject } from '../vocabulary/projects.ts';
import { summaryField } from '../vocabulary/summary.ts';
import {
  type Assignment,
  assignmentRecord,
  chosenRole,
  projectAssignments,
  readAssignments,
  type Wanted,
} from './assignments.ts';

export const newRoleAssignment = defineTrigger({
  kind: 'new',
  whole: true,
  key: 'new_role_assignment',
  noun: 'Role Assignment',
  label: 'New Role Assignment',
  description: 'Triggers when a user gets a role in an organization or a project.',
  inputFields: [
    organizationField,
    {
      ...projectField,
      helpText:
        'Choose a project to watch only roles in it. A role that is removed and given again does not trigger again.',
    },
    {
      key: 'role',
      label: 'Role',
      dynamic: 'role.id.label',
      helpText: 'Leave blank for all roles.',
    },
  ],
  record: {
    id: text(
      'Assignment ID',
      '7bbcf777-0000-41e0-a0b9-000000000001:c4953d0d-0000-4820-9c43-000000000002:org_member',
    ),
    summary: summaryField('Ada Example is Organization Member of My Organization.'),
    ...assignmentRecord,
    console_url: consoleUrlOf('organization'),
    organizations_not_read: notVisible,
  },
  perform: async (run) => {
    const { organization_id: organization, project_id: project } = run.input;
    const role = await chosenRole(run, run.input.role);
    const isWanted = (one: Assignment) =>
      one.role !== null && (role === undefined || one.role === role);
    const { first, withheld } =
      project === undefined
        ? await readAssignments(
            run,
            organization,
            await listProjects(run.cloud),
            { isWanted },
            { bearing: 'no answer' },
          )
        : { ...(await ofOneProject(run, project, { isWanted })), withheld: [] };
    const organizations_not_read = namesOf(withheld);
    return first.map((one) => ({
      id: identity(one.place_id, one.user_id, one.role),
      summary: `${one.name ?? one.email ?? one.user_id} is ${one.role_name} of ${one.place_name ?? one.place_id}.`,
      ...one,
      console_url: consoleUrl('organization'),
      organizations_not_read,
    }));
  },
});

async function ofOneProject(
  run: Run<unknown>,
  value: string,
  wanted: Wanted,
): Promise<Found<Assignment>> {
  const project = await chosenProject(run, value);
  const names = await readNames(run, { regions: false });
  const { organization_id: id } = project;
  return projectAssignments(run, { id, name: names.organization(id) }, project, wanted);
}
