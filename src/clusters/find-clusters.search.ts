import { type Cluster, pickFirstClusters } from '../clients/cloud/clusters.ts';
import type { Choice } from '../clients/cloud/long-list.ts';
import { listProducts } from '../clients/cloud/products.ts';
import { noSuch, shorten } from '../kit/choose.ts';
import { refuse } from '../kit/errors.ts';
import { MOST_LINES, many, manyRecord } from '../kit/record/many.ts';
import type { Run } from '../kit/run/run.ts';
import { defineSearch } from '../kit/search.ts';
import { counted, firstOf, folded, isSameText } from '../kit/text.ts';
import { clusterFilter, projectField } from '../vocabulary/clusters/choose.ts';
import { type ClusterLine, clusterLine, toClusterLine } from '../vocabulary/clusters/record.ts';
import { readNames } from '../vocabulary/names.ts';
import { organizationField } from '../vocabulary/organizations.ts';
import { chosenRegion, regionField } from '../vocabulary/regions.ts';
import { summaryField } from '../vocabulary/summary.ts';

export const findClusters = defineSearch({
  key: 'find_clusters',
  noun: 'Cluster',
  label: 'Find Many Clusters',
  description: 'Finds all clusters that match, as line items.',
  inputFields: [
    {
      key: 'name_contains',
      group: 'which',
      label: 'Name Contains',
      helpText: 'A part of the cluster name; case does not matter. Leave blank for all names.',
    },
    { ...organizationField, group: 'where' },
    { ...projectField, group: 'where' },
    { ...regionField, group: 'where', helpText: 'Leave blank for all regions.' },
    {
      key: 'plan',
      group: 'which',
      label: 'Plan',
      dynamic: 'product.id.label',
      helpText: 'For example cr1. Leave blank for all plans.',
    },
    {
      key: 'statuses',
      group: 'which',
      label: 'Statuses',
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
    {
      key: 'version',
      group: 'which',
      label: 'CrateDB Version',
      helpText: 'A version or the beginning of one: 6, 6.2 or 6.2.1. Leave blank for all versions.',
    },
  ],
  record: {
    summary: summaryField('1 cluster: weather-prod (GREEN).'),
    ...manyRecord('Clusters', clusterLine),
  },
  perform: async (run) => {
    const filter = await clusterFilter(run, run.input);
    const { region: regionText, version } = run.input;
    checkVersion(version);
    const wanted = regionText === undefined ? null : (await chosenRegion(run, regionText)).name;
    // The region of a cluster is known by its project only.
    const places = wanted === null ? null : await readNames(run);
    const plans = new Set<string>();
    const choice: Choice<Cluster, (typeof LOOK)[number], Cluster> = {
      look: LOOK,
      pick: (cluster, whole) => {
        if (cluster.product_name !== null) plans.add(cluster.product_name);
        if (places && places.place(cluster.project_id).region !== wanted) return undefined;
        return isMatch(cluster, run.input) ? whole : undefined;
      },
    };
    const [{ first, count }, names] = await Promise.all([
      pickFirstClusters(run.cloud, filter, choice, MOST_LINES),
      places ?? readNames(run),
    ]);
    if (count === 0) await checkPlan(run, run.input.plan, plans);
    const records = first.map((cluster) => toClusterLine(cluster, names));
    return many(records, count).map((found) => ({ summary: summaryOf(records, count), ...found }));
  },
});

function summaryOf(lines: readonly ClusterLine[], count: number): string {
  const told = lines.map(({ cluster_name, cluster_id, status, suspended }) => {
    const name = cluster_name ?? cluster_id ?? 'unknown';
    const state = suspended === true ? 'SUSPENDED' : status;
    return state === null ? name : `${name} (${state})`;
  });
  return `${counted(count, 'cluster')}: ${firstOf(told, { count })}.`;
}

/** What the fields ask about. */
const LOOK = ['id', 'name', 'product_name', 'project_id', 'health', 'crate_version'] as const;

type Wanted = {
  name_contains: string | undefined;
  plan: string | undefined;
  statuses: string[];
  version: string | undefined;
};

function isMatch(cluster: Pick<Cluster, (typeof LOOK)[number]>, wanted: Wanted): boolean {
  const { name, product_name: plan, health, crate_version: version } = cluster;
  return (
    folded(name ?? '').includes(folded(wanted.name_contains ?? '')) &&
    (wanted.plan === undefined || isSameText(plan, wanted.plan)) &&
    (wanted.statuses.length === 0 || wanted.statuses.includes(health.status ?? 'UNKNOWN')) &&
    (wanted.version === undefined || `${version}.`.startsWith(`${wanted.version}.`))
  );
}

/** A plan that nothing has may be one that does not exist; those of clusters may be sold no more. */
async function checkPlan(
  run: Run<unknown>,
  wanted: string | undefined,
  there: ReadonlySet<string>,
): Promise<void> {
  if (wanted === undefined || [...there].some((plan) => isSameText(plan, wanted))) return;
  const sold = (await listProducts(run.cloud)).flatMap(({ name }) => name ?? []);
  const known = [...new Set([...there, ...sold])];
  if (!known.some((plan) => isSameText(plan, wanted))) throw noSuch('plan', wanted, known);
}

function checkVersion(version: string | undefined): void {
  if (version === undefined || /^\d+(\.\d+){0,2}$/.test(version)) return;
  throw refuse(
    `“CrateDB Version” cannot be “${shorten(version)}”`,
    'Write it like 6, 6.2 or 6.2.1.',
  );
}
