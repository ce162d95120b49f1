import { listAvailableProducts } from '../clients/cloud/cluster-products.ts';
import { byLabel, defineDropdown, labelOf } from '../kit/dropdown.ts';
import { refuse } from '../kit/errors.ts';
import { counted } from '../kit/text.ts';
import { toGib } from '../kit/units.ts';
import { chosenCluster } from '../vocabulary/clusters/choose.ts';
import { readNames } from '../vocabulary/names.ts';
import { inDollarsAMonth, monthly, pricedAs } from '../vocabulary/prices.ts';

/** The plans that the chosen cluster can change to, and what it costs with each. */
export const planDropdown = defineDropdown({
  key: 'plan',
  noun: 'Plan',
  label: 'Plans for a Cluster',
  example: { id: 'cr2', label: 'cr2 (4 vCPUs, 14 GiB of memory, 1,259 dollars a month)' },
  list: async (run) => {
    const { cluster_id: clusterText } = run.input;
    if (clusterText === undefined) throw refuse('no cluster is chosen', 'Choose one first.');
    const cluster = await chosenCluster(run, clusterText);
    const [{ products }, names] = await Promise.all([
      listAvailableProducts(run.cloud, cluster.id),
      readNames(run, { regions: false }),
    ]);
    const place = names.place(cluster.project_id);
    const items = products.map(async ({ name, tier, specs }) => {
      const over = { productName: name ?? '', productTier: tier ?? 'default', storageOnly: false };
      const price = await monthly(run, place, pricedAs(cluster, over));
      return {
        id: name ?? '',
        label: labelOf(
          name,
          specs.cpu_cores === null ? null : counted(specs.cpu_cores, 'vCPU'),
          specs.ram_bytes === null ? null : `${toGib(specs.ram_bytes)} GiB of memory`,
          inDollarsAMonth(price),
        ),
      };
    });
    return byLabel(await Promise.all(items));
  },
});
