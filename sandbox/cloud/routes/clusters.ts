import { type Call, ok, param, query, type Route, route } from '../server/call.ts';
import type { Cluster } from '../state/types.ts';
import { needCluster, needOrganization, needProject, visibleClusters } from '../world/access.ts';
import { clusterView } from '../world/views.ts';

export const clusterRoutes: Route[] = [
  route('GET', '/clusters/', (call) => list(call, visibleClusters(call))),

  route('GET', '/organizations/:organization/clusters/', (call) => {
    const { id } = needOrganization(call, param(call, 'organization'));
    const { project } = call.world.state;
    const clusters = visibleClusters(call);
    return list(
      call,
      clusters.filter((it) => project.get(it.project_id)?.organization_id === id),
    );
  }),

  route('GET', '/projects/:project/clusters/', (call) => {
    const { id } = needProject(call, param(call, 'project'), 'see');
    const clusters = [...call.world.state.cluster.values()];
    return list(
      call,
      clusters.filter((it) => it.project_id === id),
    );
  }),

  route('GET', '/clusters/:cluster/', (call) => {
    const { cluster } = needCluster(call, param(call, 'cluster'), 'see');
    return ok(clusterView(call.world, cluster));
  }),

  {
    // API: 200 is taken, 404 is free, 400 is no good as a name; none has a body.
    ...route('HEAD', '/clusters/name/:name/', (call) => {
      const name = param(call, 'name');
      if (!isClusterName(name)) return { status: 400 };
      return { status: isNameTaken(call, name) ? 200 : 404 };
    }),
  },
];

function list(call: Call, clusters: Cluster[]) {
  const subscription = query(call, 'subscription_id');
  const project = query(call, 'project_id');
  const product = query(call, 'product_name');
  const now = call.world.clock.now().getTime();
  return ok(
    clusters
      .filter(
        (it) =>
          (subscription === undefined || it.subscription_id === subscription) &&
          (project === undefined || it.project_id === project) &&
          (product === undefined || it.product_name === product),
      )
      .map((it) => clusterView(call.world, it, now)),
  );
}

/** API: 3 to 63 characters; it becomes a label of a host name. */
export function isClusterName(name: string): boolean {
  return /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/i.test(name);
}

export function isNameTaken(call: Call, name: string): boolean {
  const wanted = name.toLowerCase();
  return [...call.world.state.cluster.values()].some((it) => it.name.toLowerCase() === wanted);
}
