/** The fields that choose a cluster or narrow a list of clusters, and what they stand for. */

import { isProblem } from '../../base/problem.ts';
import {
  type Cluster,
  type ClusterFilter,
  getCluster,
  pickClusters,
} from '../../clients/cloud/clusters.ts';
import { listProjects } from '../../clients/cloud/projects.ts';
import { choose, isNamed, noSuch } from '../../kit/choose.ts';
import type { Run } from '../../kit/run/run.ts';
import { chosenOrganization } from '../organizations.ts';

/** A cluster, by dropdown, id or exact name. */
export const clusterField = {
  key: 'cluster_id',
  label: 'Cluster',
  dynamic: 'cluster.id.label',
  search: 'find_cluster.id',
} as const;

const ONE_CLUSTER = 'Choose a cluster, or enter its exact name or ID.';

/** The same where a step is about just one, with what the step itself has to say of it. */
export const oneClusterField = { ...clusterField, helpText: ONE_CLUSTER } as const;

export const oneClusterWith = (more: string) =>
  ({ ...clusterField, helpText: `${ONE_CLUSTER} ${more}` }) as const;

export const projectField = {
  key: 'project_id',
  label: 'Project',
  dynamic: 'project.id.label',
  helpText: 'Leave blank for all projects.',
} as const;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** True for what is read as an id, whether or not there is such a cluster. */
export function isClusterId(value: string): boolean {
  return UUID.test(value);
}

/** The cluster that a field names, by id with one request, by name with a look at the list. */
export async function chosenCluster(run: Run<unknown>, value: string): Promise<Cluster> {
  if (isClusterId(value)) {
    try {
      return await getCluster(run.cloud, value.toLowerCase());
    } catch (error) {
      if (!isProblem(error, 'not_found')) throw error;
    }
  }
  const others: string[] = [];
  const candidates = await pickClusters(
    run.cloud,
    {},
    {
      look: ['id', 'name'],
      pick: (cluster, whole) => {
        if (isNamed(cluster, value)) return whole();
        if (others.length < MOST_NAMED) others.push(cluster.name ?? cluster.id);
        return undefined;
      },
    },
  );
  if (candidates.length === 0) throw noSuch('cluster', value, others);
  return choose(candidates, value, 'cluster', (cluster) => cluster.fqdn);
}

/** Of what there is instead, a sentence has room for some. */
const MOST_NAMED = 10;

/**
 * The id of the cluster that a field names. An id is taken as it is, because a log still tells of a cluster
 * that is gone.
 */
export async function chosenClusterId(run: Run<unknown>, value: string): Promise<string> {
  return isClusterId(value) ? value.toLowerCase() : (await chosenCluster(run, value)).id;
}

/** The filter that the fields Organization and Project make, with names turned into ids. */
export async function clusterFilter(
  run: Run<unknown>,
  input: { organization_id?: string | undefined; project_id?: string | undefined },
): Promise<ClusterFilter> {
  const organization = await chosenOrganization(run, input.organization_id);
  const project =
    input.project_id === undefined
      ? undefined
      : choose(await listProjects(run.cloud), input.project_id, 'project', (one) => one.region);
  return { organizationId: organization?.id, projectId: project?.id };
}
