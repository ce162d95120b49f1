import type { Organization } from '../clients/cloud/organizations.ts';
import { createProject as create, listProjects, type Project } from '../clients/cloud/projects.ts';
import type { Region } from '../clients/cloud/regions.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import { named } from '../kit/choose.ts';
import { refuse } from '../kit/errors.ts';
import { flag } from '../kit/record/static.ts';
import { ASKED } from '../kit/run/notes.ts';
import { once } from '../kit/run/once.ts';
import type { Run } from '../kit/run/run.ts';
import { folded } from '../kit/text.ts';
import { readNames } from '../vocabulary/names.ts';
import { organizationField, theOrganization } from '../vocabulary/organizations.ts';
import { chosenRegion, oneRegionField } from '../vocabulary/regions.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { checkProjectName } from './project-name.ts';
import { projectRecord, toProjectRecord } from './project-record.ts';

export const createProject = defineAction({
  key: 'create_project',
  noun: 'Project',
  label: 'Create Project',
  description: 'Creates a project in a region.',
  replay: 'safe',
  lock: LOCKS.places,
  inputFields: [
    {
      key: 'name',
      label: 'Project Name',
      required: true,
      helpText:
        'Letters, digits, spaces, hyphens and underscores. If the region already has a project with this name, nothing changes.',
    },
    { ...oneRegionField, required: true },
    {
      ...organizationField,
      helpText: 'Leave blank if the API key’s user belongs to only one organization.',
    },
  ],
  record: {
    changed: flag('Changed', true),
    summary: summaryField('Project weather was created in West Europe (Azure).'),
    ...projectRecord,
  },
  perform: async (run) => {
    const { name } = run.input;
    checkProjectName(name);
    const organization = await theOrganization(run, run.input.organization_id);
    const [region, names] = await Promise.all([
      chosenRegion(run, run.input.region, organization.id),
      readNames(run),
    ]);
    const answer = (changed: boolean, project: Project) => ({
      changed,
      summary: `Project ${project.name} ${changed ? 'was created' : 'is there already'} in ${region.description ?? region.name}.`,
      ...toProjectRecord(project, names),
    });
    return once(run, `project ${organization.id} ${folded(name)}`, {
      look: async () => {
        const present = await presentProject(run, organization, region, name);
        return present && answer(run.notes.has(ASKED), present);
      },
      make: async () => {
        run.notes.set(ASKED, true);
        const body = { name, organization_id: organization.id, region: region.name };
        return answer(true, await create(run.cloud, body));
      },
    });
  },
});

/** The project of that name in the region; refused where there can be none. */
async function presentProject(
  run: Run<unknown>,
  organization: Organization,
  region: Region,
  name: string,
): Promise<Project | undefined> {
  const projects = await listProjects(run.cloud);
  const own = projects.filter((project) => project.organization_id === organization.id);
  const same = named(own, name);
  const present = same.find((project) => project.region === region.name);
  if (present) return present;
  const [elsewhere] = same;
  if (elsewhere) {
    throw refuse(
      `there is a project of that name in region ${elsewhere.region ?? 'unknown'}`,
      'Choose another name, or that region.',
    );
  }
  if (region.deprecated === true) {
    throw refuse(
      `region ${region.name} is deprecated and takes no new projects`,
      'Choose another region.',
    );
  }
  return undefined;
}
