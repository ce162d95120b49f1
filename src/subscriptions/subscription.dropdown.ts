import { defineDropdown } from '../kit/dropdown.ts';
import { chosenOrganization } from '../vocabulary/organizations.ts';
import { subscriptionItems } from './subscription-items.ts';

/** What can pay for a new cluster of the organization. */
export const subscriptionDropdown = defineDropdown({
  key: 'subscription',
  noun: 'Subscription',
  label: 'Subscriptions',
  example: {
    id: '782dfc00-0000-4f48-8381-000000000007',
    label: 'contract-YeBfJLWA (Contract, active, My Organization)',
  },
  list: async (run) => {
    const organization = await chosenOrganization(run, run.input.organization_id);
    return subscriptionItems(
      run,
      ({ active, organization_id: owner }) =>
        active !== false && owner !== null && (!organization || owner === organization.id),
    );
  },
});
