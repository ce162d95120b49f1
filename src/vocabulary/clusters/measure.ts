/** Measuring what clusters use, one or all of them, within a step's time. */
import pMap from 'p-map';
import { type Cluster, hasRunningOperation } from '../../clients/cloud/clusters.ts';
import { CloudProblem, isProblem } from '../../clients/cloud/problem.ts';
import { SqlProblem } from '../../clients/sql/problem.ts';
import { type NodeUsage, readNodeUsage } from '../../clients/sql/usage.ts';
import type { Run } from '../../kit/run/run.ts';
import { inTurn } from '../../kit/run/turn.ts';
import { nameOf } from './record.ts';

/** Why a cluster could not be measured. */
export type Unmeasured =
  /** Nothing runs, so there is nothing to measure. No alarm. */
  | 'suspended'
  /** An operation runs, during which a cluster may be away. No alarm. */
  | 'changing'
  /** Deleted since it was listed. No alarm. */
  | 'gone'
  /** Asked too often just now, by whomever; another poll will tell. No alarm. */
  | 'throttled'
  | 'old_version'
  | 'ip_allowlist'
  | 'not_allowed'
  | 'no_answer'
  | 'error';

export type Measurement =
  | { cluster: Cluster; usage: NodeUsage[] }
  | { cluster: Cluster; unmeasured: Unmeasured; why: string; next: string };

/** Below this the database does not know the tokens of CrateDB Cloud. */
const FIRST_VERSION_WITH_TOKENS = [5, 8, 2] as const;

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
  const known = unmeasurable(cluster);
  if (known) return known;
  try {
    return { cluster, usage: await readNodeUsage(run.sql(cluster, STATEMENT_MS), options) };
  } catch (error) {
    return explain(cluster, error);
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

/** What can be told without asking the cluster. */
function unmeasurable(cluster: Cluster): Measurement | null {
  const name = nameOf(cluster);
  if (cluster.suspended === true || cluster.health.status === 'SUSPENDED') {
    return {
      cluster,
      unmeasured: 'suspended',
      why: `cluster ${name} is suspended`,
      next: 'Resume it to measure it.',
    };
  }
  if (isOlderThanTokens(cluster.crate_version)) {
    return {
      cluster,
      unmeasured: 'old_version',
      why: `cluster ${name} runs CrateDB ${cluster.crate_version}, and SQL steps need 5.8.2`,
      next: 'Upgrade the cluster.',
    };
  }
  return null;
}

function isOlderThanTokens(version: string | null): boolean {
  const found = /^(?:nightly-)?(\d+)\.(\d+)\.(\d+)/.exec(version ?? '');
  if (!found) return false;
  for (const [index, least] of FIRST_VERSION_WITH_TOKENS.entries()) {
    const part = Number(found[index + 1]);
    if (part !== least) return part < least;
  }
  return false;
}

/**
 * The reason in a user's terms. Problems of the connection as a whole (a wrong key, too many requests)
 * are no property of one cluster and are thrown on.
 */
function explain(cluster: Cluster, error: unknown): Measurement {
  if (isProblem(error, 'unauthorized', 'throttled')) throw error;
  const name = nameOf(cluster);
  if (
    isProblem(error, 'forbidden') ||
    (error instanceof SqlProblem && error.kind === 'not_allowed')
  ) {
    return {
      cluster,
      unmeasured: 'not_allowed',
      why: `the API key’s user may not use SQL on cluster ${name}`,
      next: 'Connect with the key of an organization admin.',
    };
  }
  if (isProblem(error, 'not_found')) {
    return {
      cluster,
      unmeasured: 'gone',
      why: `cluster ${name} does not exist any more`,
      next: 'Choose another cluster.',
    };
  }
  if (!(error instanceof SqlProblem) && !(error instanceof CloudProblem)) throw error;
  if (hasRunningOperation(cluster)) {
    return {
      cluster,
      unmeasured: 'changing',
      why: `cluster ${name} does not answer while an operation runs`,
      next: 'Try again when it has ended.',
    };
  }
  if (error instanceof SqlProblem && error.kind === 'throttled') {
    return {
      cluster,
      unmeasured: 'throttled',
      why: `cluster ${name} is asked too often`,
      next: 'Try again in a few minutes.',
    };
  }
  if (error instanceof SqlProblem && error.kind === 'token') {
    return {
      cluster,
      unmeasured: 'not_allowed',
      why: `cluster ${name} does not accept CrateDB Cloud’s token`,
      next: 'Upgrade it, or ask CrateDB support.',
    };
  }
  if (cluster.ip_whitelist.length > 0) {
    return {
      cluster,
      unmeasured: 'ip_allowlist',
      why: `cluster ${name} lets in only its IP allowlist, and Zapier is not on it`,
      next: 'Add Zapier’s addresses, or measure it from elsewhere.',
    };
  }
  if (error instanceof SqlProblem && error.kind === 'no_answer') {
    return {
      cluster,
      unmeasured: 'no_answer',
      why: `cluster ${name} does not answer`,
      next: 'Check its health in CrateDB Cloud.',
    };
  }
  return {
    cluster,
    unmeasured: 'error',
    why: `cluster ${name} could not be measured: ${error.message}`,
    next: 'Try again in a few minutes.',
  };
}
