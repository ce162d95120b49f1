import { pickClusters } from '../cloud/clusters.ts';
import {
  type ClusterRecord,
  clusterFilter,
  clusterRecord,
  projectField,
  toClusterRecord,
} from '../step-kit/clusters.ts';
import { many, manyRecord } from '../step-kit/many.ts';
import { readNames } from '../step-kit/names.ts';
import { organizationField } from '../step-kit/organizations.ts';
import { defineSearch } from '../step-kit/search.ts';

const { ip_allowlist: _list, ...line } = clusterRecord;

export const findClusters = defineSearch({
  key: 'find_clusters',
  noun: 'Cluster',
  label: 'Find Many Clusters',
  description: 'Finds all clusters that match, as line items.',
  inputFields: [
    { key: 'name_contains', label: 'Name Contains' },
    organizationField,
    projectField,
    { key: 'plan', label: 'Plan', helpText: 'For example cr1. Leave blank for all plans.' },
    {
      key: 'status',
      label: 'Status',
      list: true,
      choices: {
        GREEN: 'Green',
        YELLOW: 'Yellow',
        RED: 'Red',
        UNREACHABLE: 'Unreachable',
        UNKNOWN: 'Unknown',
        SUSPENDED: 'Suspended',
      },
      helpText: 'Leave blank for any status.',
    },
    { key: 'region', label: 'Region', helpText: 'For example aks1.westeurope.azure.' },
    {
      key: 'version',
      label: 'CrateDB Version',
      helpText: 'A whole version or the beginning of one: 6, 6.2 or 6.2.1.',
    },
  ],
  record: manyRecord('Clusters', line),
  perform: async (run) => {
    const filter = await clusterFilter(run, run.input);
    // The region of a cluster is known by its project only.
    const names = await readNames(run);
    const matches = await pickClusters(run.cloud, filter, {
      look: ['id'],
      pick: (_id, whole) => {
        const { ip_allowlist: _list, ...record } = toClusterRecord(whole(), names);
        return isMatch(record, run.input) ? record : undefined;
      },
    });
    return many(matches);
  },
});

type Wanted = {
  name_contains: string | undefined;
  plan: string | undefined;
  status: string[];
  region: string | undefined;
  version: string | undefined;
};

function isMatch(cluster: Omit<ClusterRecord, 'ip_allowlist'>, wanted: Wanted): boolean {
  const same = (value: string | null, text: string | undefined) =>
    text === undefined || value?.toLowerCase() === text.toLowerCase();
  return (
    (cluster.name ?? '').toLowerCase().includes((wanted.name_contains ?? '').toLowerCase()) &&
    same(cluster.plan, wanted.plan) &&
    same(cluster.region, wanted.region) &&
    (wanted.status.length === 0 || wanted.status.includes(cluster.status ?? 'UNKNOWN')) &&
    (wanted.version === undefined || `${cluster.version}.`.startsWith(`${wanted.version}.`))
  );
}
