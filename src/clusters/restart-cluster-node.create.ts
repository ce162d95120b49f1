import { restartNode } from '../clients/cloud/cluster-changes.ts';
import type { Cluster } from '../clients/cloud/clusters.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import { shorten } from '../kit/choose.ts';
import { type Refusal, refuse } from '../kit/errors.ts';
import { visible } from '../kit/text.ts';
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
      required: true,
      helpText:
        'The number of the node or its name, such as 0 or data-hot-0. The step is never repeated by itself: if its reply is lost, check before you run it again.',
    },
    busyField,
    previewField,
  ],
  record: clusterChangeRecord,
  perform: (run) =>
    changeCluster(run, async (cluster) => {
      const node = nodeNumber(run.input.node_number);
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

/** The number of a data node, which the API restarts by it. */
function nodeNumber(text: string): number {
  const [, number] =
    /^(?:(?:crate-)?data-hot-(?:[\da-f-]{36}-)?)?(\d{1,4})$/i.exec(visible(text)) ?? [];
  if (number !== undefined) return Number(number);
  throw refuse(
    `“Node Number” cannot be “${shorten(text)}”`,
    'Use a number such as 0, or a name such as data-hot-0.',
  );
}
