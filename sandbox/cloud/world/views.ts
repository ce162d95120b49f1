import type { Actor } from '../server/call.ts';
import type {
  ApiKey,
  Cluster,
  Credit,
  Operation,
  Organization,
  Quota,
  User,
} from '../state/types.ts';
import { roleIn } from './access.ts';
import { MINUTE, SECOND, zoneless } from './times.ts';
import type { World } from './world.ts';

/** API: the operator reports every 60 seconds, and stops for a suspended cluster. */
function lastSeen(cluster: Cluster, now: number): string {
  if (cluster.health.last_seen !== null) return cluster.health.last_seen;
  const created = Date.parse(cluster.dc.created);
  if (cluster.health.status === 'UNREACHABLE') return '';
  const report = now - (now % MINUTE) - 2.544 * SECOND;
  return zoneless(Math.max(report, created));
}

export function clusterView(world: World, cluster: Cluster, now = world.clock.now().getTime()) {
  const { sandbox, health, last_async_operation, master_product_name, ...fields } = cluster;
  const operation = last_async_operation && world.state.operation.get(last_async_operation);
  return {
    ...fields,
    health: {
      last_seen: lastSeen(cluster, now),
      running_operation: health.running_operation,
      status: health.status,
    },
    last_async_operation: operation
      ? { dc: operation.dc, id: operation.id, status: operation.status, type: operation.type }
      : null,
    url:
      world.ports?.addressOf(cluster.id) ??
      `${world.origin}/sql/${encodeURIComponent(cluster.name)}`,
  };
}

export function operationView({ sandbox, ...operation }: Operation) {
  return operation;
}

export function organizationView(world: World, actor: Actor, organization: Organization) {
  const projects = [...world.state.project.values()];
  return {
    ...organization,
    project_count: projects.filter((it) => it.organization_id === organization.id).length,
    role_fqn: roleIn(world, actor, organization.id) ?? null,
  };
}

export function currentUserView({ pending_email, ...user }: User) {
  return { ...user, organization_id: user.organization_roles[0]?.organization_id ?? null };
}

/** How others see a user; `roles` are the ones of the place that was asked for. */
export function userView(user: User) {
  const { email, idp, name, picture, uid, username } = user;
  return { email, idp, name, picture, uid, username };
}

export function apiKeyView({ secret, ...key }: ApiKey) {
  return key;
}

export function creditView({ organization_id, ...credit }: Credit, now: number) {
  const over = Date.parse(`${credit.expiration_date}Z`) <= now;
  return { ...credit, status: over ? 'EXPIRED' : credit.status };
}

/** Counts what the quota limits, unless a fixed value was put. */
export function quotaValue(world: World, quota: Quota): number {
  if (quota.current_value !== null) return quota.current_value;
  const { state } = world;
  const inOrganization = (projectId: string) =>
    state.project.get(projectId)?.organization_id === quota.organization_id;
  const clusters = [...state.cluster.values()].filter((it) => inOrganization(it.project_id));
  switch (quota.code) {
    case 'CLUSTERS':
      return clusters.length;
    case 'NODES':
      return clusters.reduce((sum, it) => sum + it.num_nodes, 0);
    case 'PROJECTS':
      return [...state.project.keys()].filter(inOrganization).length;
    default:
      return 0;
  }
}
