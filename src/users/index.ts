/** People: who belongs to organizations and projects, with which role, and who is invited. */
import type { Step } from '../kit/step.ts';
import { addUserToOrganization } from './add-user-to-organization.create.ts';
import { addUserToProject } from './add-user-to-project.create.ts';
import { cancelInvitation } from './cancel-invitation.create.ts';
import { findInvitation } from './find-invitation.search.ts';
import { findInvitations } from './find-invitations.search.ts';
import { findRole } from './find-role.search.ts';
import { findUser } from './find-user.search.ts';
import { findUsers } from './find-users.search.ts';
import { invitationDropdown } from './invitation.dropdown.ts';
import { invitationExpired } from './invitation-expired.trigger.ts';
import { newInvitation } from './new-invitation.trigger.ts';
import { newRoleAssignment } from './new-role-assignment.trigger.ts';
import { newUser } from './new-user.trigger.ts';
import { removeUserFromOrganization } from './remove-user-from-organization.create.ts';
import { removeUserFromProject } from './remove-user-from-project.create.ts';
import { roleDropdown } from './role.dropdown.ts';
import { userDropdown } from './user.dropdown.ts';

export const users: readonly Step[] = [
  newUser,
  newRoleAssignment,
  newInvitation,
  invitationExpired,
  findUser,
  findUsers,
  findInvitation,
  findInvitations,
  findRole,
  addUserToOrganization,
  removeUserFromOrganization,
  addUserToProject,
  removeUserFromProject,
  cancelInvitation,
  roleDropdown,
  userDropdown,
  invitationDropdown,
];
