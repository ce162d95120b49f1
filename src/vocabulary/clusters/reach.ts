/** Why a cluster cannot be reached by SQL, and what to do about it. */
import { concernsAll, isProblem, type Problem, type ProblemKind } from '../../base/problem.ts';
import { type Cluster, getCluster } from '../../clients/cloud/clusters.ts';
import type { Run } from '../../kit/run/run.ts';
import { isEverybody, tryRange } from '../ip-ranges.ts';
import { operationUnderway } from './operation-limits.ts';
import { nameOf } from './record.ts';

export type Reason =
  /** Nothing runs. No alarm. */
  | 'suspended'
  /** An operation runs, within its own limit, during which a cluster may be away. No alarm. */
  | 'changing'
  /** Deleted since it was listed. No alarm. */
  | 'gone'
  /** Asked too often just now, by whomever; another time will tell. No alarm. */
  | 'throttled'
  /** Below CrateDB 5.8.2. */
  | 'old_version'
  /** Without Grand Central, CrateDB Cloud gives no token for the cluster. */
  | 'no_grand_central'
  | 'ip_allowlist'
  /** The user has no rights on the cluster. */
  | 'not_allowed'
  | 'token'
  /** Its own settings (auth.host_based) let nobody in from there. */
  | 'host_refused'
  | 'storage_full'
  /** It gave up on the statement: out of memory, or somebody ended it. */
  | 'overloaded'
  /** A firewall or proxy answered in its place. */
  | 'intercepted'
  | 'no_answer'
  /** It answers, but none of its data nodes tells its disk. */
  | 'silent'
  | 'error';

/** `why` is a clause without a full stop, `next` a sentence. */
export type Unreachable = { reason: Reason; why: string; next: string };

/** Below this the database does not know the tokens of CrateDB Cloud. */
const FIRST_VERSION_WITH_TOKENS = [5, 8, 2] as const;

/** A clear no: of a cluster, that it was reached and took the statement ill. */
const CLEAR_NO: readonly ProblemKind[] = ['refused', 'conflict', 'not_found'];

const MINUTES = 'Try again in a few minutes.';

/** What can be told without asking the cluster; null when it may be reached. */
export function knownUnreachable(cluster: Cluster): Unreachable | null {
  const name = nameOf(cluster);
  if (cluster.suspended === true || cluster.health.status === 'SUSPENDED') {
    return {
      reason: 'suspended',
      why: `cluster ${name} is suspended`,
      next: 'Resume it with “Resume Cluster” first.',
    };
  }
  if (isOlderThanTokens(cluster.crate_version)) {
    return {
      reason: 'old_version',
      why: `cluster ${name} runs CrateDB ${cluster.crate_version}, and SQL steps need 5.8.2`,
      next: 'Upgrade the cluster.',
    };
  }
  return null;
}

/**
 * Why SQL on the cluster failed. What is no property of this one cluster (a wrong key, too many requests to
 * the API, a bug of ours) is thrown on. Null when the cluster was reached and took the statement ill:
 * a missing table, a wrong value, a duplicate.
 */
export async function whyUnreachable(
  run: Run<unknown>,
  cluster: Cluster,
  error: unknown,
): Promise<Unreachable | null> {
  if (concernsAll(error) || !isProblem(error)) throw error;
  if (error.source === 'cloud') return withoutToken(run, cluster, error);
  if (CLEAR_NO.includes(error.kind)) return null;
  if (error.kind === 'forbidden') return notAllowed(cluster);
  if (error.kind === 'storage_full') return storageFull(cluster);
  if (error.kind === 'host') return hostRefused(cluster);
  return operationUnderway(cluster, run.now()) ? changing(cluster) : away(cluster, error);
}

