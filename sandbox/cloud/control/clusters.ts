import { turnBackupPeriod } from '../clusters/snapshots.ts';
import { diskSize, rebaseUsage } from '../clusters/usage.ts';
import type { Cluster } from '../state/types.ts';
import { zoneless } from '../world/times.ts';
import type { World } from '../world/world.ts';
import type { ClusterPatch, UsagePatch } from './client.ts';

/** Changes a cluster at once, without an operation. */
export function patchCluster(world: World, cluster: Cluster, patch: ClusterPatch): void {
  const {
    status,
    health,
    hardware_specs,
    usage,
    growth_bytes_per_hour,
    sql,
    sql_delay_ms,
    failed_checks,
    failed_node_checks,
    tables,
    backups_stopped,
    ...fields
  } = patch;
  const unknown = Object.keys(fields).find((it) => !(it in cluster) || it === 'sandbox');
  if (unknown) throw new Error(`A cluster has no "${unknown}".`);

  const now = world.clock.now().getTime();
  rebaseUsage(cluster, now);
  Object.assign(cluster, fields);
  Object.assign(cluster.hardware_specs, hardware_specs);
  Object.assign(cluster.health, health);
  const shown = status ?? suspension(fields.suspended);
  if (shown !== undefined) {
    cluster.health.status = shown;
    const silent = shown === 'UNREACHABLE' || shown === 'SUSPENDED';
    cluster.health.last_seen = silent ? zoneless(now) : null;
  }
  if (fields.num_nodes !== undefined) cluster.product_unit = fields.num_nodes - 1;
  if (sql === 'allowlisted') {
    cluster.ip_whitelist = [{ cidr: '203.0.113.0/24', description: null }];
  } else if (sql !== undefined) {
    cluster.sandbox.sql = sql;
    if (sql === 'ok' && fields.ip_whitelist === undefined) cluster.ip_whitelist = null;
  }
  if (growth_bytes_per_hour !== undefined) {
    cluster.sandbox.usage.growth_bytes_per_hour = growth_bytes_per_hour;
  }
  const own = { sql_delay_ms, failed_checks, failed_node_checks, tables, backups_stopped };
  Object.assign(cluster.sandbox, defined(own));
  if (usage) patchUsage(cluster, usage);
  turnBackupPeriod(cluster, now);
}

function suspension(suspended: boolean | undefined): ClusterPatch['status'] {
  if (suspended === undefined) return undefined;
  return suspended ? 'SUSPENDED' : 'GREEN';
}

function patchUsage(cluster: Cluster, patch: UsagePatch): void {
  const { used_percent, nodes, ...plain } = patch;
  const { usage } = cluster.sandbox;
  const unknown = Object.keys(plain).find((it) => !(it in usage) || it === 'since');
  if (unknown) throw new Error(`Usage has no "${unknown}".`);
  const bytes = (percent: number) => Math.round((diskSize(cluster) * percent) / 100);
  Object.assign(usage, plain);
  if (used_percent !== undefined) usage.used_bytes = bytes(used_percent);
  // What all nodes have now replaces what single nodes had before.
  if (used_percent !== undefined || plain.used_bytes !== undefined) {
    usage.nodes = usage.nodes.map(({ used_bytes, ...rest }) => rest);
  }
  if (nodes) {
    usage.nodes = nodes.map(({ used_percent: percent, ...node }) => ({
      ...node,
      ...(percent === undefined ? {} : { used_bytes: bytes(percent) }),
    }));
  }
}

function defined(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
