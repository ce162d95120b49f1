/** An audit event as a flat record: who did what where, and the free-form context as line items. */
import type { AuditEvent } from '../clients/cloud/audit-log.ts';
import type { Organization } from '../clients/cloud/organizations.ts';
import { flag, type RecordOf, text, time } from '../kit/record/static.ts';
import { aboutWhat, type ContextLine, flatten } from '../vocabulary/audit-context.ts';
import { consoleUrl, consoleUrlOf } from '../vocabulary/console.ts';
import { summaryField } from '../vocabulary/summary.ts';

export const auditRecord = {
  id: text('Event ID', '9d1f6a52-0000-4000-8000-000000000011'),
  summary: summaryField('Ada Example did project.create (weather) in My Organization.'),
  action: text('Action', 'project.create'),
  happened_at: time('Happened At', '2026-03-02T08:22:31.196Z'),
  actor_id: text('Actor ID', 'c4953d0d-0000-4820-9c43-000000000002'),
  actor_email: text('Actor Email', 'ada@example.com'),
  actor_name: text('Actor Name', 'Ada Example'),
  by_service: flag('Done by CrateDB Cloud Itself', false),
  organization_id: text('Organization ID', '7bbcf777-0000-41e0-a0b9-000000000001'),
  organization_name: text('Organization Name', 'My Organization'),
  cluster_id: text('Cluster ID', ''),
  cluster_name: text('Cluster Name', ''),
  project_id: text('Project ID', '3b6b7c82-0000-458c-ae6f-000000000006'),
  project_name: text('Project Name', 'weather'),
  user_id: text('Affected User ID', ''),
  user_email: text('Affected User Email', ''),
  user_name: text('Affected User Name', ''),
  role: text('Role', ''),
  details: text('Details', 'project_id: 3b6b7c82-0000-458c-ae6f-000000000006'),
  console_url: consoleUrlOf('organization'),
};

/** Names for ids, as far as they could be learned. */
export type Lookup = {
  cluster(id: string | null): string | null;
  project(id: string | null): string | null;
  user(id: string | null): { email: string | null; name: string | null } | null;
};

export function toAuditRecord(
  event: AuditEvent,
  organization: Pick<Organization, 'id' | 'name'>,
  lookup: Lookup,
): RecordOf<typeof auditRecord> {
  const { actor } = event;
  const about = aboutWhat(event);
  const user = lookup.user(about.userId);
  const names = {
    cluster_name: about.clusterName ?? lookup.cluster(about.clusterId),
    project_name: about.projectName ?? lookup.project(about.projectId),
    user_email: about.userEmail ?? user?.email ?? null,
    user_name: about.userName ?? user?.name ?? null,
  };
  return {
    id: event.id,
    summary: summaryOf(event, organization, names),
    action: event.action,
    happened_at: event.created,
    actor_id: actor.id,
    actor_email: actor.email,
    actor_name: actor.name ?? actor.username,
    by_service: actor.id === null,
    organization_id: organization.id,
    organization_name: organization.name,
    cluster_id: about.clusterId,
    cluster_name: names.cluster_name,
    project_id: about.projectId,
    project_name: names.project_name,
    user_id: about.userId,
    user_email: names.user_email,
    user_name: names.user_name,
    role: about.role,
    details: inDetail(about.context),
    console_url: consoleUrl('organization'),
  };
}

/** Who did what, about whom or what, where. */
function summaryOf(
  { actor, action }: AuditEvent,
  { name, id }: Pick<Organization, 'id' | 'name'>,
  about: Record<'cluster_name' | 'project_name' | 'user_email' | 'user_name', string | null>,
): string {
  const who = actor.name ?? actor.email ?? actor.username ?? actor.id ?? 'CrateDB Cloud';
  const whom = about.user_name ?? about.user_email;
  const what = [whom, about.cluster_name, about.project_name].filter((one) => one !== null);
  const named = what.length > 0 ? ` (${what.join(', ')})` : '';
  return `${who} did ${action ?? 'something'}${named} in ${name ?? id}.`;
}

/** Contexts are not documented and can be huge: so many values are given, so long each, so much in all. */
const MOST_VALUES = 100;
const MOST_CHARACTERS = 1_000;
const MOST_IN_ALL = 20_000;

/** The context as line items, cut with a count of all. */
export function contextOf(event: AuditEvent) {
  const all = flatten(event.context);
  const context: ContextLine[] = [];
  let room = MOST_IN_ALL;
  for (const line of all.slice(0, MOST_VALUES)) {
    const key = cut(line.key, MOST_CHARACTERS);
    const value = line.value === null ? null : cut(line.value, MOST_CHARACTERS);
    room -= key.length + (value?.length ?? 0);
    if (room < 0) break;
    context.push({ key, value });
  }
  return { context_count: all.length, context };
}

function inDetail(context: readonly ContextLine[]): string | null {
  const known = context.slice(0, MOST_VALUES).filter(({ value }) => value !== null);
  if (known.length === 0) return null;
  return cut(known.map(({ key, value }) => `${key}: ${value}`).join(', '), MOST_CHARACTERS);
}

/** Whole characters only. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
