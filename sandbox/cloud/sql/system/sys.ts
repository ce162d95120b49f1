import { hasPrivilege } from '../catalog/roles.ts';
import type { CallContext } from '../expressions/context.ts';
import {
  arrayOf,
  BIGINT,
  BOOLEAN,
  DOUBLE,
  INTEGER,
  objectOf,
  TEXT,
  TEXTS,
  TIMESTAMPTZ,
} from '../values/type.ts';
import type { Value } from '../values/value.ts';
import { SYS_CHECKS, SYS_NODE_CHECKS } from './checks.ts';
import type { Columns, Definition, Row } from './define.ts';
import { NODES, nodeId } from './nodes.ts';
import { ALLOCATIONS, CLUSTER_HEALTH, HEALTH, SHARDS } from './shards.ts';

const firstNode = ({ database }: CallContext) => {
  const [node] = database.cluster.nodes;
  return node ? { id: nodeId(database.cluster, node.name), name: node.name } : null;
};

/** API: the low, high and flood-stage watermarks of the disk, as CrateDB sets them by itself. */
const SETTINGS: Record<string, Value> = {
  'bulk.request_timeout': '1m',
  'cluster.max_shards_per_node': 1000n,
  'cluster.info.update.interval': '30s',
  'cluster.graceful_stop.force': false,
  'cluster.graceful_stop.min_availability': 'PRIMARIES',
  'cluster.graceful_stop.timeout': '2h',
  'cluster.routing.allocation.enable': 'all',
  'cluster.routing.allocation.disk.threshold_enabled': true,
  'cluster.routing.allocation.disk.watermark.low': '85%',
  'cluster.routing.allocation.disk.watermark.high': '90%',
  'cluster.routing.allocation.disk.watermark.flood_stage': '95%',
  'indices.breaker.query.limit': '60%',
  'indices.recovery.max_bytes_per_sec': '40mb',
  statement_timeout: '0s',
  'stats.enabled': true,
  'stats.jobs_log_size': 10000n,
  'stats.operations_log_size': 10000n,
  'stats.service.interval': '24h',
};

export const isClusterSetting = (name: string): boolean => Object.hasOwn(SETTINGS, name);

/** A cluster setting as it is now. */
function clusterSetting({ database }: CallContext, name: string): Value {
  const set = database.settings.get(name);
  if (set !== undefined) return set;
  const watermark = /^cluster\.routing\.allocation\.disk\.watermark\.(low|high|flood_stage)$/.exec(
    name,
  )?.[1];
  const { watermarks } = database.cluster;
  return watermark ? watermarks[watermark as 'low'] : (SETTINGS[name] ?? null);
}

function settingsRow(context: CallContext): Row {
  const root: Row = {};
  for (const name of new Set([...Object.keys(SETTINGS), ...context.database.settings.keys()])) {
    const path = name.split('.');
    let at = root;
    for (const part of path.slice(0, -1)) {
      at[part] ??= {};
      at = at[part] as Row;
    }
    const value = clusterSetting(context, name);
    at[path.at(-1) ?? ''] = value;
  }
  return root;
}

const settingColumns = (): Columns =>
  Object.fromEntries(
    Object.entries(SETTINGS).map(([name, value]) => [
      `settings.${name}`,
      typeof value === 'bigint' ? INTEGER : typeof value === 'boolean' ? BOOLEAN : TEXT,
    ]),
  );

const CLUSTER: Definition = {
  columns: {
    id: TEXT,
    name: TEXT,
    master_node: TEXT,
    state: TEXT,
    'license.expiry_date': TIMESTAMPTZ,
    'license.issued_to': TEXT,
    'license.max_nodes': INTEGER,
    ...settingColumns(),
  },
  rows(context) {
    const { cluster } = context.database;
    return [
      {
        id: cluster.id,
        name: cluster.name,
        master_node: firstNode(context)?.id ?? null,
        state: null,
        // API: the license is a null object since CrateDB needs none.
        license: null,
        settings: settingsRow(context),
      },
    ];
  },
};

