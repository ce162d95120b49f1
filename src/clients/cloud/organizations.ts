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
  readMany,
  toBody,
  wireCount,
  wireFlag,
  wireText,
} from './wire.ts';

/** API: `Organization`; `role_fqn` is the role of the key's own user in it. */
export const organizationSchema = lazily(() =>
  z.object({
    id: id(),
    name: wireText(),
    email: wireText(),
    notifications_enabled: wireFlag(),
    project_count: wireCount(),
    role_fqn: wireText(),
    dc: dublinCore(),
  }),
);

export type Organization = z.infer<ReturnType<typeof organizationSchema>>;

/** The organizations that the key's user belongs to. */
export async function listOrganizations(cloud: CloudClient): Promise<Organization[]> {
  return readMany(organizationSchema(), 'an organization', await cloud.get('/organizations/'));
}

/** All of them, newest first. */
export async function newestOrganizations(cloud: CloudClient): Promise<Organization[]> {
  const entries = readArray('organization', await cloud.get('/organizations/'));
  return readMany(organizationSchema(), 'an organization', newest(entries, entries.length));
}

/** API: whoever makes an organization is its admin; a user is in at most two by default. */
export async function createOrganization(
  cloud: CloudClient,
  body: { name: string },
): Promise<Organization> {
  const reply = await cloud.change('POST', '/organizations/', toBody(newOrganizationBody(), body));
  return readDone(organizationSchema(), 'an organization', reply);
}

export type OrganizationEdit = {
  name?: string | undefined;
  /** Where notifications go. */
  email?: string | undefined;
  notifications_enabled?: boolean | undefined;
};

/** API: a PUT that changes only what it names. */
export async function editOrganization(
  cloud: CloudClient,
  organizationId: string,
  edit: OrganizationEdit,
): Promise<Organization> {
  const body = toBody(organizationEditBody(), edit);
  const reply = await cloud.change('PUT', path`/organizations/${organizationId}/`, body);
  return readDone(organizationSchema(), 'an organization', reply);
}

const name = () => z.string().check(z.minLength(1), z.maxLength(512));

const newOrganizationBody = lazily(() => z.strictObject({ name: name() }));

const organizationEditBody = lazily(() =>
  z.strictObject({
    name: z.optional(name()),
    email: z.optional(z.string().check(z.minLength(3), z.maxLength(512))),
    notifications_enabled: z.optional(z.boolean()),
  }),
);
