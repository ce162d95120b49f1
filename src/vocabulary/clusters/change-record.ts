/** What the steps ask and give that change a cluster. */
import type { Cluster } from '../../clients/cloud/clusters.ts';
import type { InputOf } from '../../kit/fields/read.ts';
import { flag, type RecordOf, text } from '../../kit/record/static.ts';
import { adminUiUrl, adminUiUrlField, consoleUrl, consoleUrlOf } from '../console.ts';
import { type Place, placeRecord } from '../names.ts';
import { summaryField } from '../summary.ts';
import { clusterHead } from './record.ts';

const busyField = {
  key: 'if_busy',
  group: 'safety',
  label: 'If the Cluster Is Busy',
  choices: { later: 'Try Again Later', stop: 'Stop' },
  default: 'later',
  helpText:
    'What to do while another operation runs. Try Again Later: Zapier repeats this step by itself until the operation is over.',
} as const;

export const impossibleField = {
  key: 'if_impossible',
  group: 'safety',
  label: 'If It Cannot Be Done',
  choices: { stop: 'Stop', continue: 'Continue' },
  default: 'stop',
  helpText:
    'Stop: the Zap stops with the reason. Continue: nothing changes, and the reason is in “Blocked By” for later steps. Missing permissions and lost replies always stop.',
} as const;

export const previewField = {
  key: 'preview',
  group: 'safety',
  label: 'Preview Only',
  type: 'boolean',
  default: 'false',
  helpText:
    'Yes: nothing changes, and the outputs show what would change. Map them into the same step later to make exactly that change.',
} as const;

/** The fields of the last group of every step that changes a cluster. */
export const safetyFields = [busyField, impossibleField, previewField] as const;

export type SafetyInput = { cluster_id: string } & InputOf<typeof safetyFields>;

/** The outputs that say what is done, or would be; the example is a step's own story. */
export const changeHead = (example: {
  summary: string;
  from: string;
  to: string;
  operation: string | null;
}) => ({
  changed: flag('Changed', true),
  would_change: flag('Would Change', true),
  preview: flag('Preview Only', false),
  summary: summaryField(example.summary),
  goal_reached: flag('Goal Reached', true),
  blocked_by: text('Blocked By', ''),
  from_value: text('From', example.from),
  to_value: text('To', example.to),
  operation_id: text(
    'Operation ID',
    example.operation === null ? '' : '5b1f0c3e-3d33-4c4a-8c9c-000000000004',
  ),
  operation_type: text('Operation Type', example.operation ?? ''),
  operation_status: text('Operation Status', example.operation === null ? '' : 'REGISTERED'),
});

/** Of the cluster, what one would map; it is as it was until the operation has ended. */
const changedCluster = {
  ...clusterHead,
  status: text('Cluster Status', 'GREEN'),
  running_operation: text('Running Operation', ''),
  ...placeRecord,
  admin_ui_url: adminUiUrlField,
  console_url: consoleUrlOf('cluster'),
};

export type ChangedCluster = RecordOf<typeof changedCluster>;

export function toChangedCluster(cluster: Cluster, place: Place): ChangedCluster {
  return {
    cluster_id: cluster.id,
    cluster_name: cluster.name,
    status: cluster.health.status,
    running_operation: cluster.health.running_operation,
    ...place,
    admin_ui_url: adminUiUrl(cluster.url),
    console_url: consoleUrl('cluster'),
  };
}

/** The whole record of a step that changes a cluster, with its own outputs in the middle. */
export const clusterChangeRecord = <const Own extends object>(
  example: Parameters<typeof changeHead>[0],
  own: Own,
) => ({
  ...changeHead(example),
  ...own,
  ...changedCluster,
  running_operation: text('Running Operation', example.operation ?? ''),
});

type Started = { id: string | null; type: string | null; status: string | null };

export type ChangeOutcome = {
  changed: boolean;
  blockedBy: string | null;
  /** Nothing is left to do: it is so already, or is becoming so. */
  isSo: boolean;
  /** It is not so yet: an operation that leads there is running. */
  isUnderway?: boolean;
  operation: Started | null;
};

/** The outputs of `changeHead`. */
export function toChangeHead(
  preview: boolean,
  change: { from: string | null; to: string; doing: string; already: string; goalReached: boolean },
  { changed, blockedBy, isSo, isUnderway = false, operation }: ChangeOutcome,
  difference: number | null,
) {
  return {
    changed,
    would_change: changed || (!isSo && blockedBy === null),
    preview,
    summary: summaryOf(preview, change, { changed, blockedBy, isSo, isUnderway, difference }),
    goal_reached: blockedBy === null && change.goalReached,
    blocked_by: blockedBy,
    from_value: change.from,
    to_value: change.to,
    operation_id: operation?.id ?? null,
    operation_type: operation?.type ?? null,
    operation_status: operation?.status ?? null,
  };
}

function summaryOf(
  preview: boolean,
  { doing, already }: { doing: string; already: string },
  facts: Pick<ChangeOutcome, 'changed' | 'blockedBy' | 'isSo' | 'isUnderway'> & {
    difference: number | null;
  },
): string {
  const { changed, blockedBy, isSo, isUnderway, difference } = facts;
  if (blockedBy !== null) return `Not done, ${doing}: ${blockedBy}`;
  if (isSo && !changed) {
    return `Nothing to do: ${isUnderway ? `${doing} is underway already` : already}.`;
  }
  const price = inDollars(difference);
  const sentence = `${doing}${price}.`;
  return preview && !changed
    ? `Preview, nothing is changed: ${sentence}`
    : `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
}

function inDollars(difference: number | null): string {
  if (difference === null || Math.abs(difference) < 0.5) return '';
  const dollars = Math.round(Math.abs(difference));
  return `, about ${dollars} ${dollars === 1 ? 'dollar' : 'dollars'} ${difference > 0 ? 'more' : 'less'} a month`;
}
