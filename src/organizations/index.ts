/** Organizations and their projects. */
import type { Step } from '../step-kit/step.ts';
import { organizationDropdown } from './organization.dropdown.ts';
import { projectDropdown } from './project.dropdown.ts';

export const organizations: readonly Step[] = [organizationDropdown, projectDropdown];
