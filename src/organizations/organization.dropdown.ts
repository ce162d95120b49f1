import { listOrganizations } from '../clients/cloud/organizations.ts';
import { byLabel, defineDropdown, labelOf } from '../kit/dropdown.ts';
import { roleName } from '../vocabulary/roles.ts';

export const organizationDropdown = defineDropdown({
  key: 'organization',
  noun: 'Organization',
  label: 'Organizations',
  example: {
    id: '7bbcf777-0000-41e0-a0b9-000000000001',
    label: 'My Organization (Organization Admin)',
  },
  list: async (run) =>
    byLabel(
      (await listOrganizations(run.cloud)).map(({ id, name, role_fqn }) => ({
        id,
        label: labelOf(name, roleName(role_fqn)),
      })),
    ),
});