/** CrateDB Cloud gave no token for it. */
async function withoutToken(
  run: Run<unknown>,
  cluster: Cluster,
  problem: Problem,
): Promise<Unreachable> {
  const name = nameOf(cluster);
  if (problem.kind === 'forbidden') return notAllowed(cluster);
  // A token that is not there says nothing about the cluster.
  if (problem.kind === 'not_found' && !(await exists(run, cluster))) {
    return {
      reason: 'gone',
      why: `cluster ${name} does not exist any more`,
      next: 'Choose another cluster.',
    };
  }
  // With which status a token is refused then is documented nowhere.
  if (cluster.gc_available === false && CLEAR_NO.includes(problem.kind)) {
    return {
      reason: 'no_grand_central',
      why: `Grand Central is off for cluster ${name}, and SQL steps need it`,
      next: 'Upgrade the cluster, or ask CrateDB support to switch it on.',
    };
  }
  if (operationUnderway(cluster, run.now())) return changing(cluster);
  return {
    reason: 'error',
    why: `CrateDB Cloud gave no token for cluster ${name}: ${problem.message}`,
    next: MINUTES,
  };
}

async function exists(run: Run<unknown>, cluster: Cluster): Promise<boolean> {
  try {
    await getCluster(run.cloud, cluster.id);
    return true;
  } catch (error) {
    if (isProblem(error, 'not_found')) return false;
    throw error;
  }
}

/** It is there and did not do its part. */
function away(cluster: Cluster, problem: Problem): Unreachable {
  const name = nameOf(cluster);
  switch (problem.kind) {
    case 'throttled':
      return { reason: 'throttled', why: `cluster ${name} is asked too often`, next: MINUTES };
    case 'token':
      return {
        reason: 'token',
        why: `cluster ${name} does not accept CrateDB Cloud’s token`,
        next: 'Upgrade it, or ask CrateDB support.',
      };
    case 'failed':
      return {
        reason: 'overloaded',
        why: `cluster ${name} gave up on the statement: ${problem.message}`,
        next: 'Look at its load in CrateDB Cloud.',
      };
    case 'intercepted':
      return {
        reason: 'intercepted',
        why: `something between Zapier and cluster ${name} refused the request`,
        next: 'Try again in a few minutes; if it stays, ask CrateDB support.',
      };
    case 'no_answer':
      return whySilent(cluster);
    default:
      return {
        reason: 'error',
        why: `cluster ${name} could not be asked: ${problem.message}`,
        next: MINUTES,
      };
  }
}

/** Its nodes are known by name, and by nothing else: they hang. */
export function silentCluster(cluster: Cluster): Unreachable {
  return {
    reason: 'silent',
    why: `no node of cluster ${nameOf(cluster)} reports what it stores`,
    next: 'Check its health in CrateDB Cloud.',
  };
}

/** Only silence can mean an allowlist, and only one that does not let everybody in. */
export function whySilent(cluster: Cluster): Unreachable {
  const name = nameOf(cluster);
  const ranges = cluster.ip_whitelist.flatMap(({ cidr }) => tryRange(cidr ?? '') ?? []);
  // Zapier has IPv4 addresses, so that is what has to be open.
  const isOpen = isEverybody(ranges.filter(({ address }) => address.kind() === 'ipv4'));
  if (cluster.ip_whitelist.length > 0 && !isOpen) {
    return {
      reason: 'ip_allowlist',
      why: `cluster ${name} lets in only its IP allowlist, and Zapier is not on it`,
      next: 'Add Zapier’s addresses with “Update Cluster IP Allowlist”.',
    };
  }
  return {
    reason: 'no_answer',
    why: `cluster ${name} does not answer`,
    next: 'Check its health in CrateDB Cloud.',
  };
}

function notAllowed(cluster: Cluster): Unreachable {
  return {
    reason: 'not_allowed',
    why: `the API key’s user may not use SQL on cluster ${nameOf(cluster)}`,
    next: 'Connect with the key of an organization admin, or ask one for the privileges.',
  };
}

function storageFull(cluster: Cluster): Unreachable {
  return {
    reason: 'storage_full',
    why: `the storage of cluster ${nameOf(cluster)} is full, and it takes no more data`,
    next: 'Use “Expand Cluster Storage”.',
  };
}

function hostRefused(cluster: Cluster): Unreachable {
  return {
    reason: 'host_refused',
    why: `cluster ${nameOf(cluster)} is set (auth.host_based) to let nobody in from Zapier`,
    next: 'Ask whoever set it to let Zapier in, or CrateDB support.',
  };
}

function changing(cluster: Cluster): Unreachable {
  return {
    reason: 'changing',
    why: `cluster ${nameOf(cluster)} does not answer while an operation runs`,
    next: 'Try again when it has ended.',
  };
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
