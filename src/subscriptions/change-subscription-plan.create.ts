import { changeAwsPlan, type PlanEdit, type Subscription } from '../clients/cloud/subscriptions.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import { refuse } from '../kit/errors.ts';
import { flag, text } from '../kit/record/static.ts';
import { note } from '../kit/run/notes.ts';
import { readNames } from '../vocabulary/names.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { chosenSubscription, needLiving, subscriptionField } from './subscription-choice.ts';
import {
  calledSubscription,
  subscriptionRecord,
  toSubscriptionRecord,
} from './subscription-record.ts';

/** What the subscription had before this run asked for a change. */
const BEFORE = note<Pick<Subscription, 'plan' | 'plan_id'>>('before');

export const changeSubscriptionPlan = defineAction({
  key: 'change_subscription_plan',
  noun: 'Subscription',
  label: 'Change Subscription Plan',
  description: 'Changes the plan of a subscription of the AWS Marketplace.',
  replay: 'safe',
  lock: LOCKS.subscriptions,
  inputFields: [
    {
      ...subscriptionField,
      dynamic: 'aws_subscription.id.label',
      helpText: 'Only subscriptions of the AWS Marketplace can be changed.',
    },
    {
      key: 'plan',
      label: 'Plan',
      helpText:
        'The plan exactly as CrateDB Cloud writes it; “Find Subscription” shows the current one. Leave blank to keep it.',
    },
    {
      key: 'plan_identifier',
      label: 'Plan Identifier',
      helpText: 'The plan’s ID at AWS. Leave blank to keep it.',
    },
  ],
  record: {
    id: text('ID', '782dfc00-0000-4f48-8381-000000000007'),
    changed: flag('Changed', true),
    from_plan: text('Plan Before', 'payg'),
    from_plan_id: text('Plan ID Before', 'cratedb-cloud-payg'),
    summary: summaryField(
      'Subscription aws-contract (AWS Marketplace) changed to the plan annual.',
    ),
    ...subscriptionRecord,
    name: text('Subscription Name', 'pay-as-you-go'),
    provider: text('Provider', 'aws'),
    provider_name: text('Provider Name', 'AWS Marketplace'),
    plan: text('Plan', 'annual'),
  },
  sample: {
    id: '782dfc00-0000-4f48-8381-00000000001a',
    subscription_id: '782dfc00-0000-4f48-8381-00000000001a',
    name: 'aws-contract',
  },
  perform: async (run) => {
    const edit = editOf(run.input);
    const [subscription, names] = await Promise.all([
      chosenSubscription(run, run.input.subscription_id),
      readNames(run, { regions: false }),
    ]);
    needLiving(subscription, 'aws', 'changed');
    const isSo =
      (edit.plan ?? subscription.plan) === subscription.plan &&
      (edit.plan_id ?? subscription.plan_id) === subscription.plan_id;
    if (!isSo) {
      run.notes.set(BEFORE, { plan: subscription.plan, plan_id: subscription.plan_id });
    }
    const before = run.notes.get(BEFORE);
    const { plan, plan_id: planId } = before ?? subscription;
    const answer = (one: Subscription) => ({
      id: one.id,
      changed: before !== undefined,
      from_plan: plan,
      from_plan_id: planId,
      summary: `Subscription ${calledSubscription(one)} ${before === undefined ? 'has the plan' : 'changed to the plan'} ${one.plan ?? one.plan_id}${before === undefined ? ' already' : ''}.`,
      ...toSubscriptionRecord(one, names),
    });
    return answer(isSo ? subscription : await changeAwsPlan(run.cloud, subscription.id, edit));
  },
});

function editOf(input: {
  plan: string | undefined;
  plan_identifier: string | undefined;
}): PlanEdit {
  const { plan, plan_identifier: planId } = input;
  if (plan === undefined && planId === undefined) {
    throw refuse(
      'neither a plan nor a plan identifier is given',
      'Fill in “Plan”, “Plan Identifier”, or both.',
    );
  }
  return {
    ...(plan === undefined ? {} : { plan }),
    ...(planId === undefined ? {} : { plan_id: planId }),
  };
}
