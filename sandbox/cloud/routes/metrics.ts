import {
  answeringOrdinals,
  cpuPercent,
  nodeName,
  nodesOf,
  podName,
  shardsOf,
} from '../clusters/nodes.ts';
import { tablesOf } from '../clusters/tables.ts';
import { type Call, noContent, ok, param, query, type Route, route } from '../server/call.ts';
import { ApiError, badRequest, notFound } from '../server/errors.ts';
import type { SqlShard } from '../sql/types.ts';
import type { Cluster } from '../state/types.ts';
import { needCluster, needOrganization, visibleClusters } from '../world/access.ts';
import { HOUR, MINUTE } from '../world/times.ts';
import type { World } from '../world/world.ts';
import { timeWindow } from './operations.ts';

type Value = (cluster: Cluster, now: number, ordinal: number, world: World) => number;

/** The ids are the service's; what stands behind them is made up, for no real answer is known. */
const perNode: Record<string, Value> = {
  crate_query_count: (it, now, ordinal) => Math.round(cpuPercent(it, now, ordinal) * 1.7 * 10) / 10,
  crate_query_duration: (it, now, ordinal) => 2 + cpuPercent(it, now, ordinal) / 10,
  crate_cpu_seconds: (it, now, ordinal) =>
    Math.round(cpuPercent(it, now, ordinal) * (it.hardware_specs.cpus_per_node ?? 1)) / 100,
  crate_memory_usage: (it) =>
    Math.round(
      ((it.hardware_specs.memory_per_node_bytes ?? 0) * it.sandbox.usage.heap_percent) / 100,
    ),
  crate_disk_usage2: (it, now, ordinal, world) =>
    nodesOf(it, now, tablesOf(world, it)).find((node) => node.name === nodeName(ordinal))
      ?.diskUsed ?? 0,
};

const perCluster: Record<string, Value> = {
  crate_availability: (it) => (it.health.status === 'UNREACHABLE' ? 0 : 1),
  crate_cluster_last_user_activity: (it) => Math.floor(it.sandbox.last_user_activity / 1000),
  crate_unreplicated_tables: (it) => (it.health.status === 'GREEN' ? 0 : 1),
};

const STEP = 5 * MINUTE;
const LONGEST = 1000 * STEP;

export const metricRoutes: Route[] = [
  // `{"<node>": [[unix seconds, number], ...]}`, every five minutes; 204 while suspended.
  route('GET', '/clusters/:cluster/metrics/:metric/', (call) => {
    const { cluster } = needCluster(call, param(call, 'cluster'), 'see');
    const metric = param(call, 'metric');
    const node = perNode[metric];
    const whole = perCluster[metric];
    const value = node ?? whole;
    if (!value) throw notFound();
    const { from, to } = metricWindow(call);
    const earliest = Math.max(from, Date.parse(cluster.dc.created), to - LONGEST);
    if (cluster.suspended || earliest > to) return noContent();
    const series = (ordinal: number) => {
      const points: Array<[number, number]> = [];
      for (let at = earliest - (earliest % STEP) + STEP; at <= to; at += STEP) {
        points.push([at / 1000, value(cluster, at, ordinal, call.world)]);
      }
      return points;
    };
    if (!node) return ok({ [cluster.id]: series(0) });
    return ok(
      Object.fromEntries(
        answeringOrdinals(cluster).map((it) => [podName(cluster, it), series(it)]),
      ),
    );
  }),

  // API: one scrape a minute; what a second one gets is not said.
  route('GET', '/organizations/:organization/metrics/prometheus/', (call) => {
    const { id } = needOrganization(call, param(call, 'organization'));
    const { world } = call;
    const now = world.clock.now().getTime();
    const cached = world.prometheus.get(`${id} ${call.actor.user.uid}`);
    const surplus = cached !== undefined && now - cached.at < MINUTE;
    if (surplus && world.switches.prometheusSurplus === 'throttled') {
      throw new ApiError(429, 'Too many requests.');
    }
    const text = surplus ? cached.text : scrape(call, id, now);
    if (!surplus) world.prometheus.set(`${id} ${call.actor.user.uid}`, { at: now, text });
    if (text === '') return noContent();
    return { status: 200, text, contentType: 'text/plain; version=0.0.4; charset=utf-8' };
  }),
];

function metricWindow(call: Call): { from: number; to: number } {
  const now = call.world.clock.now().getTime();
  const { start, end } = timeWindow(call);
  const minutes = query(call, 'minutes_ago');
  if (minutes !== undefined && !/^\d+$/.test(minutes)) {
    throw badRequest({ minutes_ago: ['Not a valid integer.'] });
  }
  const to = Math.min(end ?? now, now);
  // API: `minutes_ago` beats `start`.
  const from = minutes === undefined ? (start ?? to - HOUR) : now - Number(minutes) * MINUTE;
  return { from, to };
}

function scrape(call: Call, organizationId: string, now: number): string {
  const { state } = call.world;
  const clusters = visibleClusters(call).filter(
    (it) => !it.suspended && state.project.get(it.project_id)?.organization_id === organizationId,
  );
  const samples = clusters.flatMap((it) => clusterSamples(call.world, it, now));
  if (samples.length === 0) return '';
  return `# TYPE crate_node gauge\n${samples.join('\n')}\n`;
}

/** Of each node that answers: its shards as `sys.shards` has them, and what its Java process tells. */
function clusterSamples(world: World, cluster: Cluster, now: number): string[] {
  const shards = shardsOf(cluster, now, tablesOf(world, cluster));
  const lost = shards.filter((it) => it.node === null).length;
  const activity = Math.floor(cluster.sandbox.last_user_activity / 1000);
  return answeringOrdinals(cluster).flatMap((ordinal) => {
    const pod = `pod_name="${podName(cluster, ordinal)}"`;
    const own = shards.filter((it) => it.node === nodeName(ordinal));
    return [
      `crate_node{name="shard_stats",property="total",${pod}} ${own.length.toFixed(1)}`,
      `crate_node{name="shard_stats",property="unassigned",${pod}} ${lost.toFixed(1)}`,
      ...own.flatMap((shard) => shardSamples(shard, pod)),
      `cratedb_cluster_last_user_activity{${pod}} ${activity}`,
      `process_cpu_seconds_total{${pod}} ${Math.round((now / 1000) * (cpuPercent(cluster, now, ordinal) / 100))}`,
      `jvm_memory_bytes_max{area="heap",${pod}} ${cluster.hardware_specs.heap_size_bytes}`,
    ];
  });
}

function shardSamples(shard: SqlShard, pod: string): string[] {
  const { id, schema, table, partition, primary, size } = shard;
  const labels = `id="${id}",schema="${schema}",table="${table}",partition_ident="${partition}",primary="${primary}"`;
  return [`crate_node{name="shard_info",property="size",${labels},${pod}} ${size.toFixed(1)}`];
}
