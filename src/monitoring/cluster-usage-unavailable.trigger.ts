import type { Cluster } from '../clients/cloud/clusters.ts';
import { identity, periodOf } from '../kit/identity.ts';
import { text, time } from '../kit/record/static.ts';
import { defineTrigger } from '../kit/trigger.ts';
import {
  alertKey,
  repeatField,
  type Severity,
  severityField,
  watchFields,
} from '../vocabulary/alerts.ts';
import type { Measurement } from '../vocabulary/clusters/measure.ts';
import type { Reason } from '../vocabulary/clusters/reach.ts';
import { clusterHead, nameOf } from '../vocabulary/clusters/record.ts';
import { adminUiUrl, adminUiUrlField, consoleUrl, consoleUrlOf } from '../vocabulary/console.ts';
import { namesFor, placeRecord } from '../vocabulary/names.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { isAlarm, isUnmeasured } from './unmeasured.ts';
import { silentNodes } from './usage-record.ts';
import { measureWatched } from './watched-usage.ts';

/** What is wrong with the connection or a setting rather than with the cluster. */
const SETTINGS: readonly (Reason | 'silent_nodes')[] = [
  'old_version',
  'no_grand_central',
  'ip_allowlist',
  'not_allowed',
  'host_refused',
];

type Told = { cluster: Cluster; reason: Reason | 'silent_nodes'; why: string; next: string };

export const clusterUsageUnavailable = defineTrigger({
  kind: 'alert',
  key: 'cluster_usage_unavailable',
  noun: 'Usage Alert',
  label: 'Cluster Usage Unavailable',
  description:
    'Triggers when the usage of a running cluster, or of one of its nodes, cannot be measured.',
  inputFields: [...watchFields, repeatField],
  record: {
    id: text('Alert ID', 'e1e38d92-0000-48f1-8a70-000000000003:ip_allowlist:2026-03-02'),
    alert_key: {
      ...alertKey,
      example: 'cluster_usage_unavailable:e1e38d92-0000-48f1-8a70-000000000003',
    },
    summary: summaryField(
      'Cluster “weather-prod” lets in only its IP allowlist, and Zapier is not on it.',
    ),
    severity: severityField('warning'),
    ...clusterHead,
    ...placeRecord,
    reason: text('Reason', 'ip_allowlist'),
    message: text(
      'Message',
      'Cluster “weather-prod” lets in only its IP allowlist, and Zapier is not on it. Add Zapier’s addresses with “Update Cluster IP Allowlist”.',
    ),
    silent_nodes: text('Nodes That Do Not Answer', ''),
    status: text('Cluster Status', 'GREEN'),
    version: text('CrateDB Version', '6.2.1'),
    admin_ui_url: adminUiUrlField,
    console_url: consoleUrlOf('cluster'),
    noticed_at: time('Noticed At', '2026-03-02T09:00:00.000Z'),
  },
  perform: async (run) => {
    const { measurements } = await measureWatched(run, run.input);
    const told = measurements.flatMap((measured) => {
      const found = toTell(measured);
      return found
        ? [{ ...found, silent: 'silent' in measured ? silentNodes(measured) : null }]
        : [];
    });
    if (told.length === 0) return [];
    const names = await namesFor(
      run,
      told.map(({ cluster }) => cluster),
    );
    const at = run.now();
    return told.map(({ cluster, reason, why, next, silent }) => ({
      id: identity(cluster.id, reason, periodOf(at, run.input.repeat)),
      alert_key: identity('cluster_usage_unavailable', cluster.id),
      summary: `${capital(why)}.`,
      severity: (SETTINGS.includes(reason) ? 'warning' : 'error') satisfies Severity,
      cluster_id: cluster.id,
      cluster_name: cluster.name,
      ...names.place(cluster.project_id),
      reason,
      message: `${capital(why)}. ${next}`,
      silent_nodes: silent,
      status: cluster.health.status,
      version: cluster.crate_version,
      admin_ui_url: adminUiUrl(cluster.url),
      console_url: consoleUrl('cluster'),
      noticed_at: at.toISOString(),
    }));
  },
});

/** A cluster without its numbers, or with those of some of its nodes only; null when all is known. */
function toTell(measured: Measurement): Told | null {
  if (isUnmeasured(measured)) {
    const { cluster, unmeasured: reason, why, next } = measured;
    return isAlarm(measured) ? { cluster, reason, why, next } : null;
  }
  const silent = silentNodes(measured);
  if (silent === null) return null;
  return {
    cluster: measured.cluster,
    reason: 'silent_nodes',
    why: `nodes of cluster ${nameOf(measured.cluster)} do not report what they use: ${silent}`,
    next: 'Check the cluster’s health in CrateDB Cloud; what these nodes hold is not known.',
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
