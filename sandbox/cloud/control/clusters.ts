import {
  delayFileSystem,
  fileSystemBytes,
  provisionedBytes,
  rebaseUsage,
} from '../clusters/disks.ts';
import { shardsOf } from '../clusters/nodes.ts';
import { turnBackupPeriod } from '../clusters/snapshots.ts';
import { tablesOf } from '../clusters/tables.ts';
import type { Cluster, NodeUsage } from '../state/types.ts';
import { zoneless } from '../world/times.ts';
import type { World } from '../world/world.ts';
import type { ClusterPatch, NodePatch, UsagePatch } from './client.ts';

/** Changes a cluster at once, without an operation. */
export function patchCluster(world: World, cluster: Cluster, patch: ClusterPatch): void {
  const {
    status,
    health,
    hardware_specs,
    usage,
    growth_bytes_per_hour,
    sql,
    file_system_bytes,
    sql_delay_ms,
    failed_checks,
    failed_node_checks,
    tables,
    backups_stopped,
    disk_delay_hours,
    watermarks,
    password,
    ...fields
  } = patch;
  const unknown = Object.keys(fields).find((it) => !(it in cluster) || it === 'sandbox');
  if (unknown) throw new Error(`A cluster has no "${unknown}".`);

  const now = world.clock.now().getTime();
  rebaseUsage(cluster, now);
  Object.assign(cluster, fields);
  Object.assign(cluster.hardware_specs, hardware_specs);
  Object.assign(cluster.sandbox.watermarks, watermarks);
  setHealth(cluster, now, { health, status: status ?? suspension(fields.suspended) });
  if (fields.num_nodes !== undefined) cluster.product_unit = fields.num_nodes - 1;
  if (sql !== undefined) setSql(cluster, sql, fields.ip_whitelist !== undefined);
  if (growth_bytes_per_hour !== undefined) {
    cluster.sandbox.usage.growth_bytes_per_hour = growth_bytes_per_hour;
  }
  const own = {
    sql_delay_ms,
    failed_checks,
    failed_node_checks,
    tables,
    backups_stopped,
    disk_delay_hours,
    password,
  };
  Object.assign(cluster.sandbox, defined(own));
  if (tables !== undefined) cluster.sandbox.tables_given = true;
  if (file_system_bytes === null) cluster.sandbox.file_system = null;
  else if (file_system_bytes !== undefined) delayFileSystem(cluster, now, file_system_bytes, -1);
  if (usage) patchUsage(world, cluster, usage);
  turnBackupPeriod(cluster, now);
}

function setHealth(
  cluster: Cluster,
  now: number,
  to: { health: ClusterPatch['health'] | undefined; status: ClusterPatch['status'] | undefined },
): void {
  if (to.status !== undefined) {
    cluster.health.status = to.status;
    const silent = to.status === 'UNREACHABLE' || to.status === 'SUSPENDED';
    cluster.health.last_seen = silent ? zoneless(now) : null;
  }
  Object.assign(cluster.health, to.health);
}

function setSql(cluster: Cluster, sql: NonNullable<ClusterPatch['sql']>, listed: boolean): void {
  if (sql === 'allowlisted') {
    cluster.ip_whitelist = [{ cidr: '203.0.113.0/24', description: null }];
    return;
  }
  cluster.sandbox.sql = sql;
  if (sql === 'ok' && !listed) cluster.ip_whitelist = null;
}

function suspension(suspended: boolean | undefined): ClusterPatch['status'] {
  if (suspended === undefined) return undefined;
  return suspended ? 'SUSPENDED' : 'GREEN';
}

function patchUsage(world: World, cluster: Cluster, patch: UsagePatch): void {
  const { used_percent, nodes, masters, shards, ...plain } = patch;
  const { usage } = cluster.sandbox;
  const unknown = Object.keys(plain).find((it) => !(it in usage) || it === 'since');
  if (unknown) throw new Error(`Usage has no "${unknown}".`);
  const now = world.clock.now().getTime();
  Object.assign(usage, plain);
  if (used_percent !== undefined) {
    usage.used_bytes = part(fileSystemBytes(cluster, now, -1), used_percent);
  }
  // What all nodes have now replaces what single nodes had before.
  if (used_percent !== undefined || plain.used_bytes !== undefined) {
    usage.nodes = usage.nodes.map(({ used_bytes, disks, ...rest }) => rest);
  }
  if (nodes) usage.nodes = nodes.map((it) => ownUsage(it, fileSystemBytes(cluster, now, -1)));
  if (masters) usage.masters = masters.map((it) => ownUsage(it, provisionedBytes(cluster)));
  if (shards !== undefined) {
    cluster.sandbox.extra_shards = 0;
    const present = shardsOf(cluster, now, tablesOf(world, cluster)).length;
    cluster.sandbox.extra_shards = Math.max(0, shards * cluster.num_nodes - present);
  }
}

/** A node's own values; percentages are of its own disks, or of `size` bytes. */
function ownUsage(patch: NodePatch, size: number): NodeUsage {
  const { used_percent, disks, ...node } = patch;
  const own = node.size_bytes ?? size;
  return {
    ...node,
    ...(used_percent === undefined ? {} : { used_bytes: part(own, used_percent) }),
    ...(disks && {
      disks: disks.map(({ used_percent: percent, ...disk }) => ({
        ...disk,
        ...(percent === undefined
          ? {}
          : { used_bytes: part(disk.size_bytes ?? own / disks.length, percent) }),
      })),
    }),
  };
}

const part = (size: number, percent: number) => Math.round((size * percent) / 100);

function defined(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
