/** The schedule of backups, and a restore over what is there. */
import assert from 'node:assert/strict';
import { keep, type Play, record, records, same } from '../scene.ts';
import { change, completed, own, path, takeCluster } from './clusters.ts';

export const backups: Play = {
  name: 'backups',
  scenes: [
    {
      before: takeCluster('weather-prod'),
      args: (stage) => own(stage, 'set-backup-schedule --backup-hours 2,4,6'),
      expect: (stage) => ({
        requests: change(stage, 'cluster', 'backup-schedule'),
        sends: { backup_hours: '2,4,6' },
        changes: ['product.update_backup_schedule'],
        says: completed,
        // The minute is the service's own choice.
        prints: ([, after]) =>
          assert.match(String(record(after).backup_schedule), /^\d+ 2,4,6 \* \* \*$/),
      }),
    },
    {
      args: (stage) => own(stage, 'snapshots list --days-ago 3'),
      learn: (stage, [json]) => {
        const [newest] = records(json);
        keep(stage, 'snapshot', newest, 'snapshot');
        keep(stage, 'repository', newest, 'repository');
      },
      expect: (stage) => ({
        requests: [`GET ${path(stage, 'cluster')}/snapshots/ 200`],
        prints: ([json]) => {
          const created = records(json).map((it) => String(it.created));
          same(created, [...created].sort().reverse(), 'newest first');
        },
        table: true,
      }),
    },
    {
      args: (stage) =>
        own(
          stage,
          `snapshots restore --repository ${stage.id('repository')} --snapshot ${stage.id('snapshot')}`,
        ),
      expect: (stage) => ({
        requests: [
          `POST ${path(stage, 'cluster')}/snapshots/restore/ 200`,
          `GET ${path(stage, 'cluster')}/operations/ 200`,
        ],
        sends: {
          repository: stage.id('repository'),
          snapshot: stage.id('snapshot'),
          type: 'tables',
        },
        changes: ['product.restore_snapshot'],
        says: [/Error: .*already exists/],
      }),
    },
  ],
};
