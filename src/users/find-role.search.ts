import { listRoles } from '../clients/cloud/users.ts';
import { closest } from '../kit/choose.ts';
import { text } from '../kit/record/static.ts';
import { defineSearch } from '../kit/search.ts';

export const findRole = defineSearch({
  key: 'find_role',
  noun: 'Role',
  label: 'Find Role',
  description: 'Finds a role by its exact name.',
  inputFields: [
    {
      key: 'name',
      label: 'Role Name',
      required: true,
      helpText: 'For example Organization Member, or org_member.',
    },
  ],
  record: {
    id: text('Role', 'org_member'),
    name: text('Role Name', 'Organization Member'),
    place: text('Place (Organization or Project)', 'organization'),
  },
  perform: async (run) => {
    const roles = await listRoles(run.cloud);
    return closest(roles, run.input.name, (role) => [role.id, role.name]).map(({ id, name }) => ({
      id,
      name,
      place: placeOf(id),
    }));
  },
});

/** API: the role ids begin with what they are for. */
function placeOf(roleId: string): string | null {
  if (roleId.startsWith('org_')) return 'organization';
  return roleId.startsWith('project_') ? 'project' : null;
}
