import { newestClusters, pickClusters } from '../clients/cloud/clusters.ts';
import { defineTrigger, isNews } from '../kit/trigger.ts';
import { clusterFilter, projectField } from '../vocabulary/clusters/choose.ts';
import { clusterRecord, toClusterRecord } from '../vocabulary/clusters/record.ts';
import { NO_NAMES, namesFor } from '../vocabulary/names.ts';
import { organizationField } from '../vocabulary/organizations.ts';

export const newCluster = defineTrigger({
  kind: 'new',
  key: 'new_cluster',
  noun: 'Cluster',
  label: 'New Cluster',
  description: 'Triggers when a new cluster appears in the account.',
  inputFields: [
    organizationField,
    projectField,
    {
      key: 'with_names',
      label: 'Look Up Organization and Project',
      type: 'boolean',
      default: 'true',
      helpText:
        'Yes: fills in the region and the names of organization and project. No: fewer requests.',
    },
  ],
  record: clusterRecord,
  dated: 'created_at',
  seed: async (run) => {
    const filter = await clusterFilter(run, run.input);
    return pickClusters(run.cloud, filter, { look: ['id'], pick: ({ id }) => ({ id }) });
  },
  perform: async (run) => {
    const filter = await clusterFilter(run, run.input);
    const clusters = await newestClusters(run.cloud, filter, run.most, (created) =>
      isNews(run, created),
    );
    const names = run.input.with_names ? await namesFor(run, clusters) : NO_NAMES;
    return clusters.map((cluster) => toClusterRecord(cluster, names));
  },
});
