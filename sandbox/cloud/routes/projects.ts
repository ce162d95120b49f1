import * as z from 'zod/mini';
import { type Call, created, noContent, ok, param, type Route, route } from '../server/call.ts';
import { ApiError, badRequest, notFound } from '../server/errors.ts';
import { parseBody } from '../server/validate.ts';
import { put } from '../state/state.ts';
import type { Project } from '../state/types.ts';
import {
  isOrgAdmin,
  needOrgAdmin,
  needOrganization,
  needProject,
  roleIn,
  violation,
  visibleProjects,
} from '../world/access.ts';
import { recordChange } from '../world/changes.ts';
import { userView } from '../world/views.ts';
import { nextId, writtenDc, writtenNow } from '../world/world.ts';
import { findUser, setProjectRole } from './members.ts';

const projectName = z
  .string()
  .check(
    z.minLength(1, 'Length must be between 1 and 512.'),
    z.maxLength(512, 'Length must be between 1 and 512.'),
  )
  .check(z.regex(/^\w[\w\- ]*$/, 'String does not match expected pattern.'));

export const projectRoutes: Route[] = [
  route('GET', '/projects/', (call) => ok(visibleProjects(call))),

  route('GET', '/organizations/:organization/projects/', (call) => {
    const { id } = needOrganization(call, param(call, 'organization'));
    return ok(visibleProjects(call).filter((it) => it.organization_id === id));
  }),

  // API: the region comes from the body, or from the header `X-Region`.
  route('POST', '/projects/', (call) => {
    const schema = z.strictObject({
      name: projectName,
      organization_id: z.string(),
      region: z.optional(z.string()),
      backup_location: z.optional(z.nullable(z.looseObject({}))),
    });
    const body = parseBody(schema, call);
    const { id } = needOrgAdmin(call, body.organization_id);
    const project = newProject(call, {
      name: body.name,
      organizationId: id,
      region: body.region ?? call.region,
    });
    return created(project);
  }),

  route('GET', '/projects/:project/', (call) =>
    ok(needProject(call, param(call, 'project'), 'see')),
  ),

  route('PATCH', '/projects/:project/', (call) => {
    const project = needProject(call, param(call, 'project'), 'manage');
    const schema = z.strictObject({ name: projectName });
    const { name } = parseBody(schema, call);
    if (project.name !== name) {
      project.name = name;
      project.dc.modified = writtenNow(call.world);
      tell(call, project, 'project.update', { name });
    }
    return ok(project);
  }),

  route('DELETE', '/projects/:project/', (call) => {
    const project = needProject(call, param(call, 'project'), 'see');
    needOrgAdmin(call, project.organization_id);
    const { state, switches } = call.world;
    const clusters = [...state.cluster.values()].filter((it) => it.project_id === project.id);
    if (clusters.length > 0) {
      throw new ApiError(
        switches.ruleViolationStatus,
        'Deletion requires no resources to be related to the target.',
        { related_resources: { clusters: clusters.map((it) => it.id) } },
      );
    }
    state.project.delete(project.id);
    for (const user of state.user.values()) {
      user.project_roles = user.project_roles.filter((it) => it.project_id !== project.id);
    }
    tell(call, project, 'project.delete', { name: project.name });
    return noContent();
  }),

  route('GET', '/projects/:project/users/', (call) => {
    const { id } = needProject(call, param(call, 'project'), 'see');
    return ok(
      [...call.world.state.user.values()].flatMap((user) => {
        const roles = user.project_roles.filter((it) => it.project_id === id);
        return roles.length === 0 ? [] : [{ ...userView(user), project_roles: roles }];
      }),
    );
  }),

  // API: the user has to be in the organization already.
  route('POST', '/projects/:project/users/', (call) => {
    const project = needProject(call, param(call, 'project'), 'manage');
    const schema = z.strictObject({
      user: z.string().check(z.minLength(1, 'Shorter than minimum length 1.')),
      role_fqn: z.enum(['project_admin', 'project_member'], 'Not a valid choice.'),
    });
    const { user: wanted, role_fqn } = parseBody(schema, call);
    const user = findUser(call.world, wanted);
    if (!user) throw notFound();
    const actor = { user, key: call.actor.key, sudo: false };
    if (!roleIn(call.world, actor, project.organization_id)) {
      throw violation(call.world, 'The user is not a member of the organization.', 'user');
    }
    const had = user.project_roles.find((it) => it.project_id === project.id);
    if (had?.role_fqn !== role_fqn) {
      setProjectRole(user, project.id, role_fqn);
      const what = had ? 'project.edit_user' : 'project.add_user';
      tell(call, project, what, { user_id: user.uid, role_fqn });
    }
    const json = { added: !had, project_id: project.id, role_fqn, user_id: user.uid };
    return had ? ok(json) : created(json);
  }),

  route('DELETE', '/projects/:project/users/:user/', (call) => {
    const project = needProject(call, param(call, 'project'), 'manage');
    const user = findUser(call.world, param(call, 'user'));
    if (!user?.project_roles.some((it) => it.project_id === project.id)) throw notFound();
    user.project_roles = user.project_roles.filter((it) => it.project_id !== project.id);
    tell(call, project, 'project.remove_user', { user_id: user.uid });
    return noContent();
  }),
];

/** Makes a project in a region that the organization may use. */
export function newProject(
  call: Call,
  of: { name: string; organizationId: string; region: string | undefined },
): Project {
  const { world } = call;
  if (of.region === undefined) {
    throw badRequest({ region: ['Missing data for required field.'] });
  }
  const region = world.state.region.get(of.region);
  const usable =
    region && !region.deprecated && [null, of.organizationId].includes(region.organization_id);
  if (!usable) throw badRequest({ region: ['Unknown region.'] });
  const project = put(world.state, 'project', {
    id: nextId(world, 'project'),
    name: of.name,
    organization_id: of.organizationId,
    region: of.region,
    backup_location: null,
    dc: writtenDc(world),
  });
  // Its maker manages it, also without being an organization admin.
  if (!isOrgAdmin(call.actor, of.organizationId)) {
    setProjectRole(call.actor.user, project.id, 'project_admin');
  }
  tell(call, project, 'project.create', { name: of.name, region: of.region });
  return project;
}

function tell(call: Call, project: Project, what: string, detail: Record<string, unknown>): void {
  recordChange(call, {
    what,
    entityId: project.id,
    organizations: [project.organization_id],
    detail,
  });
}
