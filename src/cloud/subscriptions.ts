import * as z from 'zod/mini';
import { lazily } from '../base/lazily.ts';
import type { CloudClient } from './client.ts';
import { path } from './client.ts';
import { dublinCore, flag, id, newest, readArray, readMany, text } from './wire.ts';

/** API: `Subscription`, one shape for all providers; `state` comes in mixed case. */
const subscriptionSchema = lazily(() =>
  z.object({
    id: id(),
    name: text(),
    state: text(),
    active: flag(),
    provisioned: flag(),
    provider: text(),
    organization_id: text(),
    plan: text(),
    plan_id: text(),
    offer: text(),
    offer_id: text(),
    billing_model: text(),
    reference: text(),
    purchaser: text(),
    subscription_id: text(),
    dc: dublinCore(),
  }),
);

export type Subscription = z.infer<ReturnType<typeof subscriptionSchema>>;

/** Subscriptions that the key's user can see, newest first. */
export async function listSubscriptions(
  cloud: CloudClient,
  options: { organizationId?: string | undefined; limit?: number } = {},
): Promise<Subscription[]> {
  const target = options.organizationId
    ? path`/organizations/${options.organizationId}/subscriptions/`
    : '/subscriptions/';
  const entries = readArray('subscription', await cloud.get(target));
  const limit = options.limit ?? entries.length;
  return readMany(subscriptionSchema(), 'a subscription', newest(entries, limit));
}
