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
import { toGib } from '../../kit/units.ts';
import { adminUiUrl, adminUiUrlField, consoleUrl, consoleUrlOf } from '../console.ts';
import { type Names, placeRecord } from '../names.ts';

/** The fields of a cluster that every step about one gives. */
export const clusterHead = {
  cluster_id: text('Cluster ID', 'e1e38d92-0000-48f1-8a70-000000000003'),
  cluster_name: text('Cluster Name', 'weather-prod'),
};

/** A whole cluster. */
export const clusterRecord = {
  id: text('Cluster ID', 'e1e38d92-0000-48f1-8a70-000000000003'),
  name: text('Cluster Name', 'weather-prod'),
  status: text('Status', 'GREEN'),
  running_operation: text('Running Operation', 'SCALE'),
  suspended: flag('Suspended', false),
  ...placeRecord,
  plan: text('Plan', 'cr1'),
  nodes: integer('Nodes', 3),
  storage_gib_per_node: number('Storage per Node (GiB)', 64),
  storage_gib_total: number('Storage in Total (GiB)', 192),
  cpus_per_node: number('CPUs per Node', 2),
  memory_gib_per_node: number('Memory per Node (GiB)', 7),
  version: text('CrateDB Version', '6.2.1'),
  channel: text('Release Channel', 'stable'),
  url: text('Cluster URL', 'https://weather-prod.aks1.westeurope.azure.cratedb.net:4200'),
  admin_ui_url: adminUiUrlField,
  console_url: consoleUrlOf('cluster'),
  admin_user: text('Admin User', 'admin'),
  subscription_id: text('Subscription ID', '782dfc00-0000-4f48-8381-000000000007'),
  backup_schedule: text('Backup Schedule (Cron, UTC)', '55 * * * *'),
  deletion_protected: flag('Deletion Protected', true),
  can_suspend: flag('Can Be Suspended', true),
  can_expand_storage: flag('Storage Can Be Expanded', true),
  ip_allowlist: lines('IP Allowlist', {
    cidr: text('CIDR', '10.1.2.0/24'),
    description: text('Description', 'Office'),
  }),
  last_operation_id: text('Last Operation ID', '5b1f0c3e-3d33-4c4a-8c9c-000000000004'),
  last_operation_type: text('Last Operation Type', 'SCALE'),
  last_operation_status: text('Last Operation Status', 'SUCCEEDED'),
  last_operation_at: time('Last Operation Changed At', '2026-03-02T08:06:52.157Z'),
  last_seen: time('Last Seen', '2026-03-02T08:59:17.456Z'),
  created_at: time('Created At', '2026-02-03T21:30:02.101Z'),
  modified_at: time('Modified At', '2026-03-02T08:06:52.157Z'),
};

export type ClusterRecord = RecordOf<typeof clusterRecord>;

export function toClusterRecord(cluster: Cluster, names: Names): ClusterRecord {
  const specs = cluster.hardware_specs;
  const storage = storageBytesPerNode(cluster);
  const nodes = nodesOf(cluster);
  const last = cluster.last_async_operation;
  return {
    id: cluster.id,
    name: cluster.name,
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
    channel: cluster.channel,
    url: cluster.url,
    admin_ui_url: adminUiUrl(cluster.url),
    console_url: consoleUrl('cluster'),
    admin_user: cluster.username,
    subscription_id: cluster.subscription_id,
    backup_schedule: cluster.backup_schedule,
    deletion_protected: cluster.deletion_protected,
    can_suspend: cluster.allow_suspend,
    can_expand_storage: cluster.allow_custom_storage,
    ip_allowlist: cluster.ip_whitelist,
    last_operation_id: last.id,
    last_operation_type: last.type,
    last_operation_status: last.status,
    last_operation_at: last.dc.modified,
    last_seen: cluster.health.last_seen,
    created_at: cluster.dc.created,
    modified_at: cluster.dc.modified,
  };
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
