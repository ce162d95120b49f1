import { isWithheld } from '../base/problem.ts';
import type { Cluster } from '../clients/cloud/clusters.ts';
import { isHotfixOf, listUpgrades, readVersion, type Version } from '../clients/cloud/versions.ts';
import { identity } from '../kit/identity.ts';
import { flag, text } from '../kit/record/static.ts';
import { eachInTime } from '../kit/run/each-in-time.ts';
import type { Run } from '../kit/run/run.ts';
import { defineTrigger } from '../kit/trigger.ts';
import { watchedClusters, watchFields } from '../vocabulary/alerts.ts';
import { clusterPlaceRecord, toClusterPlace } from '../vocabulary/clusters/place.ts';
import { clusterHead } from '../vocabulary/clusters/record.ts';
import { type Names, NO_NAMES, namesFor } from '../vocabulary/names.ts';
import { summaryField } from '../vocabulary/summary.ts';

export const clusterUpgradeAvailable = defineTrigger({
  kind: 'new',
  // Versions that a cluster can move to carry no date.
  whole: true,
  key: 'cluster_upgrade_available',
  noun: 'Cluster Upgrade',
  label: 'Cluster Upgrade Available',
  description: 'Triggers when a cluster can move to a new version, once per cluster and version.',
  inputFields: [
    ...watchFields,
    {
      key: 'hotfix_only',
      label: 'Hotfixes Only',
      type: 'boolean',
      default: 'false',
      helpText: 'A hotfix keeps the minor version: 6.2.1 to 6.2.2, but not to 6.3.0.',
    },
  ],
  record: {
    id: text('Upgrade ID', 'e1e38d92-0000-48f1-8a70-000000000003:6.2.2'),
    summary: summaryField('weather-prod can be upgraded from CrateDB 6.2.1 to 6.2.2 (hotfix).'),
    ...clusterHead,
    version: text('Current Version', '6.2.1'),
    target_version: text('New Version', '6.2.2'),
    is_hotfix: flag('Is a Hotfix', true),
    channel: text('Release Channel', 'stable'),
    status: text('Status', 'GREEN'),
    suspended: flag('Suspended', false),
    ...clusterPlaceRecord,
  },
  perform: async (run) => {
    const { clusters, one } = await watchedClusters(run, run.input, {
      look: LOOK,
      pick: ({ health: { status }, ...cluster }) => ({ ...cluster, status }),
    });
    const { answers } = await eachInTime(
      run,
      byVersion(clusters),
      (group) => upgradesOf(run, group, one),
      { nameOf: ([first]) => `cluster ${first?.name ?? first?.id}`, isChosen: one },
    );
    const all = answers.flatMap(({ result }) => result);
    const told = all.filter(({ is_hotfix: isHotfix }) => isHotfix || !run.input.hotfix_only);
    const clustersTold = told.map(({ cluster }) => cluster);
    const names = run.isSeeding ? NO_NAMES : await namesFor(run, clustersTold);
    return told.map((one) => toRecord(one, names));
  },
});

const LOOK = [
  'id',
  'name',
  'project_id',
  'url',
  'crate_version',
  'channel',
  'health',
  'suspended',
] as const;

/** As much of a cluster as is looked at; of thousands, the rest need not be kept. */
type Candidate = Omit<Pick<Cluster, (typeof LOOK)[number]>, 'health'> & {
  status: string | null;
};

/**
 * Clusters that can move to the same versions: those of one version and channel. So a poll makes as many
 * requests as there are versions in use, however many clusters there are.
 */
function byVersion(clusters: readonly Candidate[]): Candidate[][] {
  const groups = new Map<string, Candidate[]>();
  for (const cluster of clusters) {
    if (cluster.crate_version === null) continue;
    const key = `${cluster.channel}:${cluster.crate_version}`;
    const group = groups.get(key);
    if (group) group.push(cluster);
    else groups.set(key, [cluster]);
  }
  return [...groups.values()];
}

async function upgradesOf(run: Run<unknown>, group: readonly Candidate[], one: boolean) {
  const versions = await firstAnswer(run, group, one);
  return versions.flatMap((version) => group.map((cluster) => toUpgrade(cluster, version)));
}

/** One cluster's answer stands for its group, unless it may not be asked or is gone. */
async function firstAnswer(
  run: Run<unknown>,
  group: readonly Candidate[],
  one: boolean,
): Promise<Version[]> {
  let refusal: unknown;
  for (const cluster of group.slice(0, 3)) {
    try {
      return (await listUpgrades(run.cloud, cluster)).versions;
    } catch (error) {
      if (one || !isWithheld(error)) throw error;
      refusal = error;
    }
  }
  throw refusal;
}

type Upgrade = { cluster: Candidate; version: Version; is_hotfix: boolean };

function toUpgrade(cluster: Candidate, version: Version): Upgrade {
  const now = readVersion(cluster.crate_version);
  return { cluster, version, is_hotfix: now !== null && isHotfixOf(version, now) };
}

function toRecord({ cluster, version, is_hotfix }: Upgrade, names: Names) {
  const from = cluster.crate_version === null ? '' : `from CrateDB ${cluster.crate_version} `;
  const kind = is_hotfix ? ' (hotfix)' : '';
  return {
    id: identity(cluster.id, version.text),
    summary: `${cluster.name ?? cluster.id} can be upgraded ${from}to ${version.text}${kind}.`,
    cluster_id: cluster.id,
    cluster_name: cluster.name,
    version: cluster.crate_version,
    target_version: version.text,
    is_hotfix,
    channel: cluster.channel,
    status: cluster.status,
    suspended: cluster.suspended,
    ...toClusterPlace(names, cluster),
  };
}
