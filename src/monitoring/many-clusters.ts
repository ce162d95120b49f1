/** Steps about one, some or all clusters: which are meant, and measuring them with a word for each. */
import { type Cluster, listClusters, pickClusters } from '../clients/cloud/clusters.ts';
import { choose, isNamed, noSuch } from '../kit/choose.ts';
import type { InputOf } from '../kit/fields/read.ts';
import type { Run } from '../kit/run/run.ts';
import { clusterField, clusterFilter, projectField } from '../vocabulary/clusters/choose.ts';
import {
  type Measured,
  type Measurement,
  measureClusters,
} from '../vocabulary/clusters/measure.ts';
import type { Reason } from '../vocabulary/clusters/reach.ts';
import { nameOf, otherCluster } from '../vocabulary/clusters/record.ts';
import { organizationField } from '../vocabulary/organizations.ts';
import { isUnmeasured } from './unmeasured.ts';

export const manyClustersFields = [
  organizationField,
  projectField,
  {
    key: 'cluster_ids',
    label: 'Clusters',
    list: true,
    dynamic: clusterField.dynamic,
    helpText: 'Choose clusters, or enter their exact names or IDs. Leave blank for all clusters.',
  },
] as const;

/** Of what there is instead, a sentence has room for some. */
const MOST_NAMED = 10;

/** Why the other cluster of the samples was not measured. */
const SUSPENDED_MESSAGE =
  'Cluster “winter-lab” is suspended. Resume it with “Resume Cluster” first.';

/** The other cluster of the samples, which was not measured. */
export const unmeasuredSample = {
  ...otherCluster,
  status: 'SUSPENDED',
  measured: false,
  message: SUSPENDED_MESSAGE,
};

type ManyInput = InputOf<typeof manyClustersFields>;

/** The clusters meant, each once; one that is named and not there is an error. */
export async function wantedClusters(run: Run<unknown>, input: ManyInput): Promise<Cluster[]> {
  const filter = await clusterFilter(run, input);
  const { cluster_ids: wanted } = input;
  if (wanted.length === 0) return listClusters(run.cloud, filter);
  const others: string[] = [];
  const found = await pickClusters(run.cloud, filter, {
    look: ['id', 'name'],
    pick: (cluster, whole) => {
      if (wanted.some((value) => isNamed(cluster, value))) return whole();
      if (others.length < MOST_NAMED) others.push(cluster.name ?? cluster.id);
      return undefined;
    },
  });
  const chosen = wanted.map((value) => {
    const named = found.filter((cluster) => isNamed(cluster, value));
    if (named.length === 0) throw noSuch('cluster', value, others);
    return choose(named, value, 'cluster', ({ fqdn }) => fqdn);
  });
  return [...new Set(chosen)];
}

/** A cluster with its numbers, or with the reason why there are none. */
export type Counted =
  | { cluster: Cluster; measured: Measured; reason: null; message: null }
  | { cluster: Cluster; measured: null; reason: Reason | 'not_reached'; message: string };

/** Every cluster, in the order given; those for which there was no time say so. */
export async function measureAll(
  run: Run<unknown>,
  clusters: readonly Cluster[],
  options: { withShards?: boolean; keepMs?: number } = {},
): Promise<Counted[]> {
  const measurements = await measureClusters(run, clusters, options);
  const byId = new Map(measurements.map((each) => [each.cluster.id, each]));
  return clusters.map((cluster) => toCounted(cluster, byId.get(cluster.id)));
}

function toCounted(cluster: Cluster, found: Measurement | undefined): Counted {
  if (!found) {
    const message = `There was no time left to measure cluster ${nameOf(cluster)}.`;
    return { cluster, measured: null, reason: 'not_reached', message };
  }
  if (!isUnmeasured(found)) return { cluster, measured: found, reason: null, message: null };
  const why = found.why.charAt(0).toUpperCase() + found.why.slice(1);
  return { cluster, measured: null, reason: found.unmeasured, message: `${why}. ${found.next}` };
}
