/** How a cluster's tables are laid out over its nodes, and whether they are well. */
import type { SqlClient } from './client.ts';

export type TableLayout = {
  /** `schema.table`. */
  name: string;
  /** Copies beside the primary, from the setting `number_of_replicas`: at least, and at most. */
  leastReplicas: number;
  mostReplicas: number;
  /** Primary shards of all partitions. */
  primaries: number;
};

/** CrateDB: the documented default of `cluster.max_shards_per_node`. */
const MAX_SHARDS_PER_NODE = 1_000;

const OWN = `table_schema NOT IN ('sys', 'information_schema', 'pg_catalog', 'blob')`;

const TABLES = `SELECT table_schema, table_name, number_of_replicas FROM information_schema.tables
  WHERE table_type = 'BASE TABLE' AND ${OWN}`;

const PRIMARIES = `SELECT schema_name, table_name, COUNT(*) FROM sys.shards WHERE "primary" = TRUE
  GROUP BY schema_name, table_name`;

const MAX_SHARDS = `SELECT settings['cluster']['max_shards_per_node'] FROM sys.cluster`;

const UNWELL = `SELECT table_schema, table_name, health FROM sys.health WHERE health <> 'GREEN'
  ORDER BY severity DESC, table_schema, table_name LIMIT 3`;

type Reader = Pick<SqlClient, 'read'>;

export async function readTableLayouts(sql: Reader): Promise<TableLayout[]> {
  const [tables, shards] = await Promise.all([sql.read(TABLES), sql.read(PRIMARIES)]);
  const primaries = new Map(
    shards.rows.map(([schema, table, count]) => [`${schema}.${table}`, Number(count)]),
  );
  return tables.rows.map(([schema, table, replicas]) => {
    const name = `${schema}.${table}`;
    return { name, ...readReplicas(replicas), primaries: primaries.get(name) ?? 0 };
  });
}

/** CrateDB: a number, or a range such as `0-1` or `1-all` that follows the number of nodes. */
export function readReplicas(setting: unknown): { leastReplicas: number; mostReplicas: number } {
  const found = /^(\d+)(?:-(\d+|all))?$/.exec(String(setting ?? '').trim());
  const leastReplicas = Number(found?.[1] ?? 0);
  const most = found?.[2];
  if (most === 'all') return { leastReplicas, mostReplicas: Number.POSITIVE_INFINITY };
  return { leastReplicas, mostReplicas: Math.max(leastReplicas, Number(most ?? leastReplicas)) };
}

/** How many shard copies there are in all when a cluster has so many nodes. */
export function shardCopiesOn(nodes: number, tables: readonly TableLayout[]): number {
  return tables.reduce(
    (sum, { primaries, mostReplicas }) => sum + primaries * (1 + Math.min(mostReplicas, nodes - 1)),
    0,
  );
}

export async function readMaxShardsPerNode(sql: Reader): Promise<number> {
  const { rows } = await sql.read(MAX_SHARDS);
  const setting = Number(rows[0]?.[0] ?? Number.NaN);
  return setting > 0 ? setting : MAX_SHARDS_PER_NODE;
}

/** The worst tables that are not GREEN, as the database itself sees them just now. */
export async function readUnwellTables(sql: Reader): Promise<{ name: string; health: string }[]> {
  const { rows } = await sql.read(UNWELL);
  return rows.map(([schema, table, health]) => ({
    name: `${schema}.${table}`,
    health: String(health),
  }));
}
