import { defineDropdown } from '../kit/dropdown.ts';
import { providerOf } from './subscription-choice.ts';
import { subscriptionItems } from './subscription-items.ts';

/** What can be assigned: subscriptions of the Azure Marketplace that no organization uses yet. */
export const azureSubscriptionDropdown = defineDropdown({
  key: 'azure_subscription',
  noun: 'Subscription',
  label: 'Subscriptions to Assign',
  example: {
    id: '782dfc00-0000-4f48-8381-000000000019',
    label: 'azure-contract (Azure Marketplace, active, not assigned)',
  },
  list: (run) =>
    subscriptionItems(run, (one) => providerOf(one) === 'azure' && one.organization_id === null),
});
