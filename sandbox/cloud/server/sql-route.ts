import { BlockList, isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { nodesOf, shardsOf } from '../clusters/nodes.ts';
import { tablesOf } from '../clusters/tables.ts';
import { settleJobs } from '../jobs/settle.ts';
import { parseJson, writeJson } from '../sql/json.ts';
import type { SqlCluster, SqlContext } from '../sql/types.ts';
import { newestVersion } from '../state/catalog.ts';
import type { Cluster } from '../state/types.ts';
import type { World } from '../world/world.ts';
import type { Answer } from './answer.ts';
import type { FaultInput } from './faults.ts';

/** What tokens are made and checked with. API: the issuer is the address of the JWKS. */
export function sqlContext(world: World): SqlContext {
  return { now: world.clock.now(), issuer: `${world.origin}/api/v2/meta/jwk/` };
}

/**
 * SQL of one cluster. One that is suspended, unreachable or not yet there cuts the connection, one
 * behind an allowlist and a dead one never answer: none of them speaks HTTP.
 */
export async function sqlRoute(
  world: World,
  request: FastifyRequest,
  faults: FaultInput[],
): Promise<Answer> {
  const { name } = request.params as { name: string };
  const cluster = [...world.state.cluster.values()].find((it) => it.name === name);
  if (!cluster || cluster.suspended || cluster.health.status === 'UNREACHABLE') return 'cut';
  if (faults.some((it) => it.sqlTimeout) || cluster.sandbox.sql === 'dead') return 'silent';
  if (!isAllowed(cluster, request.ip)) return 'silent';
  if (cluster.sandbox.sql === 'slow') {
    await new Promise((resolve) => setTimeout(resolve, cluster.sandbox.sql_delay_ms));
  }
  await settleJobs(world);
  await makeRestoredTables(world, cluster);
  const schema = request.headers['default-schema'];
  const reply = await world.sql.handle(
    sqlCluster(world, cluster),
    {
      world: world.id,
      authorization: request.headers.authorization,
      ...(typeof schema === 'string' ? { defaultSchema: schema } : {}),
      query: request.query as Record<string, string>,
      body: typeof request.body === 'string' ? request.body : '',
    },
    sqlContext(world),
  );
  const { 'content-type': contentType, ...headers } = lowerCased(reply.headers);
  return {
    status: reply.status,
    headers,
    text: reply.body,
    ...(contentType === undefined ? {} : { contentType }),
  };
}

/** Restored tables are there, but empty: a restore copies no data. */
async function makeRestoredTables(world: World, cluster: Cluster): Promise<void> {
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
    { ...sqlCluster(world, cluster), version: newestVersion },
    {
      world: world.id,
      authorization: `Bearer ${token}`,
      query: {},
      body: writeJson(call),
    },
    context,
  );
  const answer = parseJson(body) as Partial<SqlAnswer> & { error?: { message: string } };
  if (answer.error) throw new Error(answer.error.message);
  const { cols = [], rows = [], results = [] } = answer;
  return { cols, rows, results };
}

function sqlCluster(world: World, cluster: Cluster): SqlCluster {
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
    placeShards: (tables) => shardsOf(cluster, now, tables),
    failedChecks: cluster.sandbox.failed_checks,
    failedNodeChecks: cluster.sandbox.failed_node_checks,
  };
}

/** API: no list, or an empty one, lets everybody in. */
function isAllowed(cluster: Cluster, ip: string): boolean {
  const list = cluster.ip_whitelist ?? [];
  if (list.length === 0) return true;
  const allowed = new BlockList();
  for (const { cidr } of list) {
    const [address = '', bits] = cidr.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    allowed.addSubnet(address, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family);
  }
  return allowed.check(ip, isIP(ip) === 6 ? 'ipv6' : 'ipv4');
}

function lowerCased(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, it]) => [name.toLowerCase(), it]));
}
