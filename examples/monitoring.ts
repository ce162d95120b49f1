import type { Examples } from './example.ts';

export const monitoring: Examples = {
  storage_running_low: {
    shows: 'A cluster whose fullest node passed the limit and the band of 85 percent.',
    prepare: (cloud) => cloud.cluster('weather-prod', { usage: { used_percent: 86.5 } }),
    input: { cluster_id: 'weather-prod', limit_percent: 80 },
    expect: { cluster_name: 'weather-prod', storage_used_percent: 86.5, band_percent: 85 },
  },
  cluster_usage_unavailable: {
    shows: 'A cluster that is too old for SQL steps, and what to do about it.',
    input: { cluster_id: 'legacy-stations' },
    expect: { cluster_name: 'legacy-stations', reason: 'old_version', version: '5.6.4' },
  },
  find_cluster_usage: {
    shows: 'What a cluster of three nodes uses now.',
    input: { cluster_id: 'weather-prod' },
    expect: { cluster_name: 'weather-prod', storage_used_percent: 79, nodes_measured: 3 },
  },
};
