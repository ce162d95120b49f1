import { newestProjects } from '../clients/cloud/projects.ts';
import { defineTrigger, isNews } from '../kit/trigger.ts';
import { namesFor } from '../vocabulary/names.ts';
import { chosenOrganization, organizationField } from '../vocabulary/organizations.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { projectRecord, toProjectRecord } from './project-record.ts';

export const newProject = defineTrigger({
  kind: 'new',
  key: 'new_project',
  noun: 'Project',
  label: 'New Project',
  description: 'Triggers when a new project appears in the account.',
  inputFields: [organizationField],
  record: {
    summary: summaryField('Project weather was created in My Organization.'),
    ...projectRecord,
  },
  dated: 'created_at',
  perform: async (run) => {
    const { organization_id: chosen } = run.input;
    const organizationId = (await chosenOrganization(run, chosen))?.id;
    const newest = await newestProjects(run.cloud, { organizationId }, run.most);
    const projects = newest.filter(({ dc }) => isNews(run, dc.created));
    const names = await namesFor(run, projects);
    return projects.map((project) => {
      const record = toProjectRecord(project, names);
      const where = record.organization_name ?? 'the account';
      return { summary: `Project ${record.name} was created in ${where}.`, ...record };
    });
  },
});