const classify = (stmt: string): string => {
  const word = /^\s*(\w+)/.exec(stmt)?.[1]?.toUpperCase() ?? '';
  if (['SELECT', 'WITH', 'VALUES', 'SHOW', 'EXPLAIN'].includes(word)) return 'SELECT';
  if (['INSERT', 'UPDATE', 'DELETE', 'COPY'].includes(word)) return word;
  if (['CREATE', 'ALTER', 'DROP'].includes(word)) return 'DDL';
  return word === '' ? 'UNDEFINED' : 'MANAGEMENT';
};

/** Users see their own jobs, those with the right to see all the others' too. */
const mayManage = ({ database, user }: CallContext): boolean =>
  hasPrivilege(database.roles, user, 'AL', { securable: 'CLUSTER', ident: null });

const JOBS: Definition = {
  columns: {
    id: TEXT,
    username: TEXT,
    'node.id': TEXT,
    'node.name': TEXT,
    stmt: TEXT,
    started: TIMESTAMPTZ,
    session_id: INTEGER,
  },
  rows: (context) =>
    [...context.database.jobs.values()]
      .filter((job) => job.username === context.user || mayManage(context))
      .map((job) => ({ ...job, node: firstNode(context), session_id: 1 })),
};

const JOBS_LOG: Definition = {
  columns: {
    id: TEXT,
    username: TEXT,
    stmt: TEXT,
    started: TIMESTAMPTZ,
    ended: TIMESTAMPTZ,
    error: TEXT,
    'classification.type': TEXT,
    'classification.labels': arrayOf(TEXT),
    'node.id': TEXT,
    'node.name': TEXT,
    session_id: INTEGER,
  },
  rows: (context) =>
    context.database.jobsLog
      .filter((job) => job.username === context.user || mayManage(context))
      .map((job) => ({
        ...job,
        classification: { type: classify(job.stmt), labels: [] },
        node: firstNode(context),
        session_id: 1,
      })),
};

const METRICS: Definition = {
  columns: {
    total_count: BIGINT,
    sum_of_durations: BIGINT,
    failed_count: BIGINT,
    mean: DOUBLE,
    stdev: DOUBLE,
    max: BIGINT,
    min: BIGINT,
    'node.id': TEXT,
    'node.name': TEXT,
    'classification.type': TEXT,
    'classification.labels': arrayOf(TEXT),
  },
  rows(context) {
    const byType = new Map<string, Array<{ time: number; failed: boolean }>>();
    for (const { stmt, started, ended, error } of context.database.jobsLog) {
      const type = classify(stmt);
      const list = byType.get(type) ?? [];
      list.push({ time: (ended ?? started) - started, failed: error !== undefined });
      byType.set(type, list);
    }
    return [...byType].map(([type, list]) => {
      const times = list.map(({ time }) => time);
      const sum = times.reduce((a, b) => a + b, 0);
      return {
        total_count: list.length,
        sum_of_durations: Math.round(sum),
        failed_count: list.filter(({ failed }) => failed).length,
        mean: sum / list.length,
        stdev: 0,
        max: Math.round(Math.max(...times)),
        min: Math.round(Math.min(...times)),
        node: firstNode(context),
        classification: { type, labels: [] },
      };
    });
  },
};

const empty = (columns: Columns): Definition => ({ columns, rows: () => [] });

const USERS: Definition = {
  columns: {
    name: TEXT,
    'granted_roles[].grantor': TEXT,
    'granted_roles[].role': TEXT,
    password: TEXT,
    superuser: BOOLEAN,
    jwt: objectOf('dynamic'),
    session_settings: TEXTS,
  },
  rows: ({ database }) =>
    [...database.roles.values()]
      .filter((it) => it.user)
      .map((it) => ({
        name: it.name,
        granted_roles: [...it.roles].map((role) => ({ role, grantor: 'crate' })),
        password: it.password === undefined ? null : '********',
        superuser: it.superuser,
        jwt: it.jwt ?? null,
        session_settings: Object.fromEntries(it.settings),
      })),
};

const ROLES: Definition = {
  columns: { name: TEXT, 'granted_roles[].grantor': TEXT, 'granted_roles[].role': TEXT },
  rows: ({ database }) =>
    [...database.roles.values()]
      .filter((it) => !it.user)
      .map((it) => ({
        name: it.name,
        granted_roles: [...it.roles].map((role) => ({ role, grantor: 'crate' })),
      })),
};

