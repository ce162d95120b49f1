import { listProjects } from '../clients/cloud/projects.ts';
import { MOST_LINES, many, manyRecord } from '../kit/record/many.ts';
import { defineSearch } from '../kit/search.ts';
import { folded } from '../kit/text.ts';
import { namesOf, notVisible, organizationField } from '../vocabulary/organizations.ts';
import { assignmentRecord, chosenRole, readAssignments } from './assignments.ts';

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
  record: { ...manyRecord('Users', assignmentRecord), not_visible: notVisible },
  perform: async (run) => {
    const { organization_id: chosen, contains = '' } = run.input;
    const role = await chosenRole(run, run.input.role);
    const projects = run.input.with_projects ? await listProjects(run.cloud) : [];
    const wanted = folded(contains);
    const { first, count, withheld } = await readAssignments(run, chosen, projects, {
      isWanted: (one) =>
        (role === undefined || one.role === role) &&
        [one.email, one.name].some((text) => folded(text ?? '').includes(wanted)),
      most: MOST_LINES,
    });
    return many(first, count).map((one) => ({ ...one, not_visible: namesOf(withheld) }));
  },
});
