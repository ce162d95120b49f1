import { listOperations } from '../clients/cloud/operations.ts';
import { defineDropdown, labelOf } from '../kit/dropdown.ts';
import { refuse } from '../kit/errors.ts';
import { MOST_ITEMS } from '../kit/identity.ts';
import { chosenCluster } from '../vocabulary/clusters/choose.ts';
import { toOperationRecord } from './operation-record.ts';

/** `IN_PROGRESS` is "in progress". */
const inWords = (status: string | null) => status?.toLowerCase().replaceAll('_', ' ');

/** The operations of the chosen cluster, newest first. */
export const operationDropdown = defineDropdown({
  key: 'operation',
  noun: 'Operation',
  label: 'Operations of a Cluster',
  example: {
    id: '5b1f0c3e-3d33-4c4a-8c9c-000000000004',
    label: 'Scale to 4 nodes (succeeded, 2026-03-02 08:04 UTC)',
  },
  list: async (run) => {
    const { cluster_id: clusterText } = run.input;
    if (clusterText === undefined) throw refuse('no cluster is chosen', 'Choose one first.');
    const cluster = await chosenCluster(run, clusterText);
    const operations = await listOperations(run.cloud, cluster.id, { limit: MOST_ITEMS });
    return operations.map((operation) => {
      const {
        operation_name: name,
        to_value: to,
        started_at,
      } = toOperationRecord(operation, cluster);
      const at = started_at && `${started_at.slice(0, 16).replace('T', ' ')} UTC`;
      return {
        id: operation.id,
        label: labelOf(to ? `${name} to ${to}` : name, inWords(operation.status), at),
      };
    });
  },
});
