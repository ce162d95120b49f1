/** A subscription of any provider in one shape. */
import type { Subscription } from '../clients/cloud/subscriptions.ts';
import { shorten } from '../kit/choose.ts';
import { refuse } from '../kit/errors.ts';
import { wordsOf } from '../kit/fields/list.ts';
import { lookUp } from '../kit/look-up.ts';
import { flag, text, time } from '../kit/record/static.ts';
import { visible } from '../kit/text.ts';
import { consoleUrl, consoleUrlOf } from '../vocabulary/console.ts';
import type { Names } from '../vocabulary/names.ts';

export const subscriptionRecord = {
  subscription_id: text('Subscription ID', '782dfc00-0000-4f48-8381-000000000007'),
  name: text('Subscription Name', 'contract-YeBfJLWA'),
  state: text('State', 'active'),
  active: flag('Active', true),
  provider: text('Provider', 'contract'),
  provider_name: text('Provider Name', 'Contract'),
  organization_id: text('Organization ID', '7bbcf777-0000-41e0-a0b9-000000000001'),
  organization_name: text('Organization Name', 'My Organization'),
  console_url: consoleUrlOf('subscription'),
  plan: text('Plan', 'payg'),
  plan_id: text('Plan ID', 'cratedb-cloud-payg'),
  offer: text('Offer', 'cratedb-cloud'),
  billing_model: text('Billing Model', 'usage'),
  reference: text('Reference', 'PO-2026-117'),
  provider_subscription_id: text('Subscription ID at the Provider', 'sub_1NqExample'),
  created_at: time('Created At', '2026-02-03T21:30:02.101Z'),
  modified_at: time('Modified At', '2026-03-01T08:06:52.157Z'),
};

export function toSubscriptionRecord(subscription: Subscription, names: Names) {
  return {
    subscription_id: subscription.id,
    name: subscription.name,
    state: stateOf(subscription),
    active: subscription.active,
    provider: subscription.provider?.toLowerCase() ?? null,
    provider_name: providerName(subscription.provider),
    organization_id: subscription.organization_id,
    organization_name: names.organization(subscription.organization_id),
    console_url: consoleUrl('subscription'),
    plan: subscription.plan,
    plan_id: subscription.plan_id,
    offer: subscription.offer,
    billing_model: subscription.billing_model,
    reference: subscription.reference,
    provider_subscription_id: subscription.subscription_id,
    created_at: subscription.dc.created,
    modified_at: subscription.dc.modified,
  };
}

/** API: states come in mixed case (`active`, `TERMINATING`). */
export function stateOf(subscription: Subscription): string | null {
  return subscription.state?.toLowerCase() ?? null;
}

/**
 * The states that texts name. They are listed nowhere, but each is of letters.
 *
 * @param label of the field
 */
export function statesIn(texts: readonly string[], label: string): string[] {
  return wordsOf(texts).map((text) => {
    const word = visible(text);
    if (/^[\w -]+$/.test(word)) return word.toLowerCase();
    throw refuse(
      `“${label}” cannot be “${shorten(text)}”`,
      'Write it like active or terminated, or choose it in the dropdown.',
    );
  });
}

/** Where subscriptions come from, by the API's code. */
export const PROVIDERS = {
  aws: 'AWS Marketplace',
  azure: 'Azure Marketplace',
  gcp: 'Google Cloud Marketplace',
  stripe: 'Stripe',
  contract: 'Contract',
  cloud: 'CrateDB Cloud',
} as const;

export function providerName(code: string | null): string | null {
  return lookUp<string>(PROVIDERS, code?.toLowerCase() ?? null) ?? code;
}

/** "contract-YeBfJLWA (Contract)", for a sentence. */
export function calledSubscription({ id, name, provider }: Subscription): string {
  const from = providerName(provider);
  return from === null ? (name ?? id) : `${name ?? id} (${from})`;
}
