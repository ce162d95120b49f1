/** Roles in organizations and projects. */
import { lookUp } from '../kit/look-up.ts';

/** API: the role ids and what the console calls them. */
const ROLE_NAMES: Readonly<Record<string, string>> = {
  org_admin: 'Organization Admin',
  org_member: 'Organization Member',
  project_admin: 'Project Admin',
  project_member: 'Project Member',
};

/** What the Console calls a role; its id where it has another one. */
export function roleName(role: string | null): string | null {
  return lookUp(ROLE_NAMES, role) ?? role;
}
