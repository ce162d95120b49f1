import { listClusters } from '../clients/cloud/clusters.ts';
import { listSubscriptions, type Subscription } from '../clients/cloud/subscriptions.ts';
import { integer, lines, text } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { defineSearch } from '../kit/search.ts';
import { firstOf, isSameText } from '../kit/text.ts';
import { readNames } from '../vocabulary/names.ts';
import { chosenOrganization, organizationField } from '../vocabulary/organizations.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { unlessWithheld } from '../vocabulary/withheld.ts';
import {
  calledSubscription,
  stateOf,
  subscriptionRecord,
  toSubscriptionRecord,
} from './subscription-record.ts';

/** More matches than this are not looked up: a Zap goes on with the first. */
const MOST_MATCHES = 10;

export const findSubscription = defineSearch({
  key: 'find_subscription',
  noun: 'Subscription',
  label: 'Find Subscription',
  description: 'Finds a subscription by its name or reference, with the clusters it pays for.',
  inputFields: [
    {
      key: 'name',
      label: 'Name or Reference',
      required: true,
      helpText: 'The complete name or reference. Upper and lower case do not matter.',
    },
    organizationField,
  ],
  record: {
    id: text('ID', '782dfc00-0000-4f48-8381-000000000007'),
    summary: summaryField(
      'Subscription contract-YeBfJLWA (Contract) of My Organization is active and pays for weather-prod.',
    ),
    ...subscriptionRecord,
    cluster_count: integer('Number of Clusters', 1),
    clusters: lines('Clusters', {
      cluster_id: text('Cluster ID', 'e1e38d92-0000-48f1-8a70-000000000003'),
      cluster_name: text('Cluster Name', 'weather-prod'),
      plan: text('Plan', 'cr2'),
      status: text('Status', 'GREEN'),
    }),
  },
  perform: async (run) => {
    const organization = await chosenOrganization(run, run.input.organization_id);
    const [subscriptions, names] = await Promise.all([
      listSubscriptions(run.cloud, { organizationId: organization?.id }),
      readNames(run, { regions: false }),
    ]);
    const matches = subscriptions.filter((one) => isMatch(one, run.input.name));
    return Promise.all(
      matches.slice(0, MOST_MATCHES).map(async (one) => {
        const clusters = await clustersOf(run, one.id);
        return {
          id: one.id,
          summary: summaryOf(one, names.organization(one.organization_id), clusters),
          ...toSubscriptionRecord(one, names),
          cluster_count: clusters.length,
          clusters,
        };
      }),
    );
  },
});

function summaryOf(
  one: Subscription,
  organization: string | null,
  clusters: readonly { cluster_id: string; cluster_name: string | null }[],
): string {
  const owner = organization === null ? '' : ` of ${organization}`;
  const names = clusters.map((cluster) => cluster.cluster_name ?? cluster.cluster_id);
  const pays = names.length === 0 ? 'no cluster' : firstOf(names, { most: 5 });
  return `Subscription ${calledSubscription(one)}${owner} is ${stateOf(one) ?? 'in an unknown state'} and pays for ${pays}.`;
}

function isMatch(subscription: Subscription, wanted: string): boolean {
  const { id, name, reference, subscription_id: provided } = subscription;
  return [id, name, reference, provided].some((value) => isSameText(value, wanted));
}

async function clustersOf(run: Run<unknown>, subscriptionId: string) {
  const clusters = await unlessWithheld(listClusters(run.cloud, { subscriptionId }), []);
  return clusters
    .filter((cluster) => cluster.subscription_id === subscriptionId)
    .map((cluster) => ({
      cluster_id: cluster.id,
      cluster_name: cluster.name,
      plan: cluster.product_name,
      status: cluster.health.status,
    }));
}
