import { listOrganizations } from '../clients/cloud/organizations.ts';
import { assignSubscription, type Subscription } from '../clients/cloud/subscriptions.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import { choose } from '../kit/choose.ts';
import { refuse } from '../kit/errors.ts';
import { flag, text } from '../kit/record/static.ts';
import { readNames } from '../vocabulary/names.ts';
import { needAdmin, organizationField } from '../vocabulary/organizations.ts';
import { chosenSubscription, needLiving, subscriptionField } from './subscription-choice.ts';
import { subscriptionRecord, toSubscriptionRecord } from './subscription-record.ts';

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
      helpText: 'One of the Azure Marketplace that belongs to no organization yet.',
    },
    {
      ...organizationField,
      required: true,
      helpText: 'The organization whose clusters the subscription shall pay for.',
    },
  ],
  record: {
    id: text('ID', '782dfc00-0000-4f48-8381-000000000007'),
    changed: flag('Changed', true),
    ...subscriptionRecord,
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
      ...toSubscriptionRecord(one, names),
    });
    const owner = subscription.organization_id;
    if (owner === organization.id) return answer(run.notes.has('asked for'), subscription);
    needLiving(subscription, 'azure', 'assigned');
    if (owner !== null) {
      throw refuse(
        `the subscription belongs to ${names.organization(owner) ?? 'another organization'} already`,
        'Choose one that belongs to no organization yet.',
      );
    }
    needAdmin(organization);
    run.notes.set('asked for', organization.id);
    return answer(true, await assignSubscription(run.cloud, subscription.id, organization.id));
  },
});
