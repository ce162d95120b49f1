import type { Actor, Call } from '../server/call.ts';
import { ApiError, forbidden, notFound } from '../server/errors.ts';
import type { Cluster, Organization, OrgRole, Project, ProjectRole } from '../state/types.ts';
import type { World } from './world.ts';

export type AnyRole = OrgRole | ProjectRole;

export function orgRole(actor: Actor, organizationId: string | null): OrgRole | undefined {
  return actor.user.organization_roles.find((it) => it.organization_id === organizationId)
    ?.role_fqn;
}

function projectRole(actor: Actor, projectId: string): ProjectRole | undefined {
  return actor.user.project_roles.find((it) => it.project_id === projectId)?.role_fqn;
}

export function isOrgAdmin(actor: Actor, organizationId: string | null): boolean {
  return actor.sudo || orgRole(actor, organizationId) === 'org_admin';
}

/** The caller's strongest role in an organization; a project role counts when there is no other. */
export function roleIn(world: World, actor: Actor, organizationId: string): AnyRole | undefined {
  const role = orgRole(actor, organizationId);
  if (role) return role;
  const roles = actor.user.project_roles.filter(
    (it) => world.state.project.get(it.project_id)?.organization_id === organizationId,
  );
  return roles.some((it) => it.role_fqn === 'project_admin') ? 'project_admin' : roles[0]?.role_fqn;
}

function seesProject(world: World, actor: Actor, project: Project): boolean {
  if (isOrgAdmin(actor, project.organization_id)) return true;
  if (projectRole(actor, project.id)) return true;
  return (
    world.switches.orgMember === 'reads' && orgRole(actor, project.organization_id) !== undefined
  );
}

function managesProject(actor: Actor, project: Project): boolean {
  return (
    isOrgAdmin(actor, project.organization_id) || projectRole(actor, project.id) === 'project_admin'
  );
}

/** Something that exists but belongs to others. */
export function foreign(world: World): ApiError {
  return world.switches.foreignStatus === 403 ? forbidden() : notFound();
}

export function visibleOrganizations(call: Call): Organization[] {
  const { world, actor } = call;
  return [...world.state.organization.values()].filter(
    (it) => actor.sudo || roleIn(world, actor, it.id) !== undefined,
  );
}

/** An organization that the caller has any role in. */
export function needOrganization(call: Call, id: string): Organization {
  const { world, actor } = call;
  const organization = world.state.organization.get(id);
  if (!organization) throw notFound();
  if (!actor.sudo && !roleIn(world, actor, id)) throw foreign(world);
  return organization;
}

/** An organization that the caller is a member of: a project role alone is not enough. */
export function needMembership(call: Call, id: string): Organization {
  const organization = needOrganization(call, id);
  if (!call.actor.sudo && !orgRole(call.actor, id)) throw forbidden();
  return organization;
}

export function needOrgAdmin(call: Call, id: string): Organization {
  const organization = needOrganization(call, id);
  if (!isOrgAdmin(call.actor, id)) throw forbidden();
  return organization;
}

export function needSuperuser(call: Call): void {
  if (!call.actor.sudo) throw forbidden();
}

/** Projects the caller may see, in the region that was asked for. */
export function visibleProjects(call: Call): Project[] {
  return [...call.world.state.project.values()].filter(
    (it) =>
      (call.region === undefined || it.region === call.region) &&
      seesProject(call.world, call.actor, it),
  );
}

export function needProject(call: Call, id: string, right: 'see' | 'manage'): Project {
  const project = call.world.state.project.get(id);
  if (!project) throw notFound();
  if (!seesProject(call.world, call.actor, project)) throw foreign(call.world);
  if (right === 'manage' && !managesProject(call.actor, project)) throw forbidden();
  return project;
}

export function visibleClusters(call: Call): Cluster[] {
  const projects = new Set(visibleProjects(call).map((it) => it.id));
  return [...call.world.state.cluster.values()].filter((it) => projects.has(it.project_id));
}

/** `see`: any role on its project. `manage`: project and organization admins. `own`: organization admins. */
export type ClusterRight = 'see' | 'manage' | 'own';

export function needCluster(
  call: Call,
  id: string,
  right: ClusterRight,
): { cluster: Cluster; project: Project } {
  const cluster = call.world.state.cluster.get(id);
  if (!cluster) throw notFound();
  const project = needProject(call, cluster.project_id, right === 'see' ? 'see' : 'manage');
  if (right === 'own' && !isOrgAdmin(call.actor, project.organization_id)) throw forbidden();
  return { cluster, project };
}

/** A request that breaks a rule: `errors` says at which field. */
export function violation(world: World, message: string, field?: string): ApiError {
  const errors = field === undefined ? {} : { errors: { [field]: [message] } };
  return new ApiError(world.switches.ruleViolationStatus, message, errors);
}
