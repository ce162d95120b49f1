import type { Cluster } from '../clients/cloud/clusters.ts';
import { identity, PERIOD_SECONDS, type Period, periodOf } from '../kit/identity.ts';
import { number, text, time } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { defineTrigger } from '../kit/trigger.ts';
import {
  alertKey,
  repeatField,
  severityField,
  watchFields,
  worstLevel,
} from '../vocabulary/alerts.ts';
import { watermarksOf } from '../vocabulary/clusters/measure.ts';
import { clusterHead } from '../vocabulary/clusters/record.ts';
import { adminUiUrl, adminUiUrlField, consoleUrl, consoleUrlOf } from '../vocabulary/console.ts';
import { placeRecord } from '../vocabulary/names.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { type Context, makeAlerts } from './alerting.ts';
import { BAND_WORDS, BANDS, bandOf, SEVERITIES, startsOf } from './bands.ts';
import { failedRemedyRecord, toFailedRemedyRecord } from './remedies.ts';
import { toUsageRecord, type UsageRecord, usageRecord } from './usage-record.ts';
import { storageSummary } from './usage-summary.ts';
import { measuredOnly } from './watched-usage.ts';

export const storageRunningLow = defineTrigger({
  kind: 'alert',
  key: 'storage_running_low',
  noun: 'Storage Alert',
  label: 'Storage Running Low',
  description:
    'Triggers when storage of a cluster runs low, once per day or hour, and again as it gets worse.',
  inputFields: [
    ...watchFields,
    {
      key: 'limit_percent',
      label: 'Used at or Above (%)',
      type: 'number',
      unit: '%',
      default: '80',
      min: 1,
      max: 100,
      helpText:
        'Triggers at this percentage or more; the fullest node counts. Passing a watermark of CrateDB (85, 90 and 95 percent unless set otherwise) triggers again at once, and so does an expansion that fails.',
    },
    {
      key: 'limit_free_gib',
      label: 'Or Free Below (GiB)',
      type: 'number',
      unit: 'GiB',
      min: 0,
      helpText:
        'Also triggers, as a separate alert, when the node with the least free storage has less than this. Leave blank to watch the percentage only.',
    },
    repeatField,
  ],
  record: {
    id: text('Alert ID', 'e1e38d92-0000-48f1-8a70-000000000003:percent:80:limit:none:2026-03-02'),
    alert_key: alertKey,
    summary: summaryField('weather-prod is 82.4 % full: 11 GiB free on data-hot-0.'),
    severity: severityField('warning'),
    ...clusterHead,
    ...placeRecord,
    limit_percent: number('Limit (% Used)', 80),
    limit_free_gib: number('Limit (GiB Free)', 10),
    limit_passed: text('Limit Passed (Percent or Free)', 'percent'),
    band: text('Band Reached', 'limit'),
    band_name: text('Band Reached (Name)', 'Limit'),
    band_percent: number('Band Reached (%)', 80),
    ...usageRecord,
    ...failedRemedyRecord,
    admin_ui_url: adminUiUrlField,
    console_url: consoleUrlOf('cluster'),
    measured_at: time('Measured At', '2026-03-02T09:00:00.000Z'),
  },
  perform: async (run) => {
    const measured = await measuredOnly(run, run.input);
    const low = measured.flatMap((each) => {
      const usage = toUsageRecord(each);
      const passed = passedLimits(usage, run.input);
      const told = passed.length === 0 && run.isSample ? (['percent'] as const) : passed;
      const disk = each.usage.find(({ name }) => name === usage.fullest_node)?.fullestDisk;
      return told.length > 0
        ? { cluster: each.cluster, usage, passed: told, size: disk?.size ?? 0 }
        : [];
    });
    const alerts = await makeAlerts(run, low, (each, context) => toAlerts(run, each, context));
    return alerts.sort((a, b) => (b.storage_used_percent ?? 0) - (a.storage_used_percent ?? 0));
  },
});

type Limits = { limit_percent: number; limit_free_gib: number | undefined; repeat: Period };
type Passed = 'percent' | 'free';
type Low = { cluster: Cluster; usage: UsageRecord; passed: readonly Passed[]; size: number };

/** Each limit is an alert of its own: neither hides the other. */
function passedLimits(usage: UsageRecord, limits: Limits): Passed[] {
  const { storage_used_percent: used, storage_free_gib_least: free } = usage;
  const { limit_percent, limit_free_gib } = limits;
  return [
    ...(used !== null && used >= limit_percent ? (['percent'] as const) : []),
    ...(free !== null && limit_free_gib !== undefined && free < limit_free_gib
      ? (['free'] as const)
      : []),
  ];
}

async function toAlerts(run: Run<Limits>, low: Low, { at, names, failed }: Context) {
  const { cluster, usage, passed, size } = low;
  const { limit_percent: limit, limit_free_gib: limitFree = null, repeat } = run.input;
  const period = periodOf(at, repeat);
  const starts = startsOf(limit, await watermarksOf(run, cluster), size);
  const level = BANDS.indexOf(bandOf(usage.storage_used_percent ?? 0, starts));
  const seen = identity('storage', cluster.id, limit, period);
  const worst = passed.includes('percent')
    ? await worstLevel(run, seen, level, PERIOD_SECONDS[repeat])
    : level;
  return passed.map((which) => {
    const band = BANDS[which === 'percent' ? worst : level] ?? 'limit';
    return {
      id:
        which === 'percent'
          ? identity(cluster.id, which, limit, band, failed?.id ?? null, period)
          : identity(cluster.id, which, limitFree, failed?.id ?? null, period),
      alert_key: identity('storage_running_low', cluster.id, ...(which === 'free' ? [which] : [])),
      summary: storageSummary(cluster, usage),
      severity: SEVERITIES[band],
      cluster_id: cluster.id,
      cluster_name: cluster.name,
      ...names.place(cluster.project_id),
      limit_percent: limit,
      limit_free_gib: limitFree,
      limit_passed: which,
      band,
      band_name: BAND_WORDS[band],
      band_percent: starts[band],
      ...usage,
      ...toFailedRemedyRecord(failed),
      admin_ui_url: adminUiUrl(cluster.url),
      console_url: consoleUrl('cluster'),
      measured_at: at.toISOString(),
    };
  });
}
