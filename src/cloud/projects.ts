import * as z from 'zod/mini';
import { lazily } from '../base/lazily.ts';
import type { CloudClient } from './client.ts';
import { dublinCore, id, readMany, text } from './wire.ts';

/** API: `Project`; ties clusters to a region and an organization. */
const projectSchema = lazily(() =>
  z.object({
    id: id(),
    name: text(),
    organization_id: text(),
    region: text(),
    dc: dublinCore(),
  }),
);

export type Project = z.infer<ReturnType<typeof projectSchema>>;

/** The projects that the key's user can see. */
export async function listProjects(cloud: CloudClient): Promise<Project[]> {
  return readMany(projectSchema(), 'a project', await cloud.get('/projects/'));
}
