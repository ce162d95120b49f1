import type { Socket } from 'node:net';
import { BlockList, isIP } from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { nodesOf } from '../clusters/nodes.ts';
import { noteTables } from '../clusters/tables.ts';
import type { FaultInput } from '../faults/faults.ts';
import { settleJobs } from '../jobs/settle.ts';
import type { Answer } from '../server/answer.ts';
import type { Reply } from '../server/call.ts';
import { serve } from '../server/serve.ts';
import { send } from '../server/wire.ts';
import type { SqlReply } from '../sql/types.ts';
import type { Cluster } from '../state/types.ts';
import type { World } from '../world/world.ts';
import { makeRestoredTables, sqlCluster, sqlContext } from './inside.ts';

/** CrateDB: `http.max_content_length`. */
const LARGEST_BODY = 100 * 1024 * 1024;

/** Everything below a cluster's address. A scope of its own: here bodies are bytes. */
export function databaseRoutes(scope: FastifyInstance, world: World): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  scope.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    // CrateDB: a body that is too large is refused without a word.
    const status = error.statusCode ?? 500;
    const text = status === 413 ? '' : error.message;
    return send(reply, { status, text, contentType: '' }, world.clock.now(), {});
  });
  for (const url of ['/sql/:name', '/sql/:name/*']) {
    scope.route({
      method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
      url,
      bodyLimit: LARGEST_BODY,
      handler: (request, reply) =>
        serve(world, request, reply, (_actor, faults) => answer(world, request, faults)),
    });
  }
}

/**
 * A cluster's own answer. One that is suspended, unreachable or not yet there cuts the connection, one
 * behind an allowlist and a dead one never answer: none of them speaks HTTP.
 */
async function answer(
  world: World,
  request: FastifyRequest,
  faults: FaultInput[],
): Promise<Answer> {
  const { name, '*': path = '' } = request.params as { name: string; '*'?: string };
  const cluster = [...world.state.cluster.values()].find((it) => it.name === name);
  if (!cluster || cluster.suspended || cluster.health.status === 'UNREACHABLE') return 'cut';
  if (faults.some((it) => it.sqlTimeout) || cluster.sandbox.sql === 'dead') return 'silent';
  if (!isAllowed(cluster, request.ip)) return 'silent';
  if (cluster.sandbox.sql === 'slow') {
    await new Promise((resolve) => setTimeout(resolve, cluster.sandbox.sql_delay_ms));
  }
  await settleJobs(world);
  await makeRestoredTables(world, cluster);
  // CrateDB: whatever begins like this is SQL, with whatever method.
  if (path.startsWith('_sql')) return statement(world, cluster, request);
  const refusal = await world.sql.authorize(
    sqlCluster(world, cluster),
    request.headers.authorization,
    sqlContext(world),
    world.id,
  );
  if (refusal) return plain(refusal);
  if (path !== '') return { status: 404, text: '', contentType: 'text/plain' };
  return request.method === 'HEAD' ? { status: 200, text: '' } : greeting(world, cluster);
}

async function statement(world: World, cluster: Cluster, request: FastifyRequest): Promise<Reply> {
  const schema = request.headers['default-schema'];
  const reply = await world.sql.handle(
    sqlCluster(world, cluster),
    {
      world: world.id,
      connection: connectionOf(request.raw.socket),
      authorization: request.headers.authorization,
      ...(typeof schema === 'string' ? { defaultSchema: schema } : {}),
      query: request.query as Record<string, string>,
      body: bodyOf(request),
    },
    sqlContext(world),
  );
  noteTables(world, cluster);
  return plain(reply);
}

/** What drivers ask first: who is there, in which version. CrateDB writes it with indents. */
function greeting(world: World, cluster: Cluster): Reply {
  const [node] = nodesOf(cluster, world.clock.now().getTime(), []);
  const json = {
    ok: true,
    status: 200,
    name: node?.name ?? cluster.name,
    cluster_name: cluster.name,
    version: {
      number: cluster.crate_version,
      build_hash: 'sandbox',
      build_timestamp: 'NA',
      build_snapshot: false,
      lucene_version: '9.12.0',
    },
  };
  return { status: 200, text: `${JSON.stringify(json, null, 2)}\n` };
}

function plain({ status, headers, body }: SqlReply): Reply {
  const { 'content-type': contentType, ...rest } = Object.fromEntries(
    Object.entries(headers).map(([name, it]) => [name.toLowerCase(), it]),
  );
  return { status, headers: rest, text: body, contentType: contentType ?? '' };
}

/** CrateDB reads bodies that are compressed with gzip. */
function bodyOf({ body, headers }: FastifyRequest): string {
  if (!Buffer.isBuffer(body)) return '';
  const packed = headers['content-encoding'] === 'gzip';
  return (packed ? gunzipSync(body) : body).toString('utf8');
}

const connections = new WeakMap<Socket, string>();
let lastConnection = 0;

/** Names the TCP connection, which a database session belongs to. */
function connectionOf(socket: Socket): string {
  const known = connections.get(socket);
  if (known !== undefined) return known;
  lastConnection += 1;
  connections.set(socket, `connection-${lastConnection}`);
  return `connection-${lastConnection}`;
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
