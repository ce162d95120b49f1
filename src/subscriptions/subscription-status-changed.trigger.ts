import { listSubscriptions, type Subscription } from '../clients/cloud/subscriptions.ts';
import { identity, monthOf } from '../kit/identity.ts';
import { text } from '../kit/record/static.ts';
import { defineTrigger } from '../kit/trigger.ts';
import { namesFor } from '../vocabulary/names.ts';
import { chosenOrganization, organizationField } from '../vocabulary/organizations.ts';
import { summaryField } from '../vocabulary/summary.ts';
import {
  calledSubscription,
  stateOf,
  statesIn,
  subscriptionRecord,
  toSubscriptionRecord,
} from './subscription-record.ts';

const STATES = 'Only These States';

export const subscriptionStatusChanged = defineTrigger({
  kind: 'new',
  whole: true,
  key: 'subscription_status_changed',
  noun: 'Subscription Status',
  label: 'Subscription Status Changed',
  description:
    'Triggers when the state of a subscription changes, or it becomes active or inactive.',
  inputFields: [
    {
      ...organizationField,
      helpText:
        'Leave blank for all organizations. A state that returns within the same month (UTC) does not trigger again.',
    },
    {
      key: 'states',
      label: STATES,
      list: true,
      dynamic: 'subscription_state.id.label',
      helpText: 'Leave blank for any state.',
    },
  ],
  record: {
    id: text('Status ID', '782dfc00-0000-4f48-8381-000000000007:active:true:2026-03'),
    summary: summaryField(
      'Subscription contract-YeBfJLWA (Contract) of My Organization is active.',
    ),
    ...subscriptionRecord,
  },
  perform: async (run) => {
    const organization = await chosenOrganization(run, run.input.organization_id);
    const subscriptions = await listSubscriptions(run.cloud, { organizationId: organization?.id });
    const states = statesIn(run.input.states, STATES);
    const wanted = subscriptions.filter(
      (one) => states.length === 0 || states.includes(stateOf(one) ?? ''),
    );
    const names = await namesFor(run, wanted, { regions: false });
    const ofOrganization = ({ organization_id: owner }: Subscription) => {
      const name = names.organization(owner);
      return name === null ? '' : ` of ${name}`;
    };
    return wanted
      .sort((a, b) => changedAt(b) - changedAt(a))
      .map((one) => ({
        // The server's own month: a calendar month would tell every subscription anew as it turns.
        id: identity(one.id, stateOf(one), one.active, monthOf(one.dc.modified)),
        summary: `Subscription ${calledSubscription(one)}${ofOrganization(one)} is ${stateOf(one) ?? 'without a state'}.`,
        ...toSubscriptionRecord(one, names),
      }));
  },
});

function changedAt(subscription: Subscription): number {
  return Date.parse(subscription.dc.modified ?? subscription.dc.created ?? '') || 0;
}
