import { listOrganizations } from '../clients/cloud/organizations.ts';
import { listProjects } from '../clients/cloud/projects.ts';
import { called, choose } from '../kit/choose.ts';
import { defineSearch } from '../kit/search.ts';
import { organizationField } from '../vocabulary/organizations.ts';
import { projectRecord, toProjectRecord } from './project-record.ts';

export const findProject = defineSearch({
  key: 'find_project',
  noun: 'Project',
  label: 'Find Project',
  description: 'Finds a project by its exact name.',
  inputFields: [
    {
      key: 'name',
      label: 'Project Name',
      required: true,
      helpText: 'The whole name; upper and lower case do not matter.',
    },
    organizationField,
  ],
  record: projectRecord,
  perform: async (run) => {
    const { name, organization_id: chosen } = run.input;
    const [organizations, projects] = await Promise.all([
      listOrganizations(run.cloud),
      listProjects(run.cloud),
    ]);
    const owner = chosen === undefined ? null : choose(organizations, chosen, 'organization');
    const candidates = projects.filter(
      (project) => owner === null || project.organization_id === owner.id,
    );
    const names = new Map(organizations.map((one) => [one.id, one.name]));
    return called(candidates, name).map((project) =>
      toProjectRecord(project, names.get(project.organization_id ?? '') ?? null),
    );
  },
});
