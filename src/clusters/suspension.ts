/** Suspending and resuming: one change of the API, in both directions. */
import { suspendCluster } from '../clients/cloud/cluster-changes.ts';
import { type Cluster, FREE_PLAN } from '../clients/cloud/clusters.ts';
import { type Refusal, refuse } from '../kit/errors.ts';
import type { Run } from '../kit/run/run.ts';
import { type ClusterChange, pricedAs } from '../vocabulary/clusters/change.ts';
import { nameOf } from '../vocabulary/clusters/record.ts';

export function planSuspension(
  run: Run<unknown>,
  cluster: Cluster,
  suspended: boolean,
): ClusterChange {
  const now = cluster.suspended === true;
  return {
    operationType: 'SUSPEND',
    from: inWords(now),
    to: inWords(suspended),
    isSo: now === suspended,
    target: { target_suspended: suspended },
    // The cluster keeps its old values until the operation ends, so one that runs leads to the other.
    leadsThere: ({ target_suspended: target }) =>
      (typeof target === 'boolean' ? target : !now) === suspended,
    refusal: async () => (suspended ? refusalOf(cluster) : null),
    priceBefore: pricedAs(cluster),
    priceAfter: pricedAs(cluster, { storageOnly: suspended }),
    send: () => suspendCluster(run.cloud, cluster.id, suspended),
  };
}

function refusalOf(cluster: Cluster): Refusal | null {
  if (cluster.product_name === FREE_PLAN) {
    return refuse(
      'a free cluster cannot be suspended by hand',
      'It suspends itself after four days without use; or delete it.',
    );
  }
  if (cluster.allow_suspend !== false) return null;
  return refuse(
    `cluster ${nameOf(cluster)} has plan ${cluster.product_name}, which cannot be suspended`,
    'Dedicated plans (cr1 and larger) can. Delete the cluster, or move its data to one of these.',
  );
}

function inWords(suspended: boolean): string {
  return suspended ? 'suspended' : 'running';
}
