import { listSubscriptions, type Subscription } from '../clients/cloud/subscriptions.ts';
import { many, manyRecord } from '../kit/record/many.ts';
import { defineSearch } from '../kit/search.ts';
import { counted, firstOf } from '../kit/text.ts';
import { readNames } from '../vocabulary/names.ts';
import { chosenOrganization, organizationField } from '../vocabulary/organizations.ts';
import { summaryField } from '../vocabulary/summary.ts';
import {
  PROVIDERS,
  providerName,
  stateOf,
  statesIn,
  subscriptionRecord,
  toSubscriptionRecord,
} from './subscription-record.ts';

export const findSubscriptions = defineSearch({
  key: 'find_subscriptions',
  noun: 'Subscription',
  label: 'Find Many Subscriptions',
  description: 'Finds all subscriptions that match, as line items.',
  inputFields: [
    organizationField,
    {
      key: 'state',
      label: 'State',
      dynamic: 'subscription_state.id.label',
      helpText: 'Leave blank for any state.',
    },
    {
      key: 'provider',
      label: 'Provider',
      choices: PROVIDERS,
      helpText: 'Where the subscription was bought. Leave blank for all providers.',
    },
    {
      key: 'activity',
      label: 'Active or Not',
      choices: { any: 'All', active: 'Active', inactive: 'Inactive' },
      default: 'any',
      helpText: 'Only an active subscription pays for clusters.',
    },
  ],
  record: {
    summary: summaryField('1 subscription: contract-YeBfJLWA (Contract, active).'),
    ...manyRecord('Subscriptions', subscriptionRecord),
  },
  perform: async (run) => {
    const { organization_id: chosen, state, provider, activity } = run.input;
    const states = statesIn(state === undefined ? [] : [state], 'State');
    const organization = await chosenOrganization(run, chosen);
    const [subscriptions, names] = await Promise.all([
      listSubscriptions(run.cloud, { organizationId: organization?.id }),
      readNames(run, { regions: false }),
    ]);
    const matches = subscriptions.filter(
      (one) =>
        (states.length === 0 || states.includes(stateOf(one) ?? '')) &&
        (provider === undefined || one.provider?.toLowerCase() === provider) &&
        (activity === 'any' || one.active === (activity === 'active')),
    );
    return many(matches.map((one) => toSubscriptionRecord(one, names))).map((one) => ({
      summary: summaryOf(matches),
      ...one,
    }));
  },
});

function summaryOf(found: readonly Subscription[]): string {
  const told = found.map((one) => {
    const apart = [providerName(one.provider), stateOf(one)].filter((part) => part !== null);
    return `${one.name ?? one.id} (${apart.join(', ')})`;
  });
  return `${counted(found.length, 'subscription')}: ${firstOf(told)}.`;
}
