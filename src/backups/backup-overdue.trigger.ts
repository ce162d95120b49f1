import pMap from 'p-map';
import { isProblem } from '../base/problem.ts';
import type { Cluster } from '../clients/cloud/clusters.ts';
import { listOperations } from '../clients/cloud/operations.ts';
import { listSnapshots, takenAt } from '../clients/cloud/snapshots.ts';
import { identity, periodOf } from '../kit/identity.ts';
import { number, text, time } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { inTurn } from '../kit/run/turn.ts';
import { defineTrigger } from '../kit/trigger.ts';
import { round } from '../kit/units.ts';
import { alertKey, repeatField, watchedClusters, watchFields } from '../vocabulary/alerts.ts';
import { lastDue, readBackupSchedule } from '../vocabulary/backup-schedule.ts';
import { clusterHead } from '../vocabulary/clusters/record.ts';

const HOUR_MS = 3_600_000;

/** How much later than its schedule says a backup may come. */
const GRACE_HOURS = 2;

/** API: shared plans are backed up daily, which is what an unreadable schedule is taken for. */
const UNKNOWN_SCHEDULE_HOURS = 24 + GRACE_HOURS;

/** The clocks of the server and of its replies may differ by so much. */
const SKEW_MS = 5 * 60_000;

/** Clusters asked in one poll (two more requests for one that is overdue); more of them take turns. */
const MOST_CLUSTERS = 200;
const CONCURRENCY = 16;
const LAST_START_MS = 6_000;

export const backupOverdue = defineTrigger({
  kind: 'alert',
  key: 'backup_overdue',
  noun: 'Backup Alert',
  label: 'Backup Overdue',
  description: 'Triggers when a running cluster has no new backup in time, once per day or hour.',
  inputFields: [
    ...watchFields,
    {
      key: 'hours',
      label: 'No Backup for (Hours)',
      type: 'number',
      unit: 'hours',
      min: 1,
      helpText: `Leave blank for ${GRACE_HOURS} hours more than each cluster’s own schedule. Suspended clusters are no alarm.`,
    },
    repeatField,
  ],
  record: {
    id: text('Alert ID', 'e1e38d92-0000-48f1-8a70-000000000003:2026-03-02'),
    alert_key: alertKey,
    ...clusterHead,
    last_backup: text('Last Backup', '20260301083913'),
    last_backup_at: time('Last Backup At', '2026-03-01T08:39:13.451Z'),
    hours_without: number('Hours Without a Backup', 24.3),
    due_at: time('Was Due At', '2026-03-02T06:55:00.000Z'),
    backup_schedule: text('Backup Schedule (Cron, UTC)', '55 * * * *'),
    status: text('Cluster Status', 'GREEN'),
    noticed_at: time('Noticed At', '2026-03-02T09:00:00.000Z'),
  },
  perform: async (run) => {
    const { clusters, one } = await watchedClusters(run, run.input, {
      look: LOOK,
      pick: (cluster) => (isSuspended(cluster) ? undefined : toCandidate(cluster)),
    });
    const asked = inTurn(clusters, run.now()).slice(0, run.isSample ? 3 : MOST_CLUSTERS);
    const alerts = await pMap(asked, (cluster) => check(run, cluster, one), {
      concurrency: CONCURRENCY,
    });
    return alerts
      .filter((alert) => alert !== null)
      .sort((a, b) => (b.hours_without ?? 0) - (a.hours_without ?? 0));
  },
});

const LOOK = ['id', 'name', 'suspended', 'health', 'backup_schedule', 'dc'] as const;

type Looked = Pick<Cluster, (typeof LOOK)[number]>;

function isSuspended({ suspended, health }: Looked): boolean {
  return suspended === true || health.status === 'SUSPENDED';
}

/** As much of a cluster as is looked at; of thousands, the rest need not be kept. */
type Candidate = Pick<Cluster, 'id' | 'name' | 'backup_schedule'> & {
  status: string | null;
  /** In milliseconds; 0 when nobody knows. */
  createdAt: number;
};

function toCandidate({ id, name, backup_schedule, health: { status }, dc }: Looked): Candidate {
  return { id, name, backup_schedule, status, createdAt: Date.parse(dc.created ?? '') || 0 };
}

type Input = { hours: number | undefined; repeat: 'day' | 'hour' };

async function check(run: Run<Input>, cluster: Candidate, one: boolean) {
  if (run.deadline.remainingMs() < LAST_START_MS) return null;
  try {
    return await alertOf(run, cluster);
  } catch (error) {
    // Deleted since the list was made, or another's: that hides none of the others.
    if (one || !isProblem(error, 'forbidden', 'not_found')) throw error;
    return null;
  }
}

async function alertOf(run: Run<Input>, cluster: Candidate) {
  const at = run.now();
  const due = dueAt(cluster, run.input.hours, at.getTime());
  if (!run.isSample) {
    if (cluster.createdAt > due) return null;
    const start = new Date(due - SKEW_MS).toISOString();
    if ((await listSnapshots(run.cloud, cluster.id, { start })).length > 0) return null;
    if ((await runningSince(run, cluster)) > due - SKEW_MS) return null;
  }
  const [last] = await listSnapshots(run.cloud, cluster.id);
  const since = last ? takenAt(last) : cluster.createdAt;
  return {
    id: identity(cluster.id, periodOf(at, run.input.repeat)),
    alert_key: identity('backup_overdue', cluster.id),
    cluster_id: cluster.id,
    cluster_name: cluster.name,
    last_backup: last?.snapshot ?? null,
    last_backup_at: last && takenAt(last) ? new Date(takenAt(last)).toISOString() : null,
    hours_without: since === 0 ? null : round((at.getTime() - since) / HOUR_MS, 1),
    due_at: new Date(due).toISOString(),
    backup_schedule: cluster.backup_schedule,
    status: cluster.status,
    noticed_at: at.toISOString(),
  };
}

/** Since when (milliseconds) a backup must have been taken. */
function dueAt(cluster: Candidate, hours: number | undefined, now: number): number {
  if (hours !== undefined) return now - hours * HOUR_MS;
  const schedule = readBackupSchedule(cluster.backup_schedule);
  return schedule
    ? lastDue(schedule, now - GRACE_HOURS * HOUR_MS)
    : now - UNKNOWN_SCHEDULE_HOURS * HOUR_MS;
}

/** What makes the waiting for a backup begin anew. */
const BEGINNINGS = ['CREATE', 'SUSPEND', 'BACKUP_SCHEDULE_UPDATE'];

/** Since when (milliseconds) the present schedule has been at work; only asked when a backup is missing. */
async function runningSince(run: Run<Input>, cluster: Candidate): Promise<number> {
  const operations = await listOperations(run.cloud, cluster.id, { limit: 20 });
  const times = operations
    .filter(({ type }) => BEGINNINGS.includes(type ?? ''))
    .map(({ dc }) => Date.parse(dc.modified ?? dc.created ?? ''));
  return Math.max(cluster.createdAt, ...times.filter((time) => !Number.isNaN(time)));
}
