import * as z from 'zod/mini';
import { lazily } from '../base/lazily.ts';
import type { CloudClient } from './client.ts';
import { path } from './client.ts';
import {
  count,
  dublinCore,
  flag,
  id,
  listOf,
  nested,
  newest,
  number,
  readArray,
  readMany,
  readOne,
  text,
  time,
} from './wire.ts';

/** API: `Cluster`. Sizes in bytes; `product_unit` is the number of nodes minus one. */
export const clusterSchema = lazily(() =>
  z.object({
    id: id(),
    name: text(),
    project_id: text(),
    subscription_id: text(),
    product_name: text(),
    product_tier: text(),
    product_unit: count(),
    num_nodes: count(),
    crate_version: text(),
    channel: text(),
    username: text(),
    url: text(),
    fqdn: text(),
    external_ip: text(),
    suspended: flag(),
    allow_suspend: flag(),
    allow_custom_storage: flag(),
    deletion_protected: flag(),
    gc_available: flag(),
    backup_schedule: text(),
    hardware_specs: nested({
      cpus_per_node: number(),
      memory_per_node_bytes: number(),
      disk_size_per_node_bytes: number(),
      disks_per_node: number(),
    }),
    health: nested({ status: text(), running_operation: text(), last_seen: time() }),
    ip_whitelist: listOf({ cidr: text(), description: text() }),
    last_async_operation: nested({ id: text(), type: text(), status: text(), dc: dublinCore() }),
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

async function rawClusters(cloud: CloudClient, filter: ClusterFilter): Promise<unknown[]> {
  const target = filter.organizationId
    ? path`/organizations/${filter.organizationId}/clusters/`
    : '/clusters/';
  const query = { project_id: filter.projectId, subscription_id: filter.subscriptionId };
  return readArray('cluster', await cloud.get(target, query));
}

/** All clusters that the key's user can see. */
export async function listClusters(
  cloud: CloudClient,
  filter: ClusterFilter = {},
): Promise<Cluster[]> {
  return readMany(clusterSchema(), 'a cluster', await rawClusters(cloud, filter));
}

/** The newest clusters, newest first; only these are read, so a long list costs little. */
export async function newestClusters(
  cloud: CloudClient,
  filter: ClusterFilter,
  limit: number,
): Promise<Cluster[]> {
  return readMany(clusterSchema(), 'a cluster', newest(await rawClusters(cloud, filter), limit));
}

export async function getCluster(cloud: CloudClient, clusterId: string): Promise<Cluster> {
  return readCluster(await cloud.get(path`/clusters/${clusterId}/`));
}

/** A cluster as a reply holds it. */
export function readCluster(reply: unknown): Cluster {
  return readOne(clusterSchema(), 'a cluster', reply);
}

/** API: the one free plan. It cannot be scaled, changed or suspended by hand; one per organization. */
export const FREE_PLAN = 'crfree';

/** True while an operation runs that has not ended; the API allows one at a time. */
export function hasRunningOperation(cluster: Cluster): boolean {
  return (
    cluster.health.running_operation !== null || isRunning(cluster.last_async_operation.status)
  );
}

/** API: an operation goes REGISTERED, SENT, IN_PROGRESS, then SUCCEEDED or FAILED. */
export function isRunning(operationStatus: string | null): boolean {
  return /^(REGISTERED|SENT|IN_PROGRESS)$/i.test(operationStatus ?? '');
}

export function hasEnded(operationStatus: string | null): boolean {
  return /^(SUCCEEDED|FAILED)$/i.test(operationStatus ?? '');
}

export const tokenSchema = lazily(() => z.object({ token: id(), expiry: time() }));

/** API: a token (JWT) for SQL on one cluster, good for a while. Not every role is given one. */
export async function getClusterToken(
  cloud: CloudClient,
  clusterId: string,
): Promise<{ token: string; expiresAt: Date | null }> {
  const reply = await cloud.get(path`/clusters/${clusterId}/jwt/`);
  const { token, expiry } = readOne(tokenSchema(), 'a token', reply);
  return { token, expiresAt: expiry === null ? null : new Date(expiry) };
}
