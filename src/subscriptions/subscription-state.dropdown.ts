import { listSubscriptions } from '../clients/cloud/subscriptions.ts';
import { byLabel, defineDropdown } from '../kit/dropdown.ts';
import { stateOf } from './subscription-record.ts';

/** API: states are words of the provider and listed nowhere; these were seen. */
const KNOWN = ['active', 'pending', 'terminating', 'terminated'];

export const subscriptionStateDropdown = defineDropdown({
  key: 'subscription_state',
  noun: 'State',
  label: 'Subscription States',
  example: { id: 'active', label: 'Active' },
  list: async (run) => {
    const subscriptions = await listSubscriptions(run.cloud);
    const states = subscriptions.flatMap((one) => stateOf(one) ?? []);
    return byLabel(
      [...new Set([...KNOWN, ...states])].map((id) => ({
        id,
        label: `${id.charAt(0).toUpperCase()}${id.slice(1)}`,
      })),
    );
  },
});
