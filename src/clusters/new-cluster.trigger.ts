import { newestClusters } from '../cloud/clusters.ts';
import {
  clusterFilter,
  clusterRecord,
  projectField,
  toClusterRecord,
} from '../step-kit/clusters.ts';
import { MOST_ITEMS } from '../step-kit/identity.ts';
import { NO_NAMES, readNames } from '../step-kit/names.ts';
import { organizationField } from '../step-kit/organizations.ts';
import { defineTrigger } from '../step-kit/trigger.ts';

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
        'Fills region and names. Switch it off to make one request per poll instead of three.',
    },
  ],
  record: clusterRecord,
  perform: async (run) => {
    const filter = await clusterFilter(run, run.input);
    const [clusters, names] = await Promise.all([
      newestClusters(run.cloud, filter, MOST_ITEMS),
      run.input.with_names ? readNames(run) : NO_NAMES,
    ]);
    return clusters.map((cluster) => toClusterRecord(cluster, names));
  },
});
