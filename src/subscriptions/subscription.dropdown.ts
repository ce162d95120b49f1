import { listSubscriptions } from '../clients/cloud/subscriptions.ts';
import { byLabel, defineDropdown, labelOf } from '../kit/dropdown.ts';
import { readNames } from '../vocabulary/names.ts';
import { chosenOrganization } from '../vocabulary/organizations.ts';
import { hasEnded } from './subscription-choice.ts';
import { providerName, stateOf } from './subscription-record.ts';

export const subscriptionDropdown = defineDropdown({
  key: 'subscription',
  noun: 'Subscription',
  label: 'Subscriptions',
  example: {
    id: '782dfc00-0000-4f48-8381-000000000007',
    label: 'contract-YeBfJLWA (Contract, active, My Organization)',
  },
  list: async (run) => {
    const [organization, subscriptions, names] = await Promise.all([
      chosenOrganization(run, run.input.organization_id),
      listSubscriptions(run.cloud),
      readNames(run, { regions: false }),
    ]);
    // What has ended pays for nothing any more. One that belongs to no organization yet can still be assigned to the one chosen.
    const shown = subscriptions.filter(
      (one) =>
        !hasEnded(one) &&
        (!organization || one.organization_id === null || one.organization_id === organization.id),
    );
    return byLabel(
      shown.map((one) => ({
        id: one.id,
        label: labelOf(
          one.name ?? one.reference,
          providerName(one.provider),
          stateOf(one),
          one.organization_id === null
            ? 'not assigned'
            : (names.organization(one.organization_id) ?? one.organization_id),
        ),
      })),
    );
  },
});
