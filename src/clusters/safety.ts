/** What is asked before a change takes nodes away, for good or for a restart. */
import type { Cluster } from '../clients/cloud/clusters.ts';
import {
  readMaxShardsPerNode,
  readTableLayouts,
  readUnwellTables,
  shardCopiesOn,
} from '../clients/sql/layout.ts';
import { reachedAt } from '../clients/sql/watermarks.ts';
import { type Refusal, refuse } from '../kit/errors.ts';
import type { Run } from '../kit/run/run.ts';
import { percentOf, sumOf } from '../kit/units.ts';
import {
  incompleteRefusal,
  type Measured,
  measureCluster,
  STATEMENT_MS,
  watermarksOf,
} from '../vocabulary/clusters/measure.ts';
import {
  knownUnreachable,
  type Unreachable,
  whyUnreachable,
} from '../vocabulary/clusters/reach.ts';
import { nameOf } from '../vocabulary/clusters/record.ts';
import { refusalOf } from '../vocabulary/clusters/unreachable.ts';
import { inNodes } from './plans.ts';

/** So much below the low watermark, where CrateDB stops filling a node, there must be room. */
export const SPARE_PERCENT = 10;

/**
 * Why a cluster cannot spare a node just now; null when it can. CrateDB Cloud's status can be out of
 * date, so the database is asked as well, where it can be reached.
 */
export async function healthRefusal(run: Run<unknown>, cluster: Cluster): Promise<Refusal | null> {
  const unwell = statusRefusal(cluster);
  if (unwell || knownUnreachable(cluster)) return unwell;
  try {
    return await tablesRefusal(run, cluster);
  } catch (error) {
    // What is no matter of this cluster is thrown on; otherwise CrateDB Cloud's word has to do.
    await whyUnreachable(run, cluster, error);
    return null;
  }
}

function statusRefusal(cluster: Cluster): Refusal | null {
  const { status } = cluster.health;
  if (status === 'GREEN') return null;
  return refuse(
    `cluster ${nameOf(cluster)} is ${status ?? 'in an unknown state'}, and only a GREEN one can spare a node`,
    'Wait until it is healthy, then run the step again.',
  );
}

async function tablesRefusal(run: Run<unknown>, cluster: Cluster): Promise<Refusal | null> {
  const [worst] = await readUnwellTables(run.sql(cluster, STATEMENT_MS));
  if (!worst) return null;
  return refuse(
    `table ${worst.name} of cluster ${nameOf(cluster)} is ${worst.health}, and only a healthy cluster can spare a node`,
    'Wait until it is healthy, then run the step again.',
  );
}

/** Why a cluster cannot do with so many nodes; null when its data and its copies fit. */
export async function fewerNodesRefusal(
  run: Run<unknown>,
  cluster: Cluster,
  nodes: number,
): Promise<Refusal | null> {
  const unwell = statusRefusal(cluster);
  if (unwell) return unwell;
  const measured = await measureCluster(run, cluster);
  if ('unmeasured' in measured) return unknown({ ...measured, reason: measured.unmeasured });
  return (
    incompleteRefusal(measured) ??
    (await spaceRefusal(run, measured, nodes)) ??
    (await layoutRefusal(run, cluster, nodes))
  );
}

async function spaceRefusal(
  run: Run<unknown>,
  { cluster, usage }: Measured,
  nodes: number,
): Promise<Refusal | null> {
  const used = sumOf(usage.map((node) => node.diskUsed ?? node.fullestDisk?.used ?? null));
  const sizes = usage.flatMap((node) => node.diskSize ?? node.fullestDisk?.size ?? []);
  // Which nodes go is not for us to say, so the smallest disks are taken to stay.
  const smallest = sizes.sort((a, b) => a - b).slice(0, nodes);
  const after = percentOf(used, sumOf(smallest));
  const { low } = await watermarksOf(run, cluster);
  const most = Math.max(0, Math.floor(reachedAt(low, smallest[0] ?? 1) - SPARE_PERCENT));
  if (after !== null && after <= most) return null;
  return refuse(
    `the data of cluster ${nameOf(cluster)} would fill ${inNodes(nodes)} to ${after} percent, and ${most} are allowed`,
    'Expand its storage first, or keep more nodes.',
  );
}

/** CrateDB: copies of a shard stand on different nodes, and a node takes only so many shards. */
async function layoutRefusal(
  run: Run<unknown>,
  cluster: Cluster,
  nodes: number,
): Promise<Refusal | null> {
  try {
    const unwell = await tablesRefusal(run, cluster);
    if (unwell) return unwell;
    const sql = run.sql(cluster, STATEMENT_MS);
    const [tables, most] = await Promise.all([readTableLayouts(sql), readMaxShardsPerNode(sql)]);
    const spread = tables.filter(({ leastReplicas }) => leastReplicas >= nodes);
    const [first] = spread.sort((a, b) => b.leastReplicas - a.leastReplicas);
    if (first) {
      return refuse(
        `table ${first.name} has ${first.leastReplicas} replicas, which need ${inNodes(first.leastReplicas + 1)}`,
        'Lower its number_of_replicas first, or keep more nodes.',
      );
    }
    const each = Math.ceil(shardCopiesOn(nodes, tables) / nodes);
    if (each <= most) return null;
    return refuse(
      `${inNodes(nodes)} of cluster ${nameOf(cluster)} would have ${each} shards each, and ${most} are allowed`,
      'Use fewer shards or partitions first, or keep more nodes.',
    );
  } catch (error) {
    const unreachable = await whyUnreachable(run, cluster, error);
    return unknown(
      unreachable ?? {
        reason: 'error',
        why: `cluster ${nameOf(cluster)} does not show its tables`,
        next: 'Try again in a few minutes.',
      },
    );
  }
}

function unknown({ why, ...unreachable }: Unreachable): Refusal {
  return refusalOf({ ...unreachable, why: `whether the data would fit is not known: ${why}` });
}
