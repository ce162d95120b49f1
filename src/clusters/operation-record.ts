/** An operation in words that can be put into a message. */
import { hasEnded, hasSucceeded } from '../clients/cloud/clusters.ts';
import type { Operation } from '../clients/cloud/operations.ts';
import { withoutKeys } from '../kit/addresses.ts';
import { lookUp } from '../kit/look-up.ts';
import { flag, integer, number, text, time } from '../kit/record/static.ts';
import { counted } from '../kit/text.ts';
import { GIB, round, secondsBetween } from '../kit/units.ts';
import { clusterHead } from '../vocabulary/clusters/record.ts';
import { summaryField } from '../vocabulary/summary.ts';

/** API: the types known, with the words the console uses. Others may come and stay as they are. */
export const OPERATION_TYPES = {
  CREATE: 'Create',
  SCALE: 'Scale',
  CHANGE_COMPUTE: 'Change Plan',
  EXPAND_STORAGE: 'Expand Storage',
  UPGRADE: 'Upgrade',
  SUSPEND: 'Suspend or Resume',
  ALLOWED_CIDR_UPDATE: 'Update IP Allowlist',
  BACKUP_SCHEDULE_UPDATE: 'Update Backup Schedule',
  PASSWORD_UPDATE: 'Update Password',
  RESTORE_SNAPSHOT: 'Restore Backup',
} as const;

/** Narrows operations to some kinds of them. */
export const operationTypesField = {
  key: 'operation_types',
  label: 'Operation Types',
  list: true,
  choices: OPERATION_TYPES,
  helpText: 'Leave blank for all types.',
} as const;

export const operationRecord = {
  summary: summaryField(
    'Scale on weather-prod succeeded after 2.5 minutes: from 3 nodes to 4 nodes.',
  ),
  operation_id: text('Operation ID', '5b1f0c3e-3d33-4c4a-8c9c-000000000004'),
  operation_type: text('Operation Type', 'SCALE'),
  operation_name: text('Operation', 'Scale'),
  operation_status: text('Operation Status', 'SUCCEEDED'),
  succeeded: flag('Succeeded', true),
  ...clusterHead,
  message: text('Message', 'Successfully scaled cluster to 4 nodes.'),
  from_value: text('From', '3 nodes'),
  to_value: text('To', '4 nodes'),
  started_at: time('Started At', '2026-03-02T08:04:22.960Z'),
  ended_at: time('Ended At', '2026-03-02T08:06:52.157Z'),
  duration_seconds: integer('Duration (Seconds)', 149),
  duration_minutes: number('Duration (Minutes)', 2.5),
};

export function toOperationRecord(
  operation: Operation,
  cluster: { id: string; name: string | null },
) {
  const seconds = secondsBetween(operation.dc.created, operation.dc.modified);
  const { from, to } = changeOf(operation);
  const { message } = operation.feedback_data;
  const record = {
    operation_id: operation.id,
    operation_type: operation.type,
    operation_name: typeName(operation.type),
    operation_status: operation.status?.toUpperCase() ?? null,
    succeeded: operation.status === null ? null : hasSucceeded(operation.status),
    cluster_id: cluster.id,
    cluster_name: cluster.name,
    message: message === null ? null : withoutKeys(message),
    from_value: from,
    to_value: to,
    started_at: operation.dc.created,
    ended_at: operation.dc.modified,
    duration_seconds: seconds,
    duration_minutes: seconds === null ? null : round(seconds / 60, 1),
  };
  return { summary: summaryOf(record, hasEnded(operation.status)), ...record };
}

type Told = {
  operation_name: string | null;
  cluster_id: string;
  cluster_name: string | null;
  succeeded: boolean | null;
  message: string | null;
  from_value: string | null;
  to_value: string | null;
  duration_minutes: number | null;
};

function summaryOf(told: Told, isOver: boolean): string {
  const what = `${told.operation_name ?? 'An operation'} on ${told.cluster_name ?? told.cluster_id}`;
  const change =
    told.from_value !== null && told.to_value !== null
      ? `from ${told.from_value} to ${told.to_value}`
      : null;
  if (!isOver) return `${what} is running${change ? `: ${change}` : ''}.`;
  const after = told.duration_minutes === null ? '' : ` after ${told.duration_minutes} minutes`;
  if (told.succeeded) return `${what} succeeded${after}${change ? `: ${change}` : ''}.`;
  return `${what} failed${after}${told.message ? `: ${told.message.replace(/\.+$/, '')}` : ''}.`;
}

function typeName(type: string | null): string | null {
  return lookUp(OPERATION_TYPES, type) ?? type;
}

/**
 * What an operation changes, from and to. API: pairs of `current_...` and `target_...`; which there are
 * depends on the type and is documented for some of them only.
 */
function changeOf(operation: Operation): { from: string | null; to: string | null } {
  const data = operation.non_sensitive_data;
  const key =
    ['num_nodes', 'version', 'disk_size_per_node_bytes', 'ip_whitelist'].find(
      (name) => `current_${name}` in data || `target_${name}` in data,
    ) ??
    Object.keys(data)
      .find((name) => name.startsWith('target_'))
      ?.slice('target_'.length);
  if (key === undefined) return { from: null, to: null };
  return { from: inWords(key, data[`current_${key}`]), to: inWords(key, data[`target_${key}`]) };
}

function inWords(key: string, value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (key === 'num_nodes' && typeof value === 'number') return counted(value, 'node');
  if (key.endsWith('_bytes') && typeof value === 'number') return `${round(value / GIB, 2)} GiB`;
  if (Array.isArray(value)) {
    const entries = value.map((entry) =>
      typeof entry === 'object' && entry !== null && 'cidr' in entry ? entry.cidr : entry,
    );
    return entries.length ? entries.map(String).join(', ') : 'everybody';
  }
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  // A name or a number is worth a word; what is built of others is not.
  return typeof value === 'object' ? null : String(value);
}