const PRIVILEGES: Definition = {
  columns: { class: TEXT, grantee: TEXT, grantor: TEXT, ident: TEXT, state: TEXT, type: TEXT },
  rows: ({ database }) =>
    [...database.roles.values()].flatMap((role) =>
      role.privileges.map(({ securable, grantor, ident, state, type }) => ({
        class: securable,
        grantee: role.name,
        grantor,
        ident,
        state,
        type,
      })),
    ),
};

const SEGMENTS = empty({
  table_schema: TEXT,
  table_name: TEXT,
  partition_ident: TEXT,
  shard_id: INTEGER,
  'node.id': TEXT,
  'node.name': TEXT,
  segment_name: TEXT,
  generation: BIGINT,
  num_docs: INTEGER,
  deleted_docs: INTEGER,
  size: BIGINT,
  memory: BIGINT,
  committed: BOOLEAN,
  primary: BOOLEAN,
  search: BOOLEAN,
  version: TEXT,
  compound: BOOLEAN,
  attributes: TEXTS,
});

const SNAPSHOTS: Definition = {
  columns: {
    id: TEXT,
    name: TEXT,
    repository: TEXT,
    concrete_indices: arrayOf(TEXT),
    tables: arrayOf(TEXT),
    'relations[].table_schema': TEXT,
    'relations[].table_name': TEXT,
    'table_partitions[].table_schema': TEXT,
    'table_partitions[].table_name': TEXT,
    'table_partitions[].values': arrayOf(TEXT),
    started: TIMESTAMPTZ,
    finished: TIMESTAMPTZ,
    version: TEXT,
    state: TEXT,
    failures: arrayOf(TEXT),
    reason: TEXT,
    total_shards: INTEGER,
    include_global_state: BOOLEAN,
  },
  primaryKey: ['name', 'repository'],
  rows: ({ database }) =>
    (database.cluster.snapshots?.() ?? []).map((it) => ({ ...it, failures: [] })),
};

const SESSIONS: Definition = {
  columns: {
    id: INTEGER,
    session_user: TEXT,
    auth_user: TEXT,
    handler_node: TEXT,
    client_address: TEXT,
    protocol: TEXT,
    ssl: BOOLEAN,
    time_created: TIMESTAMPTZ,
    settings: TEXTS,
    last_statement: TEXT,
    last_job_id: TEXT,
  },
  rows: (context) => [
    {
      id: 1,
      session_user: context.user,
      auth_user: context.user,
      handler_node: firstNode(context)?.name ?? null,
      client_address: '127.0.0.1',
      protocol: 'http',
      ssl: true,
      time_created: context.now,
      settings: Object.fromEntries(
        context.session.settings().map(({ name, value }) => [name, value]),
      ),
    },
  ],
};

const OPERATIONS: Columns = {
  id: TEXT,
  job_id: TEXT,
  name: TEXT,
  started: TIMESTAMPTZ,
  used_bytes: BIGINT,
  'node.id': TEXT,
  'node.name': TEXT,
};

export const SYS: Record<string, Definition> = {
  nodes: NODES,
  cluster: CLUSTER,
  checks: SYS_CHECKS,
  node_checks: SYS_NODE_CHECKS,
  shards: SHARDS,
  allocations: ALLOCATIONS,
  health: HEALTH,
  cluster_health: CLUSTER_HEALTH,
  jobs: JOBS,
  jobs_log: JOBS_LOG,
  jobs_metrics: METRICS,
  operations: empty(OPERATIONS),
  operations_log: empty({ ...OPERATIONS, ended: TIMESTAMPTZ, error: TEXT }),
  users: USERS,
  roles: ROLES,
  privileges: PRIVILEGES,
  sessions: SESSIONS,
  segments: SEGMENTS,
  snapshots: SNAPSHOTS,
  snapshot_restore: empty({ id: TEXT, repository: TEXT, name: TEXT, state: TEXT }),
  repositories: {
    columns: { name: TEXT, type: TEXT, settings: TEXTS },
    primaryKey: ['name'],
    rows: ({ database }) => (database.cluster.repositories ?? []).map((it) => ({ ...it })),
  },
};

/** Tables of `sys` that came later than 5.8. */
export const SINCE: Record<string, string> = { cluster_health: '5.10.0', sessions: '5.9.0' };
