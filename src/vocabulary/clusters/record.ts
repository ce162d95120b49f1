/** What steps of several subjects give of a cluster. */
import type { Cluster } from '../../clients/cloud/clusters.ts';
import {
  flag,
  integer,
  lines,
  number,
  type RecordOf,
  text,
  time,
} from '../../kit/record/static.ts';
import { counted } from '../../kit/text.ts';
import { toGib } from '../../kit/units.ts';
import { adminUiUrl, adminUiUrlField, consoleUrl, consoleUrlOf } from '../console.ts';
import { type Names, placeRecord } from '../names.ts';
import { summaryField } from '../summary.ts';

/** The fields of a cluster that every step about one gives. */
export const clusterHead = {
  cluster_id: text('Cluster ID', 'e1e38d92-0000-48f1-8a70-000000000003'),
  cluster_name: text('Cluster Name', 'weather-prod'),
};

/** Another cluster, for the samples of what nobody does to the first. */
export const otherCluster = {
  cluster_id: 'e1e38d92-0000-48f1-8a70-000000000015',
  cluster_name: 'winter-lab',
};

/** The same with its address. */
export const otherClusterSample = {
  ...otherCluster,
  admin_ui_url: 'https://winter-lab.aks1.westeurope.azure.cratedb.net:4200/',
};

/**
 * A cluster, as far as a person maps it. Left out is what another step says better: the last operation (“Find
 * Cluster Operation”), and what may be done with it, which each action checks by itself.
 */
export const clusterRecord = {
  id: text('Cluster ID', 'e1e38d92-0000-48f1-8a70-000000000003'),
  name: text('Cluster Name', 'weather-prod'),
  summary: summaryField(
    'weather-prod is GREEN: 3 nodes, plan cr2, 64 GiB per node, CrateDB 6.2.1.',
  ),
  status: text('Status', 'GREEN'),
  running_operation: text('Running Operation', ''),
  suspended: flag('Suspended', false),
  ...placeRecord,
  plan: text('Plan', 'cr2'),
  nodes: integer('Nodes', 3),
  storage_gib_per_node: number('Storage per Node (GiB)', 64),
  storage_gib_total: number('Storage in Total (GiB)', 192),
  cpus_per_node: number('CPUs per Node', 4),
  memory_gib_per_node: number('Memory per Node (GiB)', 14),
  version: text('CrateDB Version', '6.2.1'),
  url: text('Cluster URL', 'https://weather-prod.aks1.westeurope.azure.cratedb.net:4200'),
  admin_ui_url: adminUiUrlField,
  console_url: consoleUrlOf('cluster'),
  subscription_id: text('Subscription ID', '782dfc00-0000-4f48-8381-000000000007'),
  backup_schedule: text('Backup Schedule (Cron, UTC)', '55 * * * *'),
  deletion_protected: flag('Deletion Protected', true),
  ip_allowlist: lines('IP Allowlist', {
    cidr: text('CIDR', '10.1.2.0/24'),
    description: text('Description', 'Office'),
  }),
  last_seen: time('Last Seen', '2026-03-02T08:59:17.456Z'),
  created_at: time('Created At', '2026-02-03T21:30:02.101Z'),
};

/** A cluster's record without what a table of clusters has no room for; the same for values and their fields. */
function inLine<Of extends Record<keyof typeof clusterRecord, unknown>>(record: Of) {
  const {
    id,
    name,
    summary,
    url,
    cpus_per_node,
    memory_gib_per_node,
    backup_schedule,
    ip_allowlist,
    ...line
  } = record;
  const cluster_id: Of['id'] = record.id;
  const cluster_name: Of['name'] = record.name;
  return { cluster_id, cluster_name, ...line };
}

/** A cluster among many: what a table of clusters shows. */
export const clusterLine = { ...inLine(clusterRecord), ...clusterHead };

export type ClusterRecord = RecordOf<typeof clusterRecord>;

export function toClusterRecord(cluster: Cluster, names: Names): ClusterRecord {
  const specs = cluster.hardware_specs;
  const storage = storageBytesPerNode(cluster);
  const nodes = nodesOf(cluster);
  return {
    id: cluster.id,
    name: cluster.name,
    summary: summaryOf(cluster, storage),
    status: cluster.health.status,
    running_operation: cluster.health.running_operation,
    suspended: cluster.suspended,
    ...names.place(cluster.project_id),
    plan: cluster.product_name,
    nodes,
    storage_gib_per_node: toGib(storage),
    storage_gib_total: storage === null || nodes === null ? null : toGib(storage * nodes),
    cpus_per_node: specs.cpus_per_node,
    memory_gib_per_node: toGib(specs.memory_per_node_bytes),
    version: cluster.crate_version,
    url: cluster.url,
    admin_ui_url: adminUiUrl(cluster.url),
    console_url: consoleUrl('cluster'),
    subscription_id: cluster.subscription_id,
    backup_schedule: cluster.backup_schedule,
    deletion_protected: cluster.deletion_protected,
    ip_allowlist: cluster.ip_whitelist,
    last_seen: cluster.health.last_seen,
    created_at: cluster.dc.created,
  };
}

export type ClusterLine = RecordOf<typeof clusterLine>;

export function toClusterLine(cluster: Cluster, names: Names): ClusterLine {
  return inLine(toClusterRecord(cluster, names));
}

/** One sentence about a cluster. */
function summaryOf(cluster: Cluster, storage: number | null): string {
  const nodes = nodesOf(cluster);
  const parts = [
    nodes === null ? null : counted(nodes, 'node'),
    cluster.product_name === null ? null : `plan ${cluster.product_name}`,
    storage === null ? null : `${toGib(storage)} GiB per node`,
    cluster.crate_version === null ? null : `CrateDB ${cluster.crate_version}`,
  ].filter((part) => part !== null);
  const status = cluster.suspended === true ? 'SUSPENDED' : cluster.health.status;
  return `${cluster.name ?? cluster.id} is ${status ?? 'of unknown status'}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}.`;
}

/** API: `num_nodes`, or `product_unit` plus one where that is missing. */
export function nodesOf(cluster: Cluster): number | null {
  if (cluster.num_nodes !== null) return cluster.num_nodes;
  return cluster.product_unit === null ? null : cluster.product_unit + 1;
}

/** Provisioned bytes on each node. */
export function storageBytesPerNode(cluster: Cluster): number | null {
  return cluster.hardware_specs.disk_size_per_node_bytes;
}

/** A cluster's name for a sentence. */
export function nameOf(cluster: { name: string | null; id: string }): string {
  return `“${cluster.name ?? cluster.id}”`;
}
