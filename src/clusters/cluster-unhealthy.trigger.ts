import { HOUR_MS } from '../base/time.ts';
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
import { operationUnderway } from '../vocabulary/clusters/operation-limits.ts';
import { clusterHead } from '../vocabulary/clusters/record.ts';
import { adminUiUrl, adminUiUrlField, consoleUrl, consoleUrlOf } from '../vocabulary/console.ts';
import { namesFor, placeRecord } from '../vocabulary/names.ts';
import { summaryField } from '../vocabulary/summary.ts';

/** A status that nobody has confirmed for so long is news of the past; API: reported every minute. */
const STALE_MS = HOUR_MS;

/** Worst first. */
const STATUSES = {
  RED: 'Red',
  UNREACHABLE: 'Unreachable',
  STALE: 'Not Reported for an Hour',
  YELLOW: 'Yellow',
  UNKNOWN: 'Unknown',
};
const ORDER = Object.keys(STATUSES);
const DEFAULT = ['RED', 'UNREACHABLE', 'STALE', 'YELLOW'];

export const clusterUnhealthy = defineTrigger({
  kind: 'alert',
  key: 'cluster_unhealthy',
  noun: 'Cluster Alert',
  label: 'Cluster Unhealthy',
  description:
    'Triggers when a cluster is red, yellow, unreachable or silent; once per status and day or hour.',
  inputFields: [
    ...watchFields,
    {
      key: 'statuses',
      label: 'Statuses',
      list: true,
      choices: STATUSES,
      helpText:
        'Leave blank for all except Unknown. Suspended clusters, and clusters that are being created or resumed, never trigger.',
    },
    {
      key: 'yellow_during_operations',
      label: 'Yellow While an Operation Runs',
      choices: { ignore: 'Ignore', trigger: 'Trigger' },
      default: 'ignore',
      helpText:
        'During an upgrade or a change of plan, nodes restart one after another and the cluster is yellow. Ignore: this does not trigger.',
    },
    repeatField,
  ],
  record: {
    id: text('Alert ID', 'e1e38d92-0000-48f1-8a70-000000000003:RED:2026-03-02'),
    alert_key: { ...alertKey, example: 'cluster_unhealthy:e1e38d92-0000-48f1-8a70-000000000003' },
    summary: summaryField('weather-prod is RED: some of its data is missing.'),
    severity: severityField('critical'),
    ...clusterHead,
    status: text('Status', 'RED'),
    stale: flag('Not Reported for an Hour', false),
    running_operation: text('Running Operation', 'UPGRADE'),
    plan: text('Plan', 'cr2'),
    version: text('CrateDB Version', '6.2.1'),
    ...placeRecord,
    admin_ui_url: adminUiUrlField,
    console_url: consoleUrlOf('cluster'),
    last_seen: time('Last Seen', '2026-03-02T08:59:17.456Z'),
    noticed_at: time('Noticed At', '2026-03-02T09:00:00.000Z'),
  },
  perform: async (run) => {
    const { clusters } = await watchedClusters(run, run.input, {
      look: LOOK,
      pick: (cluster, whole) => {
        // The server's time is known with its first reply, so it is asked for here.
        const isWell = troubleOf(cluster, run.input, run.now()) === null;
        return isWell && !run.isSample ? undefined : whole();
      },
    });
    // Without anything to tell, a poll is one request.
    if (clusters.length === 0) return [];
    const names = await namesFor(run, clusters);
    const at = run.now();
    // One may have become well, or be away, by the time that names were there.
    const troubled = clusters
      .map((cluster) => ({ cluster, trouble: troubleOf(cluster, run.input, at) }))
      .filter(({ trouble }) => trouble !== null || run.isSample);
    return troubled
      .sort((a, b) => urgency(a.trouble) - urgency(b.trouble))
      .map(({ cluster, trouble }) => {
        const { status, running_operation, last_seen } = cluster.health;
        return {
          id: identity(cluster.id, trouble ?? status, periodOf(at, run.input.repeat)),
          alert_key: identity('cluster_unhealthy', cluster.id),
          summary: `${cluster.name ?? cluster.id} ${inWords(trouble, cluster.health)}.`,
          severity: severityOf(trouble),
          cluster_id: cluster.id,
          cluster_name: cluster.name,
          status,
          stale: isStale(cluster.health, at),
          running_operation,
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

const LOOK = ['id', 'suspended', 'health', 'last_async_operation'] as const;

type Looked = Pick<Cluster, (typeof LOOK)[number]>;

type Trouble = 'RED' | 'UNREACHABLE' | 'STALE' | 'YELLOW' | 'UNKNOWN';

type Wanted = { statuses: string[]; yellow_during_operations: 'ignore' | 'trigger' };

/** What is to be told of a cluster; null when it is well, or away on purpose. */
function troubleOf(cluster: Looked, wanted: Wanted, now: Date): Trouble | null {
  const watched = wanted.statuses.length > 0 ? wanted.statuses : DEFAULT;
  if (cluster.suspended === true || cluster.health.status === 'SUSPENDED') return null;
  const status = cluster.health.status ?? 'UNKNOWN';
  const type = operationUnderway(cluster, now)?.type ?? null;
  // API: a cluster that is being created or resumed is unreachable until it is up.
  if (status === 'UNREACHABLE' && /^(CREATE|SUSPEND)$/.test(type ?? '')) return null;
  const isQuiet = type !== null && wanted.yellow_during_operations === 'ignore';
  const isYellow = status === 'YELLOW';
  if (watched.includes(status) && !(isYellow && isQuiet)) return status as Trouble;
  return watched.includes('STALE') && isStale(cluster.health, now) ? 'STALE' : null;
}

function isStale({ last_seen }: Cluster['health'], now: Date): boolean {
  const seen = Date.parse(last_seen ?? '');
  return now.getTime() - seen > STALE_MS;
}

/** What it means for whoever is called because of it. */
function inWords(trouble: Trouble | null, { status, last_seen }: Cluster['health']): string {
  switch (trouble) {
    case 'RED':
      return 'is RED: some of its data is missing';
    case 'UNREACHABLE':
      return 'is UNREACHABLE: CrateDB Cloud gets no answer from it';
    case 'YELLOW':
      return 'is YELLOW: all data is there, but some copies are missing';
    case 'STALE':
      return `was last seen ${status ?? 'UNKNOWN'} at ${last_seen}, and nothing has been reported since`;
    case 'UNKNOWN':
      return 'is in an unknown state';
    default:
      return `is ${status ?? 'in an unknown state'}`;
  }
}

function severityOf(trouble: Trouble | null): Severity {
  if (trouble === 'RED') return 'critical';
  if (trouble === 'UNREACHABLE' || trouble === 'STALE') return 'error';
  return trouble === null ? 'info' : 'warning';
}

function urgency(trouble: Trouble | null): number {
  return trouble === null ? ORDER.length : ORDER.indexOf(trouble);
}
