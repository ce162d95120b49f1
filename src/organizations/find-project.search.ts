import { listProjects } from '../clients/cloud/projects.ts';
import { called } from '../kit/choose.ts';
import { defineSearch } from '../kit/search.ts';
import { namesFor } from '../vocabulary/names.ts';
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
      helpText: 'The complete name. Upper and lower case do not matter.',
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
    const organization = await chosenOrganization(run, chosen);
    const projects = await listProjects(run.cloud);
    const candidates = projects.filter(
      (project) => !organization || project.organization_id === organization.id,
    );
    const found = called(candidates, name);
    const names = await namesFor(run, found);
    return found.map((project) => toProjectRecord(project, names));
  },
});
