import { isWithheld } from '../base/problem.ts';
import { type Member, pickOrganizationUsers, pickProjectUsers } from '../clients/cloud/users.ts';
import { byLabel, type DropdownItem, defineDropdown, labelOf } from '../kit/dropdown.ts';
import { isMissing } from '../kit/errors.ts';
import type { Run } from '../kit/run/run.ts';
import { eachOrganization } from '../vocabulary/organizations.ts';
import { chosenProject } from '../vocabulary/projects.ts';

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
    return byLabel(people);
  },
});

const LOOK = ['uid', 'name', 'username', 'email'] as const;

const ITEM = {
  look: LOOK,
  pick: ({ uid, name, username, email }: Pick<Member, (typeof LOOK)[number]>): DropdownItem => ({
    id: uid,
    label: labelOf(name ?? username ?? email, email),
  }),
};

async function ofOrganizations(
  run: Run<unknown>,
  chosen: string | undefined,
): Promise<DropdownItem[]> {
  const { results } = await eachOrganization(run, chosen, (organization) =>
    pickOrganizationUsers(run.cloud, organization.id, ITEM),
  );
  return results;
}

/** Those of the project, and those of its organization, who can be added to it. */
async function ofProject(run: Run<unknown>, value: string): Promise<DropdownItem[]> {
  const project = await chosenProject(run, value);
  const [own, others] = await Promise.all([
    pickProjectUsers(run.cloud, project.id, ITEM),
    // A project admin may not read who is in the organization.
    ofOrganizations(run, project.organization_id ?? undefined).catch((error) => {
      // An organization that is not in the user's list cannot be chosen either.
      if (isWithheld(error) || isMissing(error)) return [];
      throw error;
    }),
  ]);
  return [...own, ...others];
}
