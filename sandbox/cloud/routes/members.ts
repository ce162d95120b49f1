import type { OrgRole, ProjectRole, User } from '../state/types.ts';
import type { World } from '../world/world.ts';

/** E-mails are compared without case. */
export function findUserByEmail(world: World, email: string): User | undefined {
  const wanted = email.toLowerCase();
  return [...world.state.user.values()].find((it) => it.email.toLowerCase() === wanted);
}

/** By uid or e-mail, as the paths take both. */
export function findUser(world: World, idOrEmail: string): User | undefined {
  return world.state.user.get(idOrEmail) ?? findUserByEmail(world, idOrEmail);
}

export function setOrganizationRole(user: User, organization_id: string, role_fqn: OrgRole): void {
  const entry = user.organization_roles.find((it) => it.organization_id === organization_id);
  if (entry) entry.role_fqn = role_fqn;
  else user.organization_roles.push({ organization_id, role_fqn });
}

export function setProjectRole(user: User, project_id: string, role_fqn: ProjectRole): void {
  const entry = user.project_roles.find((it) => it.project_id === project_id);
  if (entry) entry.role_fqn = role_fqn;
  else user.project_roles.push({ project_id, role_fqn });
}

/** API: the last admin of an organization stays. */
export function isLastAdmin(world: World, user: User, organizationId: string): boolean {
  const admins = [...world.state.user.values()].filter((it) =>
    it.organization_roles.some(
      (role) => role.organization_id === organizationId && role.role_fqn === 'org_admin',
    ),
  );
  return admins.length === 1 && admins[0] === user;
}
