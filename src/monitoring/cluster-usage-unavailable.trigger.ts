import { WHOLE_CLUSTERS } from '../clients/cloud/clusters.ts';
import { identity, periodOf } from '../kit/identity.ts';
import { text, time } from '../kit/record/static.ts';
import { defineTrigger } from '../kit/trigger.ts';
import { alertKey, repeatField, watchedClusters, watchFields } from '../vocabulary/alerts.ts';
import { measureClusters } from '../vocabulary/clusters/measure.ts';
import type { Reason } from '../vocabulary/clusters/reach.ts';
import { clusterHead } from '../vocabulary/clusters/record.ts';

/** A cluster that is away on purpose, gone, or only too busy to answer us is no alarm. */
const EXPECTED: readonly Reason[] = ['suspended', 'changing', 'gone', 'throttled'];

export const clusterUsageUnavailable = defineTrigger({
  kind: 'alert',
  key: 'cluster_usage_unavailable',
  noun: 'Usage Alert',
  label: 'Cluster Usage Unavailable',
  description:
    'Triggers when the usage of a running cluster cannot be measured, once per day or hour and reason.',
  inputFields: [...watchFields, repeatField],
  record: {
    id: text('Alert ID', 'e1e38d92-0000-48f1-8a70-000000000003:ip_allowlist:2026-03-02'),
    alert_key: alertKey,
    ...clusterHead,
    reason: text('Reason', 'ip_allowlist'),
    message: text(
      'Message',
      'Cluster “weather-prod” lets in only its IP allowlist, and Zapier is not on it. Add Zapier’s addresses with “Update Cluster IP Allowlist”.',
    ),
    status: text('Cluster Status', 'GREEN'),
    version: text('CrateDB Version', '6.2.1'),
    measured_at: time('Tried At', '2026-03-02T09:00:00.000Z'),
  },
  perform: async (run) => {
    const { clusters } = await watchedClusters(run, run.input, WHOLE_CLUSTERS);
    const measurements = await measureClusters(run, clusters);
    const at = run.now();
    return measurements.flatMap((measured) => {
      if (!('unmeasured' in measured) || EXPECTED.includes(measured.unmeasured)) return [];
      const { cluster, unmeasured } = measured;
      return {
        id: identity(cluster.id, unmeasured, periodOf(at, run.input.repeat)),
        alert_key: identity('cluster_usage_unavailable', cluster.id),
        cluster_id: cluster.id,
        cluster_name: cluster.name,
        reason: unmeasured,
        message: `${capital(measured.why)}. ${measured.next}`,
        status: cluster.health.status,
        version: cluster.crate_version,
        measured_at: at.toISOString(),
      };
    });
  },
});

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
