/** Measuring what clusters use, one or all of them, within a step's time. */
import pMap from 'p-map';
import type { Cluster } from '../../clients/cloud/clusters.ts';
import { type NodeUsage, readNodeUsage } from '../../clients/sql/usage.ts';
import type { Run } from '../../kit/run/run.ts';
import { inTurn } from '../../kit/run/turn.ts';
import { knownUnreachable, type Reason, type Unreachable, whyUnreachable } from './reach.ts';
import { nameOf } from './record.ts';

export type Measurement =
  | { cluster: Cluster; usage: NodeUsage[] }
  | { cluster: Cluster; unmeasured: Reason; why: string; next: string };

/** The longest that one cluster's statement may take; a dead one must not hold up the others. */
const STATEMENT_MS = 6_000;

/** Enough to measure 200 clusters at 150 ms a request in some 3 seconds, and no flood. */
const CONCURRENCY = 24;

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
    return { cluster, usage: await readNodeUsage(run.sql(cluster, STATEMENT_MS), options) };
  } catch (error) {
    return unmeasured(cluster, (await whyUnreachable(run, cluster, error)) ?? odd(cluster, error));
  }
}

/**
 * Measures clusters side by side until the step's time is nearly over. Those that had no time are the
 * first of another poll's turn.
 */
export async function measureClusters(
  run: Run<unknown>,
  clusters: readonly Cluster[],
): Promise<Measurement[]> {
  const measurements = await pMap(
    inTurn(clusters, run.now()),
    async (cluster) =>
      run.deadline.remainingMs() < LAST_START_MS ? null : await measureCluster(run, cluster),
    { concurrency: CONCURRENCY },
  );
  return measurements.filter((measurement) => measurement !== null);
}

function unmeasured(cluster: Cluster, { reason, why, next }: Unreachable): Measurement {
  return { cluster, unmeasured: reason, why, next };
}

/** It refused a statement that every cluster takes. */
function odd(cluster: Cluster, error: unknown): Unreachable {
  return {
    reason: 'error',
    why: `cluster ${nameOf(cluster)} could not be measured: ${error instanceof Error ? error.message : ''}`,
    next: 'Try again in a few minutes.',
  };
}
