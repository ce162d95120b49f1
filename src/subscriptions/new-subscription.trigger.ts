import { listSubscriptions } from '../clients/cloud/subscriptions.ts';
import { text } from '../kit/record/static.ts';
import { defineTrigger } from '../kit/trigger.ts';
import { readNames } from '../vocabulary/names.ts';
import { chosenOrganization, organizationField } from '../vocabulary/organizations.ts';
import { subscriptionRecord, toSubscriptionRecord } from './subscription-record.ts';

export const newSubscription = defineTrigger({
  kind: 'new',
  key: 'new_subscription',
  noun: 'Subscription',
  label: 'New Subscription',
  description: 'Triggers when a new subscription appears in the account.',
  inputFields: [organizationField],
  record: { id: text('ID', '782dfc00-0000-4f48-8381-000000000007'), ...subscriptionRecord },
  dated: 'created_at',
  perform: async (run) => {
    const organization = await chosenOrganization(run, run.input.organization_id);
    const [subscriptions, names] = await Promise.all([
      listSubscriptions(run.cloud, { organizationId: organization?.id, limit: run.most }),
      readNames(run, { regions: false }),
    ]);
    return subscriptions.map((one) => ({ id: one.id, ...toSubscriptionRecord(one, names) }));
  },
});
