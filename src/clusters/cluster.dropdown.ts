import { listClusters } from '../cloud/clusters.ts';
import { clusterFilter } from '../step-kit/clusters.ts';
import { byLabel, defineDropdown, labelOf } from '../step-kit/dropdown.ts';
import { readNames } from '../step-kit/names.ts';

export const clusterDropdown = defineDropdown({
  key: 'cluster',
  noun: 'Cluster',
  label: 'Clusters',
  example: {
    id: 'e1e38d92-0000-48f1-8a70-000000000003',
    label: 'weather-prod (aks1.westeurope.azure, GREEN)',
  },
  list: async (run) => {
    const filter = await clusterFilter(run, run.input);
    const [clusters, names] = await Promise.all([listClusters(run.cloud, filter), readNames(run)]);
    return byLabel(
      clusters.map((cluster) => ({
        id: cluster.id,
        label: labelOf(cluster.name, names.place(cluster.project_id).region, cluster.health.status),
      })),
    );
  },
});
