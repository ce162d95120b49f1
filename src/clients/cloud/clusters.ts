import * as z from 'zod/mini';
import { lazily } from '../../base/lazily.ts';
import type { CloudClient } from './client.ts';
import { path } from './client.ts';
import { type Choice, type Found, glanceAt, readLongList, readNewest } from './long-list.ts';
import {
  dublinCore,
  id,
  listOf,
  nested,
  readOne,
  wireCount,
  wireFlag,
  wireNumber,
  wireText,
  wireTime,
  wireWord,
} from './wire.ts';

/** API: `Cluster`. Sizes in bytes; `product_unit` is the number of nodes minus one. */
export const clusterSchema = lazily(() =>
  z.object({
    id: id(),
    name: wireText(),
    project_id: wireText(),
    subscription_id: wireText(),
    product_name: wireText(),
    product_tier: wireText(),
    product_unit: wireCount(),
    num_nodes: wireCount(),
    crate_version: wireText(),
    channel: wireText(),
    username: wireText(),
    url: wireText(),
    fqdn: wireText(),
    external_ip: wireText(),
    suspended: wireFlag(),
    allow_suspend: wireFlag(),
    allow_custom_storage: wireFlag(),
    deletion_protected: wireFlag(),
    gc_available: wireFlag(),
    backup_schedule: wireText(),
    hardware_specs: nested({
      cpus_per_node: wireNumber(),
      memory_per_node_bytes: wireNumber(),
      disk_size_per_node_bytes: wireNumber(),
      disks_per_node: wireNumber(),
    }),
    health: nested({ status: wireWord(), running_operation: wireText(), last_seen: wireTime() }),
    ip_whitelist: listOf({ cidr: wireText(), description: wireText() }),
    last_async_operation: nested({
      id: wireText(),
      type: wireText(),
      status: wireText(),
      dc: dublinCore(),
    }),
    dc: dublinCore(),
  }),
);

export type Cluster = z.infer<ReturnType<typeof clusterSchema>>;

/** Which clusters to list. `organizationId` takes another path, the others are filters of the API. */
export type ClusterFilter = {
  organizationId?: string | undefined;
  projectId?: string | undefined;
  subscriptionId?: string | undefined;
};

function whereOf({ organizationId, projectId, subscriptionId }: ClusterFilter) {
  return {
    target: organizationId ? path`/organizations/${organizationId}/clusters/` : '/clusters/',
    query: { project_id: projectId, subscription_id: subscriptionId },
  };
}

/** All clusters that the key's user can see. */
export async function listClusters(
  cloud: CloudClient,
  filter: ClusterFilter = {},
): Promise<Cluster[]> {
  return pickClusters(cloud, filter, WHOLE_CLUSTERS);
}

export const WHOLE_CLUSTERS: Choice<Cluster, 'id', Cluster> = {
  look: ['id'],
  pick: (_id, whole) => whole(),
};

/** What is wanted of each cluster; of thousands, the rest need not be read or kept. */
export async function pickClusters<Key extends keyof Cluster, Picked extends object>(
  cloud: CloudClient,
  filter: ClusterFilter,
  choice: Choice<Cluster, Key, Picked>,
): Promise<Picked[]> {
  const { first } = await pickFirstClusters(cloud, filter, choice, Number.POSITIVE_INFINITY);
  return first;
}

/** The same of the first ones only, and how many there are. */
export function pickFirstClusters<Key extends keyof Cluster, Picked extends object>(
  cloud: CloudClient,
  filter: ClusterFilter,
  choice: Choice<Cluster, Key, Picked>,
  most: number,
): Promise<Found<Picked>> {
  const what = { schema: clusterSchema(), noun: 'cluster' };
  return readLongList(cloud, whereOf(filter), what, choice, most);
}

/**
 * The newest clusters, newest first; only these are read, so a long list costs little.
 *
 * @param isWanted whether one that was made then (ISO, null when the server gave none) is to be read; default: all
 */
export async function newestClusters(
  cloud: CloudClient,
  filter: ClusterFilter,
  limit: number,
  isWanted: (created: string | null) => boolean = () => true,
): Promise<Cluster[]> {
  const entries = await readNewest(cloud, whereOf(filter), 'cluster', limit);
  const glance = glanceAt(clusterSchema(), ['id', 'dc']);
  return entries.flatMap((entry) => {
    const { dc } = readOne(glance, 'a cluster', entry) as Pick<Cluster, 'dc'>;
    return isWanted(dc.created) ? [readOne(clusterSchema(), 'a cluster', entry)] : [];
  });
}

export async function getCluster(cloud: CloudClient, clusterId: string): Promise<Cluster> {
  return readOne(clusterSchema(), 'a cluster', await cloud.get(path`/clusters/${clusterId}/`));
}

/** API: the one free plan. It cannot be scaled, changed or suspended by hand; one per organization. */
export const FREE_PLAN = 'crfree';

/** API: one operation at a time; it goes REGISTERED, SENT, IN_PROGRESS, then SUCCEEDED or FAILED. */
export function isRunning(operationStatus: string | null): boolean {
  return /^(REGISTERED|SENT|IN_PROGRESS)$/i.test(operationStatus ?? '');
}

export function hasSucceeded(operationStatus: string | null): boolean {
  return /^SUCCEEDED$/i.test(operationStatus ?? '');
}

export function hasFailed(operationStatus: string | null): boolean {
  return /^FAILED$/i.test(operationStatus ?? '');
}

export function hasEnded(operationStatus: string | null): boolean {
  return hasSucceeded(operationStatus) || hasFailed(operationStatus);
}

export const tokenSchema = lazily(() => z.object({ token: id(), expiry: wireTime() }));

/** API: a token (JWT) for SQL on one cluster, good for a while. Not every role is given one. */
export async function getClusterToken(
  cloud: CloudClient,
  clusterId: string,
): Promise<{ token: string; expiresAt: Date | null }> {
  const reply = await cloud.get(path`/clusters/${clusterId}/jwt/`);
  const { token, expiry } = readOne(tokenSchema(), 'a token', reply);
  return { token, expiresAt: expiry === null ? null : new Date(expiry) };
}
