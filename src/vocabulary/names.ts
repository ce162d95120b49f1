/** Names for the ids that the API gives, so that nobody has to look them up. */

import { listOrganizations, type Organization } from '../clients/cloud/organizations.ts';
import { listProjects, type Project } from '../clients/cloud/projects.ts';
import { listRegions, type Region } from '../clients/cloud/regions.ts';
import { blankRecord, type RecordOf, text } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { unlessWithheld } from './withheld.ts';

/** Where something is: ids and their names. A step spreads it into its record. */
export const placeRecord = {
  organization_id: text('Organization ID', '7bbcf777-0000-41e0-a0b9-000000000001'),
  organization_name: text('Organization Name', 'My Organization'),
  project_id: text('Project ID', '3b6b7c82-0000-458c-ae6f-000000000006'),
  project_name: text('Project Name', 'weather'),
  region: text('Region', 'aks1.westeurope.azure'),
  region_name: text('Region Name', 'West Europe (Azure)'),
};

/** Null for what the user may not see. */
export type Place = RecordOf<typeof placeRecord>;

export type Names = {
  /** Where a project, and what is in it, is. */
  place(projectId: string | null): Place;
  organization(organizationId: string | null): string | null;
  region(region: string | null): string | null;
};

export const NO_NAMES: Names = {
  place: (projectId) => ({ ...blankRecord(placeRecord, {}), project_id: projectId }),
  organization: () => null,
  region: () => null,
};

/**
 * Reads projects, organizations and regions once. A role that may not list them sees ids only.
 *
 * @param options `regions: false` saves the request for the names of regions where nobody gives them
 */
export async function readNames(
  run: Run<unknown>,
  options: { regions?: boolean } = {},
): Promise<Names> {
  return namesIn(await readLists(run, options));
}

type Lists = { projects: Project[]; organizations: Organization[]; regions: Region[] };

async function readLists(run: Run<unknown>, options: { regions?: boolean }): Promise<Lists> {
  const [projects, organizations, regions] = await Promise.all([
    unlessWithheld(listProjects(run.cloud), []),
    unlessWithheld(listOrganizations(run.cloud), []),
    options.regions === false ? [] : unlessWithheld(listRegions(run.cloud), []),
  ]);
  return { projects, organizations, regions };
}

/** One after the other, over the connection that is there: nobody waits for a poll. */
async function readListsInTurn(run: Run<unknown>, options: { regions?: boolean }): Promise<Lists> {
  const projects = await unlessWithheld(listProjects(run.cloud), []);
  const organizations = await unlessWithheld(listOrganizations(run.cloud), []);
  const regions = options.regions === false ? [] : await unlessWithheld(listRegions(run.cloud), []);
  return { projects, organizations, regions };
}

/**
 * The names for what a poll tells, from a minute ago if all of them were there then; nothing is asked when
 * there is nothing to tell. For triggers: they tell a thing once, and what they tell decides nothing.
 */
export async function namesFor(
  run: Run<unknown>,
  told: readonly { project_id?: string | null; organization_id?: string | null }[],
  options: { regions?: boolean } = {},
): Promise<Names> {
  if (told.length === 0) return NO_NAMES;
  const key = options.regions === false ? 'names' : 'names and regions';
  const kept = run.account.recall(key, run.now()) as Lists | null;
  if (kept && told.every((one) => isIn(kept, one))) return namesIn(kept);
  const lists = await readListsInTurn(run, options);
  run.account.keep(key, lists, run.now());
  return namesIn(lists);
}

function isIn(
  { projects, organizations }: Lists,
  { project_id, organization_id }: { project_id?: string | null; organization_id?: string | null },
): boolean {
  return (
    (!project_id || projects.some(({ id }) => id === project_id)) &&
    (!organization_id || organizations.some(({ id }) => id === organization_id))
  );
}

function namesIn({ projects, organizations, regions }: Lists): Names {
  const projectById = new Map<string, Project>(projects.map((project) => [project.id, project]));
  const nameById = new Map(organizations.map(({ id, name }) => [id, name]));
  const regionById = new Map(regions.map(({ name, description }) => [name, description]));
  const organization = (id: string | null) => (id === null ? null : (nameById.get(id) ?? null));
  const region = (id: string | null) => (id === null ? null : (regionById.get(id) ?? null));
  return {
    organization,
    region,
    place: (projectId) => {
      const project = projectId === null ? undefined : projectById.get(projectId);
      const { organization_id = null, name = null } = project ?? {};
      const where = project?.region ?? null;
      return {
        organization_id,
        organization_name: organization(organization_id),
        project_id: projectId,
        project_name: name,
        region: where,
        region_name: region(where),
      };
    },
  };
}
