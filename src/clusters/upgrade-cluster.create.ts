import { upgradeCluster as upgrade } from '../clients/cloud/cluster-changes.ts';
import type { Cluster } from '../clients/cloud/clusters.ts';
import {
  compareVersions,
  listUpgrades,
  readVersion,
  type Version,
  type Versions,
  writtenVersion,
} from '../clients/cloud/versions.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import { listed } from '../kit/choose.ts';
import { type Refusal, refuse } from '../kit/errors.ts';
import type { InputOf } from '../kit/fields/read.ts';
import { text } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { type ClusterChange, changeCluster } from '../vocabulary/clusters/change.ts';
import { clusterChangeRecord, safetyFields } from '../vocabulary/clusters/change-record.ts';
import { oneClusterField } from '../vocabulary/clusters/choose.ts';
import { suspendedRefusal } from '../vocabulary/clusters/obstacles.ts';
import { nameOf } from '../vocabulary/clusters/record.ts';
import { healthRefusal } from './safety.ts';
import { newestHotfix, newestMinor } from './versions.ts';

const inputFields = [
  {
    key: 'no_way_back',
    label: 'There Is No Way Back',
    type: 'copy',
    helpText: 'A cluster cannot return to an older version. Its nodes restart one after another.',
  },
  { ...oneClusterField, required: true },
  {
    key: 'version',
    label: 'Target Version',
    dynamic: 'version.id.label',
    helpText:
      'Fill in this or “Or the Newest”. Minor versions cannot be skipped: upgrade one after another.',
  },
  {
    key: 'newest',
    label: 'Or the Newest',
    choices: { hotfix: 'Hotfix', minor: 'Minor Version' },
    helpText:
      'Hotfix: the newest version with the same minor version. Minor Version: the next minor version, at most once in 24 hours. Leave blank if you fill in a target version.',
  },
  ...safetyFields,
] as const;

type Input = InputOf<typeof inputFields>;

export const upgradeCluster = defineAction({
  key: 'upgrade_cluster',
  noun: 'Cluster',
  label: 'Upgrade Cluster',
  description: 'Upgrades a cluster to a newer version of CrateDB.',
  replay: 'safe',
  lock: LOCKS.cluster,
  inputFields,
  record: clusterChangeRecord(
    {
      summary: 'Upgrading weather-prod from CrateDB 6.2.1 to 6.2.2.',
      from: '6.2.1',
      to: '6.2.2',
      operation: 'UPGRADE',
    },
    { version: text('CrateDB Version', '6.2.1'), target_version: text('Target Version', '6.2.2') },
  ),
  perform: (run) => changeCluster(run, (cluster) => planUpgrade(run, cluster)),
});

async function planUpgrade(run: Run<Input>, cluster: Cluster) {
  const { version, newest } = run.input;
  if ((version === undefined) === (newest === undefined)) {
    throw refuse('it takes either “Target Version” or “Or the Newest”', 'Fill in one of the two.');
  }
  const upgrades = await listUpgrades(run.cloud, cluster);
  const wanted =
    version === undefined
      ? await newestOf(run, cluster, upgrades)
      : (writtenVersion(version) ?? version);
  return {
    operationType: 'UPGRADE',
    from: cluster.crate_version,
    to: wanted,
    doing: `upgrading ${cluster.name ?? cluster.id} from CrateDB ${cluster.crate_version ?? 'of an unknown version'} to ${wanted}`,
    already: `${cluster.name ?? cluster.id} runs CrateDB ${cluster.crate_version} already`,
    isSo: cluster.crate_version === wanted,
    target: { target_version: wanted },
    leadsThere: ({ target_version: target }) =>
      typeof target === 'string' ? target === wanted : undefined,
    refusal: async () =>
      suspendedRefusal(cluster) ??
      refusalOf(cluster, wanted, upgrades) ??
      (await healthRefusal(run, cluster)),
    send: () => upgrade(run.cloud, cluster.id, wanted),
    gives: (of) => ({ version: of.crate_version, target_version: wanted }),
  } satisfies ClusterChange<object>;
}

function newestOf(run: Run<Input>, cluster: Cluster, upgrades: Versions) {
  return run.input.newest === 'minor'
    ? newestMinor(run, cluster, upgrades)
    : newestHotfix(cluster, upgrades);
}

function refusalOf(cluster: Cluster, wanted: string, upgrades: Versions): Refusal | null {
  const { versions, complete } = upgrades;
  if (versions.some((version) => version.text === wanted)) return null;
  const [now, next] = [readVersion(cluster.crate_version), readVersion(wanted)];
  if (now && next && compareVersions(next, now) < 0) {
    return refuse(
      `cluster ${nameOf(cluster)} runs ${now.text} already, and ${wanted} is older`,
      'There is no way back to an older version.',
    );
  }
  if (!next || writtenVersion(wanted) === null) {
    return refuse(
      `“${wanted.slice(0, 40)}” is no version of CrateDB`,
      'Write one like 6.2.2, or use “Or the Newest” instead.',
    );
  }
  // Where the API tells one version only, those within reach are for it to judge.
  if (!complete && (!now || isWithinReach(now, next))) return null;
  const choice = versions.slice(0, 6).map(({ text }) => text);
  return refuse(
    `version ${wanted.slice(0, 40)} cannot be reached from ${cluster.crate_version} directly`,
    choice.length > 0
      ? `Choose one of: ${listed(choice)}.`
      : 'No newer version can be reached today.',
  );
}

/** API: no majors, and minors one step at a time. */
function isWithinReach(now: Version, next: Version): boolean {
  return next.major === now.major && next.minor <= now.minor + 1;
}
