import * as z from 'zod/mini';
import { lazily } from '../../base/lazily.ts';
import type { CloudClient } from './client.ts';
import { path } from './client.ts';
import { readMany, wireNumber, wireText } from './wire.ts';

/** API: `Quota`; the codes are not documented. */
export const quotaSchema = lazily(() =>
  z.object({ code: wireText(), current_value: wireNumber(), quota: wireNumber() }),
);

export type Quota = z.infer<ReturnType<typeof quotaSchema>>;

export async function listQuotas(cloud: CloudClient, organizationId: string): Promise<Quota[]> {
  const reply = await cloud.get(path`/organizations/${organizationId}/quotas/`);
  return readMany(quotaSchema(), 'a quota', reply);
}
