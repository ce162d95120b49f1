import { BlockList, isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import type { Answer } from './answer.ts';
import type { FaultInput } from './faults.ts';
import type { SqlCluster, SqlContext } from './sql/types.ts';
import type { Cluster } from './state/types.ts';
import { sqlNodes } from './usage.ts';
import type { World } from './world.ts';

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
  const schema = request.headers['default-schema'];
  const reply = await world.sql.handle(
    sqlCluster(cluster, world.clock.now().getTime()),
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

/** Asks any cluster for SQL, so that the engine is up when it is wanted. */
export async function startSql(world: World): Promise<void> {
  const now = world.clock.now();
  const [cluster] = world.state.cluster.values();
  if (!cluster) return;
  const { id, username: user } = cluster;
  const context = sqlContext(world);
  const { token } = await world.sql.issueToken({ id, user }, { ...context, lifetimeSeconds: 60 });
  await world.sql.handle(
    sqlCluster(cluster, now.getTime()),
    {
      world: world.id,
      authorization: `Bearer ${token}`,
      query: {},
      body: JSON.stringify({ stmt: 'SELECT name FROM sys.nodes' }),
    },
    context,
  );
}

function sqlCluster(cluster: Cluster, now: number): SqlCluster {
  return {
    id: cluster.id,
    name: cluster.name,
    version: cluster.crate_version,
    user: cluster.username,
    gcAvailable: cluster.gc_available,
    nodes: sqlNodes(cluster, now),
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
