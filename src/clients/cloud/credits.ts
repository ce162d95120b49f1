import * as z from 'zod/mini';
import { lazily } from '../../base/lazily.ts';
import type { CloudClient } from './client.ts';
import { path } from './client.ts';
import { id, readMany, wireNumber, wireText, wireTime } from './wire.ts';

/** API: `Credit`; amounts are whole cents of US dollars. */
export const creditSchema = lazily(() =>
  z.object({
    id: id(),
    original_amount: wireNumber(),
    remaining_amount: wireNumber(),
    start_date: wireTime(),
    expiration_date: wireTime(),
    comment: wireText(),
    status: wireText(),
  }),
);

export type Credit = z.infer<ReturnType<typeof creditSchema>>;

/** The active credits of an organization. API: for its admins. */
export async function listActiveCredits(
  cloud: CloudClient,
  organizationId: string,
): Promise<Credit[]> {
  const reply = await cloud.get(path`/organizations/${organizationId}/credits/`);
  const credits = readMany(creditSchema(), 'a credit', reply);
  return credits.filter((credit) => !/^expired$/i.test(credit.status ?? ''));
}
