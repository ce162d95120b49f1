import { listSubscriptions } from '../cloud/subscriptions.ts';
import { MOST_ITEMS } from '../step-kit/identity.ts';
import { readNames } from '../step-kit/names.ts';
import { chosenOrganization, organizationField } from '../step-kit/organizations.ts';
import { text } from '../step-kit/record.ts';
import { defineTrigger } from '../step-kit/trigger.ts';
import { subscriptionRecord, toSubscriptionRecord } from './subscription-record.ts';

export const newSubscription = defineTrigger({
  kind: 'new',
  key: 'new_subscription',
  noun: 'Subscription',
  label: 'New Subscription',
  description: 'Triggers when a new subscription appears in the account.',
  inputFields: [organizationField],
  record: { id: text('ID', '782dfc00-0000-4f48-8381-000000000007'), ...subscriptionRecord },
  perform: async (run) => {
    const organization = await chosenOrganization(run, run.input.organization_id);
    const [subscriptions, names] = await Promise.all([
      listSubscriptions(run.cloud, { organizationId: organization?.id, limit: MOST_ITEMS }),
      readNames(run),
    ]);
    return subscriptions.map((one) => ({ id: one.id, ...toSubscriptionRecord(one, names) }));
  },
});
