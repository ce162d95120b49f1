import { MINUTE_MS } from '../base/time.ts';
import { hasEnded } from '../clients/cloud/clusters.ts';
import { listOperations, type Operation } from '../clients/cloud/operations.ts';
import { busy } from '../kit/errors.ts';
import { flag, text } from '../kit/record/static.ts';
import { defineSearch } from '../kit/search.ts';
import { isSameText } from '../kit/text.ts';
import { chosenCluster, oneClusterField } from '../vocabulary/clusters/choose.ts';
import { lastMinutes } from '../vocabulary/clusters/operation-limits.ts';
import { nameOf } from '../vocabulary/clusters/record.ts';
import { OPERATION_TYPES, operationRecord, toOperationRecord } from './operation-record.ts';

export const findClusterOperation = defineSearch({
  key: 'find_cluster_operation',
  noun: 'Cluster Operation',
  label: 'Find Cluster Operation',
  description: 'Finds an operation on a cluster, or the newest one of a type.',
  inputFields: [
    { ...oneClusterField, required: true },
    {
      key: 'operation_id',
      label: 'Operation',
      dynamic: 'operation.id.label',
      helpText:
        'The operation’s ID, for example from “Scale Cluster”. Leave blank for the newest operation.',
    },
    {
      key: 'operation_type',
      label: 'Operation Type',
      choices: OPERATION_TYPES,
      helpText: 'Leave blank for any type.',
    },
    {
      key: 'if_running',
      label: 'If Still Running',
      choices: { give: 'Give It Now', later: 'Try Again Later' },
      default: 'give',
      helpText:
        'Give It Now: returns the operation as it is. Try Again Later: Zapier repeats this step until the operation has ended. AI agents should leave Give It Now and search again.',
    },
  ],
  record: {
    id: text('ID', '5b1f0c3e-3d33-4c4a-8c9c-000000000004'),
    ...operationRecord,
    ended: flag('Has Ended', true),
  },
  perform: async (run) => {
    const { cluster_id: clusterText, operation_id: wanted, operation_type: type } = run.input;
    const cluster = await chosenCluster(run, clusterText);
    const operations = await listOperations(run.cloud, cluster.id, {
      ...(type === undefined ? {} : { type }),
      ...(wanted === undefined ? { limit: 1 } : {}),
    });
    const found = operations.find(
      (operation) =>
        (wanted === undefined || isSameText(operation.id, wanted)) &&
        // The filter by type is none of the documented ones.
        (type === undefined || operation.type === type),
    );
    if (!found) return [];
    if (run.input.if_running === 'later' && isWorthWaiting(found, run.now())) {
      throw busy(
        `operation ${found.type} on cluster ${nameOf(cluster)} is still running`,
        'Zapier repeats this step by itself until it has ended.',
      );
    }
    return [toRecord(found, cluster)];
  },
});

/** Nobody waits for longer than an operation takes: one that hangs is given as it is. */
function isWorthWaiting({ status, type, dc }: Operation, now: Date): boolean {
  const began = Date.parse(dc.created ?? '');
  return !hasEnded(status) && !(now.getTime() - began > lastMinutes(type) * MINUTE_MS);
}

function toRecord(operation: Operation, cluster: { id: string; name: string | null }) {
  const ended = hasEnded(operation.status);
  const record = toOperationRecord(operation, cluster);
  return {
    id: operation.id,
    ...record,
    // The time of a change is the end only of what has ended.
    succeeded: ended ? record.succeeded : null,
    ended_at: ended ? record.ended_at : null,
    ended,
  };
}
