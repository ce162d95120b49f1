import { listAvailableProducts } from '../clients/cloud/cluster-products.ts';
import { byLabel, defineDropdown, labelOf } from '../kit/dropdown.ts';
import { refuse } from '../kit/errors.ts';
import { toGib } from '../kit/units.ts';
import { chosenCluster } from '../vocabulary/clusters/choose.ts';

/** The plans that the chosen cluster can change to. */
export const planDropdown = defineDropdown({
  key: 'plan',
  noun: 'Plan',
  label: 'Plans for a Cluster',
  example: { id: 'cr2', label: 'cr2 (4 vCPUs, 14 GiB of memory)' },
  list: async (run) => {
    const { cluster_id: clusterText } = run.input;
    if (clusterText === undefined) throw refuse('no cluster is chosen', 'Choose one first.');
    const cluster = await chosenCluster(run, clusterText);
    const { products } = await listAvailableProducts(run.cloud, cluster.id);
    return byLabel(
      products.map(({ name, specs }) => ({
        id: name ?? '',
        label: labelOf(
          name,
          specs.cpu_cores === null ? null : `${specs.cpu_cores} vCPUs`,
          specs.ram_bytes === null ? null : `${toGib(specs.ram_bytes)} GiB of memory`,
        ),
      })),
    );
  },
});
