/** Choosing one project, where a step is about just one. */
import { listProjects, type Project } from '../clients/cloud/projects.ts';
import { choose } from '../kit/choose.ts';
import type { Run } from '../kit/run/run.ts';

export const oneProjectField = {
  key: 'project_id',
  label: 'Project',
  dynamic: 'project.id.label',
  search: 'find_project.id',
  helpText: 'Choose a project, or enter its exact name or ID.',
} as const;

/** The project that a field names, by id or exact name; within one organization if that is given. */
export async function chosenProject(
  run: Run<unknown>,
  value: string,
  organizationId?: string,
): Promise<Project> {
  const projects = await listProjects(run.cloud);
  const candidates = projects.filter(
    (project) => organizationId === undefined || project.organization_id === organizationId,
  );
  return choose(candidates, value, 'project', (project) => project.region);
}
