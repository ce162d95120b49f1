/** Organizations, with their projects, regions and audit log. */
import type { Step } from '../kit/step.ts';
import { auditActionDropdown } from './audit-action.dropdown.ts';
import { createOrganization } from './create-organization.create.ts';
import { createProject } from './create-project.create.ts';
import { deleteProject } from './delete-project.create.ts';
import { findAuditEvents } from './find-audit-events.search.ts';
import { findOrganization } from './find-organization.search.ts';
import { findProject } from './find-project.search.ts';
import { findRegion } from './find-region.search.ts';
import { newAuditEvent } from './new-audit-event.trigger.ts';
import { newOrganization } from './new-organization.trigger.ts';
import { newProject } from './new-project.trigger.ts';
import { organizationDropdown } from './organization.dropdown.ts';
import { projectDropdown } from './project.dropdown.ts';
import { regionDropdown } from './region.dropdown.ts';
import { regionUnavailable } from './region-unavailable.trigger.ts';
import { renameProject } from './rename-project.create.ts';
import { updateOrganization } from './update-organization.create.ts';

export const organizations: readonly Step[] = [
  newOrganization,
  newProject,
  newAuditEvent,
  regionUnavailable,
  findAuditEvents,
  findOrganization,
  findProject,
  findRegion,
  createOrganization,
  updateOrganization,
  createProject,
  renameProject,
  deleteProject,
  organizationDropdown,
  projectDropdown,
  regionDropdown,
  auditActionDropdown,
];
