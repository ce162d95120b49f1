/** A cluster is upgraded, suspended and resumed. */
import type { Play } from '../scene.ts';
import { becomes, change, completed, own, takeCluster } from './clusters.ts';

export const versions: Play = {
  name: 'versions',
  scenes: [
    {
      before: takeCluster('weather-prod'),
      args: (stage) => own(stage, 'upgrade --version 6.2.2'),
      expect: (stage) => ({
        requests: change(stage, 'cluster', 'upgrade'),
        sends: { crate_version: '6.2.2' },
        changes: ['product.upgrade_cluster'],
        says: completed,
        prints: becomes({ crate_version: '6.2.1' }, { crate_version: '6.2.2' }),
      }),
    },
    {
      args: (stage) => own(stage, 'set-suspended-state --value true'),
      expect: (stage) => ({
        requests: change(stage, 'cluster', 'suspend'),
        sends: { suspended: true },
        changes: ['product.suspend_cluster'],
        says: completed,
        prints: becomes({ suspended: false }, { suspended: true }),
      }),
    },
    {
      args: (stage) => own(stage, 'set-suspended-state --value false'),
      expect: (stage) => ({
        requests: change(stage, 'cluster', 'suspend'),
        sends: { suspended: false },
        changes: ['product.resume_cluster'],
        says: completed,
        prints: becomes({ suspended: true }, { suspended: false }),
      }),
    },
  ],
};
