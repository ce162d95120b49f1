/**
 * How much storage a cluster needs so that its fullest node is at most so full. CrateDB Cloud calls an
 * expansion SUCCEEDED when the resize is accepted; the file system follows later, minutes or hours, and
 * on AWS a disk can be changed once in six hours. So what is provisioned counts, and not only what the
 * nodes show.
 */
import { HOUR_MS } from '../base/time.ts';
import { type Cluster, hasSucceeded } from '../clients/cloud/clusters.ts';
import { listOperations } from '../clients/cloud/operations.ts';
import type { NodeUsage } from '../clients/sql/usage.ts';
import { type Refusal, refuse } from '../kit/errors.ts';
import type { Run } from '../kit/run/run.ts';
import { GIB, gibFor, toGib } from '../kit/units.ts';
import { incompleteRefusal, measureCluster } from '../vocabulary/clusters/measure.ts';
import { operationUnderway } from '../vocabulary/clusters/operation-limits.ts';
import { nameOf, storageBytesPerNode } from '../vocabulary/clusters/record.ts';
import { refusalOf } from '../vocabulary/clusters/unreachable.ts';

/** A file system shows a little less than the disk has; much less means that a resize is on its way. */
const FOLLOWS = 1.1;
const USUAL_OVERHEAD = 1.025;

/** Less growth than this is small: not worth a second resize while one is on its way. */
const SMALL_GROWTH = 1.25;

const RESIZE_HOURS = 6;

export type Need =
  /** Bytes per node, in whole GiB; `enough` when what is provisioned does. */
  | { kind: 'bytes'; bytes: number }
  | { kind: 'enough' }
  /** A resize is on its way, and nothing is bought before it has arrived; whether it will be enough. */
  | { kind: 'on its way'; isEnough: boolean }
  /** It was expanded so lately that its disks may not change again yet, for the little that is missing. */
  | { kind: 'too soon'; hoursAgo: number }
  | { kind: 'unknown'; refusal: Refusal };

/** What it takes until the fullest data path of every node is at most so many percent full. */
export async function neededStorage(
  run: Run<unknown>,
  cluster: Cluster,
  percent: number,
): Promise<Need> {
  const measured = await measureCluster(run, cluster);
  if ('unmeasured' in measured) {
    if (operationUnderway(cluster, run.now())?.type === 'EXPAND_STORAGE') {
      return { kind: 'on its way', isEnough: false };
    }
    return { kind: 'unknown', refusal: refusalOf({ ...measured, reason: measured.unmeasured }) };
  }
  const incomplete = incompleteRefusal(measured);
  if (incomplete) return { kind: 'unknown', refusal: incomplete };
  const provisioned = storageBytesPerNode(cluster);
  if (provisioned === null) {
    const why = `cluster ${nameOf(cluster)} does not show its provisioned storage`;
    return { kind: 'unknown', refusal: refuse(why, 'Give a size in GiB instead.') };
  }
  const tight = measured.usage.filter(({ fullestDisk: disk }) => isOver(disk, percent));
  if (tight.length === 0) return { kind: 'enough' };
  const needs = tight.map((node) => needOf(node, percent, provisioned, disksOf(cluster)));
  const bytes = Math.max(...needs.map((need) => need.bytes));
  // A node that is too full has enough only where its disk does not show it yet.
  if (bytes <= provisioned) return { kind: 'on its way', isEnough: true };
  if (bytes >= provisioned * SMALL_GROWTH) return { kind: 'bytes', bytes };
  if (needs.some(({ isLate }) => isLate)) return { kind: 'on its way', isEnough: false };
  const hoursAgo = await hoursSinceExpansion(run, cluster);
  return hoursAgo < RESIZE_HOURS ? { kind: 'too soon', hoursAgo } : { kind: 'bytes', bytes };
}

function isOver(disk: NodeUsage['fullestDisk'], percent: number): boolean {
  return disk !== null && disk.used > (disk.size * percent) / 100;
}

function needOf(node: NodeUsage, percent: number, provisioned: number, disks: number) {
  const { fullestDisk: disk, diskSize } = node;
  const [used, size] = [disk?.used ?? 0, disk?.size ?? 1];
  // Several data paths grow in step, so the fullest one decides for all of them.
  const shown = diskSize ?? size;
  const all = disks > 1 && shown >= provisioned * 1.5 ? provisioned * disks : provisioned;
  const ratio = all / shown;
  const overhead = ratio >= 1 && ratio <= FOLLOWS ? ratio : USUAL_OVERHEAD;
  const needed = ((used / size) * shown * overhead) / (percent / 100);
  return {
    bytes: gibFor((needed * provisioned) / all) * GIB,
    isLate: ratio > FOLLOWS,
  };
}

function disksOf(cluster: Cluster): number {
  return cluster.hardware_specs.disks_per_node ?? 1;
}

/** Hours since the last expansion that succeeded; infinite when there is none to be seen. */
async function hoursSinceExpansion(run: Run<unknown>, cluster: Cluster): Promise<number> {
  const operations = await listOperations(run.cloud, cluster.id, {
    type: 'EXPAND_STORAGE',
    limit: 5,
  });
  const ends = operations
    .filter(({ type, status }) => type === 'EXPAND_STORAGE' && hasSucceeded(status))
    .map(({ dc }) => Date.parse(dc.modified ?? dc.created ?? ''))
    .filter((at) => !Number.isNaN(at));
  return (run.now().getTime() - Math.max(...ends)) / HOUR_MS;
}

/** Bytes in words. */
export function inGib(bytes: number | null): string {
  return bytes === null ? 'an unknown size' : `${toGib(bytes)} GiB`;
}
