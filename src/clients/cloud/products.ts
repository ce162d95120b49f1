import * as z from 'zod/mini';
import { lazily } from '../../base/lazily.ts';
import type { CloudClient } from './client.ts';
import { listOf, nested, readMany, wireCount, wireFlag, wireNumber, wireText } from './wire.ts';

/**
 * API: `Product`, one entry per product and region. `storage_bytes` of the specs is the size that comes
 * with it. The unit of the prices per minute is not documented.
 */
export const productSchema = lazily(() =>
  z.object({
    kind: wireText(),
    name: wireText(),
    tier: wireText(),
    label: wireText(),
    description: wireText(),
    deprecated: wireFlag(),
    region: wireText(),
    offer: wireText(),
    plan: wireText(),
    scale_summary: wireText(),
    price_per_dtu_minute: wireNumber(),
    /** `value` is the product unit: the number of nodes minus one. */
    scaling: listOf({
      value: wireCount(),
      nodes: wireCount(),
      dtus: wireNumber(),
      description: wireText(),
      price_per_minute: wireNumber(),
    }),
    specs: nested({
      cpu_cores: wireNumber(),
      ram_bytes: wireNumber(),
      storage_bytes: wireNumber(),
      storage_minimum_bytes: wireNumber(),
      storage_maximum_bytes: wireNumber(),
    }),
  }),
);

export type Product = z.infer<ReturnType<typeof productSchema>>;

/** Products of every kind, deprecated ones too; the API lists one entry per region. */
export async function listProducts(
  cloud: CloudClient,
  query: { name?: string | undefined; tier?: string | undefined } = {},
): Promise<Product[]> {
  return readMany(productSchema(), 'a product', await cloud.get('/products/', query));
}

/**
 * What a cluster can be made of today: no storage entries, nothing deprecated. API: masters
 * (`master_cr2`) are an addition to a cluster, no plan of their own.
 */
export function isPlan(product: Product): boolean {
  return (
    product.name !== null &&
    product.deprecated !== true &&
    /^cluster$/i.test(product.kind ?? 'cluster') &&
    !/^master_/i.test(product.name)
  );
}

/** Every number of nodes that the price list offers. */
export function nodeCounts(product: Product): number[] {
  return product.scaling.map(nodesOfOption).filter((nodes) => nodes !== null);
}

/** API: nodes, or the product unit plus one. */
export function nodesOfOption({ nodes, value }: Product['scaling'][number]): number | null {
  return nodes ?? (value === null ? null : value + 1);
}
