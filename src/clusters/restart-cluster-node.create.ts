import { restartNode } from '../clients/cloud/cluster-changes.ts';
import type { Cluster } from '../clients/cloud/clusters.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import { type Refusal, refuse } from '../kit/errors.ts';
import {
  busyField,
  changeCluster,
  clusterChangeRecord,
  previewField,
  suspendedRefusal,
} from '../vocabulary/clusters/change.ts';
import { clusterField } from '../vocabulary/clusters/choose.ts';
import { nameOf, nodesOf } from '../vocabulary/clusters/record.ts';

export const restartClusterNode = defineAction({
  key: 'restart_cluster_node',
  noun: 'Cluster Node',
  label: 'Restart Cluster Node',
  description: 'Restarts one node of a healthy cluster.',
  // Nothing tells a node that was restarted from one that was not.
  replay: 'unsafe',
  lock: LOCKS.cluster,
  inputFields: [
    { ...clusterField, required: true },
    {
      key: 'node_number',
      label: 'Node Number',
      type: 'integer',
      required: true,
      min: 0,
      helpText:
        'The number in the node’s name: 0 for data-hot-0. The step is never repeated by itself: if its reply is lost, check before you run it again.',
    },
    busyField,
    previewField,
  ],
  record: clusterChangeRecord,
  perform: (run) =>
    changeCluster(run, async (cluster) => {
      const { node_number: node } = run.input;
      return {
        operationType: null,
        from: null,
        to: `node ${node} restarted`,
        isSo: false,
        waits: true,
        refusal: async () => suspendedRefusal(cluster) ?? refusalOf(cluster, node),
        priceBefore: 'same',
        priceAfter: 'same',
        send: async () => {
          await restartNode(run.cloud, cluster.id, node);
          return cluster;
        },
      };
    }),
});

function refusalOf(cluster: Cluster, node: number): Refusal | null {
  const nodes = nodesOf(cluster);
  if (nodes !== null && node >= nodes) {
    const last = nodes === 1 ? 'only node 0' : `nodes 0 to ${nodes - 1}`;
    return refuse(`cluster ${nameOf(cluster)} has ${last}`, 'Correct “Node Number”.');
  }
  const { status } = cluster.health;
  if (status === 'GREEN') return null;
  return refuse(
    `cluster ${nameOf(cluster)} is ${status ?? 'in an unknown state'}, and only a GREEN one can spare a node`,
    'Wait until it is healthy, then run the step again.',
  );
}
