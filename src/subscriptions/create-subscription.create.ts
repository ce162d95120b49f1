import type { Subscription } from '../clients/cloud/subscriptions.ts';
import { createSubscription as create, listSubscriptions } from '../clients/cloud/subscriptions.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import { flag, text, time } from '../kit/record/static.ts';
import { ASKED } from '../kit/run/notes.ts';
import { once } from '../kit/run/once.ts';
import { readNames } from '../vocabulary/names.ts';
import { needAdmin, organizationField, theOrganization } from '../vocabulary/organizations.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { hasEnded, providerOf } from './subscription-choice.ts';
import {
  calledSubscription,
  subscriptionRecord,
  toSubscriptionRecord,
} from './subscription-record.ts';

export const createSubscription = defineAction({
  key: 'create_subscription',
  noun: 'Subscription',
  label: 'Create Subscription',
  description: 'Creates a pending subscription in an organization, unless it already has one.',
  replay: 'safe',
  lock: LOCKS.subscriptions,
  inputFields: [
    {
      key: 'no_payment',
      label: 'Nothing Is Paid',
      type: 'copy',
      helpText:
        'The subscription stays pending until somebody adds a card or bank transfer in CrateDB Cloud. This step neither adds one nor pays anything.',
    },
    {
      ...organizationField,
      helpText: 'Leave blank if the API key’s user belongs to only one organization.',
    },
    {
      key: 'provider',
      label: 'Provider',
      choices: { stripe: 'Stripe (Card or Bank Transfer)' },
      default: 'stripe',
      helpText:
        'Only Stripe subscriptions can be created here. Subscriptions of marketplaces are created at AWS, Azure or Google, and contracts by CrateDB.',
    },
  ],
  record: {
    id: text('ID', '782dfc00-0000-4f48-8381-000000000007'),
    changed: flag('Changed', true),
    summary: summaryField('Subscription sub-1 (Stripe) was created and is pending.'),
    ...subscriptionRecord,
    name: text('Subscription Name', 'sub-1'),
    state: text('State', 'pending'),
    active: flag('Active', false),
    provider: text('Provider', 'stripe'),
    provider_name: text('Provider Name', 'Stripe'),
    reference: text('Reference', ''),
    created_at: time('Created At', '2026-03-02T09:00:02.101Z'),
    modified_at: time('Modified At', '2026-03-02T09:00:02.101Z'),
  },
  sample: {
    id: '782dfc00-0000-4f48-8381-000000000018',
    subscription_id: '782dfc00-0000-4f48-8381-000000000018',
    plan: 'payg',
  },
  perform: async (run) => {
    const organization = await theOrganization(run, run.input.organization_id);
    const { provider: type } = run.input;
    const names = await readNames(run, { regions: false });
    const answer = (changed: boolean, one: Subscription) => ({
      id: one.id,
      changed,
      summary: `Subscription ${calledSubscription(one)} ${changed ? 'was created and is pending' : 'is pending already'}.`,
      ...toSubscriptionRecord(one, names),
    });
    return once(run, `subscription ${organization.id} ${type}`, {
      look: async () => {
        const options = { organizationId: organization.id };
        const subscriptions = await listSubscriptions(run.cloud, options);
        const pending = subscriptions.find((one) => providerOf(one) === type && isPending(one));
        // Asked for before, and only the reply was lost: it is this very run's own.
        return pending && answer(run.notes.has(ASKED), pending);
      },
      make: async () => {
        needAdmin(organization);
        run.notes.set(ASKED, true);
        return answer(true, await create(run.cloud, { organization_id: organization.id, type }));
      },
    });
  },
});

/** Neither active nor over. The word for it is not documented. */
function isPending(subscription: Subscription): boolean {
  if (hasEnded(subscription) || subscription.active === true) return false;
  return subscription.active === false || /pending/i.test(subscription.state ?? '');
}
