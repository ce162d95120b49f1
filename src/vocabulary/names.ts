/** Names for the ids that the API gives, so that nobody has to look them up. */
import { listOrganizations } from '../clients/cloud/organizations.ts';
import { isProblem } from '../clients/cloud/problem.ts';
import { listProjects, type Project } from '../clients/cloud/projects.ts';
import type { Run } from '../kit/run/run.ts';

/** Where a project's clusters are, with names; null for what the user may not see. */
export type Place = {
  projectName: string | null;
  region: string | null;
  organizationId: string | null;
  organizationName: string | null;
};

export type Names = {
  place(projectId: string | null): Place;
  organization(organizationId: string | null): string | null;
};

export const NO_NAMES: Names = {
  place: () => ({ projectName: null, region: null, organizationId: null, organizationName: null }),
  organization: () => null,
};

/** Reads the projects and organizations once. A role that may not list them sees ids only. */
export async function readNames(run: Run<unknown>): Promise<Names> {
  const [projects, organizations] = await Promise.all([
    orNone(listProjects(run.cloud)),
    orNone(listOrganizations(run.cloud)),
  ]);
  const projectById = new Map<string, Project>(projects.map((project) => [project.id, project]));
  const nameById = new Map(organizations.map(({ id, name }) => [id, name]));
  const organization = (id: string | null) => (id === null ? null : (nameById.get(id) ?? null));
  return {
    organization,
    place: (projectId) => {
      const project = projectId === null ? undefined : projectById.get(projectId);
      const organizationId = project?.organization_id ?? null;
      return {
        projectName: project?.name ?? null,
        region: project?.region ?? null,
        organizationId,
        organizationName: organization(organizationId),
      };
    },
  };
}

async function orNone<T>(list: Promise<T[]>): Promise<T[]> {
  try {
    return await list;
  } catch (error) {
    if (isProblem(error, 'forbidden', 'not_found')) return [];
    throw error;
  }
}
