import { nodesOf, shardsOf } from '../clusters/nodes.ts';
import { listSnapshots } from '../clusters/snapshots.ts';
import { noteTables, tablesOf } from '../clusters/tables.ts';
import { parseJson, writeJson } from '../sql/json.ts';
import type { SqlCluster, SqlContext } from '../sql/types.ts';
import { NEWEST_VERSION } from '../state/catalog.ts';
import type { Cluster } from '../state/types.ts';
import type { World } from '../world/world.ts';

/** What tokens are made and checked with. API: the issuer is the address of the JWKS. */
export function sqlContext(world: World): SqlContext {
  return { now: world.clock.now(), issuer: `${world.origin}/api/v2/meta/jwk/` };
}

/** Restored tables are there, but empty: a restore copies no data. */
export async function makeRestoredTables(world: World, cluster: Cluster): Promise<void> {
  for (const table of cluster.sandbox.restored_tables.splice(0)) {
    const name = table.split('.').map((part) => `"${part}"`);
    const stmt = `CREATE TABLE IF NOT EXISTS ${name.join('.')} (id TEXT PRIMARY KEY)`;
    await runSql(world, cluster, { stmt });
  }
}

/** Asks any cluster for SQL, so that the engine is up when it is wanted. */
export async function startSql(world: World): Promise<void> {
  const [cluster] = world.state.cluster.values();
  if (cluster) await runSql(world, cluster, { stmt: 'SELECT name FROM sys.nodes' });
}

export type SqlAnswer = {
  cols: string[];
  rows: unknown[][];
  /** Of a statement with many arguments: one for each. */
  results: Array<{ rowcount: number; error?: { message: string } }>;
};

/** Runs a statement from within, past everything that keeps clients out; throws the database's message. */
export async function runSql(
  world: World,
  cluster: Cluster,
  call: { stmt: string; args?: unknown[]; bulk_args?: unknown[][] },
): Promise<SqlAnswer> {
  const { id, username: user } = cluster;
  const context = sqlContext(world);
  const { token } = await world.sql.issueToken({ id, user }, { ...context, lifetimeSeconds: 60 });
  const { body } = await world.sql.handle(
    // Tokens are unknown to the oldest versions, not to the service itself.
    { ...sqlCluster(world, cluster), version: NEWEST_VERSION },
    {
      world: world.id,
      fresh: true,
      authorization: `Bearer ${token}`,
      query: {},
      body: writeJson(call),
    },
    context,
  );
  noteTables(world, cluster);
  const answer = parseJson(body) as Partial<SqlAnswer> & { error?: { message: string } };
  if (answer.error) throw new Error(answer.error.message);
  const { cols = [], rows = [], results = [] } = answer;
  return { cols, rows, results };
}

export function sqlCluster(world: World, cluster: Cluster): SqlCluster {
  const now = world.clock.now().getTime();
  return {
    id: cluster.id,
    name: cluster.name,
    version: cluster.crate_version,
    user: cluster.username,
    gcAvailable: cluster.gc_available,
    password: cluster.sandbox.password,
    nodes: nodesOf(cluster, now, tablesOf(world, cluster)),
    expectedNodes: cluster.num_nodes,
    watermarks: cluster.sandbox.watermarks,
    empty: cluster.sandbox.empty,
    snapshots: () => snapshotRows(world, cluster),
    repositories: [{ name: cluster.sandbox.backup_repository, type: 's3', settings: {} }],
    placeShards: (tables) => shardsOf(cluster, now, tables),
    failedChecks: cluster.sandbox.failed_checks,
    failedNodeChecks: cluster.sandbox.failed_node_checks,
  };
}

/** Backups as the database itself lists them. */
function snapshotRows(world: World, cluster: Cluster): Array<Record<string, unknown>> {
  const window = { now: world.clock.now().getTime(), start: undefined, end: undefined };
  return listSnapshots(world.state, cluster, window).map((it) => ({
    id: `${it.repository}/${it.snapshot}`,
    name: it.snapshot,
    repository: it.repository,
    concrete_indices: it.concrete_indices,
    tables: it.tables,
    started: Date.parse(it.created),
    finished: Date.parse(it.dc.created),
    version: cluster.crate_version,
    state: 'SUCCESS',
    total_shards: null,
    include_global_state: true,
  }));
}
