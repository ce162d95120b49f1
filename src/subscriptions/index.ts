/** Subscriptions, what they cost, and what there is to buy. Nothing here moves money. */
import type { Step } from '../kit/step.ts';
import { assignSubscriptionToOrganization } from './assign-subscription-to-organization.create.ts';
import { awsSubscriptionDropdown } from './aws-subscription.dropdown.ts';
import { azureSubscriptionDropdown } from './azure-subscription.dropdown.ts';
import { changeSubscriptionPlan } from './change-subscription-plan.create.ts';
import { createSubscription } from './create-subscription.create.ts';
import { creditRunningLow } from './credit-running-low.trigger.ts';
import { findClusterPrice } from './find-cluster-price.search.ts';
import { findCurrentSpending } from './find-current-spending.search.ts';
import { findProduct } from './find-product.search.ts';
import { findSubscription } from './find-subscription.search.ts';
import { findSubscriptions } from './find-subscriptions.search.ts';
import { newSubscription } from './new-subscription.trigger.ts';
import { productDropdown } from './product.dropdown.ts';
import { quotaCodeDropdown } from './quota-code.dropdown.ts';
import { quotaNearlyUsed } from './quota-nearly-used.trigger.ts';
import { spendingOverLimit } from './spending-over-limit.trigger.ts';
import { subscriptionDropdown } from './subscription.dropdown.ts';
import { subscriptionStateDropdown } from './subscription-state.dropdown.ts';
import { subscriptionStatusChanged } from './subscription-status-changed.trigger.ts';

export const subscriptions: readonly Step[] = [
  newSubscription,
  subscriptionStatusChanged,
  spendingOverLimit,
  creditRunningLow,
  quotaNearlyUsed,
  findSubscription,
  findSubscriptions,
  findCurrentSpending,
  findProduct,
  findClusterPrice,
  createSubscription,
  assignSubscriptionToOrganization,
  changeSubscriptionPlan,
  productDropdown,
  subscriptionDropdown,
  azureSubscriptionDropdown,
  awsSubscriptionDropdown,
  subscriptionStateDropdown,
  quotaCodeDropdown,
];
