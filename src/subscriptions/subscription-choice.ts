/** Choosing one subscription, and what its provider and state allow. */

import { listSubscriptions, type Subscription } from '../clients/cloud/subscriptions.ts';
import { choose } from '../kit/choose.ts';
import { refuse } from '../kit/errors.ts';
import { lookUp } from '../kit/look-up.ts';
import type { Run } from '../kit/run/run.ts';
import { stateOf } from './subscription-record.ts';

export const subscriptionField = {
  key: 'subscription_id',
  label: 'Subscription',
  required: true,
  dynamic: 'subscription.id.label',
  search: 'find_subscription.id',
} as const;

export async function chosenSubscription(run: Run<unknown>, value: string): Promise<Subscription> {
  return choose(
    await listSubscriptions(run.cloud),
    value,
    'subscription',
    (one) => `${providerOf(one) ?? 'no provider'}, ${stateOf(one) ?? 'no state'}`,
  );
}

export function providerOf(subscription: Subscription): string | null {
  const { provider, subscription_provider: other } = subscription;
  return (provider ?? other)?.toLowerCase() ?? null;
}

const SOURCES: Readonly<Record<string, string>> = {
  aws: 'the AWS Marketplace',
  azure: 'the Azure Marketplace',
  gcp: 'the Google Cloud Marketplace',
  stripe: 'Stripe',
  contract: 'a contract',
};

function sourceOf(provider: string | null): string {
  return lookUp(SOURCES, provider) ?? provider ?? 'an unknown provider';
}

/** States are words of the provider; seen are `TERMINATING` and `active`. */
export function hasEnded(subscription: Subscription): boolean {
  return /^(terminat|cancel|expir|unsubscribed|delet|ended)/.test(stateOf(subscription) ?? '');
}

/** Refuses a subscription of another provider than the one the API does this for, and one that ended. */
export function needLiving(subscription: Subscription, provider: string, change: string): void {
  const name = `“${subscription.name ?? subscription.id}”`;
  const own = providerOf(subscription);
  if (own !== provider) {
    throw refuse(
      `subscription ${name} comes from ${sourceOf(own)}, and only one from ${sourceOf(provider)} can be ${change}`,
      'Choose another subscription.',
    );
  }
  if (hasEnded(subscription)) {
    throw refuse(
      `subscription ${name} has ended (${stateOf(subscription)})`,
      'Choose another subscription.',
    );
  }
}
