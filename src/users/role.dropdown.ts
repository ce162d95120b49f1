import { listRoles } from '../clients/cloud/users.ts';
import { defineDropdown } from '../kit/dropdown.ts';

export const roleDropdown = defineDropdown({
  key: 'role',
  noun: 'Role',
  label: 'Roles',
  example: { id: 'org_member', label: 'Organization Member' },
  list: async (run) =>
    (await listRoles(run.cloud)).map(({ id, name }) => ({ id, label: name ?? id })),
});
