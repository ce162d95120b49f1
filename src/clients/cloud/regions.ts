import * as z from 'zod/mini';
import { lazily } from '../../base/lazily.ts';
import type { CloudClient } from './client.ts';
import { dublinCore, id, readMany, wireFlag, wireText, wireTime } from './wire.ts';

/**
 * API: `Region`. Its `name` is its id, such as `aks1.westeurope.azure`; `description` is what the console
 * shows. An Edge region belongs to one organization.
 */
export const regionSchema = lazily(() =>
  z.object({
    name: id(),
    description: wireText(),
    status: wireText(),
    deprecated: wireFlag(),
    is_edge_region: wireFlag(),
    upgrade_available: wireFlag(),
    last_seen: wireTime(),
    organization_id: wireText(),
    dc: dublinCore(),
  }),
);

export type Region = z.infer<ReturnType<typeof regionSchema>>;

/** The regions that the key's user can see, deprecated and Edge regions too. */
export async function listRegions(
  cloud: CloudClient,
  filter: { organizationId?: string | undefined } = {},
): Promise<Region[]> {
  const reply = await cloud.get('/regions/', { organization_id: filter.organizationId });
  return readMany(regionSchema(), 'a region', reply);
}
