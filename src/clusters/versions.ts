/** Which version an upgrade goes to. */
import { DAY_MS } from '../base/time.ts';
import { type Cluster, hasSucceeded } from '../clients/cloud/clusters.ts';
import { listOperations } from '../clients/cloud/operations.ts';
import { isHotfixOf, readVersion, type Version, type Versions } from '../clients/cloud/versions.ts';
import { refuse } from '../kit/errors.ts';
import type { Run } from '../kit/run/run.ts';
import { nameOf } from '../vocabulary/clusters/record.ts';

/** The newest hotfix of the version that the cluster has; the version itself when there is none. */
export function newestHotfix(cluster: Cluster, { versions, complete }: Versions): string {
  const now = versionOf(cluster);
  const hotfix = versions.find((version) => isHotfixOf(version, now));
  if (hotfix) return hotfix.text;
  if (complete) return now.text;
  throw refuse(
    `CrateDB Cloud lists only its newest version (${versions[0]?.text}), which is no hotfix of ${now.text}`,
    'Choose a version in “Target Version”.',
  );
}

/**
 * The newest version that is a minor step away; the version itself when there is none. A step made
 * within a day counts as the one that was wanted, so that a repetition does not make another.
 */
export async function newestMinor(
  run: Run<unknown>,
  cluster: Cluster,
  { versions }: Versions,
): Promise<string> {
  const now = versionOf(cluster);
  const minor = versions.find((version) => !isHotfixOf(version, now));
  if (!minor || (await steppedToday(run, cluster))) return now.text;
  return minor.text;
}

async function steppedToday(run: Run<unknown>, cluster: Cluster): Promise<boolean> {
  const operations = await listOperations(run.cloud, cluster.id, { type: 'UPGRADE', limit: 5 });
  const last = operations.find(({ type, status }) => type === 'UPGRADE' && hasSucceeded(status));
  const ended = Date.parse(last?.dc.modified ?? last?.dc.created ?? '');
  if (!last || !(run.now().getTime() - ended < DAY_MS)) return false;
  const from = readVersion(textOf(last.non_sensitive_data.current_version));
  const to = readVersion(textOf(last.non_sensitive_data.target_version));
  return from !== null && to !== null && !isHotfixOf(to, from);
}

function versionOf(cluster: Cluster): Version {
  const version = readVersion(cluster.crate_version);
  if (version) return version;
  throw refuse(
    `cluster ${nameOf(cluster)} does not report its version`,
    'Choose a version in “Target Version”.',
  );
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
