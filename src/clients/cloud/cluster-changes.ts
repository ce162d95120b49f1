/**
 * Changes of a cluster. API: each names the state wanted, never a difference; it answers at once with
 * the cluster as it was, and an operation does the work. One operation at a time.
 */
import * as z from 'zod/mini';
import { lazily } from '../../base/lazily.ts';
import { Problem } from '../../base/problem.ts';
import type { CloudClient } from './client.ts';
import { path } from './client.ts';
import { type Cluster, clusterSchema } from './clusters.ts';
import { readDone, readGone, toBody, unreadable, wireText } from './wire.ts';

async function put(cloud: CloudClient, target: string, body: object): Promise<Cluster> {
  return readDone(clusterSchema(), 'a cluster', await cloud.change('PUT', target, body));
}

/** API: disks can only grow, and never shrink again. Operation EXPAND_STORAGE. */
export function expandStorage(
  cloud: CloudClient,
  clusterId: string,
  bytesPerNode: number,
): Promise<Cluster> {
  const body = toBody(storageBody(), { disk_size_per_node_bytes: bytesPerNode });
  return put(cloud, path`/clusters/${clusterId}/storage/`, body);
}

const storageBody = lazily(() =>
  z.strictObject({ disk_size_per_node_bytes: z.int().check(z.positive()) }),
);

/** API: the product unit is the number of nodes minus one. Operation SCALE. */
export function scaleCluster(
  cloud: CloudClient,
  clusterId: string,
  nodes: number,
): Promise<Cluster> {
  const body = toBody(scaleBody(), { product_unit: nodes - 1 });
  return put(cloud, path`/clusters/${clusterId}/scale/`, body);
}

const scaleBody = lazily(() => z.strictObject({ product_unit: z.int().check(z.nonnegative()) }));

/** Operation CHANGE_COMPUTE, a rolling restart. */
export function changeProduct(
  cloud: CloudClient,
  clusterId: string,
  productName: string,
): Promise<Cluster> {
  const body = toBody(productBody(), { product_name: productName });
  return put(cloud, path`/clusters/${clusterId}/product/`, body);
}

const productBody = lazily(() =>
  z.strictObject({ product_name: z.string().check(z.regex(/^\w[\w\-. ]*$/)) }),
);

/** Operation UPGRADE, a rolling restart. */
export function upgradeCluster(
  cloud: CloudClient,
  clusterId: string,
  version: string,
): Promise<Cluster> {
  const body = toBody(upgradeBody(), { crate_version: version });
  return put(cloud, path`/clusters/${clusterId}/upgrade/`, body);
}

const upgradeBody = lazily(() =>
  z.strictObject({ crate_version: z.string().check(z.regex(/^[\w.-]+$/)) }),
);

/** Suspends or resumes. Operation SUSPEND, both ways. */
export function suspendCluster(
  cloud: CloudClient,
  clusterId: string,
  suspended: boolean,
): Promise<Cluster> {
  const body = toBody(suspendBody(), { suspended });
  return put(cloud, path`/clusters/${clusterId}/suspend/`, body);
}

const suspendBody = lazily(() => z.strictObject({ suspended: z.boolean() }));

export type AllowedRange = { cidr: string; description: string | null };

/** Replaces the whole list; an empty one lets everybody in. Operation ALLOWED_CIDR_UPDATE. */
export function putIpAllowlist(
  cloud: CloudClient,
  clusterId: string,
  ranges: readonly AllowedRange[],
): Promise<Cluster> {
  const body = toBody(allowlistBody(), {
    ip_whitelist: ranges.map(({ cidr, description }) =>
      // API: a description is at least one character, or left out.
      description ? { cidr, description } : { cidr },
    ),
  });
  return put(cloud, path`/clusters/${clusterId}/ip-restrictions/`, body);
}

const allowlistBody = lazily(() =>
  z.strictObject({
    ip_whitelist: z.array(
      z.strictObject({
        cidr: z.string().check(z.minLength(1)),
        description: z.optional(z.string().check(z.minLength(1), z.maxLength(512))),
      }),
    ),
  }),
);

/** Hours of the day in UTC, from 0 to 23, at least one. Operation BACKUP_SCHEDULE_UPDATE. */
export function putBackupHours(
  cloud: CloudClient,
  clusterId: string,
  hours: readonly number[],
): Promise<Cluster> {
  const body = toBody(backupBody(), { backup_hours: hours.join(',') });
  return put(cloud, path`/clusters/${clusterId}/backup-schedule/`, body);
}

const backupBody = lazily(() =>
  z.strictObject({ backup_hours: z.string().check(z.regex(/^\d{1,2}(,\d{1,2})*$/)) }),
);

/** API: done at once, without an operation; for organization admins. */
export function setDeletionProtection(
  cloud: CloudClient,
  clusterId: string,
  isProtected: boolean,
): Promise<Cluster> {
  const body = toBody(protectionBody(), { deletion_protected: isProtected });
  return put(cloud, path`/clusters/${clusterId}/deletion-protection/`, body);
}

const protectionBody = lazily(() => z.strictObject({ deletion_protected: z.boolean() }));

/** API: the only path without a slash at its end; 202 with an answer of Kubernetes. No operation. */
export async function restartNode(
  cloud: CloudClient,
  clusterId: string,
  ordinal: number,
): Promise<void> {
  const target = path`/clusters/${clusterId}/nodes/${String(ordinal)}`;
  const reply = await cloud.change('DELETE', target);
  const { code, kind, status } = readDone(kubernetesSchema(), 'an answer', reply);
  // Kubernetes: `status` is Success or Failure, and can be missing where the thing itself is given back.
  if ([code, kind, status].every((field) => field === null)) throw unreadable('an answer', true);
  if (status === 'Failure') {
    throw new Problem('refused', 'the node cannot be restarted now', { serverMessage: null });
  }
}

const kubernetesSchema = lazily(() =>
  z.object({ code: wireText(), kind: wireText(), status: wireText() }),
);

/** API: done at once, with its backups; refused while the cluster is protected. */
export async function deleteCluster(cloud: CloudClient, clusterId: string): Promise<void> {
  readGone(await cloud.change('DELETE', path`/clusters/${clusterId}/`));
}
