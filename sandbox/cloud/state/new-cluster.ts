import { turnBackupPeriod } from '../clusters/snapshots.ts';
import { fraction } from '../world/ids.ts';
import { stamp } from '../world/times.ts';
import { findPlan, GIB, hardwareOf } from './catalog.ts';
import type { Cluster, Project } from './types.ts';

export type NewCluster = {
  id: string;
  name: string;
  project: Project;
  subscription: string | null;
  plan: string;
  version: string;
  channel?: string;
  nodes?: number;
  diskGib?: number;
  diskBytes?: number;
  username?: string;
  masters?: string | null;
  /** Milliseconds. */
  created: number;
  now: number;
};

/** A cluster as it is once all its nodes are up: GREEN, idle, a fifth of its disk in use. */
export function newCluster(of: NewCluster): Cluster {
  const plan = findPlan(of.plan);
  if (!plan) throw new Error(`There is no plan "${of.plan}".`);
  const nodes = of.nodes ?? 1;
  const disk = of.diskBytes ?? (of.diskGib ?? plan.minimumGib) * GIB;
  const minute = Math.floor(fraction(`minute ${of.name}`) * 60);
  const dedicated = plan.kind === 'dedicated';
  const octet = (label: string) => 1 + Math.floor(fraction(`${label} ${of.name}`) * 253);
  const created = stamp(of.created);
  const cluster: Cluster = {
    id: of.id,
    name: of.name,
    project_id: of.project.id,
    subscription_id: of.subscription,
    crate_version: of.version,
    channel: of.channel ?? 'stable',
    product_name: of.plan,
    product_tier: 'default',
    product_unit: nodes - 1,
    master_product_name: of.masters ?? null,
    num_nodes: nodes,
    username: of.username ?? 'admin',
    hardware_specs: hardwareOf(plan, disk),
    health: { status: 'GREEN', last_seen: null, running_operation: '' },
    last_async_operation: null,
    suspended: false,
    deletion_protected: false,
    allow_suspend: dedicated,
    allow_custom_storage: of.plan !== 'crfree',
    gc_available: true,
    ip_whitelist: null,
    backup_schedule: dedicated ? `${minute} * * * *` : `${minute} 3 * * *`,
    external_ip: `20.61.${octet('a')}.${octet('b')}`,
    fqdn: `${of.name}.${of.project.region}.cratedb.net.`,
    origin: 'cloud',
    dc: { created, modified: created },
    sandbox: {
      usage: {
        used_bytes: Math.round(disk * 0.2),
        since: of.now,
        growth_bytes_per_hour: 0,
        cpu_percent: 5 + Math.floor(fraction(`cpu ${of.name}`) * 30),
        heap_percent: 25 + Math.floor(fraction(`heap ${of.name}`) * 30),
        nodes: [],
        masters: [],
      },
      file_system: null,
      disk_delay_hours: null,
      watermarks: { low: '85%', high: '90%', flood_stage: '95%' },
      extra_shards: 0,
      password: null,
      sql: 'ok',
      sql_delay_ms: 2000,
      failed_checks: [],
      failed_node_checks: [],
      fail_next: null,
      stick_next: false,
      backup_periods: [],
      backups_stopped: false,
      removed_snapshots: [],
      restored_tables: [],
      backup_repository: `system_backup_${created.replace(/\D/g, '').slice(0, 14)}`,
      tables: ['doc.orders', 'doc.sensor_readings'],
      tables_given: false,
      empty: false,
      last_user_activity: of.now,
    },
  };
  turnBackupPeriod(cluster, of.created);
  return cluster;
}
