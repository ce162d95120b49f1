/** Whether a cluster's backups come in time. */
import { HOUR_MS, MINUTE_MS } from '../base/time.ts';
import { type Cluster, hasSucceeded } from '../clients/cloud/clusters.ts';
import { listOperations, type Operation } from '../clients/cloud/operations.ts';
import { listSnapshots, type Snapshot, takenAt } from '../clients/cloud/snapshots.ts';
import type { Run } from '../kit/run/run.ts';
import { lastDue, readBackupSchedule } from '../vocabulary/backup-schedule.ts';

/** How much later than its schedule says a backup may come. */
export const GRACE_HOURS = 2;

/** API: shared plans are backed up daily, which is what an unreadable schedule is taken for. */
const UNKNOWN_SCHEDULE_HOURS = 24;

/** The clocks of the server and of its replies may differ by so much. */
const SKEW_MS = 5 * MINUTE_MS;

export const LOOK = [
  'id',
  'name',
  'project_id',
  'url',
  'suspended',
  'health',
  'backup_schedule',
  'dc',
] as const;

type Looked = Pick<Cluster, (typeof LOOK)[number]>;

/** As much of a cluster as is looked at; of thousands, the rest need not be kept. */
export type Candidate = Pick<Cluster, 'id' | 'name' | 'project_id' | 'url' | 'backup_schedule'> & {
  status: string | null;
  suspended: boolean;
  /** In milliseconds; 0 when nobody knows. */
  createdAt: number;
};

export function toCandidate(cluster: Looked): Candidate {
  const { id, name, project_id, url, backup_schedule, health, dc } = cluster;
  return {
    id,
    name,
    project_id,
    url,
    backup_schedule,
    status: health.status,
    suspended: cluster.suspended === true || health.status === 'SUSPENDED',
    createdAt: Date.parse(dc.created ?? '') || 0,
  };
}

export type Overdue = {
  last: Snapshot | null;
  /** Since when (milliseconds) there has been none: the last one, or the cluster's creation; 0: unknown. */
  since: number;
  /** When the one was due that is missing. */
  due: number;
};

/** The backup that is missing; null when none is. With `hours`, only the age of the last one counts. */
export async function overdueBackup(
  run: Run<unknown>,
  cluster: Candidate,
  hours: number | undefined,
): Promise<Overdue | null> {
  const now = run.now().getTime();
  const due = dueBefore(cluster, hours, now);
  if (cluster.createdAt > due) return null;
  const start = new Date(due - SKEW_MS).toISOString();
  if ((await listSnapshots(run.cloud, cluster.id, { start })).length > 0) return null;
  const overdue = await describe(run, cluster, due);
  if (hours !== undefined) return overdue;
  return (await isExcused(run, cluster, overdue)) ? null : overdue;
}

/** What is known of a cluster's last backup, whether or not one is missing. */
export async function describe(
  run: Run<unknown>,
  cluster: Candidate,
  due: number = dueBefore(cluster, undefined, run.now().getTime()),
): Promise<Overdue> {
  const [last = null] = await listSnapshots(run.cloud, cluster.id);
  return { last, since: last ? takenAt(last) : cluster.createdAt, due };
}

/** Since when (milliseconds) a backup must have been taken. */
function dueBefore(cluster: Candidate, hours: number | undefined, now: number): number {
  return hours === undefined
    ? dueIn(cluster.backup_schedule, now - GRACE_HOURS * HOUR_MS)
    : now - hours * HOUR_MS;
}

function dueIn(backupSchedule: string | null, at: number): number {
  const schedule = readBackupSchedule(backupSchedule);
  return schedule ? lastDue(schedule, at) : at - UNKNOWN_SCHEDULE_HOURS * HOUR_MS;
}

/** What makes the waiting for a backup begin anew, once it has succeeded. */
const BEGINNINGS = ['CREATE', 'SUSPEND', 'BACKUP_SCHEDULE_UPDATE', 'UPGRADE'];

/**
 * True when the cluster was resumed, upgraded or given another schedule after the backup was due. That
 * excuses once: where it happens again and again and two due times were missed, as with a cluster that
 * sleeps whenever its backup is due, the age of the last one counts.
 */
async function isExcused(
  run: Run<unknown>,
  cluster: Candidate,
  { since, due }: Overdue,
): Promise<boolean> {
  const operations = await listOperations(run.cloud, cluster.id, { limit: 50 });
  const beginnings = beginningsOf(operations).filter((at) => at > since);
  const latest = Math.max(cluster.createdAt, ...beginnings);
  if (latest <= due - SKEW_MS) return false;
  const before = dueIn(cluster.backup_schedule, due - MINUTE_MS);
  const missedTwice = since > 0 && since < before - SKEW_MS;
  return !(missedTwice && beginnings.length > 1);
}

/** When (milliseconds) the waiting began anew, newest first. */
function beginningsOf(operations: readonly Operation[]): number[] {
  const succeeded = operations.filter(
    ({ type, status }) => BEGINNINGS.includes(type ?? '') && hasSucceeded(status),
  );
  // The cluster runs, so the newest of this type resumed it, the one before suspended it, and so on.
  const suspensions = succeeded
    .filter(({ type }) => type === 'SUSPEND')
    .filter((operation, index) => {
      const told = operation.non_sensitive_data.target_suspended;
      return typeof told === 'boolean' ? told : index % 2 === 1;
    });
  return succeeded
    .filter((operation) => !suspensions.includes(operation))
    .map(({ dc }) => Date.parse(dc.modified ?? dc.created ?? ''))
    .filter((at) => !Number.isNaN(at));
}
