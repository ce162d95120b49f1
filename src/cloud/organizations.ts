import * as z from 'zod/mini';
import { lazily } from '../base/lazily.ts';
import type { CloudClient } from './client.ts';
import { dublinCore, flag, id, number, readMany, text } from './wire.ts';

/** API: `Organization`; `role_fqn` is the role of the key's own user in it. */
const organizationSchema = lazily(() =>
  z.object({
    id: id(),
    name: text(),
    email: text(),
    notifications_enabled: flag(),
    project_count: number(),
    role_fqn: text(),
    dc: dublinCore(),
  }),
);

export type Organization = z.infer<ReturnType<typeof organizationSchema>>;

/** The organizations that the key's user belongs to. */
export async function listOrganizations(cloud: CloudClient): Promise<Organization[]> {
  return readMany(organizationSchema(), 'an organization', await cloud.get('/organizations/'));
}
