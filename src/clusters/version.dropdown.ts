import {
  isHotfixOf,
  listStableVersions,
  listUpgrades,
  readVersion,
} from '../clients/cloud/versions.ts';
import { defineDropdown, labelOf } from '../kit/dropdown.ts';
import { chosenCluster } from '../vocabulary/clusters/choose.ts';

/** The versions that the chosen cluster can move to, or all stable ones while there is no cluster. */
export const versionDropdown = defineDropdown({
  key: 'version',
  noun: 'Version',
  label: 'Versions',
  example: { id: '6.2.2', label: '6.2.2 (hotfix)' },
  list: async (run) => {
    const { cluster_id: clusterText } = run.input;
    if (clusterText === undefined) {
      const { versions } = await listStableVersions(run.cloud);
      return versions.map(({ text }) => ({ id: text, label: text }));
    }
    const cluster = await chosenCluster(run, clusterText);
    const now = readVersion(cluster.crate_version);
    const { versions } = await listUpgrades(run.cloud, cluster);
    return versions.map((version) => {
      const kind = now && isHotfixOf(version, now) ? 'hotfix' : 'minor version';
      return { id: version.text, label: labelOf(version.text, kind) };
    });
  },
});
