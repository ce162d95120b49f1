import { type Cluster, pickFirstClusters } from '../clients/cloud/clusters.ts';
import type { Choice } from '../clients/cloud/long-list.ts';
import { MOST_LINES, many, manyRecord } from '../kit/record/many.ts';
import { defineSearch } from '../kit/search.ts';
import { clusterFilter, projectField } from '../vocabulary/clusters/choose.ts';
import { clusterRecord, toClusterRecord } from '../vocabulary/clusters/record.ts';
import { readNames } from '../vocabulary/names.ts';
import { organizationField } from '../vocabulary/organizations.ts';

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
    const places = run.input.region === undefined ? null : await readNames(run);
    const choice: Choice<Cluster, (typeof LOOK)[number], Cluster> = {
      look: LOOK,
      pick: (cluster, whole) => {
        const region = places?.place(cluster.project_id).region ?? null;
        return isMatch(cluster, region, run.input) ? whole : undefined;
      },
    };
    const [{ first, count }, names] = await Promise.all([
      pickFirstClusters(run.cloud, filter, choice, MOST_LINES),
      places ?? readNames(run),
    ]);
    const records = first.map((cluster) => {
      const { ip_allowlist: _list, ...record } = toClusterRecord(cluster, names);
      return record;
    });
    return many(records, count);
  },
});

/** What the fields ask about. */
const LOOK = ['id', 'name', 'product_name', 'project_id', 'health', 'crate_version'] as const;

type Wanted = {
  name_contains: string | undefined;
  plan: string | undefined;
  status: string[];
  region: string | undefined;
  version: string | undefined;
};

function isMatch(
  cluster: Pick<Cluster, (typeof LOOK)[number]>,
  region: string | null,
  wanted: Wanted,
): boolean {
  const same = (value: string | null, text: string | undefined) =>
    text === undefined || value?.toLowerCase() === text.toLowerCase();
  const { name, product_name: plan, health, crate_version: version } = cluster;
  return (
    (name ?? '').toLowerCase().includes((wanted.name_contains ?? '').toLowerCase()) &&
    same(plan, wanted.plan) &&
    same(region, wanted.region) &&
    (wanted.status.length === 0 || wanted.status.includes(health.status ?? 'UNKNOWN')) &&
    (wanted.version === undefined || `${version}.`.startsWith(`${wanted.version}.`))
  );
}
