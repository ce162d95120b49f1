import { putBackupHours } from '../clients/cloud/cluster-changes.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import { text } from '../kit/record/static.ts';
import { ALL_HOURS, backupHours, inHours } from '../vocabulary/backup-schedule.ts';
import { changeCluster } from '../vocabulary/clusters/change.ts';
import { clusterChangeRecord, safetyFields } from '../vocabulary/clusters/change-record.ts';
import { oneClusterField } from '../vocabulary/clusters/choose.ts';

const HOURS = Object.fromEntries(
  ALL_HOURS.map((hour) => [
    String(hour),
    `${String(hour).padStart(2, '0')}:00 to ${String(hour).padStart(2, '0')}:59`,
  ]),
);

export const updateClusterBackupSchedule = defineAction({
  key: 'update_cluster_backup_schedule',
  noun: 'Backup Schedule',
  label: 'Update Cluster Backup Schedule',
  description: 'Updates the hours of the day at which a cluster is backed up.',
  replay: 'safe',
  lock: LOCKS.cluster,
  inputFields: [
    { ...oneClusterField, required: true },
    {
      key: 'hours',
      label: 'Hours of the Day (UTC)',
      list: true,
      required: true,
      choices: { every: 'Every Hour', ...HOURS },
      helpText: 'One or more hours from 0 to 23. CrateDB Cloud chooses the minute.',
    },
    ...safetyFields,
  ],
  record: clusterChangeRecord(
    {
      summary: 'Changing the backups of weather-prod from every hour to 2, 12 h UTC.',
      from: 'every hour',
      to: '2, 12 h UTC',
      operation: 'BACKUP_SCHEDULE_UPDATE',
    },
    { backup_schedule: text('Backup Schedule (Cron, UTC)', '55 * * * *') },
  ),
  perform: (run) =>
    changeCluster(run, async (cluster) => {
      const wanted = wantedHours(run.input.hours);
      const now = backupHours(cluster.backup_schedule);
      return {
        operationType: 'BACKUP_SCHEDULE_UPDATE',
        from: now === null ? cluster.backup_schedule : inHours(now),
        to: inHours(wanted),
        doing: `changing the backups of ${cluster.name ?? cluster.id} from ${now === null ? (cluster.backup_schedule ?? 'an unknown schedule') : inHours(now)} to ${inHours(wanted)}`,
        already: `${cluster.name ?? cluster.id} is backed up ${inHours(wanted)} already`,
        isSo: isSame(now, wanted),
        target: { target_backup_hours: wanted.join(',') },
        leadsThere: ({ target_backup_hours: hours, target_backup_schedule: schedule }) => {
          if (typeof hours === 'string') return hours === wanted.join(',');
          if (typeof schedule !== 'string') return undefined;
          return isSame(backupHours(schedule), wanted);
        },
        refusal: async () => null,
        send: () => putBackupHours(run.cloud, cluster.id, wanted),
        gives: (of) => ({ backup_schedule: of.backup_schedule }),
      };
    }),
});

function wantedHours(hours: readonly string[]): number[] {
  if (hours.includes('every')) return [...ALL_HOURS];
  return [...new Set(hours.map(Number))].sort((a, b) => a - b);
}

function isSame(one: readonly number[] | null, other: readonly number[]): boolean {
  return one?.join(',') === other.join(',');
}
