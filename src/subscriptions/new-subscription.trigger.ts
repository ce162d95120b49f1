import { listSubscriptions } from '../clients/cloud/subscriptions.ts';
import { text } from '../kit/record/static.ts';
import { defineTrigger, isNews } from '../kit/trigger.ts';
import { namesFor } from '../vocabulary/names.ts';
import { chosenOrganization, organizationField } from '../vocabulary/organizations.ts';
import { summaryField } from '../vocabulary/summary.ts';
import {
  calledSubscription,
  subscriptionRecord,
  toSubscriptionRecord,
} from './subscription-record.ts';

export const newSubscription = defineTrigger({
  kind: 'new',
  key: 'new_subscription',
  noun: 'Subscription',
  label: 'New Subscription',
  description: 'Triggers when a new subscription appears in the account.',
  inputFields: [organizationField],
  record: {
    id: text('ID', '782dfc00-0000-4f48-8381-000000000007'),
    summary: summaryField(
      'Subscription contract-YeBfJLWA (Contract) was added to My Organization.',
    ),
    ...subscriptionRecord,
  },
  dated: 'created_at',
  perform: async (run) => {
    const organization = await chosenOrganization(run, run.input.organization_id);
    const query = { organizationId: organization?.id, limit: run.most };
    const newest = await listSubscriptions(run.cloud, query);
    const subscriptions = newest.filter(({ dc }) => isNews(run, dc.created));
    const names = await namesFor(run, subscriptions, { regions: false });
    return subscriptions.map((one) => {
      const owner = names.organization(one.organization_id);
      const what = owner === null ? 'belongs to no organization yet' : `was added to ${owner}`;
      return {
        id: one.id,
        summary: `Subscription ${calledSubscription(one)} ${what}.`,
        ...toSubscriptionRecord(one, names),
      };
    });
  },
});
