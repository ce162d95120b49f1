import * as z from 'zod/mini';
import { lazily } from '../../base/lazily.ts';
import type { CloudClient } from './client.ts';
import { path } from './client.ts';
import { type Cluster, clusterSchema } from './clusters.ts';
import { readDone, toBody } from './wire.ts';

/** API: 3 to 63 characters that fit into a host name. */
const CLUSTER_NAME = /^[a-z0-9]([a-z0-9-]{1,61})[a-z0-9]$/i;

export function isClusterName(name: string): boolean {
  return CLUSTER_NAME.test(name);
}

/** API: names are unique all over CrateDB Cloud; 200 is taken, 404 is free. */
export function isNameTaken(cloud: CloudClient, name: string): Promise<boolean> {
  return cloud.exists(path`/clusters/name/${name}/`);
}

export type ClusterOrder = {
  name: string;
  version: string;
  productName: string;
  productTier: string;
  nodes: number;
  /** Null takes what comes with the product. */
  storageBytesPerNode: number | null;
  username: string;
  password: string;
  /** An existing project, or one to be made in a region. */
  project: { id: string } | { name: string; region: string };
  /** API: `free_tier` for the free plan. */
  subscriptionId: string;
};

/**
 * Orders a cluster. API: answers 201 with the cluster, and an operation CREATE does the work; not
 * idempotent but for the name, which only one cluster can have.
 */
export async function createCluster(
  cloud: CloudClient,
  organizationId: string,
  order: ClusterOrder,
): Promise<Cluster> {
  const body = toBody(createBody(), {
    cluster: {
      name: order.name,
      crate_version: order.version,
      channel: 'stable',
      product_name: order.productName,
      product_tier: order.productTier,
      product_unit: order.nodes - 1,
      username: order.username,
      password: order.password,
      ...(order.storageBytesPerNode === null
        ? {}
        : { hardware_specs: { disk_size_per_node_bytes: order.storageBytesPerNode } }),
    },
    ...('id' in order.project ? { project_id: order.project.id } : { project: order.project }),
    subscription_id: order.subscriptionId,
  });
  const target = path`/organizations/${organizationId}/clusters/`;
  return readDone(
    clusterSchema(),
    'a cluster',
    await cloud.change('POST', target, body, { secret: order.password }),
  );
}

const createBody = lazily(() =>
  z.strictObject({
    cluster: z.strictObject({
      name: z.string().check(z.regex(CLUSTER_NAME)),
      crate_version: z.string().check(z.minLength(1)),
      channel: z.literal('stable'),
      product_name: z.string().check(z.regex(/^\w[\w\-. ]*$/)),
      product_tier: z.string().check(z.regex(/^\w[\w\- ]*$/)),
      product_unit: z.int().check(z.nonnegative()),
      username: z.string().check(z.minLength(1)),
      password: z.string().check(z.minLength(24), z.maxLength(128)),
      hardware_specs: z.optional(
        z.strictObject({ disk_size_per_node_bytes: z.int().check(z.positive()) }),
      ),
    }),
    project_id: z.optional(z.string()),
    project: z.optional(
      z.strictObject({ name: z.string().check(z.minLength(1)), region: z.string() }),
    ),
    subscription_id: z.string().check(z.minLength(1)),
  }),
);
