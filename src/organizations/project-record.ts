import type { Project } from '../clients/cloud/projects.ts';
import { type RecordOf, text, time } from '../kit/record/static.ts';
import { consoleUrl, consoleUrlOf } from '../vocabulary/console.ts';
import type { Names } from '../vocabulary/names.ts';

export const projectRecord = {
  id: text('Project ID', '3b6b7c82-0000-458c-ae6f-000000000006'),
  name: text('Project Name', 'weather'),
  region: text('Region', 'aks1.westeurope.azure'),
  region_name: text('Region Name', 'West Europe (Azure)'),
  organization_id: text('Organization ID', '7bbcf777-0000-41e0-a0b9-000000000001'),
  organization_name: text('Organization Name', 'My Organization'),
  console_url: consoleUrlOf('project'),
  created_at: time('Created At', '2026-02-03T21:30:02.101Z'),
  modified_at: time('Modified At', '2026-03-02T08:06:52.157Z'),
};

export function toProjectRecord(project: Project, names: Names): RecordOf<typeof projectRecord> {
  return {
    id: project.id,
    name: project.name,
    region: project.region,
    region_name: names.region(project.region),
    organization_id: project.organization_id,
    organization_name: names.organization(project.organization_id),
    console_url: consoleUrl('project'),
    created_at: project.dc.created,
    modified_at: project.dc.modified,
  };
}
