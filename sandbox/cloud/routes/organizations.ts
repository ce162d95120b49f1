import * as z from 'zod/mini';
import { created, noContent, ok, param, type Route, route } from '../server/call.ts';
import { ApiError, forbidden } from '../server/errors.ts';
import { parseBody, shortText } from '../server/validate.ts';
import { put } from '../state/state.ts';
import {
  needOrgAdmin,
  needOrganization,
  violation,
  visibleOrganizations,
} from '../world/access.ts';
import { recordChange } from '../world/changes.ts';
import { organizationView } from '../world/views.ts';
import { nextId, writtenDc, writtenNow } from '../world/world.ts';
import { setOrganizationRole } from './members.ts';

const planType = z.int().check(z.minimum(1), z.maximum(6));

export const organizationRoutes: Route[] = [
  route('GET', '/organizations/', (call) =>
    ok(visibleOrganizations(call).map((it) => organizationView(call.world, call.actor, it))),
  ),

  route('POST', '/organizations/', (call) => {
    const schema = z.strictObject({
      name: shortText,
      email: z.optional(z.nullable(z.email('Not a valid email address.'))),
      notifications_enabled: z.optional(z.boolean()),
      plan_type: z.optional(planType),
    });
    const body = parseBody(schema, call);
    if (body.plan_type !== undefined && !call.actor.sudo) throw forbidden();
    const { world, actor } = call;
    // API: a user is in at most two organizations.
    if (actor.user.organization_roles.length >= 2 && !actor.sudo) {
      throw violation(world, 'A user can be a member of at most two organizations.');
    }
    const organization = put(world.state, 'organization', {
      id: nextId(world, 'organization'),
      name: body.name,
      email: body.email ?? null,
      notifications_enabled: body.notifications_enabled ?? false,
      plan_type: body.plan_type ?? 3,
      dc: writtenDc(world),
    });
    setOrganizationRole(actor.user, organization.id, 'org_admin');
    recordChange(call, {
      what: 'organization.create',
      entityId: organization.id,
      organizations: [organization.id],
      detail: { name: body.name },
    });
    return created(organizationView(world, actor, organization));
  }),

  route('GET', '/organizations/:organization/', (call) => {
    const organization = needOrganization(call, param(call, 'organization'));
    return ok(organizationView(call.world, call.actor, organization));
  }),

  // API: a PUT that changes only what it names.
  route('PUT', '/organizations/:organization/', (call) => {
    const organization = needOrgAdmin(call, param(call, 'organization'));
    const schema = z.strictObject({
      name: z.optional(shortText),
      email: z.optional(z.nullable(z.email('Not a valid email address.'))),
      notifications_enabled: z.optional(z.boolean()),
      plan_type: z.optional(planType),
    });
    const body = parseBody(schema, call);
    if (body.plan_type !== undefined && !call.actor.sudo) throw forbidden();
    const { world } = call;
    const changed = Object.entries(body).filter(
      ([key, value]) => organization[key as keyof typeof organization] !== value,
    );
    if (changed.length > 0) {
      Object.assign(organization, Object.fromEntries(changed));
      organization.dc.modified = writtenNow(world);
      recordChange(call, {
        what: 'organization.update',
        entityId: organization.id,
        organizations: [organization.id],
        detail: Object.fromEntries(changed),
      });
    }
    return ok(organizationView(world, call.actor, organization));
  }),

  route('DELETE', '/organizations/:organization/', (call) => {
    const { id } = needOrgAdmin(call, param(call, 'organization'));
    const { world } = call;
    const { state } = world;
    const projects = [...state.project.values()].filter((it) => it.organization_id === id);
    if (projects.length > 0) {
      throw new ApiError(
        world.switches.ruleViolationStatus,
        'Deletion requires no resources to be related to the target.',
        { related_resources: { projects: projects.map((it) => it.id) } },
      );
    }
    recordChange(call, { what: 'organization.delete', entityId: id, organizations: [id] });
    state.organization.delete(id);
    for (const user of state.user.values()) {
      user.organization_roles = user.organization_roles.filter((it) => it.organization_id !== id);
    }
    return noContent();
  }),
];
