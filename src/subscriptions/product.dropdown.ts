import { isPlan, listProducts } from '../clients/cloud/products.ts';
import { listProjects } from '../clients/cloud/projects.ts';
import { choose } from '../kit/choose.ts';
import { defineDropdown } from '../kit/dropdown.ts';
import type { Run } from '../kit/run/run.ts';
import { mergeByName, productLabel } from './product-record.ts';

export const productDropdown = defineDropdown({
  key: 'product',
  noun: 'Product',
  label: 'Products',
  example: { id: 'cr2', label: 'cr2 (4 vCPUs, 14 GiB of memory, 1 to 9 nodes)' },
  list: async (run) => {
    const [products, region] = await Promise.all([listProducts(run.cloud), regionOf(run)]);
    const plans = products.filter(isPlan);
    const sold = plans.filter((product) => product.region === region);
    // A region given by another name than the price list's narrows nothing.
    return mergeByName(sold.length > 0 ? sold : plans)
      .map((product) => ({ id: product.name, label: productLabel(product) }))
      .sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));
  },
});

/** The region chosen in the form, directly or by its project. */
async function regionOf(
  run: Run<{ region: string | undefined; project_id: string | undefined }>,
): Promise<string | null> {
  const { region, project_id: project } = run.input;
  if (region !== undefined) return region;
  if (project === undefined) return null;
  return choose(await listProjects(run.cloud), project, 'project', (one) => one.region).region;
}
