import { hasEnded } from '../clients/cloud/clusters.ts';
import { listOperations, type Operation } from '../clients/cloud/operations.ts';
import { flag, text } from '../kit/record/static.ts';
import { defineSearch } from '../kit/search.ts';
import { isSameText } from '../kit/text.ts';
import { chosenCluster, clusterField } from '../vocabulary/clusters/choose.ts';
import { OPERATION_TYPES, operationRecord, toOperationRecord } from './operation-record.ts';

export const findClusterOperation = defineSearch({
  key: 'find_cluster_operation',
  noun: 'Cluster Operation',
  label: 'Find Cluster Operation',
  description: 'Finds an operation on a cluster, or the newest one of a type.',
  inputFields: [
    { ...clusterField, required: true },
    {
      key: 'operation_id',
      label: 'Operation',
      dynamic: 'operation.id.label',
      helpText: 'For example the one that “Scale Cluster” has started. Leave blank for the newest.',
    },
    {
      key: 'type',
      label: 'Operation Type',
      choices: OPERATION_TYPES,
      helpText: 'Leave blank for any type.',
    },
  ],
  record: {
    id: text('ID', '5b1f0c3e-3d33-4c4a-8c9c-000000000004'),
    ...operationRecord,
    ended: flag('Has Ended', true),
  },
  perform: async (run) => {
    const { cluster_id: clusterText, operation_id: wanted, type } = run.input;
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
    return found ? [toRecord(found, cluster)] : [];
  },
});

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
