import { listOrganizations } from '../clients/cloud/organizations.ts';
import { newestProjects } from '../clients/cloud/projects.ts';
import { choose } from '../kit/choose.ts';
import { defineTrigger } from '../kit/trigger.ts';
import { organizationField } from '../vocabulary/organizations.ts';
import { projectRecord, toProjectRecord } from './project-record.ts';

export const newProject = defineTrigger({
  kind: 'new',
  key: 'new_project',
  noun: 'Project',
  label: 'New Project',
  description: 'Triggers when a new project appears in the account.',
  inputFields: [organizationField],
  record: projectRecord,
  dated: 'created_at',
  perform: async (run) => {
    const organizations = await listOrganizations(run.cloud);
    const { organization_id: chosen } = run.input;
    const organizationId =
      chosen === undefined ? undefined : choose(organizations, chosen, 'organization').id;
    const projects = await newestProjects(run.cloud, { organizationId }, run.most);
    const names = new Map(organizations.map(({ id, name }) => [id, name]));
    return projects.map((project) =>
      toProjectRecord(project, names.get(project.organization_id ?? '') ?? null),
    );
  },
});
