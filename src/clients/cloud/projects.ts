import * as z from 'zod/mini';
import { lazily } from '../../base/lazily.ts';
import type { CloudClient } from './client.ts';
import { path } from './client.ts';
import {
  dublinCore,
  id,
  newest,
  readArray,
  readDone,
  readGone,
  readMany,
  toBody,
  wireText,
} from './wire.ts';

/** API: `Project`; ties clusters to a region and an organization. */
export const projectSchema = lazily(() =>
  z.object({
    id: id(),
    name: wireText(),
    organization_id: wireText(),
    region: wireText(),
    dc: dublinCore(),
  }),
);

export type Project = z.infer<ReturnType<typeof projectSchema>>;

/** The projects that the key's user can see. */
export async function listProjects(cloud: CloudClient): Promise<Project[]> {
  return readMany(projectSchema(), 'a project', await cloud.get('/projects/'));
}

/** The newest projects, newest first, of one organization or of all. */
export async function newestProjects(
  cloud: CloudClient,
  { organizationId }: { organizationId?: string | undefined },
  limit: number,
): Promise<Project[]> {
  const target = organizationId ? path`/organizations/${organizationId}/projects/` : '/projects/';
  const entries = newest(readArray('project', await cloud.get(target)), limit);
  return readMany(projectSchema(), 'a project', entries);
}

/** API: the names that a project may have: word characters, spaces and hyphens. */
export const PROJECT_NAME = /^\w[\w\- ]*$/;

export async function createProject(
  cloud: CloudClient,
  body: { name: string; organization_id: string; region: string },
): Promise<Project> {
  const reply = await cloud.change('POST', '/projects/', toBody(newProjectBody(), body));
  return readDone(projectSchema(), 'a project', reply);
}

export async function renameProject(
  cloud: CloudClient,
  projectId: string,
  name: string,
): Promise<Project> {
  const body = toBody(projectEditBody(), { name });
  const reply = await cloud.change('PATCH', path`/projects/${projectId}/`, body);
  return readDone(projectSchema(), 'a project', reply);
}

/** API: refused while the project holds clusters. */
export async function deleteProject(cloud: CloudClient, projectId: string): Promise<void> {
  readGone(await cloud.change('DELETE', path`/projects/${projectId}/`));
}

const name = () => z.string().check(z.maxLength(512), z.regex(PROJECT_NAME));

const newProjectBody = lazily(() =>
  z.strictObject({
    name: name(),
    organization_id: z.string().check(z.minLength(1)),
    region: z.string().check(z.minLength(1)),
  }),
);

const projectEditBody = lazily(() => z.strictObject({ name: name() }));
