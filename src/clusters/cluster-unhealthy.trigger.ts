import type { Cluster } from '../clients/cloud/clusters.ts';
import { identity, periodOf } from '../kit/identity.ts';
import { flag, text, time } from '../kit/record/static.ts';
import { defineTrigger } from '../kit/trigger.ts';
import { alertKey, repeatField, watchedClusters, watchFields } from '../vocabulary/alerts.ts';
import { clusterHead } from '../vocabulary/clusters/record.ts';
import { readNames } from '../vocabulary/names.ts';

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
    ...clusterHead,
    status: text('Status', 'RED'),
    running_operation: text('Running Operation', 'UPGRADE'),
    suspended: flag('Suspended', false),
    plan: text('Plan', 'cr2'),
    version: text('CrateDB Version', '6.2.1'),
    project_name: text('Project Name', 'weather'),
    region: text('Region', 'aks1.westeurope.azure'),
    organization_name: text('Organization Name', 'My Organization'),
    url: text('Cluster URL', 'https://weather-prod.aks1.westeurope.azure.cratedb.net:4200'),
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
      const place = names.place(cluster.project_id);
      const { status, running_operation, last_seen } = cluster.health;
      return {
        id: identity(cluster.id, status, periodOf(at, run.input.repeat)),
        alert_key: identity('cluster_unhealthy', cluster.id),
        cluster_id: cluster.id,
        cluster_name: cluster.name,
        status,
        running_operation,
        suspended: cluster.suspended,
        plan: cluster.product_name,
        version: cluster.crate_version,
        project_name: place.projectName,
        region: place.region,
        organization_name: place.organizationName,
        url: cluster.url,
        last_seen,
        noticed_at: at.toISOString(),
      };
    });
  },
});

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
