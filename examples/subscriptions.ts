import type { Examples } from './example.ts';

export const subscriptions: Examples = {
  new_subscription: {
    shows: 'A subscription bought yesterday that belongs to no organization yet.',
    input: {},
    expect: { name: 'Azure Marketplace (new)', provider: 'azure', organization_name: null },
  },
  subscription_status_changed: {
    shows: 'A subscription that was terminated.',
    input: { organization_id: 'Alpine Weather', states: ['terminated'] },
    expect: { name: 'Bank Transfer', state: 'terminated', active: false },
  },
  find_subscription: {
    shows: 'A contract, with the cluster it pays for.',
    input: { name: 'contract-YeBfJLWA' },
    expect: { provider: 'contract', organization_name: 'Beacon Logistics', cluster_count: 1 },
  },
  find_subscriptions: {
    shows: 'The active subscriptions of an organization.',
    input: { organization_id: 'Alpine Weather', activity: 'active' },
    expect: { count: 3, cut: false },
  },
  spending_over_limit: {
    shows: 'An organization whose costs this month have passed half of 800 dollars.',
    input: { limit_amount: 800, limit_percents: [50, 80], organization_id: 'Alpine Weather' },
    expect: {
      organization_name: 'Alpine Weather',
      month: '2026-03',
      limit_amount: 800,
      limit_percent: 50,
      measure: 'cost',
      severity: 'info',
      figures_agree: true,
    },
  },
  credit_running_low: {
    shows: 'A voucher that ends within two weeks with something left.',
    input: { organization_id: 'Alpine Weather', limit_days: 14 },
    expect: { reason: 'ending', comment: 'Conference Voucher', remaining: 9, days_left: 12 },
  },
  quota_nearly_used: {
    shows: 'Four of the five files that an organization may keep.',
    input: { organization_id: 'Alpine Weather', limit_percent: 80 },
    expect: { quota_code: 'FILES', used: 4, quota: 5, left: 1, used_percent: 80 },
  },
  find_current_spending: {
    shows: 'What an organization has spent this month, with its credits.',
    input: { organization_id: 'Alpine Weather' },
    expect: { month: '2026-03', credits_remaining: 252.5, credits_count: 2, figures_agree: true },
  },
  find_product: {
    shows: 'The plan cr2 with its price in West Europe.',
    input: { plan: 'cr2', region: 'West Europe (Azure)' },
    expect: {
      plan: 'cr2',
      cpus_per_node: 4,
      memory_gib_per_node: 14,
      nodes_maximum: 9,
      price_region: 'aks1.westeurope.azure',
    },
  },
  find_cluster_price: {
    shows: 'Three nodes of cr2 with 256 GiB each in West Europe.',
    input: { region: 'West Europe (Azure)', plan: 'cr2', nodes: 3, storage_gib_per_node: 256 },
    expect: { storage_gib_total: 768, price_per_month: 1351.93, remark: null },
  },
  create_subscription: {
    shows: 'A subscription that waits for a card to be added in CrateDB Cloud.',
    input: { organization_id: 'Alpine Weather' },
    expect: { changed: true, provider: 'stripe', state: 'pending', active: false },
  },
  assign_subscription_to_organization: {
    shows: 'A subscription bought at the Azure Marketplace, given to an organization.',
    input: { subscription_id: 'Azure Marketplace (new)', organization_id: 'Alpine Weather' },
    expect: { changed: true, provider: 'azure', organization_name: 'Alpine Weather' },
  },
  change_subscription_plan: {
    shows: 'A subscription of the AWS Marketplace that moves to another plan.',
    input: { subscription_id: 'AWS Marketplace', plan: 'annual' },
    expect: { changed: true, from_plan: 'payg', plan: 'annual' },
  },
  subscription_state: {
    shows: 'The states of subscriptions, to choose from.',
    input: {},
    expect: { id: 'active', label: 'Active' },
  },
  quota_code: {
    shows: 'The quotas of an organization, to choose from.',
    input: { organization_id: 'Alpine Weather' },
    expect: { id: 'CLUSTERS', label: 'CLUSTERS' },
  },
  product: {
    shows: 'The plans there are, with their sizes.',
    input: {},
    expect: {
      id: 'cr1',
      label: 'cr1 (2 vCPUs, 7 GiB of memory, 1 to 9 nodes, 214 dollars a month per node)',
    },
  },
  azure_subscription: {
    shows: 'Subscriptions of the Azure Marketplace that no organization uses yet.',
    input: {},
    expect: {
      label: 'Azure Marketplace (new) (Azure Marketplace, pendingfulfillmentstart, not assigned)',
    },
  },
  aws_subscription: {
    shows: 'Subscriptions of the AWS Marketplace, whose plan can be changed.',
    input: {},
    expect: { label: 'AWS Marketplace (AWS Marketplace, active, Alpine Weather)' },
  },
  subscription: {
    shows: 'Subscriptions that can pay for a new cluster.',
    input: {},
    expect: { label: 'AWS Marketplace (AWS Marketplace, active, Alpine Weather)' },
  },
};
