import { restartNode } from '../clients/cloud/cluster-changes.ts';
import type { Cluster } from '../clients/cloud/clusters.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import { shorten } from '../kit/choose.ts';
import { type Refusal, refuse } from '../kit/errors.ts';
import { integer } from '../kit/record/static.ts';
import { visible } from '../kit/text.ts';
import { changeCluster } from '../vocabulary/clusters/change.ts';
import { clusterChangeRecord, safetyFields } from '../vocabulary/clusters/change-record.ts';
import { oneClusterField } from '../vocabulary/clusters/choose.ts';
import { suspendedRefusal } from '../vocabulary/clusters/obstacles.ts';
import { nameOf, nodesOf } from '../vocabulary/clusters/record.ts';
import { healthRefusal } from './safety.ts';

export const restartClusterNode = defineAction({
  key: 'restart_cluster_node',
  noun: 'Cluster Node',
  label: 'Restart Cluster Node',
  description: 'Restarts one node of a healthy cluster.',
  // Nothing tells a node that was restarted from one that was not.
  replay: 'unsafe',
  lock: LOCKS.cluster,
  inputFields: [
    { ...oneClusterField, required: true },
    {
      key: 'node',
      label: 'Node',
      required: true,
      helpText:
        'The node’s name or number: data-hot-2 or 2; the first node is 0. If the reply is lost, Zapier does not repeat the step: check before you run it again.',
    },
    ...safetyFields,
  ],
  record: clusterChangeRecord(
    {
      summary: 'Restarting node 2 of weather-prod.',
      from: 'running',
      to: 'node 2 restarted',
      operation: null,
    },
    { node_number: integer('Node Number', 2) },
  ),
  perform: (run) =>
    changeCluster(run, async (cluster) => {
      const node = nodeNumber(run.input.node);
      const name = cluster.name ?? cluster.id;
      return {
        operationType: null,
        from: 'running',
        to: `node ${node} restarted`,
        doing: `restarting node ${node} of ${name}`,
        already: `node ${node} of ${name} was restarted`,
        isSo: false,
        waits: true,
        refusal: async () =>
          suspendedRefusal(cluster) ??
          outOfRange(cluster, node) ??
          (await healthRefusal(run, cluster)),
        send: async () => {
          await restartNode(run.cloud, cluster.id, node);
          return cluster;
        },
        gives: () => ({ node_number: node }),
      };
    }),
});

/** The number of a data node, which is the end of its name and what the API restarts it by. */
function nodeNumber(text: string): number {
  const [, number] =
    /^(?:(?:crate-)?data-hot-(?:[\da-f-]{36}-)?)?(\d{1,4})$/i.exec(visible(text)) ?? [];
  if (number !== undefined) return Number(number);
  throw refuse(
    `“Node” cannot be “${shorten(text)}”`,
    'Use a number such as 0, or a name such as data-hot-0.',
  );
}

function outOfRange(cluster: Cluster, node: number): Refusal | null {
  const nodes = nodesOf(cluster);
  if (nodes === null || node < nodes) return null;
  const last = nodes === 1 ? 'only node 0' : `nodes 0 to ${nodes - 1}`;
  return refuse(`cluster ${nameOf(cluster)} has ${last}`, 'Correct “Node”.');
}
