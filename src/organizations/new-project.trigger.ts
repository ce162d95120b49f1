import { listOrganizations } from '../cloud/organizations.ts';
import { newestProjects } from '../cloud/projects.ts';
import { choose } from '../step-kit/choose.ts';
import { MOST_ITEMS } from '../step-kit/identity.ts';
import { organizationField } from '../step-kit/organizations.ts';
import { defineTrigger } from '../step-kit/trigger.ts';
import { projectRecord, toProjectRecord } from './project-record.ts';

export const newProject = defineTrigger({
  kind: 'new',
  key: 'new_project',
  noun: 'Project',
  label: 'New Project',
  description: 'Triggers when a new project appears in the account.',
  inputFields: [organizationField],
  record: projectRecord,
  perform: async (run) => {
    const organizations = await listOrganizations(run.cloud);
    const { organization_id: chosen } = run.input;
    const organizationId =
      chosen === undefined ? undefined : choose(organizations, chosen, 'organization').id;
    const projects = await newestProjects(run.cloud, { organizationId }, MOST_ITEMS);
    const names = new Map(organizations.map(({ id, name }) => [id, name]));
    return projects.map((project) =>
      toProjectRecord(project, names.get(project.organization_id ?? '') ?? null),
    );
  },
});
