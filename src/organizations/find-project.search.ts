import { listProjects } from '../clients/cloud/projects.ts';
import { called } from '../kit/choose.ts';
import { defineSearch } from '../kit/search.ts';
import { readNames } from '../vocabulary/names.ts';
import { chosenOrganization, organizationField } from '../vocabulary/organizations.ts';
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
  orCreate: {
    create: 'create_project',
    label: 'Find or Create Project',
    description: 'Finds a project by its exact name, or creates it where there is none.',
  },
  perform: async (run) => {
    const { name, organization_id: chosen } = run.input;
    const [organization, projects, names] = await Promise.all([
      chosenOrganization(run, chosen),
      listProjects(run.cloud),
      readNames(run),
    ]);
    const candidates = projects.filter(
      (project) => !organization || project.organization_id === organization.id,
    );
    return called(candidates, name).map((project) => toProjectRecord(project, names));
  },
});
