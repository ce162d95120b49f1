import { newestProjects } from '../clients/cloud/projects.ts';
import { defineTrigger, isNews } from '../kit/trigger.ts';
import { namesFor } from '../vocabulary/names.ts';
import { chosenOrganization, organizationField } from '../vocabulary/organizations.ts';
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
    const { organization_id: chosen } = run.input;
    const organizationId = (await chosenOrganization(run, chosen))?.id;
    const newest = await newestProjects(run.cloud, { organizationId }, run.most);
    const projects = newest.filter(({ dc }) => isNews(run, dc.created));
    const names = await namesFor(
      run,
      projects.map(({ organization_id }) => ({ organization_id })),
      { regions: false },
    );
    return projects.map((project) =>
      toProjectRecord(project, names.organization(project.organization_id)),
    );
  },
});
