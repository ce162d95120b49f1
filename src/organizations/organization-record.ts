import type { Organization } from '../clients/cloud/organizations.ts';
import { flag, integer, type RecordOf, text, time } from '../kit/record/static.ts';
import { consoleUrl, consoleUrlOf } from '../vocabulary/console.ts';
import { roleName } from '../vocabulary/roles.ts';

export const organizationRecord = {
  id: text('Organization ID', '7bbcf777-0000-41e0-a0b9-000000000001'),
  name: text('Organization Name', 'My Organization'),
  notification_email: text('Notification Email', 'ops@example.com'),
  notifications_enabled: flag('Notifications Enabled', true),
  project_count: integer('Number of Projects', 1),
  own_role: text('Own Role', 'org_admin'),
  own_role_name: text('Own Role Name', 'Organization Admin'),
  console_url: consoleUrlOf('organization'),
  created_at: time('Created At', '2026-02-03T21:30:02.101Z'),
  modified_at: time('Modified At', '2026-03-02T08:06:52.157Z'),
};

export function toOrganizationRecord(
  organization: Organization,
): RecordOf<typeof organizationRecord> {
  return {
    id: organization.id,
    name: organization.name,
    notification_email: organization.email,
    notifications_enabled: organization.notifications_enabled,
    project_count: organization.project_count,
    own_role: organization.role_fqn,
    own_role_name: roleName(organization.role_fqn),
    console_url: consoleUrl('organization'),
    created_at: organization.dc.created,
    modified_at: organization.dc.modified,
  };
}
