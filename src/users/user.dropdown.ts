import { isProblem } from '../cloud/problem.ts';
import { listOrganizationUsers, listProjectUsers, type Member } from '../cloud/users.ts';
import { byLabel, defineDropdown, labelOf } from '../step-kit/dropdown.ts';
import { isMissing } from '../step-kit/errors.ts';
import { eachOrganization } from '../step-kit/organizations.ts';
import { chosenProject } from '../step-kit/projects.ts';
import type { Run } from '../step-kit/run.ts';

export const userDropdown = defineDropdown({
  key: 'user',
  noun: 'User',
  label: 'Users',
  example: { id: 'c4953d0d-0000-4820-9c43-000000000002', label: 'Ada Example (ada@example.com)' },
  list: async (run) => {
    const { organization_id: organization, project_id: project } = run.input;
    const people = project
      ? await ofProject(run, project)
      : await ofOrganizations(run, organization);
    const unique = new Map(people.map((person) => [person.uid, person]));
    return byLabel(
      [...unique.values()].map(({ uid, name, username, email }) => ({
        id: uid,
        label: labelOf(name ?? username ?? email, email),
      })),
    );
  },
});

async function ofOrganizations(run: Run<unknown>, chosen: string | undefined): Promise<Member[]> {
  const { results } = await eachOrganization(run, chosen, (organization) =>
    listOrganizationUsers(run.cloud, organization.id),
  );
  return results;
}

/** Those of the project, and those of its organization, who can be added to it. */
async function ofProject(run: Run<unknown>, value: string): Promise<Member[]> {
  const project = await chosenProject(run, value);
  const [own, others] = await Promise.all([
    listProjectUsers(run.cloud, project.id),
    // A project admin may not read who is in the organization.
    ofOrganizations(run, project.organization_id ?? undefined).catch((error) => {
      if (isProblem(error, 'forbidden') || isMissing(error)) return [];
      throw error;
    }),
  ]);
  return [...own, ...others];
}
