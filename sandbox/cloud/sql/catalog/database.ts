import type { SqlCluster } from '../types.ts';
import type { Value } from '../values/value.ts';
import { makeRole, type Role } from './roles.ts';
import type { Table, View } from './table.ts';

export type Job = {
  id: string;
  stmt: string;
  username: string;
  started: number;
  ended?: number;
  error?: string;
  /** Ends its waiting, when it waits. */
  kill?: (by: string) => void;
};

/** The database of one cluster: what was made in it since the sandbox was reset. */
export type Database = {
  /** As it is at the running call. */
  cluster: SqlCluster;
  tables: Map<string, Table>;
  views: Map<string, View>;
  roles: Map<string, Role>;
  /** Cluster settings that were set: `cluster.max_shards_per_node`. */
  settings: Map<string, Value>;
  jobs: Map<string, Job>;
  jobsLog: Job[];
};

export const MOST_LOGGED = 10_000;

export function createDatabase(cluster: SqlCluster): Database {
  const crate = { ...makeRole('crate', true), superuser: true };
  return {
    cluster,
    tables: new Map(),
    views: new Map(),
    roles: new Map([[crate.name, crate]]),
    settings: new Map(),
    jobs: new Map(),
    jobsLog: [],
  };
}

/** The user that came with the cluster: it may do everything that is no superuser's own business. */
export function ensureOwner(database: Database): void {
  const { user } = database.cluster;
  if (database.roles.has(user)) return;
  const role = makeRole(user, true);
  for (const type of ['DQL', 'DML', 'DDL', 'AL'] as const) {
    role.privileges.push({
      state: 'GRANT',
      type,
      securable: 'CLUSTER',
      ident: null,
      grantor: 'crate',
    });
  }
  database.roles.set(user, role);
}

export const schemaNames = (database: Database): string[] => {
  const own = [...database.tables.values(), ...database.views.values()].map((it) => it.schema);
  return [...new Set(['blob', 'doc', 'information_schema', 'pg_catalog', 'sys', ...own])].sort();
};
