/** Suspending and resuming: one change of the API, in both directions. */
import { suspendCluster } from '../clients/cloud/cluster-changes.ts';
import { type Cluster, FREE_PLAN } from '../clients/cloud/clusters.ts';
import { type Refusal, refuse } from '../kit/errors.ts';
import { flag } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import type { ClusterChange } from '../vocabulary/clusters/change.ts';
import { clusterChangeRecord } from '../vocabulary/clusters/change-record.ts';
import { nameOf, otherClusterSample } from '../vocabulary/clusters/record.ts';
import { comparePrices, pricedAs, priceRecord, samplePrices } from '../vocabulary/prices.ts';

export const suspensionRecord = (suspend: boolean) =>
  clusterChangeRecord(
    {
      summary: suspend
        ? 'Suspending winter-lab, about 205 dollars less a month.'
        : 'Resuming winter-lab, about 205 dollars more a month.',
      from: inWords(!suspend),
      to: inWords(suspend),
      operation: 'SUSPEND',
    },
    { suspended: flag('Suspended', !suspend), ...priceRecord },
  );

/** What runs costs its plan, what sleeps its storage only. */
export const suspensionSample = (suspend: boolean) => ({
  ...otherClusterSample,
  ...(suspend ? samplePrices(210.03, 5.05) : samplePrices(5.05, 210.03)),
  status: suspend ? 'GREEN' : 'SUSPENDED',
});

export function planSuspension(run: Run<unknown>, cluster: Cluster, suspended: boolean) {
  const now = cluster.suspended === true;
  const name = cluster.name ?? cluster.id;
  return {
    operationType: 'SUSPEND',
    from: inWords(now),
    to: inWords(suspended),
    doing: `${suspended ? 'suspending' : 'resuming'} ${name}`,
    already: `${name} is ${inWords(suspended)} already`,
    isSo: now === suspended,
    target: { target_suspended: suspended },
    // The cluster keeps its old values until the operation ends, so one that runs leads to the other.
    leadsThere: ({ target_suspended: target }) =>
      (typeof target === 'boolean' ? target : !now) === suspended,
    refusal: async () => (suspended ? suspendRefusal(cluster) : null),
    send: () => suspendCluster(run.cloud, cluster.id, suspended),
    gives: async (of, place) => ({
      suspended: of.suspended,
      ...(await comparePrices(run, place, of.id, {
        before: pricedAs(of),
        after: pricedAs(of, { storageOnly: suspended }),
      })),
    }),
  } satisfies ClusterChange<object>;
}

/** Why a cluster cannot be suspended; null when it can. */
export function suspendRefusal(cluster: Cluster): Refusal | null {
  if (cluster.product_name === FREE_PLAN) {
    return refuse(
      'a free cluster cannot be suspended by hand',
      'It suspends itself after four days without use.',
    );
  }
  if (cluster.allow_suspend !== false) return null;
  return refuse(
    `cluster ${nameOf(cluster)} has plan ${cluster.product_name}, which cannot be suspended`,
    'Only dedicated plans (cr1 and larger) can be suspended.',
  );
}

function inWords(suspended: boolean): string {
  return suspended ? 'suspended' : 'running';
}
