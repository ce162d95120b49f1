import type { Examples } from './example.ts';

export const clusters: Examples = {
  new_cluster: {
    shows: 'A cluster that was ordered a minute ago.',
    input: { organization_id: 'Alpine Weather' },
    expect: { name: 'newborn-radar', running_operation: 'CREATE', project_name: 'weather-america' },
  },
  cluster_operation_finished: {
    shows: 'The newest operation that failed, with the server’s words.',
    input: { organization_id: 'Alpine Weather', outcome: 'failed' },
    expect: {
      cluster_name: 'weather-archive',
      operation_name: 'Expand Storage',
      succeeded: false,
      from_value: '128 GiB',
      to_value: '256 GiB',
      duration_minutes: 31,
    },
  },
  find_cluster: {
    shows: 'A cluster by its name, whatever the case.',
    input: { name: 'Weather-Prod' },
    expect: { name: 'weather-prod', plan: 'cr2', nodes: 3, storage_gib_per_node: 64 },
  },
  find_clusters: {
    shows: 'The clusters that are not well.',
    input: { statuses: ['RED', 'YELLOW'] },
    expect: {
      count: 2,
      results: [{ cluster_name: 'red-metrics' }, { cluster_name: 'yellow-events' }],
    },
  },
  expand_cluster_storage: {
    shows: 'More storage for every node; an operation does the work.',
    input: { cluster_id: 'weather-prod', storage_gib_per_node: 96 },
    others: {
      'by usage': {
        storage_gib_per_node: '',
        target_used_percent: '50',
        maximum_gib_per_node: '512',
      },
    },
    expect: {
      changed: true,
      from_value: '64 GiB per node',
      to_value: '96 GiB per node',
      operation_type: 'EXPAND_STORAGE',
      operation_status: 'REGISTERED',
    },
  },
  cluster_unhealthy: {
    shows: 'The cluster that is worst.',
    input: { organization_id: 'Alpine Weather' },
    expect: {
      cluster_name: 'red-metrics',
      status: 'RED',
      severity: 'critical',
      region: 'eks1.eu-west-1.aws',
      summary: 'red-metrics is RED: some of its data is missing.',
    },
  },
  cluster_operation_running_long: {
    shows: 'A cluster that is being created for three minutes.',
    prepare: (cloud) => cloud.advance({ minutes: 2 }),
    input: { limit_minutes: 2 },
    expect: {
      cluster_name: 'newborn-radar',
      operation_name: 'Create',
      running_minutes: 3,
      limit_minutes: 2,
    },
  },
  cluster_upgrade_available: {
    shows: 'A hotfix for one cluster.',
    input: { cluster_id: 'weather-prod', hotfix_only: true },
    expect: { version: '6.2.1', target_version: '6.2.2', is_hotfix: true },
  },
  find_cluster_operation: {
    shows: 'The newest change of the number of nodes.',
    input: { cluster_id: 'weather-prod', operation_type: 'SCALE' },
    expect: { ended: true, succeeded: true, from_value: '2 nodes', to_value: '3 nodes' },
  },
  find_cluster_operations: {
    shows: 'What failed on any cluster within a week.',
    input: { organization_id: 'Alpine Weather', outcome: 'failed' },
    expect: {
      failed_count: 1,
      results: [{ cluster_name: 'weather-archive', operation_name: 'Expand Storage' }],
    },
  },
  find_cluster_upgrades: {
    shows: 'The versions that an old cluster can move to.',
    prepare: (cloud) => cloud.switches({ versionsForm: 'array' }),
    input: { cluster_id: 'legacy-stations' },
    expect: { version: '5.6.4', newest_version: '5.7.5', newest_hotfix: '5.6.5', count: 2 },
  },
  create_cluster: {
    shows: 'A cluster in a region; a project is made for it.',
    input: {
      name: 'summer-lab',
      plan: 'cr1',
      nodes: 2,
      region: 'aks1.westeurope.azure',
      organization_id: 'Alpine Weather',
      subscription_id: 'Credit Card',
    },
    expect: {
      changed: true,
      name: 'summer-lab',
      project_name: 'summer-lab',
      region: 'aks1.westeurope.azure',
      nodes: 2,
      version: '6.2.2',
      operation_type: 'CREATE',
      operation_status: 'REGISTERED',
    },
  },
  scale_cluster: {
    shows: 'One node more.',
    input: { cluster_id: 'weather-prod', nodes: 4 },
    expect: { changed: true, from_value: '3 nodes', to_value: '4 nodes', operation_type: 'SCALE' },
  },
  change_cluster_plan: {
    shows: 'A larger plan for every node; they restart one after another.',
    input: { cluster_id: 'weather-prod', plan: 'cr3' },
    expect: {
      changed: true,
      from_value: 'cr2',
      to_value: 'cr3',
      operation_type: 'CHANGE_COMPUTE',
      price_per_month_before: 1259.43,
    },
  },
  upgrade_cluster: {
    shows: 'The newest hotfix, whichever that is.',
    input: { cluster_id: 'weather-prod', newest: 'hotfix' },
    others: { 'to a version': { newest: '', version: '6.2.2' } },
    expect: { changed: true, from_value: '6.2.1', to_value: '6.2.2', operation_type: 'UPGRADE' },
  },
  suspend_cluster: {
    shows: 'A cluster that nobody needs over the weekend.',
    input: { cluster_id: 'weather-archive' },
    expect: { changed: true, to_value: 'suspended', operation_type: 'SUSPEND' },
  },
  resume_cluster: {
    shows: 'A suspended cluster wakes up.',
    input: { cluster_id: 'winter-lab' },
    expect: { changed: true, from_value: 'suspended', to_value: 'running' },
  },
  suspend_clusters: {
    shows: 'All clusters of a project for the night, but for one that must not sleep.',
    input: { project_id: 'weather-europe', leave_out: ['weather-prod'], preview: true },
    expect: { changed: false, preview: true, done_cluster_ids: 'none', all_reached: true },
  },
  resume_clusters: {
    shows: 'A suspended cluster wakes up; one that runs is skipped.',
    input: { cluster_ids: ['winter-lab', 'weather-prod'] },
    expect: {
      changed: true,
      done_count: 1,
      skipped_count: 1,
      summary: 'Resuming 1 cluster; 1 skipped, 0 not reached.',
      clusters: [
        { cluster_name: 'winter-lab', outcome: 'Done' },
        { cluster_name: 'weather-prod', outcome: 'Skipped', reason: 'It is running already.' },
      ],
    },
  },
  update_cluster_ip_allowlist: {
    shows: 'One address more; what was on the list stays.',
    input: {
      cluster_id: 'ledger-office',
      action: 'add',
      ranges: ['192.0.2.44'],
      description: 'VPN',
    },
    expect: {
      changed: true,
      from_value: '203.0.113.0/24, 198.51.100.7/32',
      to_value: '203.0.113.0/24, 198.51.100.7/32, 192.0.2.44/32',
    },
  },
  update_cluster_backup_schedule: {
    shows: 'Backups at night and at noon.',
    input: { cluster_id: 'weather-prod', hours: ['2', '12'] },
    expect: { changed: true, from_value: 'every hour', to_value: '2, 12 h UTC' },
  },
  set_cluster_deletion_protection: {
    shows: 'A cluster that nobody should delete by accident.',
    input: { cluster_id: 'weather-prod', protection: 'on' },
    expect: { changed: true, deletion_protected: true, operation_id: null },
  },
  restart_cluster_node: {
    shows: 'The last of three nodes.',
    input: { cluster_id: 'weather-prod', node: 2 },
    expect: { changed: true, to_value: 'node 2 restarted' },
  },
  delete_cluster: {
    shows: 'A cluster that is no longer needed, with its name typed again.',
    input: { cluster_id: 'snow-shared', confirm: 'snow-shared' },
    expect: { changed: true, cluster_name: 'snow-shared', to_value: 'deleted' },
  },
  plan: {
    shows: 'The plans that a cluster can change to.',
    input: { cluster_id: 'weather-prod' },
    expect: { id: 'cr1', label: 'cr1 (2 vCPUs, 7 GiB of memory, 657 dollars a month)' },
  },
  version: {
    shows: 'The versions that a cluster can move to.',
    input: { cluster_id: 'weather-prod' },
    expect: { id: '6.2.2', label: '6.2.2 (hotfix)' },
  },
  operation: {
    shows: 'What happened to a cluster, newest first.',
    input: { cluster_id: 'weather-prod' },
    expect: { label: 'Upgrade to 6.2.1 (succeeded, 2026-02-28 06:00 UTC)' },
  },
  cluster: {
    shows: 'The clusters of a project, to choose from.',
    input: { project_id: 'weather-europe' },
    expect: { label: 'legacy-stations (aks1.westeurope.azure, GREEN)' },
  },
};
