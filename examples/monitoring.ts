import type { Examples } from './example.ts';

export const monitoring: Examples = {
  storage_running_low: {
    shows: 'A cluster whose fullest node passed the limit and the low watermark of 85 percent.',
    prepare: (cloud) => cloud.cluster('weather-prod', { usage: { used_percent: 86.5 } }),
    input: { cluster_id: 'weather-prod', limit_percent: 80 },
    expect: {
      cluster_name: 'weather-prod',
      summary: 'weather-prod is 86.5 % full: 8.64 GiB free on data-hot-0.',
      severity: 'warning',
      storage_used_percent: 86.5,
      storage_free_gib_least: 8.64,
      limit_passed: 'percent',
      band: 'low',
      band_percent: 85,
      nodes_measured: 3,
      organization_name: 'Alpine Weather',
    },
  },
  cluster_usage_over_limit: {
    shows: 'A cluster whose busiest node passed the second of two limits for CPU.',
    prepare: (cloud) =>
      cloud.cluster('weather-prod', {
        usage: { nodes: [{ cpu_percent: 41 }, { cpu_percent: 97 }, { cpu_percent: 38 }] },
      }),
    input: { cluster_id: 'weather-prod', metric: 'cpu_percent', limits: '80, 96' },
    expect: {
      cluster_name: 'weather-prod',
      summary: 'CPU of weather-prod is 97 % on data-hot-1 (limit 96 %).',
      severity: 'critical',
      metric_name: 'CPU',
      value: 97,
      unit: '%',
      limit_value: 96,
      highest_node: 'data-hot-1',
    },
  },
  cluster_usage_unavailable: {
    shows: 'A cluster that is too old for SQL steps, and what to do about it.',
    input: { cluster_id: 'legacy-stations' },
    expect: {
      cluster_name: 'legacy-stations',
      summary: 'Cluster “legacy-stations” runs CrateDB 5.6.4, and SQL steps need 5.8.2.',
      severity: 'warning',
      reason: 'old_version',
      version: '5.6.4',
    },
  },
  find_cluster_usage: {
    shows: 'What a cluster of three nodes uses now.',
    input: { cluster_id: 'weather-prod' },
    expect: {
      cluster_name: 'weather-prod',
      storage_used_percent: 79,
      fullest_node: 'data-hot-0',
      nodes_measured: 3,
      silent_nodes: null,
    },
  },
  find_cluster_usages: {
    shows:
      'Three clusters in one call, the fullest first, and one with the reason why it is unknown.',
    input: { cluster_ids: 'winter-lab, weather-prod, legacy-stations' },
    expect: {
      count: 3,
      measured_count: 1,
      unmeasured_count: 2,
      fullest_cluster_name: 'weather-prod',
      highest_storage_used_percent: 79,
      summary:
        '1 cluster measured; the fullest is weather-prod with 79 %. 2 could not be measured.',
    },
  },
  find_cluster_metrics: {
    shows: 'The CPU of an hour as CrateDB Cloud keeps it, in a shape that is recognized.',
    input: {
      cluster_id: 'weather-prod',
      source: 'cloud',
      cloud_metric: 'crate_cpu_seconds',
      window: '1 hour',
    },
    expect: {
      cluster_name: 'weather-prod',
      source: 'cloud',
      recognized: true,
      metric_name: 'CPU Seconds',
      unit: null,
      count: 36,
      slot_minutes: 5,
      trend_per_day: null,
    },
  },
  record_cluster_usage: {
    shows:
      'Two clusters are measured and written to a table of one of them; a suspended one is listed with the reason.',
    input: {
      history_cluster_id: 'weather-prod',
      cluster_ids: 'weather-prod, winter-lab',
      keep_months: 13,
    },
    expect: {
      changed: true,
      written_count: 3,
      existing_count: 0,
      recorded_count: 1,
      unrecorded_count: 1,
      history_table: 'doc.cluster_usage',
      slot_at: '2026-03-02T09:00:00.000Z',
      summary: 'Recorded 3 nodes of 1 cluster at 09:00 UTC; 1 cluster was not recorded.',
    },
  },
  create_usage_chart: {
    shows: 'How full each node is now, as bars with the limit.',
    input: {
      source: 'now',
      cluster_id: 'weather-prod',
      metric: 'storage_used_percent',
      limit_value: 85,
    },
    expect: {
      title: 'weather-prod: Storage Used per Node',
      chart_file_name: 'weather-prod-storage-used-per-node.png',
      chart_width: 800,
      unit: '%',
      points: 3,
    },
  },
  create_cluster_report: {
    shows: 'A week of two clusters on one page, with what could not be measured.',
    input: { cluster_ids: 'weather-prod, winter-lab', period_days: '7', title: 'Weekly Report' },
    expect: {
      title: 'Weekly Report',
      cluster_count: 2,
      well_count: 2,
      measured_count: 1,
      highest_storage_used_percent: 79,
      fullest_cluster_name: 'weather-prod',
      fewest_days_left: null,
      chart_file_name: 'weekly-report.png',
      chart_width: 800,
    },
  },
};
