import type { Examples } from './example.ts';

export const backups: Examples = {
  new_backup: {
    shows: 'The newest backup of a cluster that is backed up every hour.',
    input: { cluster_id: 'weather-prod' },
    expect: { cluster_name: 'weather-prod', backup_name: '20260302083300', past_retention: false },
  },
  backup_overdue: {
    shows: 'A cluster whose backups have stopped.',
    prepare: async (cloud) => {
      await cloud.cluster('weather-prod', { backups_stopped: true });
      await cloud.advance({ hours: 3 });
    },
    input: { organization_id: 'Alpine Weather' },
    expect: {
      cluster_name: 'weather-prod',
      last_backup_name: '20260302083300',
      hours_without: 3.5,
    },
  },
  find_overdue_backups: {
    shows: 'Which clusters have no backup in time, and for how long.',
    prepare: async (cloud) => {
      await cloud.cluster('weather-prod', { backups_stopped: true });
      await cloud.advance({ hours: 3 });
    },
    input: { organization_id: 'Alpine Weather' },
    expect: {
      summary: 'weather-prod has had no backup for 3.5 hours.',
      count: 1,
      results: [{ cluster_name: 'weather-prod', state: 'Overdue', hours_without: 3.5 }],
    },
  },
  find_backup: {
    shows: 'The newest backup before a time that holds a table.',
    input: {
      cluster_id: 'weather-prod',
      taken_before: '2026-03-01T12:00:00Z',
      table: 'sensor_readings',
    },
    expect: { backup_name: '20260301113300', table_count: 2, past_retention: false },
  },
  restore_backup: {
    shows: 'A clone drill: the newest backup of one cluster into another one.',
    prepare: async (cloud) => {
      await cloud.cluster('vault-records', { tables: ['doc.measurements', 'doc.stations'] });
      await cloud.advance({ hours: 1 });
    },
    input: {
      cluster_id: 'weather-archive',
      source_cluster_id: 'vault-records',
      tables: ['doc.measurements'],
    },
    expect: {
      changed: true,
      to_value: 'doc.measurements in weather-archive',
      backup_cluster_name: 'vault-records',
      operation_type: 'RESTORE_SNAPSHOT',
      operation_status: 'REGISTERED',
    },
  },
  backup: {
    shows: 'The backups of a cluster, newest first.',
    input: { cluster_id: 'weather-prod' },
    expect: { label: '2026-03-02 08:33 UTC (20260302083300, 2 tables)' },
  },
  backup_table: {
    shows: 'The tables in the newest backup of a cluster.',
    input: { cluster_id: 'weather-prod' },
    expect: { id: 'doc.orders' },
  },
};
