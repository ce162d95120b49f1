import type { CloudClient } from './client.ts';
import { path } from './client.ts';
import { type Product, productSchema } from './products.ts';
import { isObject, readMany } from './wire.ts';

/**
 * The products that a cluster can change to. API: called a list and typed as one object; both are read.
 * `complete` is false when only one was told, for there may be more.
 */
export async function listAvailableProducts(
  cloud: CloudClient,
  clusterId: string,
): Promise<{ products: Product[]; complete: boolean }> {
  const reply = await cloud.get(path`/clusters/${clusterId}/available-products/`);
  const isOne = isObject(reply);
  const list = isOne ? [reply].filter((product) => 'name' in product) : reply;
  const products = readMany(productSchema(), 'a product', list).filter(
    (product) => product.name !== null && product.deprecated !== true,
  );
  return { products, complete: !isOne || products.length === 0 };
}
