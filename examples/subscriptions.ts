import type { Examples } from './example.ts';

export const subscriptions: Examples = {
  new_subscription: {
    shows: 'A subscription bought yesterday that belongs to no organization yet.',
    input: {},
    others: {
      'of one organization': { organization_id: 'Alpine Weather' },
    },
    expect: { name: 'Azure Marketplace (new)', provider: 'azure', organization_name: null },
  },
  subscription_status_changed: {
    shows: 'A subscription that was terminated.',
    input: { organization_id: 'Alpine Weather', states: ['terminated'] },
    others: {
      'of all': { organization_id: '', states: [] },
    },
    expect: { name: 'Bank Transfer', state: 'terminated', active: false },
  },
  find_subscription: {
    shows: 'A contract, with the cluster it pays for.',
    input: { name: 'contract-YeBfJLWA' },
    others: {
      'of one organization': { name: 'aws marketplace', organization_id: 'Alpine Weather' },
    },
    expect: { provider: 'contract', organization_name: 'Beacon Logistics', cluster_count: 1 },
  },
  find_subscriptions: {
    shows: 'The active subscriptions of an organization.',
    input: { organization_id: 'Alpine Weather', activity: 'active' },
    others: {
      'those that wait': { organization_id: '', state: 'Pending', activity: 'any' },
    },
    expect: { count: 3, cut: false },
  },
  spending_over_limit: {
    shows: 'An organization whose costs this month have passed half of 800 dollars.',
    input: { limit_amount: 800, limit_percents: [50, 80], organization_id: 'Alpine Weather' },
    others: {
      'what is to be expected, at several levels': {
        limit_amount: 1_000,
        limit_percents: [80, 100, 500],
        measure: 'estimate',
      },
      'of all organizations': { organization_id: '', limit_amount: 1, limit_percents: [100] },
    },
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
    others: {
      'low and ending, of all': {
        organization_id: '',
        limit_amount: 253,
        limit_percent: 64,
        limit_days: 365,
      },
    },
    expect: { reason: 'ending', comment: 'Conference Voucher', remaining: 9, days_left: 12 },
  },
  quota_nearly_used: {
    shows: 'Four of the five files that an organization may keep.',
    input: { organization_id: 'Alpine Weather', limit_percent: 80 },
    others: {
      'chosen ones of all organizations': {
        organization_id: '',
        quota_codes: ['files', 'CLUSTERS'],
        limit_percent: 10,
      },
    },
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
    others: {
      'where it is sold first': { region: '' },
      'where it is not sold': { region: 'edge-summit-station' },
      'the smallest': { plan: 'crfree', region: '' },
    },
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
    others: {
      'one node with the least storage': { nodes: 1, storage_gib_per_node: '' },
      'of an organization': { organization_id: 'Alpine Weather' },
      'with less storage than there can be': { storage_gib_per_node: 31 },
      'with the least storage there can be': { storage_gib_per_node: 32 },
      'with the most storage there can be': { storage_gib_per_node: 8192 },
      'with more storage than there can be': { storage_gib_per_node: 8193 },
      'where it is not sold': { region: 'edge-summit-station' },
    },
    expect: { storage_gib_total: 768, price_per_month: 1351.93, remark: null },
  },
  create_subscription: {
    shows: 'A subscription that waits for a card to be added in CrateDB Cloud.',
    input: { organization_id: 'Alpine Weather' },
    others: {
      'where one waits already': { organization_id: 'Beacon Logistics' },
    },
    expect: { changed: true, provider: 'stripe', state: 'pending', active: false },
  },
  assign_subscription_to_organization: {
    shows: 'A subscription bought at the Azure Marketplace, given to an organization.',
    input: { subscription_id: 'Azure Marketplace (new)', organization_id: 'Alpine Weather' },
    others: {
      'where it is already': {
        subscription_id: 'AWS Marketplace',
        organization_id: 'Alpine Weather',
      },
      'one of another marketplace': {
        subscription_id: 'AWS Marketplace',
        organization_id: 'Beacon Logistics',
      },
    },
    expect: { changed: true, provider: 'azure', organization_name: 'Alpine Weather' },
  },
  change_subscription_plan: {
    shows: 'A subscription of the AWS Marketplace that moves to another plan.',
    input: { subscription_id: 'AWS Marketplace', plan: 'annual' },
    others: {
      'its identifier at AWS': { plan: '', plan_identifier: 'cratedb-cloud-annual' },
      'the plan that it has': { plan: 'payg' },
      'of another marketplace': { subscription_id: 'Azure Marketplace (new)' },
    },
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
    others: {
      'of all organizations': { organization_id: '' },
    },
    expect: { id: 'CLUSTERS', label: 'CLUSTERS' },
  },
  product: {
    shows: 'The plans there are, with their sizes.',
    input: {},
    others: {
      'of a region': { region: 'eks1.eu-west-1.aws' },
      'of a project’s region': { project_id: 'research' },
    },
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
    others: {
      'of one organization': { organization_id: 'Beacon Logistics' },
    },
    expect: { label: 'AWS Marketplace (AWS Marketplace, active, Alpine Weather)' },
  },
};
