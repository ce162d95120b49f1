import * as z from 'zod/mini';
import {
  type Call,
  created,
  noContent,
  ok,
  param,
  query,
  type Route,
  route,
} from '../server/call.ts';
import { ApiError, badRequest, notFound } from '../server/errors.ts';
import { parseBody, shortText } from '../server/validate.ts';
import { put } from '../state/state.ts';
import type { Region } from '../state/types.ts';
import { needOrgAdmin, needOrganization, roleIn } from '../world/access.ts';
import { recordChange } from '../world/changes.ts';
import { secretText } from '../world/ids.ts';
import { zoneless } from '../world/times.ts';
import { nextId } from '../world/world.ts';

export const regionRoutes: Route[] = [
  route('GET', '/regions/', (call) => {
    const organization = query(call, 'organization_id');
    if (organization !== undefined) needOrganization(call, organization);
    return ok(visibleRegions(call, organization));
  }),

  route('GET', '/organizations/:organization/regions/', (call) => {
    const { id } = needOrganization(call, param(call, 'organization'));
    return ok(visibleRegions(call, id));
  }),

  // API: only Edge regions can be made.
  route('POST', '/regions/', (call) => {
    const schema = z.strictObject({
      description: shortText,
      organization_id: z.string(),
      aws_bucket: z.optional(z.string()),
      aws_region: z.optional(z.string()),
      provider: z.optional(z.string()),
    });
    const body = parseBody(schema, call);
    const { id } = needOrgAdmin(call, body.organization_id);
    const region = put(call.world.state, 'region', {
      name: nextId(call.world, 'region'),
      description: body.description,
      deprecated: false,
      is_edge_region: true,
      status: 'DOWN',
      upgrade_available: false,
      last_seen: null,
      organization_id: id,
      dc: null,
    });
    recordChange(call, { what: 'region.create', entityId: region.name, organizations: [id] });
    return created(region);
  }),

  route('DELETE', '/regions/:region/', (call) => {
    const region = needEdgeRegion(call);
    if (region.status === 'UP') {
      throw badRequest({ region: ['The region is connected.'] });
    }
    const projects = [...call.world.state.project.values()]
      .filter((it) => it.region === region.name)
      .map((it) => it.id);
    if (projects.length > 0) {
      throw new ApiError(400, 'Deletion requires no resources to be related to the target.', {
        related_resources: { projects },
      });
    }
    call.world.state.region.delete(region.name);
    recordChange(call, {
      what: 'region.delete',
      entityId: region.name,
      organizations: [region.organization_id],
    });
    return noContent();
  }),

  route('GET', '/regions/:region/install-token/', (call) => {
    const region = needEdgeRegion(call);
    return ok({ token: secretText(`install ${region.name} ${call.world.clock.now().getTime()}`) });
  }),
];

function visibleRegions(call: Call, organization: string | undefined): Region[] {
  const { world, actor } = call;
  const now = world.clock.now().getTime();
  return [...world.state.region.values()]
    .filter((it) => {
      const owner = it.organization_id;
      if (owner === null || actor.sudo) return true;
      if (organization !== undefined && owner !== organization) return false;
      return roleIn(world, actor, owner) !== undefined;
    })
    .map((it) => ({
      ...it,
      last_seen:
        it.status === 'UP' && it.last_seen !== null ? zoneless(now - 17_017) : it.last_seen,
    }));
}

function needEdgeRegion(call: Call): Region {
  const region = call.world.state.region.get(param(call, 'region'));
  if (!region) throw notFound();
  if (region.organization_id === null) {
    throw badRequest({ region: ['Only Edge regions allow this.'] });
  }
  needOrgAdmin(call, region.organization_id);
  return region;
}
