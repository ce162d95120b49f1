import type { Cluster } from '../clients/cloud/clusters.ts';
import { identity, periodOf } from '../kit/identity.ts';
import { flag, text, time } from '../kit/record/static.ts';
import { defineTrigger } from '../kit/trigger.ts';
import {
  alertKey,
  repeatField,
  type Severity,
  severityField,
  watchedClusters,
  watchFields,
} from '../vocabulary/alerts.ts';
import { clusterHead } from '../vocabulary/clusters/record.ts';
import { adminUiUrl, adminUiUrlField, consoleUrl, consoleUrlOf } from '../vocabulary/console.ts';
import { placeRecord, readNames } from '../vocabulary/names.ts';
import { summaryField } from '../vocabulary/summary.ts';

/** Worst first. */
const STATUSES = { RED: 'Red', UNREACHABLE: 'Unreachable', YELLOW: 'Yellow', UNKNOWN: 'Unknown' };
const ORDER = Object.keys(STATUSES);
const DEFAULT = ['RED', 'UNREACHABLE', 'YELLOW'];

export const clusterUnhealthy = defineTrigger({
  kind: 'alert',
  key: 'cluster_unhealthy',
  noun: 'Cluster Alert',
  label: 'Cluster Unhealthy',
  description:
    'Triggers when a cluster is red, yellow or unreachable, once per day or hour and status.',
  inputFields: [
    ...watchFields,
    {
      key: 'statuses',
      label: 'Statuses',
      list: true,
      choices: STATUSES,
      helpText: 'Leave blank for red, yellow and unreachable. Suspended clusters are no alarm.',
    },
    repeatField,
  ],
  record: {
    id: text('Alert ID', 'e1e38d92-0000-48f1-8a70-000000000003:RED:2026-03-02'),
    alert_key: alertKey,
    summary: summaryField('weather-prod is RED: some of its data is missing.'),
    severity: severityField('critical'),
    ...clusterHead,
    status: text('Status', 'RED'),
    running_operation: text('Running Operation', 'UPGRADE'),
    suspended: flag('Suspended', false),
    plan: text('Plan', 'cr2'),
    version: text('CrateDB Version', '6.2.1'),
    ...placeRecord,
    admin_ui_url: adminUiUrlField,
    console_url: consoleUrlOf('cluster'),
    last_seen: time('Last Seen', '2026-03-02T08:59:17.456Z'),
    noticed_at: time('Noticed At', '2026-03-02T09:00:00.000Z'),
  },
  perform: async (run) => {
    const wanted = run.input.statuses.length > 0 ? run.input.statuses : DEFAULT;
    const isTold = (cluster: Health) => run.isSample || isUnwell(cluster, wanted);
    const { clusters } = await watchedClusters(run, run.input, {
      look: ['id', 'suspended', 'health'],
      pick: (cluster, whole) => (isTold(cluster) ? whole() : undefined),
    });
    const told = clusters.sort((a, b) => urgency(a) - urgency(b));
    // Without anything to tell, a poll is one request.
    if (told.length === 0) return [];
    const names = await readNames(run);
    const at = run.now();
    return told.map((cluster) => {
      const { status, running_operation, last_seen } = cluster.health;
      return {
        id: identity(cluster.id, status, periodOf(at, run.input.repeat)),
        alert_key: identity('cluster_unhealthy', cluster.id),
        summary: `${cluster.name ?? cluster.id} is ${status ?? 'UNKNOWN'}: ${meaningOf(status)}.`,
        severity: severityOf(status),
        cluster_id: cluster.id,
        cluster_name: cluster.name,
        status,
        running_operation,
        suspended: cluster.suspended,
        plan: cluster.product_name,
        version: cluster.crate_version,
        ...names.place(cluster.project_id),
        admin_ui_url: adminUiUrl(cluster.url),
        console_url: consoleUrl('cluster'),
        last_seen,
        noticed_at: at.toISOString(),
      };
    });
  },
});

/** What a status means for whoever is called because of it. */
function meaningOf(status: string | null): string {
  if (status === 'RED') return 'some of its data is missing';
  if (status === 'YELLOW') return 'all data is there, but some copies are missing';
  if (status === 'UNREACHABLE') return 'CrateDB Cloud cannot reach it';
  return 'its health is not known';
}

function severityOf(status: string | null): Severity {
  if (status === 'RED') return 'critical';
  if (status === 'UNREACHABLE') return 'error';
  return 'warning';
}

type Health = Pick<Cluster, 'suspended' | 'health'>;

function isUnwell(cluster: Health, wanted: readonly string[]): boolean {
  if (cluster.suspended === true || isStarting(cluster)) return false;
  return wanted.includes(cluster.health.status ?? 'UNKNOWN');
}

/** API: a cluster that is being created or resumed is unreachable until it is up. */
function isStarting({ health }: Health): boolean {
  return (
    health.status === 'UNREACHABLE' && /^(CREATE|SUSPEND)$/.test(health.running_operation ?? '')
  );
}

function urgency({ health }: Cluster): number {
  const place = ORDER.indexOf(health.status ?? 'UNKNOWN');
  return place < 0 ? ORDER.length : place;
}
