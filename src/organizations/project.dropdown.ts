import { listProjects } from '../clients/cloud/projects.ts';
import { byLabel, defineDropdown, labelOf } from '../kit/dropdown.ts';
import { chosenOrganization } from '../vocabulary/organizations.ts';

export const projectDropdown = defineDropdown({
  key: 'project',
  noun: 'Project',
  label: 'Projects',
  example: { id: '3b6b7c82-0000-458c-ae6f-000000000006', label: 'weather (aks1.westeurope.azure)' },
  list: async (run) => {
    const organization = await chosenOrganization(run, run.input.organization_id);
    const projects = await listProjects(run.cloud);
    return byLabel(
      projects
        .filter((project) => !organization || project.organization_id === organization.id)
        .map(({ id, name, region }) => ({ id, label: labelOf(name, region) })),
    );
  },
});
