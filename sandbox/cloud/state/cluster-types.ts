import type { DublinCore } from './dublin-core.ts';

export type HardwareSpecs = {
  cpus_per_node: number | null;
  disk_size_per_node_bytes: number | null;
  disk_type: string | null;
  disks_per_node: number;
  heap_size_bytes: number;
  memory_per_node_bytes: number | null;
};

type HealthStatus = 'GREEN' | 'YELLOW' | 'RED' | 'UNKNOWN' | 'UNREACHABLE' | 'SUSPENDED';

/** How SQL on the cluster behaves, beside what its state already says. */
export type SqlBehaviour = 'ok' | 'slow' | 'dead';

/** One of several disks of a node; what is left out is an even part of the node's. */
export type DiskUsage = Partial<{ size_bytes: number; used_bytes: number }>;

export type NodeUsage = Partial<{
  /** Over all its disks. */
  used_bytes: number;
  /** What its file systems show, whatever the others' do. */
  size_bytes: number;
  /** One for each data path, where they differ. */
  disks: DiskUsage[];
  cpu_percent: number;
  heap_percent: number;
  load1: number;
  /** It hangs: `sys.nodes` has its id and name, and null or -1 for all else. */
  silent: 'nulls' | 'minus_one';
  /** It has left the cluster, which still counts it in `num_nodes`. */
  gone: boolean;
}>;

/** As in `sys.cluster`: `85%`, `0.85`, or the bytes that stay free, `100gb`. */
export type Watermarks = { low: string; high: string; flood_stage: string };

type Usage = {
  /** Bytes used on each node at `since` (milliseconds), before growth. */
  used_bytes: number;
  since: number;
  /** Bytes each node gains per hour. */
  growth_bytes_per_hour: number;
  cpu_percent: number;
  heap_percent: number;
  /** What single nodes have other than the rest, by ordinal. */
  nodes: NodeUsage[];
  /** Likewise of dedicated masters, which are there if `master_product_name` is. */
  masters: NodeUsage[];
};

type Check = { id: number; severity: 1 | 2 | 3; description: string };
type NodeCheck = { id: number; node: string; severity: number; description: string };

/** Milliseconds; `until` null is still at work. */
export type BackupPeriod = {
  from: number;
  until: number | null;
  schedule: string;
  tables: string[];
};

type ClusterSandbox = {
  usage: Usage;
  /**
   * Bytes a node that the file system still shows while it waits for an expansion, and when it follows
   * (milliseconds; null: not by itself). null: it shows what is provisioned.
   */
  file_system: { bytes: number; follows_at: number | null } | null;
  /** Hours until the file system follows an expansion; null: as the switch says. */
  disk_delay_hours: number | null;
  watermarks: Watermarks;
  /** Copies of shards beyond those of the tables: old, empty partitions. */
  extra_shards: number;
  /** What Basic with the database user is checked against; null: nobody knows it. */
  password: string | null;
  sql: SqlBehaviour;
  sql_delay_ms: number;
  failed_checks: Check[];
  failed_node_checks: NodeCheck[];
  /** The next operation ends as FAILED with this message. */
  fail_next: string | null;
  /** The next operation stays IN_PROGRESS until it is freed. */
  stick_next: boolean;
  /** When which schedule was at work; the last one may still be. */
  backup_periods: BackupPeriod[];
  /** Backups are not made although the schedule says so. */
  backups_stopped: boolean;
  /** Names of automatic snapshots that were taken away. */
  removed_snapshots: string[];
  /** Tables of a restore that SQL has not been told of yet. */
  restored_tables: string[];
  backup_repository: string;
  /** What backups list: the tables that SQL has, unless they were given by hand. */
  tables: string[];
  tables_given: boolean;
  /** SQL began without tables. */
  empty: boolean;
  last_user_activity: number;
};

export type Cluster = {
  id: string;
  name: string;
  project_id: string;
  subscription_id: string | null;
  crate_version: string;
  channel: string;
  product_name: string;
  product_tier: string;
  product_unit: number;
  master_product_name: string | null;
  num_nodes: number;
  username: string;
  hardware_specs: HardwareSpecs;
  health: { status: HealthStatus; last_seen: string | null; running_operation: string };
  last_async_operation: string | null;
  suspended: boolean;
  deletion_protected: boolean;
  allow_suspend: boolean;
  allow_custom_storage: boolean;
  gc_available: boolean;
  ip_whitelist: Array<{ cidr: string; description: string | null }> | null;
  backup_schedule: string;
  external_ip: string | null;
  fqdn: string;
  origin: string;
  dc: DublinCore;
  sandbox: ClusterSandbox;
};

type OperationStatus = 'REGISTERED' | 'SENT' | 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED';

export type OperationStep = { at: number; status: OperationStatus; message: string };

export type Operation = {
  id: string;
  type: string;
  status: OperationStatus;
  entity: 'CLUSTER';
  entity_id: string;
  dc: DublinCore;
  feedback_data: { message: string };
  non_sensitive_data: Record<string, unknown>;
  /** Internal: what is still to come, in order of time, and what success changes. */
  sandbox?: { steps: OperationStep[]; change: ClusterChange };
};

/** What a finished operation writes into the cluster. */
export type ClusterChange = {
  fields?: Partial<Omit<Cluster, 'sandbox' | 'hardware_specs' | 'health'>>;
  hardware_specs?: Partial<HardwareSpecs>;
  health?: HealthStatus;
  password?: string;
  /** Tables that are there afterwards, beside those there before. */
  tables?: string[];
};

export type Snapshot = {
  cluster_id: string;
  project_id: string;
  repository: string;
  snapshot: string;
  created: string;
  tables: string[];
  concrete_indices: string[];
  dc: DublinCore;
};
