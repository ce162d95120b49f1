/** Subscriptions: what pays for clusters. */
import type { Step } from '../step-kit/step.ts';
import { findSubscription } from './find-subscription.search.ts';
import { findSubscriptions } from './find-subscriptions.search.ts';
import { newSubscription } from './new-subscription.trigger.ts';
import { subscriptionStatusChanged } from './subscription-status-changed.trigger.ts';

export const subscriptions: readonly Step[] = [
  newSubscription,
  subscriptionStatusChanged,
  findSubscription,
  findSubscriptions,
];
