/** Measuring what clusters use, one or all of them, within a step's time. */
import { within } from '../../base/deadline.ts';
import { SOCKETS } from '../../base/limits.ts';
import { isProblem, Problem } from '../../base/problem.ts';
import type { Cluster } from '../../clients/cloud/clusters.ts';
import { type NodeUsage, readNodeUsage } from '../../clients/sql/usage.ts';
import {
  DEFAULT_WATERMARKS,
  readWatermarks,
  type Watermarks,
} from '../../clients/sql/watermarks.ts';
import { passing, type Refusal } from '../../kit/errors.ts';
import { inPool } from '../../kit/run/pool.ts';
import type { Run } from '../../kit/run/run.ts';
import { turnOf } from '../../kit/run/turn.ts';
import { withoutStop } from '../../kit/sentence.ts';
import { ifKnown } from '../withheld.ts';
import {
  knownUnreachable,
  type Reason,
  silentCluster,
  type Unreachable,
  whyUnreachable,
} from './reach.ts';
import { nameOf, nodesOf } from './record.ts';

export type Measured = {
  cluster: Cluster;
  /** The nodes that hold data, those that hang too. */
  usage: NodeUsage[];
  /** Dedicated masters, whose small disks say nothing of the cluster's. */
  masters: NodeUsage[];
  /** Names of data nodes that do not tell their disk: nothing is known of what they hold. */
  silent: string[];
  /** How many data nodes the cluster should have and does not report. */
  missing: number;
};

export type Measurement =
  | Measured
  | {
      cluster: Cluster;
      unmeasured: Reason;
      why: string;
      next: string;
      /** What the request met, where one was made. */
      problem: Problem | null;
    };

/** The longest that one cluster's statement may take; a dead one must not hold up the others. */
export const STATEMENT_MS = 6_000;

/** The longest that all of one cluster may take: two statements, and a token before them. */
const CLUSTER_MS = 14_000;

/**
 * Measured side by side: while as many wait for the API to give them a token as it has connections, as many
 * again are asked themselves.
 */
const AT_ONCE = 2 * SOCKETS;

/** Time kept for the cluster that was begun last. */
const LAST_START_MS = 8_000;

export async function measureCluster(
  run: Run<unknown>,
  cluster: Cluster,
  options: { withShards?: boolean } = {},
): Promise<Measurement> {
  const known = knownUnreachable(cluster);
  if (known) return unmeasured(cluster, known);
  try {
    return sortOut(cluster, await readNodeUsage(run.sql(cluster, STATEMENT_MS), options));
  } catch (error) {
    const why = (await whyUnreachable(run, cluster, error)) ?? odd(cluster, error);
    return unmeasured(cluster, why, isProblem(error) ? error : null);
  }
}

/**
 * Measures clusters side by side until the step's time is nearly over. Those that had no time are the
 * first of another poll's turn.
 *
 * @param options `keepMs`: time that is left for what comes after the last one is measured
 */
export async function measureClusters(
  run: Run<unknown>,
  clusters: readonly Cluster[],
  options: { withShards?: boolean; keepMs?: number } = {},
): Promise<Measurement[]> {
  const { keepMs = 0 } = options;
  const turn = await turnOf(run, 'measured', clusters.length);
  const measure = async (cluster: Cluster): Promise<Measurement> => {
    const measuring = measureCluster(run, cluster, options);
    const found = await within(run.deadline, measuring, { mostMs: CLUSTER_MS, keepMs });
    return found?.answer ?? unanswered(run, cluster);
  };
  const measurements = await inPool(turn.order(clusters), measure, {
    deadline: run.deadline,
    most: AT_ONCE,
    lastStartMs: LAST_START_MS + keepMs,
  });
  const served = measurements.filter((measurement) => measurement !== undefined);
  await turn.end(served.length);
  return served;
}

function unmeasured(
  cluster: Cluster,
  { reason, why, next }: Unreachable,
  problem: Problem | null = null,
): Measurement {
  return { cluster, unmeasured: reason, why, next, problem };
}

/** Each statement has its time; what takes longer is CrateDB Cloud, which gives no token. */
async function unanswered(run: Run<unknown>, cluster: Cluster): Promise<Measurement> {
  const problem = new Problem('no_answer', 'CrateDB Cloud did not answer in time');
  const why = (await whyUnreachable(run, cluster, problem)) ?? odd(cluster, problem);
  return unmeasured(cluster, why, problem);
}

/** It refused a statement that every cluster takes. */
function odd(cluster: Cluster, error: unknown): Unreachable {
  return {
    reason: 'error',
    why: `cluster ${nameOf(cluster)} could not be measured: ${error instanceof Error ? withoutStop(error.message) : ''}`,
    next: 'Try again in a few minutes.',
  };
}

/** Why a change that depends on what all nodes store cannot be judged; null when all have told. */
export function incompleteRefusal({ cluster, silent, missing }: Measured): Refusal | null {
  if (silent.length > 0) {
    return passing(
      `${silent.join(', ')} of cluster ${nameOf(cluster)} ${silent.length === 1 ? 'does' : 'do'} not report what is stored there`,
      'Wait until it answers, or check the cluster’s health in CrateDB Cloud.',
    );
  }
  if (missing === 0) return null;
  const nodes = nodesOf(cluster) ?? 0;
  return passing(
    `cluster ${nameOf(cluster)} has ${nodes} nodes, and only ${nodes - missing} answer`,
    'Wait until all are back, or check the cluster’s health in CrateDB Cloud.',
  );
}

/** The watermarks that a cluster has set; CrateDB's defaults when it does not tell. */
export async function watermarksOf(run: Run<unknown>, cluster: Cluster): Promise<Watermarks> {
  return ifKnown(readWatermarks(run.sql(cluster, STATEMENT_MS)), DEFAULT_WATERMARKS);
}

function sortOut(cluster: Cluster, nodes: readonly NodeUsage[]): Measurement {
  const usage = nodes.filter((node) => !node.isMaster);
  const silent = usage.filter((node) => node.fullestDisk === null).map((node) => node.name);
  if (silent.length === usage.length) {
    return unmeasured(cluster, silentCluster(cluster));
  }
  return {
    cluster,
    usage,
    masters: nodes.filter((node) => node.isMaster),
    silent,
    missing: Math.max(0, (nodesOf(cluster) ?? 0) - usage.length),
  };
}
