import { sqlContext } from '../database/inside.ts';
import { ok, param, type Route, route } from '../server/call.ts';
import { ApiError, forbidden } from '../server/errors.ts';
import { isOrgAdmin, needCluster } from '../world/access.ts';

export const clusterTokenRoutes: Route[] = [
  route('GET', '/clusters/:cluster/jwt/', async (call) => {
    const { world } = call;
    const { cluster, project } = needCluster(call, param(call, 'cluster'), 'see');
    if (
      world.switches.jwtRole === 'org_admin' &&
      !isOrgAdmin(call.actor, project.organization_id)
    ) {
      throw forbidden();
    }
    if (cluster.suspended || !cluster.gc_available) {
      const why = cluster.suspended ? 'is suspended' : 'has no Grand Central';
      throw new ApiError(world.switches.jwtUnavailableStatus, `The cluster ${why}.`);
    }
    return ok(
      await world.sql.issueToken(
        { id: cluster.id, user: cluster.username },
        { ...sqlContext(world), lifetimeSeconds: world.switches.jwtLifetimeSeconds },
      ),
    );
  }),
];
