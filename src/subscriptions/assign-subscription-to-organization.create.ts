import { listOrganizations } from '../clients/cloud/organizations.ts';
import { assignSubscription, type Subscription } from '../clients/cloud/subscriptions.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import { choose } from '../kit/choose.ts';
import { refuse } from '../kit/errors.ts';
import { flag, text } from '../kit/record/static.ts';
import { ASKED } from '../kit/run/notes.ts';
import { readNames } from '../vocabulary/names.ts';
import { needAdmin, organizationField } from '../vocabulary/organizations.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { chosenSubscription, needLiving, subscriptionField } from './subscription-choice.ts';
import {
  calledSubscription,
  subscriptionRecord,
  toSubscriptionRecord,
} from './subscription-record.ts';

export const assignSubscriptionToOrganization = defineAction({
  key: 'assign_subscription_to_organization',
  noun: 'Subscription',
  label: 'Assign Subscription to Organization',
  description: 'Assigns a new subscription of the Azure Marketplace to an organization.',
  replay: 'safe',
  lock: LOCKS.subscriptions,
  inputFields: [
    {
      ...subscriptionField,
      dynamic: 'azure_subscription.id.label',
      helpText: 'A subscription of the Azure Marketplace that no organization uses yet.',
    },
    {
      ...organizationField,
      required: true,
      helpText: 'The organization whose clusters this subscription will pay for.',
    },
  ],
  record: {
    id: text('ID', '782dfc00-0000-4f48-8381-000000000007'),
    changed: flag('Changed', true),
    summary: summaryField(
      'Subscription azure-contract (Azure Marketplace) was assigned to My Organization.',
    ),
    ...subscriptionRecord,
    name: text('Subscription Name', 'pay-as-you-go'),
    provider: text('Provider', 'azure'),
    provider_name: text('Provider Name', 'Azure Marketplace'),
  },
  sample: {
    id: '782dfc00-0000-4f48-8381-000000000019',
    subscription_id: '782dfc00-0000-4f48-8381-000000000019',
    name: 'azure-contract',
  },
  perform: async (run) => {
    const [subscription, organizations, names] = await Promise.all([
      chosenSubscription(run, run.input.subscription_id),
      listOrganizations(run.cloud),
      readNames(run, { regions: false }),
    ]);
    const organization = choose(organizations, run.input.organization_id, 'organization');
    const answer = (changed: boolean, one: Subscription) => ({
      id: one.id,
      changed,
      summary: `Subscription ${calledSubscription(one)} ${changed ? 'was assigned' : 'is assigned already'} to ${names.organization(one.organization_id)}.`,
      ...toSubscriptionRecord(one, names),
    });
    const owner = subscription.organization_id;
    if (owner === organization.id) return answer(run.notes.has(ASKED), subscription);
    needLiving(subscription, 'azure', 'assigned');
    if (owner !== null) {
      throw refuse(
        `the subscription belongs to ${names.organization(owner) ?? 'another organization'} already`,
        'Choose one that belongs to no organization yet.',
      );
    }
    needAdmin(organization);
    run.notes.set(ASKED, true);
    return answer(true, await assignSubscription(run.cloud, subscription.id, organization.id));
  },
});
