import { defineDropdown } from '../kit/dropdown.ts';
import { providerOf } from './subscription-choice.ts';
import { subscriptionItems } from './subscription-items.ts';

/** What can change its plan: subscriptions of the AWS Marketplace. */
export const awsSubscriptionDropdown = defineDropdown({
  key: 'aws_subscription',
  noun: 'Subscription',
  label: 'Subscriptions of AWS',
  example: {
    id: '782dfc00-0000-4f48-8381-00000000001a',
    label: 'aws-contract (AWS Marketplace, active, My Organization)',
  },
  list: (run) => subscriptionItems(run, (one) => providerOf(one) === 'aws'),
});
