import { type Credit, listActiveCredits } from '../clients/cloud/credits.ts';
import { refuse } from '../kit/errors.ts';
import { integer, number, text, time } from '../kit/record/static.ts';
import { defineTrigger } from '../kit/trigger.ts';
import { alertKey, severityField } from '../vocabulary/alerts.ts';
import { consoleUrlOf } from '../vocabulary/console.ts';
import {
  eachOrganization,
  namesOf,
  notVisible,
  organizationField,
} from '../vocabulary/organizations.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { type CreditAlert, creditAlerts } from './credit-alerts.ts';
import { repeatMonthlyField } from './repeat.ts';

export const creditRunningLow = defineTrigger({
  kind: 'alert',
  key: 'credit_running_low',
  noun: 'Credit Alert',
  label: 'Credit Running Low',
  description:
    'Triggers when credit runs low, is used up, or ends soon, once per day or month and limit.',
  inputFields: [
    {
      key: 'limit_amount',
      label: 'Remaining Below (USD)',
      type: 'number',
      unit: 'USD',
      min: 0,
      helpText:
        'Fill in at least one of these three fields. All active credits of an organization are added up.',
    },
    {
      key: 'limit_percent',
      label: 'Or Remaining Below (%)',
      type: 'number',
      unit: '%',
      min: 0,
      max: 100,
      helpText:
        'What is left of all active credits of an organization, as a percentage of their original amount.',
    },
    {
      key: 'limit_days',
      label: 'Or Ending Within (Days)',
      type: 'integer',
      unit: 'days',
      min: 1,
      helpText: 'Triggers for each credit that ends within this many days and is not used up.',
    },
    {
      ...organizationField,
      helpText: 'Leave blank for all. CrateDB Cloud shows credits to organization admins only.',
    },
    repeatMonthlyField,
  ],
  record: {
    id: text('Alert ID', 'f8207787-0000-4cab-94c1-00000000000e:ending:14:2026-03-02'),
    alert_key: {
      ...alertKey,
      example: 'credit_running_low:f8207787-0000-4cab-94c1-00000000000e',
    },
    summary: summaryField(
      'The credit Conference Voucher of My Organization ends in 12 days with 9 dollars left.',
    ),
    severity: severityField('info'),
    reason: text('Reason (Low, Used Up or Ending)', 'ending'),
    limit_value: number('Limit Passed', 14),
    limit_unit: text('Unit of the Limit (Dollars, Percent or Days)', 'days'),
    organization_id: text('Organization ID', '7bbcf777-0000-41e0-a0b9-000000000001'),
    organization_name: text('Organization Name', 'My Organization'),
    console_url: consoleUrlOf('organization'),
    remaining: number('Remaining (USD)', 9),
    original: number('Original (USD)', 100),
    remaining_percent: number('Remaining (%)', 9),
    credits_count: integer('Number of Credits Counted', 1),
    credit_id: text('Credit ID (Where One Ends)', 'f8207787-0000-4cab-94c1-00000000000e'),
    comment: text('Comment', 'Conference Voucher'),
    ends_at: time('Ends At (First to End)', '2026-03-14T09:00:00.000Z'),
    days_left: number('Days Left', 12),
    measured_at: time('Measured At', '2026-03-02T09:00:00.000Z'),
    organizations_not_read: notVisible,
  },
  perform: async (run) => {
    const { limit_amount: amount, limit_percent: percent, limit_days: days } = run.input;
    if (amount === undefined && percent === undefined && days === undefined) {
      throw refuse(
        'it takes an amount, a percentage or a number of days',
        'Fill in at least one of the three.',
      );
    }
    const { results, withheld } = await eachOrganization(
      run,
      run.input.organization_id,
      async (organization) => {
        const credits: Credit[] = await listActiveCredits(run.cloud, organization.id);
        return creditAlerts(organization, credits, run.now(), run.input, run.isSample);
      },
      { bearing: 'no answer' },
    );
    const organizations_not_read = namesOf(withheld);
    return results.toSorted(byUrgency).map((alert) => ({ ...alert, organizations_not_read }));
  },
});

const URGENCY = ['used_up', 'low', 'ending'];

function byUrgency(a: CreditAlert, b: CreditAlert): number {
  return (
    URGENCY.indexOf(a.reason) - URGENCY.indexOf(b.reason) ||
    (a.days_left ?? Number.MAX_VALUE) - (b.days_left ?? Number.MAX_VALUE)
  );
}
