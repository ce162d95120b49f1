/** How long operations take, so that one that hangs is noticed and excuses nothing any more. */
import { MINUTE_MS } from '../../base/time.ts';
import { type Cluster, hasEnded, isRunning } from '../../clients/cloud/clusters.ts';
import { lookUp } from '../../kit/look-up.ts';

/**
 * Minutes that an operation may take before it has taken long: a part for each kind, and one for each
 * node where nodes are restarted or filled one after the other. An upgrade of five nodes was seen to
 * take 8.5 minutes. A restore moves data, and the operator gives it a day.
 */
const LONG_MINUTES: Readonly<Record<string, { minutes: number; perNode: number }>> = {
  CREATE: { minutes: 60, perNode: 0 },
  EXPAND_STORAGE: { minutes: 60, perNode: 0 },
  SCALE: { minutes: 30, perNode: 10 },
  UPGRADE: { minutes: 10, perNode: 5 },
  CHANGE_COMPUTE: { minutes: 10, perNode: 10 },
  RESTORE_SNAPSHOT: { minutes: 1_440, perNode: 0 },
};
const LONG_OTHERWISE = { minutes: 15, perNode: 0 };

/** Minutes after which an operation of this kind, on a cluster of so many nodes, has taken long. */
export function longMinutes(type: string | null, nodes: number | null): number {
  const { minutes, perNode } = lookUp(LONG_MINUTES, type) ?? LONG_OTHERWISE;
  return minutes + perNode * (nodes ?? 1);
}

/**
 * Minutes after which an operation is over, whatever its status says: the operator itself ends creation
 * and storage after 30 minutes, scaling, upgrades and other changes after four hours, and a restore
 * after a day; with some time for the report to arrive.
 */
const LAST_MINUTES: Readonly<Record<string, number>> = {
  CREATE: 60,
  EXPAND_STORAGE: 60,
  SUSPEND: 60,
  RESTORE_SNAPSHOT: 1_500,
};
const LAST_OTHERWISE = 270;

/** An operation's own limit in minutes; an excuse such as "it is starting" ends with it. */
export function lastMinutes(type: string | null): number {
  return lookUp(LAST_MINUTES, type) ?? LAST_OTHERWISE;
}

type Busy = Pick<Cluster, 'health' | 'last_async_operation'>;

/**
 * The operation that is at work on a cluster within its own limit; null when none runs, or when the one
 * that seems to run has been at it for longer than any does: a report was lost, or it hangs.
 */
export function operationUnderway(
  { health, last_async_operation: last }: Busy,
  now: Date,
): { type: string | null; since: string | null } | null {
  if (isRunning(last.status)) {
    const since = last.dc.created ?? last.dc.modified;
    return isWithin(since, last.type, now) ? { type: last.type, since } : null;
  }
  if (health.running_operation === null) return null;
  // The last operation has ended: another one began just now, or nobody has reported since.
  const reported = health.last_seen ?? (hasEnded(last.status) ? last.dc.modified : null);
  const { running_operation: type } = health;
  return isWithin(reported, type, now) ? { type, since: null } : null;
}

function isWithin(since: string | null, type: string | null, now: Date): boolean {
  const at = Date.parse(since ?? '');
  // Without a date nobody can say that it has taken too long.
  return Number.isNaN(at) || now.getTime() - at <= lastMinutes(type) * MINUTE_MS;
}
