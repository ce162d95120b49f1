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
  wireFlag,
  wireText,
} from './wire.ts';

/** API: `Subscription`, one shape for all providers; `state` comes in mixed case. */
export const subscriptionSchema = lazily(() =>
  z.object({
    id: id(),
    name: wireText(),
    state: wireText(),
    active: wireFlag(),
    provisioned: wireFlag(),
    provider: wireText(),
    subscription_provider: wireText(),
    organization_id: wireText(),
    plan: wireText(),
    plan_id: wireText(),
    offer: wireText(),
    offer_id: wireText(),
    billing_model: wireText(),
    reference: wireText(),
    purchaser: wireText(),
    subscription_id: wireText(),
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

/**
 * Asks for a new subscription. API: a Stripe one is only pending; it is there before a card is added, and
 * nothing is paid by it.
 */
export async function createSubscription(
  cloud: CloudClient,
  body: { organization_id: string; type: 'stripe' },
): Promise<Subscription> {
  const reply = await cloud.change('POST', '/subscriptions/', toBody(newBody(), body));
  return readDone(subscriptionSchema(), 'a subscription', reply);
}

const newBody = lazily(() =>
  z.strictObject({ organization_id: z.string().check(z.minLength(1)), type: z.enum(['stripe']) }),
);

/** Gives a subscription to an organization. API: for those bought at the Azure Marketplace only. */
export async function assignSubscription(
  cloud: CloudClient,
  subscriptionId: string,
  organizationId: string,
): Promise<Subscription> {
  const body = toBody(assignBody(), { organization_id: organizationId });
  const target = path`/subscriptions/${subscriptionId}/assign-org/`;
  return readDone(
    subscriptionSchema(),
    'a subscription',
    await cloud.change('PATCH', target, body),
  );
}

const assignBody = lazily(() =>
  z.strictObject({ organization_id: z.string().check(z.minLength(1)) }),
);

export type PlanEdit = { plan?: string; plan_id?: string };

/** Changes the plan. API: for subscriptions of the AWS Marketplace only; plans are listed nowhere. */
export async function changeAwsPlan(
  cloud: CloudClient,
  subscriptionId: string,
  edit: PlanEdit,
): Promise<Subscription> {
  const target = path`/aws/subscriptions/${subscriptionId}/`;
  const reply = await cloud.change('PATCH', target, toBody(planBody(), edit));
  return readDone(subscriptionSchema(), 'a subscription', reply);
}

const planBody = lazily(() =>
  z.strictObject({ plan: z.optional(planName()), plan_id: z.optional(planName()) }),
);

const planName = () => z.string().check(z.minLength(1), z.maxLength(512));
