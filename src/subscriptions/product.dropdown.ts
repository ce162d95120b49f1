import { isPlan, listProducts } from '../clients/cloud/products.ts';
import { listProjects } from '../clients/cloud/projects.ts';
import { choose } from '../kit/choose.ts';
import { defineDropdown } from '../kit/dropdown.ts';
import type { Run } from '../kit/run/run.ts';
import { inDollarsAMonth, monthly } from '../vocabulary/prices.ts';
import { mergeByName, type NamedProduct, productLabel } from './product-record.ts';

export const productDropdown = defineDropdown({
  key: 'product',
  noun: 'Product',
  label: 'Products',
  example: {
    id: 'cr2',
    label: 'cr2 (4 vCPUs, 14 GiB of memory, 1 to 9 nodes, 415 dollars a month per node)',
  },
  list: async (run) => {
    const [products, region] = await Promise.all([listProducts(run.cloud), regionOf(run)]);
    const plans = products.filter(isPlan);
    const sold = plans.filter((product) => product.region === region);
    // A region given by another name than the price list's narrows nothing.
    const shown = mergeByName(sold.length > 0 ? sold : plans);
    const items = await Promise.all(
      shown.map(async (product) => ({
        id: product.name,
        label: productLabel(product, await priceOf(run, product)),
      })),
    );
    return items.sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));
  },
});

/** For one node with the least storage, in the region chosen or the first that has the plan. */
async function priceOf(run: Run<unknown>, product: NamedProduct): Promise<string | null> {
  const { name, tier, region, specs } = product;
  const place = { region, organization_id: null };
  const price = await monthly(run, place, {
    productName: name,
    productTier: tier ?? 'default',
    productUnit: 0,
    storageBytes: specs.storage_minimum_bytes ?? specs.storage_bytes ?? 0,
  });
  return price === 0 ? 'free' : inDollarsAMonth(price);
}

/** The region chosen in the form, directly or by its project. */
async function regionOf(
  run: Run<{ region: string | undefined; project_id: string | undefined }>,
): Promise<string | null> {
  const { region, project_id: project } = run.input;
  if (region !== undefined) return region;
  if (project === undefined) return null;
  return choose(await listProjects(run.cloud), project, 'project', (one) => one.region).region;
}
