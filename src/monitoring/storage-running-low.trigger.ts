import { type Cluster, WHOLE_CLUSTERS } from '../clients/cloud/clusters.ts';
import { refuse } from '../kit/errors.ts';
import { identity, type Period, periodOf } from '../kit/identity.ts';
import { number, text, time } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { defineTrigger } from '../kit/trigger.ts';
import {
  alertKey,
  repeatField,
  watchedClusters,
  watchFields,
  worstLevel,
} from '../vocabulary/alerts.ts';
import { measureClusters } from '../vocabulary/clusters/measure.ts';
import { clusterHead } from '../vocabulary/clusters/record.ts';
import { bandOf } from './bands.ts';
import { toUsageRecord, type UsageRecord, usageRecord } from './usage-record.ts';

const SECONDS = { day: 86_400, hour: 3_600 } as const;

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
      label: 'Used Percent at or Over',
      type: 'number',
      unit: '%',
      default: '80',
      min: 1,
      max: 100,
      helpText:
        'The fullest node counts. CrateDB itself reacts at 85, 90 and 95 percent; passing each of them is told at once.',
    },
    {
      key: 'limit_free_gib',
      label: 'Or Free GiB Under',
      type: 'number',
      unit: 'GiB',
      min: 0,
      helpText: 'Optional. The node with the least free storage counts.',
    },
    repeatField,
  ],
  record: {
    id: text('Alert ID', 'e1e38d92-0000-48f1-8a70-000000000003:80:none:80:2026-03-02'),
    alert_key: alertKey,
    ...clusterHead,
    limit_percent: number('Limit (% Used)', 80),
    limit_free_gib: number('Limit (GiB Free)', 10),
    band_percent: number('Band Reached (%)', 80),
    ...usageRecord,
    measured_at: time('Measured At', '2026-03-02T09:00:00.000Z'),
  },
  perform: async (run) => {
    const { clusters, one } = await watchedClusters(run, run.input, WHOLE_CLUSTERS);
    const measurements = await measureClusters(run, clusters);
    const low = [];
    for (const measured of measurements) {
      if ('unmeasured' in measured) {
        // Among many it is passed over here: Cluster Usage Unavailable tells it.
        if (one) throw refuse(measured.why, measured.next);
        continue;
      }
      const usage = toUsageRecord(measured.usage);
      if (run.isSample || isLow(usage, run.input)) low.push({ cluster: measured.cluster, usage });
    }
    low.sort((a, b) => (b.usage.storage_used_percent ?? 0) - (a.usage.storage_used_percent ?? 0));
    return Promise.all(low.map(({ cluster, usage }) => toAlert(run, cluster, usage)));
  },
});

type Limits = { limit_percent: number; limit_free_gib: number | undefined; repeat: Period };

function isLow(usage: UsageRecord, limits: Limits): boolean {
  const { storage_used_percent: used, storage_free_gib_least: free } = usage;
  return (
    (used !== null && used >= limits.limit_percent) ||
    (free !== null && limits.limit_free_gib !== undefined && free < limits.limit_free_gib)
  );
}

async function toAlert(run: Run<Limits>, cluster: Cluster, usage: UsageRecord) {
  const { limit_percent: limit, limit_free_gib: limitFree = null, repeat } = run.input;
  const period = periodOf(run.now(), repeat);
  const now = bandOf(usage.storage_used_percent ?? 0, limit);
  const seen = identity('storage', cluster.id, limit, period);
  const band = await worstLevel(run, seen, now, SECONDS[repeat]);
  return {
    id: identity(cluster.id, limit, limitFree, band, period),
    alert_key: identity('storage_running_low', cluster.id),
    cluster_id: cluster.id,
    cluster_name: cluster.name,
    limit_percent: limit,
    limit_free_gib: limitFree,
    band_percent: band,
    ...usage,
    measured_at: run.now().toISOString(),
  };
}
