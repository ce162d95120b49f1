import { pickClusters } from '../clients/cloud/clusters.ts';
import { called, isNamed } from '../kit/choose.ts';
import { defineSearch } from '../kit/search.ts';
import { clusterRecord, toClusterRecord } from '../vocabulary/clusters/record.ts';
import { readNames } from '../vocabulary/names.ts';
import { chosenOrganization, organizationField } from '../vocabulary/organizations.ts';

export const findCluster = defineSearch({
  key: 'find_cluster',
  noun: 'Cluster',
  label: 'Find Cluster',
  description: 'Finds a cluster by its exact name.',
  inputFields: [
    {
      key: 'name',
      label: 'Cluster Name',
      required: true,
      helpText: 'The complete name. Upper and lower case do not matter.',
    },
    organizationField,
  ],
  record: clusterRecord,
  orCreate: {
    create: 'create_cluster',
    label: 'Find or Create Cluster',
    description: 'Finds a cluster by its exact name, or creates one that is not there.',
  },
  perform: async (run) => {
    const organization = await chosenOrganization(run, run.input.organization_id);
    const filter = { organizationId: organization?.id };
    const { name } = run.input;
    const [clusters, names] = await Promise.all([
      pickClusters(run.cloud, filter, {
        look: ['id', 'name'],
        pick: (cluster, whole) => (isNamed(cluster, name) ? whole() : undefined),
      }),
      readNames(run),
    ]);
    return called(clusters, name).map((cluster) => toClusterRecord(cluster, names));
  },
});
