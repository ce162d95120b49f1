/** Plans that clusters have or can have. API: a plan is a product, listed once per region. */
import { FREE_PLAN } from '../clients/cloud/clusters.ts';
import { listProducts, nodeCounts, type Product } from '../clients/cloud/products.ts';
import { type Refusal, refuse } from '../kit/errors.ts';
import type { Run } from '../kit/run/run.ts';
import { counted } from '../kit/text.ts';
import { maxOf, toGib } from '../kit/units.ts';
import { ifKnown } from '../vocabulary/withheld.ts';

/**
 * The plan of a cluster as the price list knows it, or null: a plan that is no longer sold, or a price
 * list that cannot be read, stands in the way of no change.
 */
export async function planOf(
  run: Run<unknown>,
  {
    product_name: name,
    product_tier: tier,
  }: { product_name: string | null; product_tier: string | null },
  region: string | null,
): Promise<Product | null> {
  if (name === null) return null;
  const products = await ifKnown(listProducts(run.cloud, { name, tier: tier ?? undefined }), []);
  const own = products.filter((product) => product.name === name);
  return own.find((product) => product.region === region) ?? own[0] ?? null;
}

/** Why a plan cannot have so many nodes; null when it can, or when the price list does not say. */
export function nodesRefusal(plan: Product | null, nodes: number): Refusal | null {
  const counts = plan === null ? [] : nodeCounts(plan);
  if (plan === null || counts.length === 0 || counts.includes(nodes)) return null;
  const most = maxOf(counts);
  const range = most === 1 ? 'one node only' : `${Math.min(...counts)} to ${most} nodes`;
  if (plan.name === FREE_PLAN) {
    return refuse('a free cluster has one node only', 'Create a cluster with a paid plan instead.');
  }
  return refuse(
    `plan ${plan.name} has ${range}, not ${nodes}`,
    most === 1 ? 'Use a cluster with a dedicated plan (cr1 or larger).' : 'Choose a number within.',
  );
}

/** Why a plan cannot have so much storage on each node; null when it can. */
export function storageRefusal(plan: Product | null, bytes: number): Refusal | null {
  const { storage_minimum_bytes: least, storage_maximum_bytes: most } = plan?.specs ?? {};
  if (most && bytes > most) {
    return refuse(
      `plan ${plan?.name} allows at most ${toGib(most)} GiB per node, not ${toGib(bytes)}`,
      'Choose a smaller size, or another plan.',
    );
  }
  if (least && bytes < least) {
    return refuse(
      `plan ${plan?.name} has at least ${toGib(least)} GiB per node, not ${toGib(bytes)}`,
      'Choose a larger size, or leave it blank.',
    );
  }
  return null;
}

export function inNodes(count: number | null): string | null {
  return count === null ? null : counted(count, 'node');
}
