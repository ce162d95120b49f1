import type { BackupPeriod, Cluster, Snapshot, State } from '../state/types.ts';
import { DAY, HOUR, MINUTE, SECOND, stamp } from '../world/times.ts';
import { readBackupCron } from './backup-hours.ts';

/*
 * Automatic snapshots are worked out from the periods in which a schedule was at work, so that
 * thousands of clusters cost nothing until somebody asks.
 */

/** API: a list never reaches further back than this from its newest snapshot. */
const LISTED = 14 * DAY;
/** How far back the past is known at all. */
const REMEMBERED = 60 * DAY;
/** From the time of a snapshot until it is listed. */
const TAKING = 13 * SECOND;

/**
 * Ends the period that is at work and begins the next, if the schedule or the suspension has changed.
 * To be called after every change of a cluster, with its time in milliseconds.
 */
export function turnBackupPeriod(cluster: Cluster, at: number): void {
  const { backup_periods, backups_stopped, tables } = cluster.sandbox;
  const current = backup_periods.at(-1);
  const runs = !cluster.suspended && !backups_stopped;
  const open = current?.until === null ? current : undefined;
  if (open && runs && open.schedule === cluster.backup_schedule && open.tables === tables) return;
  if (open) open.until = at;
  if (!runs) return;
  backup_periods.push({ from: at, until: null, schedule: cluster.backup_schedule, tables });
}

/** The snapshots between `start` and `end` (milliseconds), newest first, two weeks at most. */
export function listSnapshots(
  state: State,
  cluster: Cluster,
  of: { now: number; start: number | undefined; end: number | undefined },
): Snapshot[] {
  const from = Math.max(of.start ?? 0, of.now - REMEMBERED);
  const to = Math.min(of.end ?? of.now, of.now);
  const own = [...state.snapshot.values()].filter((it) => {
    const time = Date.parse(it.created);
    return it.cluster_id === cluster.id && time >= from && time <= to;
  });
  const newestOwn = Math.max(...own.map((it) => Date.parse(it.created)));
  const made: Snapshot[] = [];
  for (const period of [...cluster.sandbox.backup_periods].reverse()) {
    for (const at of timesOf(period, from, to)) {
      if (at + TAKING > of.now) continue;
      const newest = Math.max(newestOwn, Date.parse(made[0]?.created ?? '') || 0);
      if (newest - at > LISTED) break;
      const snapshot = snapshotAt(cluster, period, at);
      if (!cluster.sandbox.removed_snapshots.includes(snapshot.snapshot)) made.push(snapshot);
    }
  }
  const all = [...own, ...made].sort((a, b) => Date.parse(b.created) - Date.parse(a.created));
  const newest = Date.parse(all[0]?.created ?? '');
  return all.filter((it) => newest - Date.parse(it.created) <= LISTED);
}

/** Newest first. */
function* timesOf(period: BackupPeriod, from: number, to: number): Generator<number> {
  const { hours, minute } = readBackupCron(period.schedule);
  const first = Math.max(from, period.from);
  const last = Math.min(to, period.until ?? to);
  for (let at = last - (last % HOUR) + minute * MINUTE; at >= first; at -= HOUR) {
    if (at <= last && hours.has(new Date(at).getUTCHours())) yield at;
  }
}

function snapshotAt(cluster: Cluster, period: BackupPeriod, at: number): Snapshot {
  const written = stamp(at + TAKING);
  return {
    cluster_id: cluster.id,
    project_id: cluster.project_id,
    repository: cluster.sandbox.backup_repository,
    snapshot: new Date(at).toISOString().replace(/\D/g, '').slice(0, 14),
    created: stamp(at),
    tables: period.tables,
    concrete_indices: period.tables.map((it) => it.replace(/^doc\./, '')),
    dc: { created: written, modified: written },
  };
}
