/** People: who belongs to organizations and projects, with which role. */
import type { Step } from '../step-kit/step.ts';
import { addUserToOrganization } from './add-user-to-organization.create.ts';
import { findUser } from './find-user.search.ts';
import { findUsers } from './find-users.search.ts';
import { newUser } from './new-user.trigger.ts';
import { roleDropdown } from './role.dropdown.ts';

export const users: readonly Step[] = [
  newUser,
  findUser,
  findUsers,
  addUserToOrganization,
  roleDropdown,
];
