import { Problem } from '../base/problem.ts';
import { type Cluster, FREE_PLAN } from '../clients/cloud/clusters.ts';
import type { Product } from '../clients/cloud/products.ts';
import { type Refusal, refuse } from '../kit/errors.ts';
import { nameOf } from '../vocabulary/clusters/record.ts';
import type { OrderPlace } from './cluster-order.ts';

export function takenRefusal(name: string): Refusal {
  return refuse(
    `the name “${name}” is taken by a cluster that this organization does not have`,
    'Names are unique all over CrateDB Cloud; choose another one.',
  );
}

/** API: one free cluster per organization. */
export function freeRefusal(
  plan: Product,
  place: OrderPlace,
  clusters: readonly Cluster[],
): Refusal | null {
  if (plan.name !== FREE_PLAN) return null;
  const free = clusters.find((cluster) => cluster.product_name === FREE_PLAN);
  return free
    ? refuse(
        `organization ${place.organization.name ?? ''} has its one free cluster already, ${nameOf(free)}`,
        'Use that one, or choose another plan.',
      )
    : null;
}

export function notShownYet(): Problem {
  return new Problem(
    'unavailable',
    'the cluster was ordered, and CrateDB Cloud does not show it yet',
    { maybeDone: true },
  );
}
