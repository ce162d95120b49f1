import { pickClusters } from '../clients/cloud/clusters.ts';
import { byLabel, defineDropdown, labelOf } from '../kit/dropdown.ts';
import { clusterFilter } from '../vocabulary/clusters/choose.ts';
import { readNames } from '../vocabulary/names.ts';

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
    const [clusters, names] = await Promise.all([
      pickClusters(run.cloud, filter, {
        look: ['id', 'name', 'project_id', 'health'],
        pick: ({ health: { status }, ...cluster }) => ({ ...cluster, status }),
      }),
      readNames(run, { regions: false }),
    ]);
    return byLabel(
      clusters.map(({ id, name, project_id, status }) => ({
        id,
        label: labelOf(name, names.place(project_id).region, status),
      })),
    );
  },
});
