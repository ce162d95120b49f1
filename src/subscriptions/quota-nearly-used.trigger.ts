import { listQuotas, type Quota } from '../clients/cloud/quotas.ts';
import { knownWords } from '../kit/choose.ts';
import type { InputOf } from '../kit/fields/read.ts';
import { identity } from '../kit/identity.ts';
import { number, text, time } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { defineTrigger } from '../kit/trigger.ts';
import { percentOf, round } from '../kit/units.ts';
import { alertKey, type Severity, severityField, worstLevel } from '../vocabulary/alerts.ts';
import { consoleUrl, consoleUrlOf } from '../vocabulary/console.ts';
import {
  eachOrganization,
  namesOf,
  notVisible,
  organizationField,
} from '../vocabulary/organizations.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { PERIOD_SECONDS, periodIn, repeatMonthlyField } from './repeat.ts';

/** The level of a quota that is used up: it stops things, which is worse than nearly used. */
const USED_UP = 100;

const inputFields = [
  {
    key: 'limit_percent',
    label: 'Used at or Above (%)',
    type: 'number',
    unit: '%',
    default: '80',
    min: 1,
    max: 100,
    helpText:
      'Triggers at this percentage or more. A quota of 0 means that nothing is limited, and never triggers.',
  },
  {
    key: 'quota_codes',
    label: 'Only These Quotas',
    list: true,
    dynamic: 'quota_code.id.label',
    helpText: 'Leave blank for all quotas.',
  },
  organizationField,
  repeatMonthlyField,
] as const;

type Input = InputOf<typeof inputFields>;

export const quotaNearlyUsed = defineTrigger({
  kind: 'alert',
  key: 'quota_nearly_used',
  noun: 'Quota Alert',
  label: 'Quota Nearly Used',
  description:
    'Triggers when a quota is nearly used, once per day or month, and again when it is used up.',
  inputFields,
  record: {
    id: text('Alert ID', '7bbcf777-0000-41e0-a0b9-000000000001:FILES:80:80:2026-03-02'),
    alert_key: {
      ...alertKey,
      example: 'quota_nearly_used:7bbcf777-0000-41e0-a0b9-000000000001:FILES',
    },
    summary: summaryField('My Organization uses 4 of 5 FILES (80 %).'),
    severity: severityField('warning'),
    organization_id: text('Organization ID', '7bbcf777-0000-41e0-a0b9-000000000001'),
    organization_name: text('Organization Name', 'My Organization'),
    console_url: consoleUrlOf('organization'),
    quota_code: text('Quota', 'FILES'),
    used: number('Used', 4),
    quota: number('Allowed', 5),
    left: number('Left', 1),
    used_percent: number('Used (%)', 80),
    limit_percent: number('Limit (% Used)', 80),
    measured_at: time('Measured At', '2026-03-02T09:00:00.000Z'),
    organizations_not_read: notVisible,
  },
  perform: async (run) => {
    const { limit_percent: limit } = run.input;
    const { results, withheld } = await eachOrganization(
      run,
      run.input.organization_id,
      async (organization) => {
        const quotas = await listQuotas(run.cloud, organization.id);
        return quotas.map((quota) => ({ organization, quota, percent: usedPercent(quota) }));
      },
      { bearing: 'no answer' },
    );
    const there = results.flatMap(({ quota: { code } }) => code ?? []);
    const codes = knownWords(run.input.quota_codes, [...new Set(there)], 'Only These Quotas');
    const used = results.filter(
      ({ quota, percent }) =>
        percent !== null &&
        (codes.length === 0 || codes.includes(quota.code ?? '')) &&
        (run.isSample || percent >= limit),
    );
    used.sort((a, b) => (b.percent ?? 0) - (a.percent ?? 0));
    const organizations_not_read = namesOf(withheld);
    return Promise.all(
      used.map(async (one) => ({ ...(await toAlert(run, one)), organizations_not_read })),
    );
  },
});

/** Null for no quota at all. API: a quota of 0 is none. */
function usedPercent({ current_value: used, quota }: Quota): number | null {
  return percentOf(used, quota);
}

type Used = {
  organization: { id: string; name: string | null };
  quota: Quota;
  percent: number | null;
};

async function toAlert(run: Run<Input>, { organization, quota, percent }: Used) {
  const { limit_percent: limit, repeat } = run.input;
  const at = run.now();
  const seen = identity(organization.id, quota.code, limit, periodIn(at, repeat));
  const { current_value: value, quota: allowed } = quota;
  const isUsedUp = value !== null && allowed !== null && value >= allowed;
  const level = isUsedUp ? USED_UP : limit;
  const worst = await worstLevel(run, `quota:${seen}`, level, PERIOD_SECONDS[repeat]);
  return {
    id: identity(organization.id, quota.code, limit, worst, periodIn(at, repeat)),
    alert_key: identity('quota_nearly_used', organization.id, quota.code),
    summary: `${organization.name ?? organization.id} uses ${value} of ${allowed} ${quota.code ?? 'units'} (${percent} %).`,
    severity: (isUsedUp ? 'error' : 'warning') satisfies Severity,
    organization_id: organization.id,
    organization_name: organization.name,
    console_url: consoleUrl('organization'),
    quota_code: quota.code,
    used: value,
    quota: allowed,
    left: value === null || allowed === null ? null : round(Math.max(0, allowed - value), 2),
    used_percent: percent,
    limit_percent: limit,
    measured_at: at.toISOString(),
  };
}
