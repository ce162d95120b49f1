import { listSubscriptions } from '../clients/cloud/subscriptions.ts';
import { many, manyRecord } from '../kit/record/many.ts';
import { defineSearch } from '../kit/search.ts';
import { isSameText } from '../kit/text.ts';
import { readNames } from '../vocabulary/names.ts';
import { chosenOrganization, organizationField } from '../vocabulary/organizations.ts';
import { stateOf, subscriptionRecord, toSubscriptionRecord } from './subscription-record.ts';

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
      helpText: 'For example active or terminating. Leave blank for any state.',
    },
    {
      key: 'provider',
      label: 'Provider',
      choices: {
        aws: 'AWS Marketplace',
        azure: 'Azure Marketplace',
        gcp: 'Google Cloud Marketplace',
        stripe: 'Stripe',
        contract: 'Contract',
        cloud: 'CrateDB Cloud',
      },
    },
    {
      key: 'activity',
      label: 'Active or Not',
      choices: { any: 'All', active: 'Active', inactive: 'Inactive' },
      default: 'any',
    },
  ],
  record: manyRecord('Subscriptions', subscriptionRecord),
  perform: async (run) => {
    const { organization_id: chosen, state, provider, activity } = run.input;
    const organization = await chosenOrganization(run, chosen);
    const [subscriptions, names] = await Promise.all([
      listSubscriptions(run.cloud, { organizationId: organization?.id }),
      readNames(run, { regions: false }),
    ]);
    const matches = subscriptions.filter(
      (one) =>
        (state === undefined || isSameText(stateOf(one), state)) &&
        (provider === undefined || one.provider?.toLowerCase() === provider) &&
        (activity === 'any' || one.active === (activity === 'active')),
    );
    return many(matches.map((one) => toSubscriptionRecord(one, names)));
  },
});
