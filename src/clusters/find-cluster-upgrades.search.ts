import { isHotfixOf, listUpgrades, readVersion } from '../clients/cloud/versions.ts';
import { flag, integer, lines, text } from '../kit/record/static.ts';
import { defineSearch } from '../kit/search.ts';
import { chosenCluster, oneClusterField } from '../vocabulary/clusters/choose.ts';
import { clusterHead } from '../vocabulary/clusters/record.ts';
import { summaryField } from '../vocabulary/summary.ts';

export const findClusterUpgrades = defineSearch({
  key: 'find_cluster_upgrades',
  noun: 'Cluster Upgrade',
  label: 'Find Cluster Upgrades',
  description: 'Finds the versions that a cluster can move to, newest first.',
  inputFields: [{ ...oneClusterField, required: true }],
  record: {
    id: text('ID', 'e1e38d92-0000-48f1-8a70-000000000003'),
    summary: summaryField('weather-prod has CrateDB 6.2.1 and can move to 6.3.0, 6.2.2.'),
    ...clusterHead,
    version: text('Current Version', '6.2.1'),
    count: integer('Number Found', 2),
    newest_version: text('Newest Version', '6.3.0'),
    newest_hotfix: text('Newest Hotfix', '6.2.2'),
    newest_minor: text('Newest of the Next Minor Version', '6.3.0'),
    newest_only: flag('Only the Newest Is Known', false),
    upgrades: lines(
      'Upgrades',
      { version: text('Version', '6.3.0'), is_hotfix: flag('Is a Hotfix', false) },
      [{}, { version: '6.2.2', is_hotfix: true }],
    ),
  },
  perform: async (run) => {
    const cluster = await chosenCluster(run, run.input.cluster_id);
    const { versions, complete } = await listUpgrades(run.cloud, cluster);
    if (versions.length === 0) return [];
    const now = readVersion(cluster.crate_version);
    const upgrades = versions.map((version) => ({
      version: version.text,
      is_hotfix: now !== null && isHotfixOf(version, now),
    }));
    return [
      {
        id: cluster.id,
        summary: `${cluster.name ?? cluster.id} has CrateDB ${cluster.crate_version ?? 'of an unknown version'} and can move to ${versions.map(({ text: version }) => version).join(', ')}.`,
        cluster_id: cluster.id,
        cluster_name: cluster.name,
        version: cluster.crate_version,
        count: upgrades.length,
        newest_version: upgrades[0]?.version ?? null,
        newest_hotfix: upgrades.find((upgrade) => upgrade.is_hotfix)?.version ?? null,
        newest_minor: upgrades.find((upgrade) => !upgrade.is_hotfix)?.version ?? null,
        newest_only: !complete,
        upgrades,
      },
    ];
  },
});
